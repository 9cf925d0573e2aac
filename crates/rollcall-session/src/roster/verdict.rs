//! What a filter says of each name, kept so that no name is matched twice.

use rollcall_regex::{Budget, Error, Filter};

use super::directory::{Directory, Unknown};
use crate::Filters;

/// What one filter says of the names of a directory, by their numbers.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) filter: Filter,
    yes: Vec<u64>,
    /// How many names had come when the last of them was judged; None before the first.
    age: Option<u64>,
}

impl Verdict {
    fn new(filter: &Filter) -> Self {
        Verdict { filter: filter.clone(), yes: Vec::new(), age: None }
    }

    /// Whether the name of this number matches.
    pub(super) fn admits(&self, number: u32) -> bool {
        self.yes.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// The numbers of the names that match, ascending.
    pub(super) fn admitted(&self) -> impl Iterator<Item = u32> {
        self.yes.iter().enumerate().filter(|(_, word)| **word != 0).flat_map(|(place, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(place as u32 * 64 + bit)
            })
        })
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

    /// The names without a verdict. A filter that is a plain name needs no matching: the directory finds the name.
    fn unknown(&mut self, names: &Directory) -> Option<Unknown> {
        if let (None, Some(name)) = (self.age, self.filter.literal()) {
            if let Some(number) = names.number(name) {
                self.yes = Vec::with_capacity(names.number_count() / 64 + 1);
                self.set(number, true);
            }
            self.age = Some(names.age());
        }
        names.unknown_since(self.age)
    }

    fn judge(&mut self, unknown: &Unknown, budget: &mut Budget<'_>) -> Result<(), Error> {
        if let Some(written) = &unknown.written {
            self.yes.clear();
            for place in self.filter.matches_sorted(&written.names, budget)? {
                self.set(written.numbers[place], true);
            }
        }
        for (number, name) in &unknown.later {
            let yes = self.filter.is_match(name, budget)?;
            self.set(*number, yes);
        }
        self.age = Some(unknown.age);
        Ok(())
    }
}

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

    /// Whether these are the verdicts of such filters.
    pub(super) fn are_of(&self, filters: Filters<'_>) -> bool {
        let same = |verdict: &Option<Verdict>, filter: Option<&Filter>| match (verdict, filter) {
            (Some(verdict), Some(filter)) => verdict.filter.is_same(filter),
            (None, None) => true,
            _ => false,
        };
        same(&self.username, filters.username) && same(&self.project, filters.project)
    }

    /// What is missing from them; None when nothing is.
    pub(super) fn unknown(&mut self, usernames: &Directory, projects: &Directory) -> Option<[Option<Unknown>; 2]> {
        let username = self.username.as_mut().and_then(|verdict| verdict.unknown(usernames));
        let project = self.project.as_mut().and_then(|verdict| verdict.unknown(projects));
        (username.is_some() || project.is_some()).then_some([username, project])
    }
}

/// A question whose answer waits for verdicts.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) verdicts: Verdicts,
    pub(super) unknown: [Option<Unknown>; 2],
}

impl Open {
    /// Matches the names. It may take long, and needs no lock.
    pub(super) fn judge(&mut self, budget: &mut Budget<'_>) -> Result<(), Error> {
        let Open { verdicts, unknown: [usernames, projects] } = self;
        for (verdict, unknown) in [(&mut verdicts.username, usernames), (&mut verdicts.project, projects)] {
            if let (Some(verdict), Some(unknown)) = (verdict, unknown) {
                verdict.judge(unknown, budget)?;
            }
        }
        Ok(())
    }

    pub(super) fn into_verdicts(self) -> Verdicts {
        self.verdicts
    }
}
