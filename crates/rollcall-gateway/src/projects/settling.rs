//! When the findings of a look at the disk are trusted.
//!
//! Absent is not "no". Editors, version control and copying empty a file before they write it, and take files away
//! before they bring others; a share that is not mounted shows an empty folder. A look may fall in between, and to act
//! on it would end people's sessions, which nothing brings back. So a change counts once several looks in a row have
//! seen the same, the more of them the more it takes away.
//!
//! It knows no clock: it counts looks. It reads nothing either; the catalogue passes in the findings.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_project::Fingerprint;

/// Looks in a row that must have seen the same change. The second comes a second after the first.
const SETTLED: u32 = 2;
/// Looks in a row that must have seen a change that takes roles away, which ends sessions.
const CERTAIN: u32 = 4;
/// Looks after which a project that differs each time is taken over in its current form, if that takes no role away: a
/// picture in it may be written anew every second.
const RESTLESS: u32 = 10;
/// Looks for which a projects folder that is away, or empty though it had projects, proves nothing: ten minutes and
/// more, since such looks come every two seconds at most.
const AWAY: u32 = 300;

/// The findings of the looks so far.
#[derive(Debug, Default)]
pub(super) struct Settling {
    /// Projects that differ from how they are served.
    differing: BTreeMap<String, Sighting>,
    /// Projects that were read at the very first look and have not been seen often enough to end anything.
    unconfirmed: BTreeMap<String, Sighting>,
    /// Projects that are expected and not there, with how often in a row.
    missing: BTreeMap<String, u32>,
    /// How often in a row the folder of the projects was away.
    away: u32,
}

/// A form of a project that differs from the one that is served.
#[derive(Clone, Copy, Debug)]
struct Sighting {
    fingerprint: Fingerprint,
    /// How often in a row it was seen so.
    same: u32,
    /// How often in a row the project differed from the one that is served, whatever it looked like.
    differing: u32,
}

impl Sighting {
    fn next(before: Option<Sighting>, fingerprint: Fingerprint) -> Sighting {
        let again = before.filter(|before| before.fingerprint == fingerprint);
        Sighting {
            fingerprint,
            same: again.map_or(0, |before| before.same) + 1,
            differing: before.map_or(0, |before| before.differing) + 1,
        }
    }
}

impl Settling {
    /// A project was read at the first look and is served as it was found; people whom it does not admit are not sent
    /// away yet.
    pub(super) fn taken_at_the_start(&mut self, name: &str, fingerprint: Fingerprint) {
        self.unconfirmed.insert(name.to_owned(), Sighting::next(None, fingerprint));
    }

    /// A project equals the served one. True when that has just become certain, so that people whom it does not admit
    /// may be sent away.
    pub(super) fn is_as_served(&mut self, name: &str, fingerprint: Fingerprint) -> bool {
        self.differing.remove(name);
        let Some(before) = self.unconfirmed.get(name).copied() else { return false };
        let now = Sighting::next(Some(before), fingerprint);
        self.unconfirmed.insert(name.to_owned(), now);
        now.same >= CERTAIN && self.unconfirmed.remove(name).is_some()
    }

    /// A project is there and differs from how it is served, or is new. True when it is to be served so now.
    pub(super) fn differs(&mut self, name: &str, fingerprint: Fingerprint, takes_roles_away: bool) -> bool {
        let now = Sighting::next(self.differing.get(name).copied(), fingerprint);
        self.differing.insert(name.to_owned(), now);
        let is_due = match takes_roles_away {
            true => now.same >= CERTAIN,
            false => now.same >= SETTLED || now.differing >= RESTLESS,
        };
        if is_due {
            self.differing.remove(name);
            self.unconfirmed.remove(name);
        }
        is_due
    }

    /// A project cannot be read, or is empty: earlier sightings of it no longer count.
    pub(super) fn is_unreadable(&mut self, name: &str) {
        self.differing.remove(name);
    }

    /// Which of the expected projects are gone for good. `there` are the folders that were found, or None where the
    /// folder of the projects is away.
    pub(super) fn gone(&mut self, expected: &BTreeSet<String>, there: Option<&BTreeSet<String>>) -> Vec<String> {
        let Some(there) = there else {
            self.away += 1;
            return if self.away >= AWAY { expected.iter().cloned().collect() } else { Vec::new() };
        };
        self.away = 0;
        let missing = expected.difference(there);
        self.missing = missing.map(|name| (name.clone(), self.missing.get(name).unwrap_or(&0) + 1)).collect();
        self.missing.iter().filter(|(_, looks)| **looks >= SETTLED).map(|(name, _)| name.clone()).collect()
    }

    /// Whether people whom this project does not admit may be sent away.
    pub(super) fn is_certain(&self, name: &str) -> bool {
        !self.unconfirmed.contains_key(name)
    }

    /// Whether the folder of the projects was away at the last look.
    pub(super) fn is_away(&self) -> bool {
        self.away > 0
    }

    /// Whether the next look should come soon. While the folder is away nothing can be confirmed, and looks that came
    /// sooner would only shorten the time for which that proves nothing.
    pub(super) fn is_waiting(&self) -> bool {
        let nothing_to_confirm = self.differing.is_empty() && self.unconfirmed.is_empty() && self.missing.is_empty();
        !(self.is_away() || nothing_to_confirm)
    }
}
