//! The data of Java's `Character` about code points: categories, scripts, blocks, properties and simple case mappings.
//!
//! The data is `data/unicode13.txt`, written by a JDK 17 (`data/JavaUnicodeTables.java` is the generator), because it is
//! the JDK that filters must agree with, and Rust's tables are of a newer Unicode. Java 8 knew Unicode 6.2: for it the
//! same table is narrowed to the code points that Unicode 6.2 had assigned (from `regex-syntax`'s `Age`), and the few
//! older characters whose properties changed in between are put back, see [`Tables::category`]. A script's older
//! assignments are not: where Unicode moved an old character to another script between 6.2 and 13, the answer for Java 8
//! is the newer one.
//!
//! Lines are found and read when a pattern asks for them; nothing is kept between patterns.

use std::collections::HashMap;

use crate::options::JavaVersion;
use crate::set::CodeSet;

const DATA: &str = include_str!("../data/unicode13.txt");

/// The categories of Java's `Character.getType`.
const CATEGORIES: [&str; 30] = [
    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cs",
    "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf",
];

/// Older characters that had another category in Unicode 6.2: Georgian (its capitals came with Unicode 11), Cherokee
/// (its small letters came with Unicode 8), the Mongolian vowel separator, ceilings and floors, a Canadian sign.
const CATEGORIES_OF_6_2: [(&str, &[(u32, u32)]); 4] = [
    ("Lo", &[(0x10D0, 0x10FA), (0x10FD, 0x10FF), (0x13A0, 0x13F4)]),
    ("Zs", &[(0x180E, 0x180E)]),
    ("Sm", &[(0x2308, 0x230B)]),
    ("Po", &[(0x166D, 0x166D)]),
];

/// Java's view of Unicode, for one version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tables {
    version: JavaVersion,
}

impl Tables {
    pub(crate) fn new(version: JavaVersion) -> Self {
        Self { version }
    }

    /// The code points of a category (`Lu`), or of the union of those that begin with one letter (`L`).
    pub(crate) fn category(self, name: &str) -> Option<CodeSet> {
        let mut found = None;
        for category in CATEGORIES.iter().filter(|c| **c == name || (name.len() == 1 && c.starts_with(name))) {
            let set = found.unwrap_or_default();
            found = Some(CodeSet::union(&set, &self.one_category(category)));
        }
        found
    }

    /// The union of several categories.
    pub(crate) fn categories(self, names: &[&str]) -> CodeSet {
        names.iter().filter_map(|name| self.category(name)).fold(CodeSet::empty(), |all, one| all.union(&one))
    }

    fn one_category(self, name: &str) -> CodeSet {
        let set = line("gc", name).map(parse_ranges).unwrap_or_default();
        if self.version == JavaVersion::V17 {
            return set;
        }
        if name == "Cn" {
            return assigned_in_6_2().complement();
        }
        let mut set = set.intersection(&assigned_in_6_2());
        for (category, ranges) in CATEGORIES_OF_6_2 {
            let moved = CodeSet::from_ranges(ranges.to_vec());
            set = if category == name { set.union(&moved) } else { set.difference(&moved) };
        }
        set
    }

    /// Narrows a set of Unicode 13 to the code points that this version's Unicode had assigned.
    fn narrow(self, set: CodeSet) -> CodeSet {
        match self.version {
            JavaVersion::V17 => set,
            JavaVersion::V8 => set.intersection(&assigned_in_6_2()),
        }
    }

    /// `Character.UnicodeScript.forName(name)`, with `name` in capitals.
    pub(crate) fn script(self, name: &str) -> Option<CodeSet> {
        let set = parse_ranges(line("script", name)?);
        if self.version == JavaVersion::V17 {
            return Some(set);
        }
        // Java 8 knows a script once Unicode 6.2 has a character of it. Unassigned code points are of script Unknown.
        if line("script", "UNKNOWN") == line("script", name) {
            return Some(set.union(&assigned_in_6_2().complement()));
        }
        Some(self.narrow(set)).filter(|set| !set.is_empty())
    }

