//! The names that filters are matched against, and how much of them somebody has seen.
//!
//! Most names are known for long. They are written down sorted, for the walk that matches a filter against all of them,
//! and what is written down never changes, so that it is read on no lock. Names that came later are few; they are matched
//! one by one. When numbers change their meaning ([`Texts`] sweeps) an age begins: what was found out before it is void.

use std::sync::Arc;

use rollcall_regex::SortedValues;

use crate::table::Table;
use crate::texts::Texts;

/// As many later names as there may be however few are written down.
const MOST_LATER: usize = 1_024;
/// The later names may be this part of those that are written down.
const LATER_PART: usize = 16;

/// Names with their numbers, and the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Names {
    texts: Texts,
    age: u64,
    /// The numbers of the names that came in this age, in that order.
    came: Vec<u32>,
}

/// How much of the names somebody has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    age: u64,
    /// How many had come.
    count: usize,
}

/// Names written down once and for all.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) names: SortedValues,
    /// The number of each.
    pub(super) numbers: Vec<u32>,
    pub(super) seen: Seen,
}

/// Names that somebody has no verdict on.
#[derive(Debug)]
pub(super) struct Unknown {
    table: Table<Arc<str>>,
    /// Whether all that are there are meant.
    all: bool,
    /// Else, or when they are written down, those that came later, in that order.
    later: Vec<u32>,
    /// What will have been seen with these.
    pub(super) seen: Seen,
}

impl Names {
    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// One more session has this name; answers with its number.
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
            self.age += 1;
            self.came = Vec::new();
        }
    }

    /// All that there is to see.
    pub(super) fn seen(&self) -> Seen {
        Seen { age: self.age, count: self.came.len() }
    }

    /// Whether what was seen is of this age.
    pub(super) fn is_of_age(&self, seen: Seen) -> bool {
        seen.age == self.age
    }

    /// The names that came after those that were seen. Without any that were seen, or in another age, all names:
    /// as far as `written` may serve, those that came after.
    pub(super) fn unknown(&self, seen: Option<Seen>, written: Option<&Written>) -> Unknown {
        let after = |seen: Seen| (seen.age == self.age).then(|| &self.came[seen.count..]);
        let unknown = |all, later: &[u32]| Unknown {
            table: self.texts.table().clone(),
            all,
            later: later.to_vec(),
            seen: self.seen(),
        };
        if let Some(later) = seen.and_then(after) {
            return unknown(false, later);
        }
        let few = |written: &Written| MOST_LATER.max(written.numbers.len() / LATER_PART);
        let serves = written.and_then(|written| after(written.seen).filter(|later| later.len() <= few(written)));
        unknown(true, serves.unwrap_or_default())
    }
}

impl Unknown {
    /// Whether all names are meant, written down or not.
    pub(super) fn all(&self) -> bool {
        self.all
    }

    /// No number of these is higher.
    pub(super) fn highest(&self) -> u32 {
        self.table.end()
    }

    /// Those that came later, each with its number.
    pub(super) fn later(&self) -> impl Iterator<Item = (u32, &str)> {
        self.later.iter().filter_map(|number| Some((*number, &**self.table.get(*number)?)))
    }

    /// All names, written down as of now unless `written` and those that came later are all.
    pub(super) fn written(&self, written: Option<&Arc<Written>>) -> Arc<Written> {
        let later = self.later.len();
        let still = written.filter(|it| it.seen.age == self.seen.age && it.seen.count + later == self.seen.count);
        still.map_or_else(|| Arc::new(Written::new(&self.table, self.seen)), Arc::clone)
    }
}

impl Written {
    fn new(table: &Table<Arc<str>>, seen: Seen) -> Self {
        let mut sorted: Vec<(&str, u32)> = table.iter().map(|(number, name)| (&**name, number)).collect();
        sorted.sort_unstable();
        let mut written = Written { names: SortedValues::default(), numbers: Vec::with_capacity(sorted.len()), seen };
        for (name, number) in sorted {
            if written.names.push(name) {
                written.numbers.push(number);
            }
        }
        written
    }
}
