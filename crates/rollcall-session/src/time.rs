//! Two clocks, and why there are two.
//!
//! People see instants ([`Timestamp`]: the wall clock, which an administrator or NTP may set forward or back at any
//! time). Deadlines must not jump with it, so every deadline is counted on a clock that only goes forward ([`Tick`]).
//! Each operation of the registry takes both, read together, as one [`Moment`]. The one place where the wall clock
//! decides is a restart: how old a restored session is can be known from its creation time alone.
//!
//! Nothing here reads a clock. The gateway implements [`Clock`] with the real clocks, and tests by hand.

use std::time::Duration;

/// An instant on the wall clock: milliseconds since 1970-01-01T00:00:00Z. It may go backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The milliseconds from `earlier` to this instant, 0 when the clock was set back in between.
    pub(crate) fn millis_since(self, earlier: Timestamp) -> u64 {
        self.0.saturating_sub(earlier.0).max(0).unsigned_abs()
    }
}

/// An instant on a monotonic clock: milliseconds since an origin of the caller's choice, the same for one registry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tick(pub u64);

impl Tick {
    /// The tick `millis` later; the end of time where that is past it.
    pub(crate) fn plus(self, millis: u64) -> Tick {
        Tick(self.0.saturating_add(millis))
    }
}

/// Both clocks at one instant.
///
/// Moments may reach the registry slightly out of order (two threads read the clock, the later one gets the lock
/// first). The registry never moves a session's last frame or activity back because of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// For deadlines.
    pub tick: Tick,
    /// For people.
    pub wall: Timestamp,
}

/// Where moments come from.
pub trait Clock {
    /// This moment.
    fn now(&self) -> Moment;
}

/// A length of time in whole milliseconds, the unit of both clocks; a longer one is as good as for ever.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