    /// `Character.UnicodeBlock.forName(name)`, with `name` in capitals.
    pub(crate) fn block(self, name: &str) -> Option<CodeSet> {
        // The file has one word for each name, so a space is written as a tilde there.
        let set = parse_ranges(line("block", &name.replace(' ', "~")).filter(|_| !name.contains('~'))?);
        let known = self.version == JavaVersion::V17 || !self.narrow(set.clone()).is_empty();
        known.then_some(set)
    }

    /// One of `Character`'s own properties, by its name in the data (`Alphabetic`).
    pub(crate) fn flag(self, name: &str) -> CodeSet {
        let set = self.narrow(line("flag", name).map(parse_ranges).unwrap_or_default());
        match (self.version, name) {
            // In 6.2 the vowel separator was a space, and Georgian and Cherokee had no case.
            (JavaVersion::V8, "Whitespace") => set.union(&CodeSet::one(0x180E)),
            (JavaVersion::V8, "LowerCase" | "UpperCase") => set.difference(&caseless_in_6_2()),
            _ => set,
        }
    }

    /// The simple case mappings.
    pub(crate) fn cases(self) -> Cases {
        let kept = match self.version {
            JavaVersion::V17 => CodeSet::all(),
            JavaVersion::V8 => assigned_in_6_2(),
        };
        Cases::new(parse_mapping("upper", &kept), parse_mapping("lower", &kept))
    }
}

/// Letters of Unicode 6.2 whose partners of the other case came later.
fn caseless_in_6_2() -> CodeSet {
    CodeSet::from_ranges(CATEGORIES_OF_6_2[0].1.to_vec())
}

/// The code points that Unicode 6.2 had assigned.
fn assigned_in_6_2() -> CodeSet {
    let parsed = regex_syntax::parse(r"\p{Age=6.2}").ok();
    let class = parsed.and_then(|hir| match hir.into_kind() {
        regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => Some(class),
        _ => None,
    });
    let ranges = class.map(|class| class.iter().map(|r| (u32::from(r.start()), u32::from(r.end()))).collect());
    // Rust's tables leave surrogates out, which were always assigned, and give noncharacters an age, which never are.
    let mut ranges: Vec<(u32, u32)> = ranges.unwrap_or_default();
    ranges.push((0xD800, 0xDFFF));
    CodeSet::from_ranges(ranges).difference(&line("gc", "Cn").map(parse_ranges).unwrap_or_default())
}

/// Java's `toUpperCase` and `toLowerCase` of one code point, and the pairs that fold together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cases {
    upper: HashMap<u32, u32>,
    lower: HashMap<u32, u32>,
    /// Every code point with a mapping, its capital form, and the form that it folds to; in order.
    cased: Vec<(u32, u32, u32)>,
    /// For each result of [`Cases::fold`], the other code points with that result.
    folded: HashMap<u32, Vec<u32>>,
}

impl Cases {
    fn new(upper: HashMap<u32, u32>, lower: HashMap<u32, u32>) -> Self {
        let mut codes: Vec<u32> = upper.keys().chain(lower.keys()).copied().collect();
        codes.sort_unstable();
        codes.dedup();
        let mut cases = Self { upper, lower, cased: Vec::new(), folded: HashMap::new() };
        for code in codes {
            let folded = cases.fold(code);
            cases.cased.push((code, cases.to_upper(code), folded));
            if folded != code {
                cases.folded.entry(folded).or_default().push(code);
            }
        }
        cases
    }

    /// The code points from `first` to `last`, and those whose capital or folded form is one of them.
    pub(crate) fn folding_into(&self, first: u32, last: u32) -> CodeSet {
        let within = |code: u32| (first..=last).contains(&code);
        let folding = self.cased.iter().filter(|(_, upper, folded)| within(*upper) || within(*folded));
        CodeSet::from_ranges(folding.map(|&(code, ..)| (code, code)).chain([(first, last)]).collect())
    }

    /// `Character.toUpperCase`.
    pub(crate) fn to_upper(&self, code: u32) -> u32 {
        self.upper.get(&code).copied().unwrap_or(code)
    }

