//! Where lines and words begin and end, on UTF-16, as Java decides it.

use crate::set::CodeSet;
use crate::syntax::tree::Case;
use crate::unicode::{Cases, Tables};

use super::class::Class;

/// The code point at `at` and how many units it takes; half a pair counts as itself.
pub(super) fn code_at(text: &[u16], at: usize) -> Option<(u32, usize)> {
    let unit = u32::from(*text.get(at)?);
    match text.get(at + 1).copied().map(u32::from) {
        Some(low) if (0xD800..0xDC00).contains(&unit) && (0xDC00..0xE000).contains(&low) => Some((join(unit, low), 2)),
        _ => Some((unit, 1)),
    }
}

/// The code point that ends at `at`, and how many units it takes.
pub(super) fn code_before(text: &[u16], at: usize) -> Option<(u32, usize)> {
    let unit = u32::from(*text.get(at.checked_sub(1)?)?);
    let high = at.checked_sub(2).and_then(|before| text.get(before)).copied().map(u32::from);
    match high {
        Some(high) if (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&unit) => {
            Some((join(high, unit), 2))
        }
        _ => Some((unit, 1)),
    }
}

fn join(high: u32, low: u32) -> u32 {
    0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)
}

fn is_terminator(unit: u16) -> bool {
    matches!(unit, 0x0A | 0x0D | 0x85 | 0x2028 | 0x2029)
}

/// `(?m)^`
pub(super) fn starts_line(text: &[u16], at: usize, unix: bool) -> bool {
    let Some(&here) = text.get(at) else { return false };
    match at.checked_sub(1).and_then(|before| text.get(before)) {
        None => true,
        Some(&before) if unix => before == 0x0A,
        Some(&before) => is_terminator(before) && !(before == 0x0D && here == 0x0A),
    }
}

/// `$`, `\Z`, and `(?m)$` when `multiline`.
pub(super) fn ends_line(text: &[u16], at: usize, unix: bool, multiline: bool) -> bool {
    let Some(&here) = text.get(at) else { return true };
    let left = text.len() - at;
    if unix {
        return here == 0x0A && (multiline || left == 1);
    }
    let pair = here == 0x0D && text.get(at + 1) == Some(&0x0A);
    let within_pair = here == 0x0A && at > 0 && text[at - 1] == 0x0D;
    is_terminator(here) && !within_pair && (multiline || left == 1 || (left == 2 && pair))
}

/// Whether the text at `at` equals the text from `start` to `end`, but for case.
///
/// As in Java the two are read code point by code point, for as many code points as the group has units: with a
/// supplementary character in the group that reads past it.
pub(super) fn same_but_case(text: &[u16], (start, end): (usize, usize), at: usize, case: Case, cases: &Cases) -> bool {
    let (mut a, mut b) = (start, at);
    for _ in start..end {
        let (Some((x, x_length)), Some((y, y_length))) = (code_at(text, a), code_at(text, b)) else {
            return false;
        };
        let same = x == y
            || match case {
                Case::Unicode => cases.fold(x) == cases.fold(y),
                _ => lower(x) == lower(y),
            };
        if !same {
            return false;
        }
        (a, b) = (a + x_length, b + y_length);
    }
    true
}

fn lower(code: u32) -> u32 {
    if (0x41..=0x5A).contains(&code) { code + 32 } else { code }
}

/// The definition of words for `\b`.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    sets: Option<WordSets>,
}

#[derive(Clone, Debug)]
struct WordSets {
    word: Class,
    /// Marks that continue a word when a letter or digit stands before them.
    mark: Class,
    base: Class,
}

impl Words {
    /// Letters, digits and the underscore.
    pub(super) fn plain(tables: Tables) -> Self {
        Self::new(tables, tables.letter_or_digit().union(&CodeSet::one(0x5F)))
    }

    /// The definition of `\w` under `(?U)`.
    pub(super) fn unicode(tables: Tables) -> Self {
        Self::new(tables, tables.word())
    }

    fn new(tables: Tables, word: CodeSet) -> Self {
        let (word, mark) = (Class::new(word), Class::new(tables.categories(&["Mn"])));
        let base = Class::new(tables.letter_or_digit());
        Self { sets: Some(WordSets { word, mark, base }) }
    }

    /// Whether a word begins or ends at `at`.
    pub(super) fn is_boundary(&self, text: &[u16], at: usize) -> bool {
        let Some(sets) = &self.sets else { return false };
        let left = code_before(text, at).is_some_and(|(code, _)| sets.is_word(text, code, at - 1));
        let right = code_at(text, at).is_some_and(|(code, _)| sets.is_word(text, code, at));
        left != right
    }
}

impl WordSets {
    /// `at` is where Java starts to look for the base of a mark: the last unit of a code point on the left, so that a
    /// supplementary mark there never has one.
    fn is_word(&self, text: &[u16], code: u32, at: usize) -> bool {
        self.word.has(code) || (self.mark.has(code) && self.has_base(text, at))
    }

    fn has_base(&self, text: &[u16], at: usize) -> bool {
        for place in (0..=at).rev() {
            match code_at(text, place) {
                Some((code, _)) if self.base.has(code) => return true,
                Some((code, _)) if self.mark.has(code) => {}
                _ => return false,
            }
        }
        false
    }
}
