//! The names that there are, each with the number that stands for it.
//!
//! Most names are known for long; they are written down sorted, for the walk that matches a filter against all of them,
//! and what is written down never changes, so that it can be read on no lock. Names that came later are on a list beside
//! it until they are many. A number whose name has left may be given to another name, which is then on that list, and
//! what the list says counts.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use rollcall_regex::SortedValues;

/// As many later names as there may be however few are written down.
const MOST_LATER: usize = 1_024;
/// The later names may be this part of those that are written down.
const LATER_PART: usize = 16;

/// Names by number, numbers by name, and the order in which names came.
#[derive(Debug, Default)]
pub(super) struct Directory {
    entries: Vec<Option<Entry>>,
    numbers: HashMap<Arc<str>, u32>,
    written: Arc<Written>,
    /// The numbers of the names that came since, in that order.
    later: Vec<u32>,
    /// The numbers that went from a name to another, or to none, each with the time it happened.
    passed_on: VecDeque<(u64, u32)>,
}

#[derive(Debug)]
struct Entry {
    name: Arc<str>,
    birth: u32,
}

/// Names written down once and for all.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) names: SortedValues,
    /// The number of each.
    pub(super) numbers: Vec<u32>,
    /// How many names had come when it was written.
    age: u64,
}

/// Names that somebody has no verdict on.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    /// All that are written down, when verdicts on those are missing.
    pub(super) written: Option<Arc<Written>>,
    /// Those that came later, in that order.
    pub(super) later: Vec<(u32, Arc<str>)>,
    /// How many names have come with these.
    pub(super) age: u64,
}

impl Directory {
    /// A name has this number from the event `time` on.
    pub(super) fn enter(&mut self, number: u32, name: &Arc<str>, time: u64) {
        let place = number as usize;
        if self.entries.len() <= place {
            self.entries.resize_with(place + 1, || None);
        }
        // A name that had two numbers one after the other and gets the first again comes anew: meanwhile somebody may
        // have looked for it and found the second.
        if self.entries[place].as_ref().is_some_and(|entry| entry.name == *name) && self.number(name) == Some(number) {
            return;
        }
        self.later.push(number);
        // Births are compared for being the same only, among changes that are not far apart.
        let birth = self.age() as u32;
        if let Some(former) = self.entries[place].replace(Entry { name: Arc::clone(name), birth }) {
            self.forget(&former.name, number);
            self.passed_on.push_back((time, number));
        }
        self.numbers.insert(Arc::clone(name), number);
    }

    fn forget(&mut self, name: &str, number: u32) {
        if self.numbers.get(name) == Some(&number) {
            self.numbers.remove(name);
        }
    }

    /// Which name of all that had the number it is now; none is like another.
    pub(super) fn birth(&self, number: u32) -> u32 {
        self.entries.get(number as usize).and_then(Option::as_ref).map_or(0, |entry| entry.birth)
    }

    /// The numbers that stand for another name than they did before some event, sorted.
    pub(super) fn passed_on_since(&self, time: u64) -> Vec<u32> {
        let first = self.passed_on.partition_point(|(at, _)| *at < time);
        let mut numbers: Vec<u32> = self.passed_on.range(first..).map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Nobody will ask about the time before an event.
    pub(super) fn forget_before(&mut self, time: u64) {
        while self.passed_on.front().is_some_and(|(at, _)| *at < time) {
            self.passed_on.pop_front();
        }
    }

    /// The number of a name, which may have been had.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// How many names have come so far.
    pub(super) fn age(&self) -> u64 {
        self.written.age + self.later.len() as u64
    }

    /// How many numbers there are.
    pub(super) fn number_count(&self) -> usize {
        self.entries.len()
    }

    /// The names that have come since there were `age`; None when there are none.
    pub(super) fn unknown_since(&self, age: Option<u64>) -> Option<Unknown> {
        if age == Some(self.age()) {
            return None;
        }
        let known = age.and_then(|age| age.checked_sub(self.written.age));
        let later = &self.later[known.map_or(0, |known| known as usize)..];
        let named = |number: &u32| {
            let entry = self.entries.get(*number as usize)?.as_ref()?;
            Some((*number, Arc::clone(&entry.name)))
        };
        Some(Unknown {
            written: known.is_none().then(|| Arc::clone(&self.written)),
            later: later.iter().filter_map(named).collect(),
            age: self.age(),
        })
    }

    /// Writes all names down anew when many have come, at the event `time`; `is_used` tells whether a number's name is
    /// still had.
    pub(super) fn write_down(&mut self, time: u64, is_used: impl Fn(u32) -> bool) {
        if self.later.len() <= MOST_LATER.max(self.written.numbers.len() / LATER_PART) {
            return;
        }
        let mut sorted: Vec<(Arc<str>, u32)> = Vec::with_capacity(self.entries.len());
        let age = self.age();
        for number in 0..self.entries.len() as u32 {
            let Some(entry) = &self.entries[number as usize] else { continue };
            let name = Arc::clone(&entry.name);
            if is_used(number) {
                sorted.push((name, number));
            } else {
                self.entries[number as usize] = None;
                self.forget(&name, number);
                self.passed_on.push_back((time, number));
            }
        }
        sorted.sort_unstable();
        let mut written = Written { age, ..Written::default() };
        for (name, number) in sorted {
            if written.names.push(&name) {
                written.numbers.push(number);
            }
        }
        self.written = Arc::new(written);
        self.later = Vec::new();
    }
}
