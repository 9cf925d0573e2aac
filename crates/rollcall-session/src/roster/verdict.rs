//! What a filter says of each name, kept so that no name is matched twice.

use std::sync::Arc;

use rollcall_regex::{Budget, Error, Filter};

use super::index::Index;
use super::names::{Names, Seen, Unknown, Written};
use super::row::Row;
use crate::Filters;

/// What one filter says of names, by their numbers.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    filter: Filter,
    yes: Vec<u64>,
    /// What it was asked about; None before the first.
    seen: Option<Seen>,
}

impl Verdict {
    fn new(filter: &Filter) -> Self {
        Verdict { filter: filter.clone(), yes: Vec::new(), seen: None }
    }

    /// Whether the name of this number matches.
    pub(super) fn admits(&self, number: u32) -> bool {
        self.yes.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// The numbers of the names that match, ascending, from `first` on.
    pub(super) fn admitted(&self, first: u32) -> impl Iterator<Item = u32> {
        let start = first as usize / 64;
        let words = self.yes.iter().enumerate().skip(start).filter(|(_, word)| **word != 0);
        words.flat_map(move |(place, word)| {
            let mut rest = if place == start { word >> (first % 64) << (first % 64) } else { *word };
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(place as u32 * 64 + bit)
            })
        })
    }

    /// How many names match.
    pub(super) fn count(&self) -> usize {
        self.yes.iter().map(|word| word.count_ones() as usize).sum()
    }

    fn set(&mut self, number: u32, yes: bool) {
        let place = number as usize / 64;
        if self.yes.len() <= place {
            self.yes.resize(place + 1, 0);
        }
        let bit = 1 << (number % 64);
        if yes {
            self.yes[place] |= bit;
        } else {
            self.yes[place] &= !bit;
        }
    }

    /// The names without a verdict. A filter that is a plain name needs no matching: the name is looked up.
    fn unknown(&mut self, names: &Names, written: Option<&Arc<Written>>) -> Option<Unknown> {
        if let (None, Some(name)) = (self.seen, self.filter.literal()) {
            if let Some(number) = names.texts().find(name) {
                self.set(number, true);
            }
            self.seen = Some(names.seen());
        }
        let is_known = self.seen == Some(names.seen());
        (!is_known).then(|| names.unknown(self.seen, written.map(|written| &**written)))
    }

    /// Asks about the names; `written` is brought up to date where all are meant.
    fn judge(
        &mut self,
        unknown: &Unknown,
        written: &mut Option<Arc<Written>>,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        if unknown.all() {
            let written = written.insert(unknown.written(written.as_ref()));
            self.yes = vec![0; unknown.highest() as usize / 64 + 1];
            for place in self.filter.matches_sorted(&written.names, budget)? {
                self.set(written.numbers[place], true);
            }
        }
        for (number, name) in unknown.later() {
            let yes = self.filter.is_match(name, budget)?;
            self.set(number, yes);
        }
        self.seen = Some(unknown.seen);
        Ok(())
    }

    /// Whether the numbers still mean what they meant.
    fn is_of_age(&self, names: &Names) -> bool {
        self.seen.is_none_or(|seen| names.is_of_age(seen))
    }
}

/// The names written down last: of users, and of projects.
pub(super) type BothWritten = [Option<Arc<Written>>; 2];

/// The verdicts of the filters of one question, where there are filters.
#[derive(Clone, Debug)]
pub(super) struct Verdicts {
    pub(super) username: Option<Verdict>,
    pub(super) project: Option<Verdict>,
}

impl Verdicts {
    pub(super) fn new(filters: Filters<'_>) -> Self {
        Verdicts { username: filters.username.map(Verdict::new), project: filters.project.map(Verdict::new) }
    }

    /// Those of the same filters, before any name was seen.
    pub(super) fn anew(&self) -> Self {
        let anew = |verdict: &Option<Verdict>| verdict.as_ref().map(|verdict| Verdict::new(&verdict.filter));
        Verdicts { username: anew(&self.username), project: anew(&self.project) }
    }

    /// Whether these are the verdicts of such filters.
    pub(super) fn are_of(&self, filters: Filters<'_>) -> bool {
        let same = |verdict: &Option<Verdict>, filter: Option<&Filter>| match (verdict, filter) {
            (Some(verdict), Some(filter)) => verdict.filter.is_same(filter),
            (None, None) => true,
            _ => false,
        };
        same(&self.username, filters.username) && same(&self.project, filters.project)
    }

    /// Whether a session is one that the question asks for.
    pub(super) fn admit(&self, row: &Row) -> bool {
        self.username.as_ref().is_none_or(|verdict| verdict.admits(row.user))
            && self.project.as_ref().is_none_or(|verdict| verdict.admits(row.project))
    }

    /// Whether the numbers still mean what they meant when these were made.
    pub(super) fn are_of_age(&self, index: &Index) -> bool {
        self.username.as_ref().is_none_or(|verdict| verdict.is_of_age(&index.users))
            && self.project.as_ref().is_none_or(|verdict| verdict.is_of_age(&index.projects))
    }

    /// What is missing from them; None when nothing is.
    pub(super) fn unknown(&mut self, index: &Index, written: &BothWritten) -> Option<[Option<Unknown>; 2]> {
        let [users, projects] = written;
        let username = self.username.as_mut().and_then(|verdict| verdict.unknown(&index.users, users.as_ref()));
        let project = self.project.as_mut().and_then(|verdict| verdict.unknown(&index.projects, projects.as_ref()));
        (username.is_some() || project.is_some()).then_some([username, project])
    }
}

/// A question whose answer waits for verdicts.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) verdicts: Verdicts,
    pub(super) unknown: [Option<Unknown>; 2],
    /// Names written down: what serves, and afterwards what there is.
    pub(super) written: BothWritten,
}

impl Open {
    /// Matches the names. It may take long, and needs no lock.
    pub(super) fn judge(&mut self, budget: &mut Budget<'_>) -> Result<(), Error> {
        let Open { verdicts, unknown: [usernames, projects], written: [users, of_projects] } = self;
        let username = (&mut verdicts.username, usernames, users);
        for (verdict, unknown, written) in [username, (&mut verdicts.project, projects, of_projects)] {
            if let (Some(verdict), Some(unknown)) = (verdict, unknown) {
                verdict.judge(unknown, written, budget)?;
            }
        }
        Ok(())
    }
}
