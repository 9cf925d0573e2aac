//! Which code points a literal stands for when case is ignored.

use crate::set::CodeSet;
use crate::syntax::tree::{Case, Literal};
use crate::unicode::Cases;

/// The sets of a run of literals, one for each code point.
///
/// Java folds a run of two or more in another way than a single one: a code point whose upper-case form has no
/// lower-case form of its own matches that form in a run, and only itself alone.
pub(crate) fn literal(literal: &Literal, cases: &Cases) -> Vec<CodeSet> {
    let run = literal.codes.len() > 1;
    literal
        .codes
        .iter()
        .map(|&code| match literal.case {
            Case::Unicode if run => cases.folding_to(cases.fold(code)),
            case => single(code, case, Some(cases)),
        })
        .collect()
}

/// The set of one literal on its own, or in a class.
pub(crate) fn single(code: u32, case: Case, cases: Option<&Cases>) -> CodeSet {
    match (case, cases) {
        (Case::Unicode, Some(cases)) => {
            let upper = cases.to_upper(code);
            let lower = cases.to_lower(upper);
            if upper == lower { CodeSet::one(code) } else { cases.folding_to(lower) }
        }
        (Case::Ascii, _) => match u8::try_from(code) {
            Ok(byte) if byte.is_ascii() => {
                let cases = [byte.to_ascii_uppercase(), byte.to_ascii_lowercase()];
                CodeSet::from_ranges(cases.map(|b| (u32::from(b), u32::from(b))).to_vec())
            }
            _ => CodeSet::one(code),
        },
        _ => CodeSet::one(code),
    }
}
