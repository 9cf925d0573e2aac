//! The meaning of a character class while it is still being read.
//!
//! The hard part is a mutable one. Java keeps the characters below 256 that are named one by one in a single bit set
//! for each pair of brackets, refers to that set from the nodes that it has built so far, and goes on filling it:
//! `[a&&[ab]&b]` intersects `[ab]` with a set that only afterwards gets its `&` and its `b`. The meaning of a class
//! while it is still being read is therefore a function of that set. It is kept as a pair, [`Pending`]: the class for a
//! code point that ends up in the bit set, and the class for one that does not. Every set operation works on the two
//! alone.

use crate::set::CodeSet;

/// A class while it is read.
#[derive(Clone)]
pub(super) struct Pending {
    /// The class for code points in the bit set.
    marked: CodeSet,
    /// The class for the others.
    unmarked: CodeSet,
    /// Ranges read since, still to be united with both: so that a long class is not sorted again for each of them.
    more: Vec<(u32, u32)>,
}

impl Pending {
    /// The bit set itself.
    pub(super) fn bits() -> Self {
        Self { marked: CodeSet::all(), unmarked: CodeSet::empty(), more: Vec::new() }
    }

    fn settle(&mut self) {
        if !self.more.is_empty() {
            let more = CodeSet::from_ranges(std::mem::take(&mut self.more));
            self.marked = self.marked.union(&more);
            self.unmarked = self.unmarked.union(&more);
        }
    }

    pub(super) fn union(mut self, mut other: Self) -> Self {
        if other.marked == other.unmarked {
            other.settle();
            self.more.extend_from_slice(other.marked.ranges());
            return self;
        }
        self.combine(other, CodeSet::union)
    }

    pub(super) fn intersection(self, other: Self) -> Self {
        self.combine(other, CodeSet::intersection)
    }

    pub(super) fn difference(self, other: Self) -> Self {
        self.combine(other, CodeSet::difference)
    }

    pub(super) fn complement(self) -> Self {
        let all = Self::from(CodeSet::all());
        all.difference(self)
    }

    fn combine(mut self, mut other: Self, operation: impl Fn(&CodeSet, &CodeSet) -> CodeSet) -> Self {
        self.settle();
        other.settle();
        Self {
            marked: operation(&self.marked, &other.marked),
            unmarked: operation(&self.unmarked, &other.unmarked),
            more: Vec::new(),
        }
    }

    /// The class now that the bit set is known.
    pub(super) fn resolve(mut self, bits: Vec<u32>) -> CodeSet {
        self.settle();
        let bits = CodeSet::from_ranges(bits.into_iter().map(|code| (code, code)).collect());
        self.marked.intersection(&bits).union(&self.unmarked.difference(&bits))
    }
}

impl From<CodeSet> for Pending {
    fn from(set: CodeSet) -> Self {
        Self { marked: set.clone(), unmarked: set, more: Vec::new() }
    }
}

/// The parts of one pair of brackets that have been read.
#[derive(Default)]
pub(super) struct Reading {
    /// The class up to here; None before its first part.
    pub(super) value: Option<Pending>,
    /// The part read last, which an intersection without a right side intersects with once more.
    pub(super) last: Option<Pending>,
    /// The code points in the bit set.
    pub(super) bits: Vec<u32>,
    /// Java 17: the bit set has members and is not yet part of `value`.
    pub(super) bits_waiting: bool,
    pub(super) negated: bool,
}

impl Reading {
    pub(super) fn unite(&mut self, part: Pending) {
        self.value = Some(match self.value.take() {
            Some(value) => value.union(part),
            None => part,
        });
    }
}
