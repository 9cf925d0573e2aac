//! The names that filters are matched against, and how many of them a filter has been matched against.
//!
//! Most names are known for long. They are kept in a sorted list, for the walk that matches a filter against all of them;
//! the list never changes, so that it is read without a lock. Names that came later are few; they are matched one by one.
//! When numbers change their meaning ([`Texts`] sweeps) a new generation begins: earlier matches are void.

use std::sync::Arc;

use rollcall_regex::SortedValues;

use crate::table::Table;
use crate::texts::Texts;

/// At least so many later names are allowed, however short the sorted list is.
const MOST_LATER: usize = 1_024;
/// The later names may be this part of the sorted ones.
const LATER_PART: usize = 16;

/// Names with their numbers, and the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Names {
    texts: Texts,
    generation: u64,
    /// The numbers of the names that came in this generation, in that order.
    came: Vec<u32>,
}

/// How many of the names have been matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    generation: u64,
    /// How many had come.
    count: usize,
}

/// A sorted list of names, which never changes.
#[derive(Debug)]
pub(super) struct SortedNames {
    pub(super) names: SortedValues,
    /// The number of each.
    pub(super) numbers: Vec<u32>,
    pub(super) seen: Seen,
}

/// Names that a filter has not been matched against.
#[derive(Debug)]
pub(super) struct Unknown {
    table: Table<Arc<str>>,
    /// Whether all that are there are meant.
    all: bool,
    /// Else, or beside the sorted ones, those that came later, in that order.
    later: Vec<u32>,
    /// The names that count as seen once these have been matched.
    pub(super) seen: Seen,
}

impl Names {
    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// One more session has this name; returns its number.
    pub(super) fn take(&mut self, name: &str) -> u32 {
        let taken = self.texts.take(name);
        if taken.is_new {
            self.came.push(taken.number);
        }
        taken.number
    }

    /// One session less has the name of this number.
    pub(super) fn release(&mut self, number: u32) {
        if self.texts.release(number) {
            self.generation += 1;
            self.came = Vec::new();
        }
    }

    /// All that there is to see.
    pub(super) fn seen(&self) -> Seen {
        Seen { generation: self.generation, count: self.came.len() }
    }

    /// Whether this mark is of the current generation.
    pub(super) fn is_current(&self, seen: Seen) -> bool {
        seen.generation == self.generation
    }

    /// The names that came after those that were seen. Without any that were seen, or in another generation, all names:
    /// as far as `sorted` may serve, those that came after.
    pub(super) fn unknown(&self, seen: Option<Seen>, sorted: Option<&SortedNames>) -> Unknown {
        let after = |seen: Seen| (seen.generation == self.generation).then(|| &self.came[seen.count..]);
        let unknown = |all, later: &[u32]| Unknown {
            table: self.texts.table().clone(),
            all,
            later: later.to_vec(),
            seen: self.seen(),
        };
        if let Some(later) = seen.and_then(after) {
            return unknown(false, later);
        }
        let few = |sorted: &SortedNames| MOST_LATER.max(sorted.numbers.len() / LATER_PART);
        let serves = sorted.and_then(|sorted| after(sorted.seen).filter(|later| later.len() <= few(sorted)));
        unknown(true, serves.unwrap_or_default())
    }
}

impl Unknown {
    /// Whether all names are meant, sorted or not.
    pub(super) fn all(&self) -> bool {
        self.all
    }

    /// No number of these is higher.
    pub(super) fn highest(&self) -> u32 {
        self.table.end()
    }

    /// The names that came later, each with its number.
    pub(super) fn later(&self) -> impl Iterator<Item = (u32, &str)> {
        self.later.iter().filter_map(|number| Some((*number, &**self.table.get(*number)?)))
    }

    /// All names in a sorted list: a new one, unless `sorted` and those that came later are all of them.
    pub(super) fn sorted(&self, sorted: Option<&Arc<SortedNames>>) -> Arc<SortedNames> {
        let later = self.later.len();
        let still =
            sorted.filter(|it| it.seen.generation == self.seen.generation && it.seen.count + later == self.seen.count);
        still.map_or_else(|| Arc::new(SortedNames::new(&self.table, self.seen)), Arc::clone)
    }
}

impl SortedNames {
    fn new(table: &Table<Arc<str>>, seen: Seen) -> Self {
        let mut pairs: Vec<(&str, u32)> = table.iter().map(|(number, name)| (&**name, number)).collect();
        pairs.sort_unstable();
        let mut sorted = SortedNames { names: SortedValues::default(), numbers: Vec::with_capacity(pairs.len()), seen };
        for (name, number) in pairs {
            if sorted.names.push(name) {
                sorted.numbers.push(number);
            }
        }
        sorted
    }
}
