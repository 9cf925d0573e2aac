//! Guessing passwords is made slow: a place with many failures must wait.
//!
//! A pure ledger; the clock is passed in, and [`queue`] stands before it. Tries that are under way and tries that
//! have failed are counted apart:
//!
//! * **a name from a place**: ten failures are free in a minute, then that name waits a minute there. Counted for both
//!   together, so that a person cannot be locked out from elsewhere;
//! * **a place**, over all names: forty failures are free, and one more for each second that passes. Past that nothing
//!   is locked, but tries are taken no faster than that. So trying one password on many names, or inventing names, is
//!   slow as well, and others at the same place have to ask again, not to wait for a lock to end.
//!
//! The password of a disabled user counts as wrong, right or not: otherwise a guesser would learn it from the missing
//! lock. Enabling the user forgives it.
//!
//! A try that was not checked (too much at once, a client that hung up) is given back as if it had never been, and a
//! right password counts nowhere.
//!
//! A name that does not exist is counted exactly like one that does, so no answer shows which do. That costs no more
//! memory than guessing is worth: a name is remembered while it is being checked and for a minute after a check that
//! failed, and checks are slow. A lock is never forgotten before its time.

pub mod queue;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use rollcall_session::Tick;

/// Failures of a name from a place that are free.
pub const FREE: u32 = 10;
/// How long they are remembered, and how long a lock lasts, in milliseconds.
pub const WINDOW: u64 = 60_000;
/// Failures from a place that are free, over all names.
pub const FREE_PLACE: u64 = 40;
/// The cost of one failure for a place, in milliseconds of waiting once the free ones are used up.
pub const COST: u64 = 1_000;
/// The ledger is swept when it has grown to twice its size after the last sweep, but not before this.
const SWEEP_FROM: usize = 1_024;

/// The failures so far, and the tries that are being checked.
#[derive(Debug, Default)]
pub struct Throttle {
    names: HashMap<Key, Name>,
    places: HashMap<IpAddr, Place>,
    sweep_at: usize,
}

type Key = (Arc<str>, IpAddr);

/// A name from a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Name {
    under_way: u32,
    failed: u32,
    /// When the first of the failures was.
    since: Tick,
    locked_until: Option<Tick>,
}

/// A place, over all names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    under_way: u64,
    /// When the last failure will have been waited for.
    paid_at: Tick,
}

/// A try that has begun. Its holder must [`Throttle::settle`] it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try(Key);

/// The outcome of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The password was the right one.
    Right,
    /// It was checked, and was not.
    Wrong,
    /// It was not checked: that is not a failure.
    Unchecked,
}

/// Why a try cannot begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// The name has failed too often from here.
    Locked {
        /// Until then.
        until: Tick,
    },
    /// So much is being checked, or has failed from this place, that the next may only begin later.
    Later {
        /// The tick from which it may begin; None when one of those under way has to be settled first.
        at: Option<Tick>,
    },
}

impl Throttle {
    /// Begins a try.
    ///
    /// # Errors
    /// When it may not begin now; nothing has changed then.
    pub fn begin(&mut self, username: &str, ip: IpAddr, now: Tick) -> Result<Try, NotNow> {
        self.sweep(now);
        let ip = place(ip);
        let key: Key = (username.into(), ip);
        let mut name = self.names.get(&key).copied().unwrap_or_default().at(now);
        let mut place = self.places.get(&ip).copied().unwrap_or_default();
        name.may_begin()?;
        place.may_begin(now)?;
        name.under_way += 1;
        place.under_way += 1;
        self.names.insert((Arc::clone(&key.0), ip), name);
        self.places.insert(ip, place);
        Ok(Try(key))
    }

