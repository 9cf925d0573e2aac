//! Many values at once: sorted, so that one automaton walks over a common beginning only once.
//!
//! Asking a filter about each of a hundred thousand names costs a hundred thousand calls, each of which starts at the
//! first letter again. Sorted names have most of their letters in common with the name before. The walk keeps the
//! automaton's state after each letter, goes back to the last one in common and on from there; and where a beginning
//! rules out any match, all names that begin so are stepped over together. A literal beginning (`bi.*`) is a range.
//!
//! It is not another engine: where the linear engine has no small automaton, each value is asked about on its own, and
//! the answers are those of [`Filter::is_match`](crate::Filter::is_match) either way.

use std::ops::Range;

use regex_automata::Anchored;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{MatchKind, dfa};
use regex_syntax::hir::Hir;

use crate::budget::{Budget, Spent};

/// The most memory an automaton may take, finished and while it is made; beyond, making it would take longer than it
/// saves.
const LARGEST_AUTOMATON: usize = 1 << 20;
/// How much of the common beginning of two values is remembered.
const MOST_SHARED: u8 = u8::MAX;
/// How many values are looked at together when values are stepped over: as many as the processor compares at once.
const STRIDE: usize = 32;

/// Distinct values in ascending order of their bytes, in one buffer.
#[derive(Clone, Debug, Default)]
pub struct SortedValues {
    text: String,
    ends: Vec<u32>,
    /// How many bytes each has in common with the one before, at most [`MOST_SHARED`].
    shared: Vec<u8>,
}

impl SortedValues {
    /// Takes up `value` as the last one. False, and nothing is changed, when it does not come after the one before or
    /// when there are more than 4 GB of them.
    pub fn push(&mut self, value: &str) -> bool {
        let before = self.len().checked_sub(1).map(|last| self.get(last));
        let end = u32::try_from(self.text.len() + value.len());
        let (true, Ok(end)) = (before.is_none_or(|before| before < value), end) else { return false };
        let shared = before.map_or(0, |before| shared(before.as_bytes(), value.as_bytes()));
        self.shared.push(shared);
        self.text.push_str(value);
        self.ends.push(end);
        true
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The value at `place`.
    ///
    /// # Panics
    /// Past the last value.
    pub fn get(&self, place: usize) -> &str {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[place] as usize]
    }

    /// Where `value` is.
    pub fn find(&self, value: &str) -> Option<usize> {
        let place = self.first_where(0..self.len(), |other| other >= value);
        (place < self.len() && self.get(place) == value).then_some(place)
    }

    /// How much memory it takes, in bytes.
    pub fn memory(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<u32>() + self.shared.capacity()
    }

    /// The values that begin with `prefix`.
    fn beginning_with(&self, prefix: &[u8]) -> Range<usize> {
        let start = self.first_where(0..self.len(), |value| value.as_bytes() >= prefix);
        let end = self.first_where(start..self.len(), |value| !value.as_bytes().starts_with(prefix));
        start..end
    }

    /// The first place of a range from which on `holds` does.
    fn first_where(&self, range: Range<usize>, holds: impl Fn(&str) -> bool) -> usize {
        let Range { mut start, mut end } = range;
        while start < end {
            let middle = start + (end - start) / 2;
            if holds(self.get(middle)) {
                end = middle;
            } else {
                start = middle + 1;
            }
        }
        start
    }

    /// The first place from `place` on whose value has fewer than `depth` bytes in common with the one before.
    fn after_shared(&self, place: usize, depth: usize) -> usize {
        let Ok(depth) = u8::try_from(depth) else { return place };
        let mut place = place;
        for stride in self.shared[place..].chunks(STRIDE) {
            // Without an early end, the compiler compares a whole stride at once.
            if stride.iter().fold(false, |found, shared| found | (*shared < depth)) {
                return place + stride.iter().position(|shared| *shared < depth).unwrap_or(stride.len());
            }
            place += stride.len();
        }
        place
    }
}

