//! Grapheme clusters, on UTF-16, as Java 17 finds them (UAX #29 of Unicode 13, with the JDK's own assignments).

use super::boundary::{code_at, code_before};
use crate::set::CodeSet;
use crate::unicode::Tables;

/// The classes of Unicode's grapheme clusters (UAX #29), as Java 17 assigns them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    Other,
    Cr,
    Lf,
    Control,
    Extend,
    Joiner,
    Regional,
    Prepend,
    SpacingMark,
    L,
    V,
    T,
    Lv,
    Lvt,
    Pictographic,
}

/// The definition of grapheme clusters for `\X` and `\b{g}`.
#[derive(Clone, Debug, Default)]
pub(super) struct Clusters {
    sets: Option<ClusterSets>,
}

#[derive(Clone, Debug)]
struct ClusterSets {
    pictographic: CodeSet,
    control: CodeSet,
    format: CodeSet,
    extend: CodeSet,
    spacing: CodeSet,
}

impl Clusters {
    pub(super) fn new(tables: Tables) -> Self {
        Self {
            sets: Some(ClusterSets {
                pictographic: tables.flag("ExtendedPictographic"),
                control: tables.categories(&["Cn", "Cc", "Zl", "Zp", "Cs"]),
                format: tables.categories(&["Cf"]),
                extend: tables.categories(&["Mn", "Me"]),
                spacing: tables.categories(&["Mc"]),
            }),
        }
    }

    /// The end of the cluster that begins at `at`, where there is a code point.
    pub(super) fn next_boundary(&self, text: &[u16], at: usize) -> usize {
        let Some((first, length)) = code_at(text, at) else { return at };
        let mut place = at + length;
        let mut before = self.class(first);
        let pictographic = before == Break::Pictographic;
        let mut regionals = usize::from(before == Break::Regional);
        while let Some((code, length)) = code_at(text, place) {
            let class = self.class(code);
            let emoji = pictographic && before == Break::Joiner && class == Break::Pictographic;
            let flag = regionals % 2 == 1 && before == Break::Regional && class == Break::Regional;
            if !emoji && !flag && breaks(before, class) {
                break;
            }
            regionals += usize::from(class == Break::Regional);
            before = class;
            place += length;
        }
        place
    }

    /// `\b{g}`: Java looks for the first boundary after the place where something was last matched on its own.
    pub(super) fn is_boundary(&self, text: &[u16], at: usize, last: usize) -> bool {
        if at == 0 || at >= text.len() {
            return true;
        }
        let pair = code_before(text, at + 1).is_some_and(|(_, length)| length == 2);
        !pair && self.next_boundary(text, last) <= at
    }

    fn class(&self, code: u32) -> Break {
        let Some(sets) = &self.sets else { return Break::Other };
        match code {
            0x0D => Break::Cr,
            0x0A => Break::Lf,
            0..0x20 => Break::Control,
            0x20..0x7F | 0x0378 => Break::Other,
            _ if sets.pictographic.contains(code) => Break::Pictographic,
            _ if sets.control.contains(code) => Break::Control,
            0x200C | 0xE0020..=0xE007F => Break::Extend,
            0x200D => Break::Joiner,
            0x0600..=0x0605 | 0x06DD | 0x070F | 0x08E2 | 0x110BD | 0x110CD => Break::Prepend,
            _ if sets.format.contains(code) => Break::Control,
            0xFF9E | 0xFF9F | 0x1F3FB..=0x1F3FF => Break::Extend,
            _ if sets.extend.contains(code) => Break::Extend,
            0x0E33 | 0x0EB3 => Break::SpacingMark,
            _ if sets.spacing.contains(code) => {
                if is_no_spacing_mark(code) {
                    Break::Other
                } else {
                    Break::SpacingMark
                }
            }
            0x1F1E6..=0x1F1FF => Break::Regional,
            _ => hangul(code).unwrap_or(if is_prepended(code) { Break::Prepend } else { Break::Other }),
        }
    }
}

/// Spacing marks that UAX #29 leaves out.
fn is_no_spacing_mark(code: u32) -> bool {
    matches!(
        code,
        0x102B | 0x102C | 0x1038 | 0x1062..=0x1064 | 0x1067..=0x106D | 0x1083 | 0x1087..=0x108C | 0x108F
            | 0x109A..=0x109C | 0x1A61 | 0x1A63 | 0x1A64 | 0xAA7B | 0xAA7D
    )
}

fn is_prepended(code: u32) -> bool {
    matches!(code, 0x0D4E | 0x111C2 | 0x111C3 | 0x1193F | 0x11941 | 0x11A3A | 0x11A84..=0x11A89 | 0x11D46)
}

fn hangul(code: u32) -> Option<Break> {
    Some(match code {
        0x1100..=0x115F | 0xA960..=0xA97C => Break::L,
        0x1160..=0x11A7 | 0xD7B0..=0xD7C6 => Break::V,
        0x11A8..=0x11FF | 0xD7CB..=0xD7FB => Break::T,
        0xAC00..=0xD7A3 if (code - 0xAC00).is_multiple_of(28) => Break::Lv,
        0xAC00..=0xD7A3 => Break::Lvt,
        _ => return None,
    })
}

/// Whether a cluster may end between the two, pairs of flags and joined emoji aside.
fn breaks(before: Break, after: Break) -> bool {
    use Break::{Control, Cr, Extend, Joiner, L, Lf, Lv, Lvt, Prepend, SpacingMark, T, V};
    match (before, after) {
        (Cr, Lf) => false,
        (Control | Cr | Lf, _) | (_, Control | Cr | Lf) => true,
        (_, Extend | Joiner | SpacingMark) | (Prepend, _) => false,
        (L, L | V | Lv | Lvt) | (Lv | V, V | T) | (Lvt | T, T) => false,
        _ => true,
    }
}
