//! Which names a filter matches, kept so that no name is matched twice.

use std::sync::Arc;

use rollcall_regex::{Budget, Error, Filter};

use super::names::{Names, Seen, SortedNames, Unknown};
use super::row::Row;
use crate::filters::Filters;

/// The names that one filter matches, by their numbers: a bit set.
#[derive(Clone, Debug)]
pub(super) struct NameMatches {
    filter: Filter,
    yes: Vec<u64>,
    /// The names that it has been matched against; None before the first.
    seen: Option<Seen>,
}

impl NameMatches {
    fn new(filter: &Filter) -> Self {
        NameMatches { filter: filter.clone(), yes: Vec::new(), seen: None }
    }

    /// Whether the name of this number matches.
    pub(super) fn contains(&self, number: u32) -> bool {
        self.yes.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// The numbers of the names that match, ascending, from `first` on.
    pub(super) fn members(&self, first: u32) -> impl Iterator<Item = u32> {
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

    /// The names that have not been matched. A filter that is a plain name needs no matching: the name is looked up.
    fn unknown(&mut self, names: &Names, sorted: Option<&Arc<SortedNames>>) -> Option<Unknown> {
        if let (None, Some(name)) = (self.seen, self.filter.literal()) {
            if let Some(number) = names.texts().find(name) {
                self.set(number, true);
            }
            self.seen = Some(names.seen());
        }
        let is_known = self.seen == Some(names.seen());
        (!is_known).then(|| names.unknown(self.seen, sorted.map(|sorted| &**sorted)))
    }

    /// Matches the names; `sorted` is brought up to date where all are meant.
    fn evaluate(
        &mut self,
        unknown: &Unknown,
        sorted: &mut Option<Arc<SortedNames>>,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        if unknown.all() {
            let sorted = sorted.insert(unknown.sorted(sorted.as_ref()));
            self.yes = vec![0; unknown.highest() as usize / 64 + 1];
            for place in self.filter.matches_sorted(&sorted.names, budget)? {
                self.set(sorted.numbers[place], true);
            }
        }
        for (number, name) in unknown.later() {
            let yes = self.filter.is_match(name, budget)?;
            self.set(number, yes);
        }
        self.seen = Some(unknown.seen);
        Ok(())
    }

    /// Whether the numbers are of the present generation.
    fn is_current(&self, names: &Names) -> bool {
        self.seen.is_none_or(|seen| names.is_current(seen))
    }
}

/// The sorted names of users and of projects, as they were last.
pub(super) type BothSorted = [Option<Arc<SortedNames>>; 2];

/// The matches of both filters of a question, as far as it has filters.
#[derive(Clone, Debug)]
pub(super) struct MatchSets {
    pub(super) username: Option<NameMatches>,
    pub(super) project: Option<NameMatches>,
}

impl MatchSets {
    pub(super) fn new(filters: Filters<'_>) -> Self {
        MatchSets { username: filters.username.map(NameMatches::new), project: filters.project.map(NameMatches::new) }
    }

    /// A fresh, empty match set for the same filters.
    pub(super) fn anew(&self) -> Self {
        let anew = |matches: &Option<NameMatches>| matches.as_ref().map(|matches| NameMatches::new(&matches.filter));
        MatchSets { username: anew(&self.username), project: anew(&self.project) }
    }

    /// Whether these are the matches of the same filters.
    pub(super) fn are_of(&self, filters: Filters<'_>) -> bool {
        let same = |matches: &Option<NameMatches>, filter: Option<&Filter>| match (matches, filter) {
            (Some(matches), Some(filter)) => matches.filter.is_same(filter),
            (None, None) => true,
            _ => false,
        };
        same(&self.username, filters.username) && same(&self.project, filters.project)
    }

    /// Whether the question asks for a session.
    pub(super) fn contain(&self, row: &Row) -> bool {
        self.username.as_ref().is_none_or(|matches| matches.contains(row.user))
            && self.project.as_ref().is_none_or(|matches| matches.contains(row.project))
    }

    /// Whether the numbers are of the present generation.
    pub(super) fn are_current(&self, [users, projects]: [&Names; 2]) -> bool {
        self.username.as_ref().is_none_or(|matches| matches.is_current(users))
            && self.project.as_ref().is_none_or(|matches| matches.is_current(projects))
    }

    /// The names that are still to be matched; None when there are no such names.
    pub(super) fn unknown(
        &mut self,
        [users, projects]: [&Names; 2],
        sorted: &BothSorted,
    ) -> Option<[Option<Unknown>; 2]> {
        let [sorted_users, sorted_projects] = sorted;
        let username = self.username.as_mut().and_then(|matches| matches.unknown(users, sorted_users.as_ref()));
        let project = self.project.as_mut().and_then(|matches| matches.unknown(projects, sorted_projects.as_ref()));
        (username.is_some() || project.is_some()).then_some([username, project])
    }
}

/// A question whose answer waits for names to be matched.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) matches: MatchSets,
    pub(super) unknown: [Option<Unknown>; 2],
    /// The sorted names that are known: given, and afterwards brought up to date.
    pub(super) sorted: BothSorted,
}

impl Pending {
    /// Matches the names. It may take long, and needs no lock.
    pub(super) fn evaluate(&mut self, budget: &mut Budget<'_>) -> Result<(), Error> {
        let Pending { matches, unknown: [usernames, projects], sorted: [users, of_projects] } = self;
        let username = (&mut matches.username, usernames, users);
        for (matches, unknown, sorted) in [username, (&mut matches.project, projects, of_projects)] {
            if let (Some(matches), Some(unknown)) = (matches, unknown) {
                matches.evaluate(unknown, sorted, budget)?;
            }
        }
        Ok(())
    }
}