impl<'a> FromIterator<&'a str> for SortedValues {
    /// Takes the values in any order, equal ones once.
    fn from_iter<T: IntoIterator<Item = &'a str>>(values: T) -> Self {
        let mut values: Vec<&str> = values.into_iter().collect();
        values.sort_unstable();
        let mut sorted = SortedValues::default();
        for value in values {
            sorted.push(value);
        }
        sorted
    }
}

fn shared(a: &[u8], b: &[u8]) -> u8 {
    let count = a.iter().zip(b).take(usize::from(MOST_SHARED)).take_while(|(a, b)| a == b).count();
    u8::try_from(count).unwrap_or(MOST_SHARED)
}

/// An automaton that is cheap enough to be made for a filter that is asked about many values.
#[derive(Debug)]
pub(crate) struct Walker {
    automaton: dense::DFA<Vec<u32>>,
    start: StateID,
    /// The common beginning of all matches.
    prefix: Vec<u8>,
}

impl Walker {
    /// Of an expression that is anchored at both ends; None when its automaton would be too large.
    pub(crate) fn new(expression: &Hir) -> Option<Self> {
        let program = thompson::Config::new().nfa_size_limit(Some(LARGEST_AUTOMATON));
        let program = thompson::Compiler::new().configure(program).build_from_hir(expression).ok()?;
        let config = dfa::dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(LARGEST_AUTOMATON))
            .determinize_size_limit(Some(LARGEST_AUTOMATON));
        let automaton = dense::Builder::new().configure(config).build_from_nfa(&program).ok()?;
        let start = automaton.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()?;
        let prefix = prefix(&automaton, start);
        Some(Walker { automaton, start, prefix })
    }

    /// Calls `accepted` with the place of each value that matches, in order.
    pub(crate) fn walk(
        &self,
        values: &SortedValues,
        budget: &mut Budget<'_>,
        mut accepted: impl FnMut(usize, &mut Budget<'_>) -> Result<(), Spent>,
    ) -> Result<(), Spent> {
        let range = values.beginning_with(&self.prefix);
        let mut path = vec![self.start];
        let mut place = range.start;
        while place < range.end {
            let value = values.get(place).as_bytes();
            // The common beginning of the first in the range with the value before proves nothing: that one was not
            // walked.
            let kept = if place == range.start { 0 } else { usize::from(values.shared[place]) };
            path.truncate(kept + 1);
            let first_new = path.len() - 1;
            budget.charge(1 + (value.len() - first_new) as u64)?;
            let alive = self.follow(&value[first_new..], &mut path);
            if alive && self.accepts(path.last().copied().unwrap_or(self.start)) {
                accepted(place, budget)?;
            }
            // Where the beginning up to a letter admits no match, the next value worth a look has another beginning.
            place = if alive { place + 1 } else { values.after_shared(place + 1, path.len()) };
        }
        Ok(())
    }

    /// Adds the state after each of `bytes` to the path; false, with the path as long as there is hope, when nothing
    /// that begins so can match.
    fn follow(&self, bytes: &[u8], path: &mut Vec<StateID>) -> bool {
        let mut state = path.last().copied().unwrap_or(self.start);
        for byte in bytes {
            state = self.automaton.next_state(state, *byte);
            if self.automaton.is_dead_state(state) {
                return false;
            }
            path.push(state);
        }
        true
    }

    fn accepts(&self, state: StateID) -> bool {
        self.automaton.is_match_state(self.automaton.next_eoi_state(state))
    }
}

/// The bytes that lead out of the start one after another without an alternative.
fn prefix(automaton: &dense::DFA<Vec<u32>>, start: StateID) -> Vec<u8> {
    let mut prefix = Vec::new();
    let mut state = start;
    while prefix.len() < usize::from(MOST_SHARED) && !automaton.is_match_state(automaton.next_eoi_state(state)) {
        let mut ways = (0..=u8::MAX).filter(|byte| !automaton.is_dead_state(automaton.next_state(state, *byte)));
        let (Some(only), None) = (ways.next(), ways.next()) else { break };
        prefix.push(only);
        state = automaton.next_state(state, only);
    }
    prefix
}

#[cfg(test)]
mod tests;