    /// `Character.toLowerCase`.
    pub(crate) fn to_lower(&self, code: u32) -> u32 {
        self.lower.get(&code).copied().unwrap_or(code)
    }

    /// Java's folding for `(?iu)`: up, then down.
    pub(crate) fn fold(&self, code: u32) -> u32 {
        self.to_lower(self.to_upper(code))
    }

    /// The code points that fold to `folded`, and `folded` itself.
    pub(crate) fn folding_to(&self, folded: u32) -> CodeSet {
        let others = self.folded.get(&folded).into_iter().flatten().copied();
        CodeSet::from_ranges(others.chain([folded]).map(|code| (code, code)).collect())
    }
}

/// The part of the data's line `kind …name… ranges` after the names, where `name` is one of the names.
fn line(kind: &str, name: &str) -> Option<&'static str> {
    DATA.lines().find_map(|line| {
        let (first, rest) = line.split_once(' ')?;
        let (names, ranges) = rest.split_once(' ').unwrap_or((rest, ""));
        (first == kind && names.split('=').any(|one| one == name)).then_some(ranges)
    })
}

fn hex(text: &str) -> u32 {
    u32::from_str_radix(text, 16).unwrap_or(0)
}

fn parse_range(text: &str) -> (u32, u32) {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    (hex(first), hex(last))
}

fn parse_ranges(text: &str) -> CodeSet {
    CodeSet::from_ranges(text.split_ascii_whitespace().map(parse_range).collect())
}

/// The mappings of one direction between code points that are both in `kept`.
fn parse_mapping(kind: &str, kept: &CodeSet) -> HashMap<u32, u32> {
    let mut map = HashMap::new();
    for word in line(kind, "simple").unwrap_or("").split_ascii_whitespace() {
        let (from, target) = word.split_once(':').unwrap_or((word, "0"));
        let ((first, last), target) = (parse_range(from), hex(target));
        for code in first..=last {
            let to = target + (code - first);
            if kept.contains(code) && kept.contains(to) {
                map.insert(code, to);
            }
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::{CATEGORIES, DATA, Tables};
    use crate::options::JavaVersion;
    use crate::set::CodeSet;

    #[test]
    fn the_categories_part_the_code_points_between_them() {
        for version in [JavaVersion::V8, JavaVersion::V17] {
            let tables = Tables::new(version);
            let mut all = CodeSet::empty();
            for name in CATEGORIES {
                let set = tables.category(name).unwrap();
                assert!(all.intersection(&set).is_empty(), "{version:?} {name}");
                all = all.union(&set);
            }
            assert_eq!(all, CodeSet::all(), "{version:?}");
        }
    }

    #[test]
    fn every_line_of_the_data_is_in_order_and_apart() {
        for line in DATA.lines().filter(|line| !line.starts_with('#')) {
            let words = line.split(' ').skip(2).map(|word| word.split(':').next().unwrap());
            let mut after = None;
            for (first, last) in words.map(super::parse_range) {
                assert!(first <= last && after < Some(first), "{line:.60} {first:X}");
                after = Some(last);
            }
        }
    }

    #[test]
    fn java_8_has_an_older_unicode() {
        let (old, new) = (Tables::new(JavaVersion::V8), Tables::new(JavaVersion::V17));
        assert!(old.category("Zs").unwrap().contains(0x180E) && new.category("Cf").unwrap().contains(0x180E));
        assert!(old.script("ADLAM").is_none() && new.script("ADLAM").is_some());
        assert!(old.block("ADLAM").is_none() && new.block("ADLAM").is_some());
        assert_eq!(old.cases().to_upper(0x10D0), 0x10D0);
        assert_eq!(new.cases().to_upper(0x10D0), 0x1C90);
    }

    #[test]
    fn folding_is_javas() {
        let cases = Tables::new(JavaVersion::V17).cases();
        let dotted = cases.folding_to(u32::from('i'));
        for c in ['i', 'I', 'İ', 'ı'] {
            assert!(dotted.contains(u32::from(c)), "{c}");
        }
        assert!(cases.folding_to(u32::from('k')).contains(0x212A));
    }
}
