//! The order of creation.
//!
//! Creation times cannot order sessions: two log-ins share a millisecond, and the wall clock may be set back. So each
//! session gets a number when it is reserved or restored, one higher than any before it, and lists go by that number.
//!
//! The numbers of one run start at that run's wall clock, not at 1. A reader who pages through the list while the
//! gateway restarts holds a number of the run before; it is lower than every number of the new run, so that the reader
//! sees rows again rather than missing some.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use crate::Timestamp;

/// A session's place in the order of creation, and with it a cursor: "what comes after this one" has an answer
/// whether or not that session still exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sequence(u64);

impl Sequence {
    /// Before every session.
    pub(crate) const START: Sequence = Sequence(0);

    /// The bare number.
    pub(crate) fn number(self) -> u64 {
        self.0
    }

    /// The place of this number, for tests of what is ordered by it.
    #[cfg(test)]
    pub(crate) fn of(number: u64) -> Self {
        Sequence(number)
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Sequence {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Sequence)
    }
}

/// Hands out the numbers of one run.
#[derive(Debug, Default)]
pub(crate) struct Sequencer {
    last: Option<Sequence>,
}

impl Sequencer {
    /// Room for this many sessions in each millisecond that a run lasts, before its numbers could reach the next run's.
    const PER_MILLISECOND: u64 = 1 << 20;

    /// The next number; `now` counts for the first one only.
    pub(crate) fn draw(&mut self, now: Timestamp) -> Sequence {
        let next = match self.last {
            Some(Sequence(last)) => last.saturating_add(1),
            None => now.0.max(1).unsigned_abs().saturating_mul(Self::PER_MILLISECOND),
        };
        *self.last.insert(Sequence(next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_runs_have_higher_numbers() {
        let mut first = Sequencer::default();
        let mut second = Sequencer::default();
        let numbers: Vec<_> = (0..1_000).map(|_| first.draw(Timestamp(5))).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b));
        assert!(numbers.iter().all(|n| *n > Sequence::START && *n < second.draw(Timestamp(6))));
    }

    #[test]
    fn a_clock_before_1970_is_no_harm() {
        assert!(Sequencer::default().draw(Timestamp(i64::MIN)) > Sequence::START);
    }

    #[test]
    fn text_and_back() {
        let number = Sequencer::default().draw(Timestamp(1_795_000_000_000));
        assert_eq!(number.to_string().parse(), Ok(number));
        assert!("next".parse::<Sequence>().is_err());
        assert!("-1".parse::<Sequence>().is_err());
    }
}
