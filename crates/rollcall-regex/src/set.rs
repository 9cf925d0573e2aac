//! Sets of code points, as sorted ranges: the value of a character class, a property or a folded literal.
//!
//! The domain is 0 to 10FFFF *with* the surrogates, because Java's classes range over them too: a class can name a lone
//! surrogate, and a complement contains them all. They meet only the backtracker; a Rust string has no surrogates.

use std::sync::Arc;

/// A set of code points: ranges, inclusive at both ends, ascending, never touching one another. Cloning one copies a
/// pointer, since a pattern may name the same large set many times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct CodeSet {
    ranges: Arc<[(u32, u32)]>,
}

/// The last code point.
pub(crate) const LAST: u32 = 0x10_FFFF;

impl CodeSet {
    /// The empty set.
    pub(crate) fn empty() -> Self {
        Self::default()
    }

    /// Every code point, surrogates included.
    pub(crate) fn all() -> Self {
        Self::range(0, LAST)
    }

    /// One code point.
    pub(crate) fn one(code: u32) -> Self {
        Self::range(code, code)
    }

    /// `first` to `last`, both included; empty when `last` is lower.
    pub(crate) fn range(first: u32, last: u32) -> Self {
        Self::from_ranges(vec![(first, last)])
    }

    /// The union of any ranges, in any order, overlapping or not.
    pub(crate) fn from_ranges(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.retain(|&(first, last)| first <= last);
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(previous) if first <= previous.1.saturating_add(1) => {
                    previous.1 = previous.1.max(last);
                }
                _ => merged.push((first, last)),
            }
        }
        Self { ranges: merged.into() }
    }

    /// The ranges, ascending and apart from one another.
    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Whether no code point is in the set.
    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether `code` is in the set.
    pub(crate) fn contains(&self, code: u32) -> bool {
        self.ranges
            .binary_search_by(|&(first, last)| {
                if last < code {
                    std::cmp::Ordering::Less
                } else if first > code {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_ok()
    }

    /// The only code point of the set, when it has exactly one.
    pub(crate) fn single(&self) -> Option<u32> {
        match *self.ranges {
            [(first, last)] if first == last => Some(first),
            _ => None,
        }
    }

    /// The code points in either set.
    pub(crate) fn union(&self, other: &Self) -> Self {
        let both = self.ranges.iter().chain(&*other.ranges).copied().collect();
        Self::from_ranges(both)
    }

    /// The code points that are not in this set.
    pub(crate) fn complement(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(first, last) in &*self.ranges {
            if next < first {
                ranges.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= LAST {
            ranges.push((next, LAST));
        }
        Self { ranges: ranges.into() }
    }

    /// The code points in both sets.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let (mut i, mut j) = (0, 0);
        let mut ranges = Vec::new();
        while let (Some(&a), Some(&b)) = (self.ranges.get(i), other.ranges.get(j)) {
            let (first, last) = (a.0.max(b.0), a.1.min(b.1));
            if first <= last {
                ranges.push((first, last));
            }
            if a.1 < b.1 { i += 1 } else { j += 1 }
        }
        Self { ranges: ranges.into() }
    }

    /// The code points in this set and not in the other.
    pub(crate) fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }
}

#[cfg(test)]
mod tests {
    use super::{CodeSet, LAST};
    use proptest::prelude::*;

    fn sets() -> impl Strategy<Value = CodeSet> {
        let bound = prop_oneof![0u32..60, LAST - 30..=LAST];
        prop::collection::vec((bound.clone(), bound), 0..6).prop_map(CodeSet::from_ranges)
    }

    proptest! {
        #[test]
        fn the_operations_agree_with_membership(a in sets(), b in sets(), low in 0u32..70, high in LAST - 40..=LAST) {
            for code in [low, high] {
                let (x, y) = (a.contains(code), b.contains(code));
                prop_assert_eq!(a.union(&b).contains(code), x || y);
                prop_assert_eq!(a.intersection(&b).contains(code), x && y);
                prop_assert_eq!(a.difference(&b).contains(code), x && !y);
                prop_assert_eq!(a.complement().contains(code), !x);
            }
        }

        #[test]
        fn a_set_has_one_form(a in sets(), b in sets()) {
            prop_assert_eq!(a.complement().complement(), a.clone());
            prop_assert_eq!(a.union(&b), b.union(&a));
            prop_assert_eq!(a.union(&b).complement(), a.complement().intersection(&b.complement()));
        }
    }
}