    /// Reports the outcome of a try.
    pub fn settle(&mut self, Try(key): Try, outcome: Outcome, now: Tick) {
        let ip = key.1;
        if let Some(place) = self.places.get_mut(&ip) {
            place.under_way = place.under_way.saturating_sub(1);
            if outcome == Outcome::Wrong {
                place.paid_at = Tick(place.paid_at.0.max(now.0).saturating_add(COST));
            }
            if place.is_over(now) {
                self.places.remove(&ip);
            }
        }
        let Some(name) = self.names.get_mut(&key) else { return };
        *name = name.at(now).settled(outcome, now);
        if name.is_over(now) {
            self.names.remove(&key);
        }
    }

    /// Forgets that a name has failed, wherever from: an administrator has enabled the user or set another password, so
    /// earlier tries prove nothing about later ones. Places go on owing.
    pub fn forgive(&mut self, username: &str) {
        for ((name, _), entry) in &mut self.names {
            if **name == *username {
                *entry = Name { under_way: entry.under_way, ..Name::default() };
            }
        }
        self.names.retain(|_, entry| *entry != Name::default());
    }

    /// How many names are remembered.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether nothing is remembered.
    #[cfg(test)]
    fn is_empty(&self) -> bool {
        self.names.is_empty() && self.places.is_empty()
    }

    /// Forgets entries that are over, once in a while: each try pays for about two entries.
    fn sweep(&mut self, now: Tick) {
        if self.names.len() + self.places.len() < self.sweep_at.max(SWEEP_FROM) {
            return;
        }
        self.names.retain(|_, name| !name.is_over(now));
        self.places.retain(|_, place| !place.is_over(now));
        self.sweep_at = 2 * (self.names.len() + self.places.len());
    }
}

impl Name {
    /// The state at this moment: old failures are forgotten.
    fn at(self, now: Tick) -> Self {
        let forgiven = match self.locked_until {
            Some(until) => now >= until,
            None => now.0.saturating_sub(self.since.0) >= WINDOW,
        };
        if forgiven { Name { under_way: self.under_way, ..Name::default() } } else { self }
    }

    fn may_begin(self) -> Result<(), NotNow> {
        match self.locked_until {
            Some(until) => Err(NotNow::Locked { until }),
            // All of those under way may turn out wrong.
            None if self.failed + self.under_way >= FREE => Err(NotNow::Later { at: None }),
            None => Ok(()),
        }
    }

    fn settled(mut self, outcome: Outcome, now: Tick) -> Self {
        self.under_way = self.under_way.saturating_sub(1);
        match outcome {
            Outcome::Unchecked => {}
            // A lock is not lifted: it shows that others have guessed.
            Outcome::Right if self.locked_until.is_none() => self.failed = 0,
            Outcome::Right => {}
            Outcome::Wrong => {
                if self.failed == 0 {
                    self.since = now;
                }
                self.failed += 1;
                if self.failed >= FREE && self.locked_until.is_none() {
                    self.locked_until = Some(Tick(now.0.saturating_add(WINDOW)));
                }
            }
        }
        self
    }

    fn is_over(self, now: Tick) -> bool {
        let now = self.at(now);
        now.under_way == 0 && now.failed == 0 && now.locked_until.is_none()
    }
}

impl Place {
    fn may_begin(self, now: Tick) -> Result<(), NotNow> {
        let Some(free) = (FREE_PLACE - 1).checked_sub(self.under_way) else { return Err(NotNow::Later { at: None }) };
        let owed = self.paid_at.0.saturating_sub(now.0);
        match owed.checked_sub(free * COST) {
            None | Some(0) => Ok(()),
            Some(wait) => Err(NotNow::Later { at: Some(Tick(now.0.saturating_add(wait))) }),
        }
    }

    fn is_over(self, now: Tick) -> bool {
        self.under_way == 0 && self.paid_at <= now
    }
}

/// Where a try comes from. A client with one IPv6 address has a whole network of them, so the network counts.
pub(crate) fn place(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).into(),
        ip => ip,
    }
}

#[cfg(test)]
mod tests;
