//! A timer whose script fails again and again is not started for a while, so that it cannot keep a core busy and fill
//! the log for ever.
//!
//! The most costly failures count most: a script that is stopped at its limits, or crashes its process, has fewer
//! chances than one that ends with an exception, which may only need something that is away for a moment.

use std::fmt;
use std::time::Duration;

use rollcall_session::Tick;

use rollcall_supervisor::JobEnd;

/// Times at a limit, crashes among them, without a clean run in between that lead to a suspension.
const HITS: u32 = 3;
/// Failures of any kind without a clean run in between that lead to one.
const FAILURES: u32 = 10;

/// How one script has behaved lately.
#[derive(Debug, Default)]
pub struct Suspension {
    hits: u32,
    failures: u32,
    until: Option<Tick>,
}

/// Why a script is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was held at its limits, or crashed.
    Limits,
    /// It failed.
    Failures,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Limits => f.write_str("hit its limits or crashed three times"),
            Why::Failures => f.write_str("failed ten times in a row"),
        }
    }
}

impl Suspension {
    /// Notes how a run has ended; returns why the script is suspended from now on, if it is. Failures of the gateway do
    /// not count as the script's.
    pub fn ended(&mut self, end: &JobEnd, now: Tick, length: Duration) -> Option<Why> {
        match end {
            JobEnd::Finished | JobEnd::Exited(0) => {
                self.clean();
                None
            }
            JobEnd::Stopped(_) | JobEnd::NotStarted(_) | JobEnd::NotBegun(_) => None,
            end if end.hit_limit() => self.hit(now, length),
            _ => self.fail(now, length),
        }
    }

    /// Notes that the script hit a limit or crashed; why it is suspended from now on, if it is.
    fn hit(&mut self, now: Tick, length: Duration) -> Option<Why> {
        self.hits += 1;
        let why = self.fail(now, length);
        if self.hits < HITS {
            return why;
        }
        self.suspend(now, length);
        Some(Why::Limits)
    }

    /// Notes that the script failed; why it is suspended from now on, if it is.
    fn fail(&mut self, now: Tick, length: Duration) -> Option<Why> {
        self.failures += 1;
        if self.failures < FAILURES {
            return None;
        }
        self.suspend(now, length);
        Some(Why::Failures)
    }

    fn suspend(&mut self, now: Tick, length: Duration) {
        let length = u64::try_from(length.as_millis()).unwrap_or(u64::MAX);
        *self = Suspension { until: Some(Tick(now.0.saturating_add(length))), ..Suspension::default() };
    }

    /// Notes a run that went well.
    fn clean(&mut self) {
        *self = Suspension { until: self.until, ..Suspension::default() };
    }

    /// Until when the script is suspended, if it is.
    pub fn until(&self, now: Tick) -> Option<Tick> {
        self.until.filter(|until| now < *until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn three_hits_in_a_row_suspend_for_the_time_given() {
        let mut script = Suspension::default();
        assert_eq!(script.hit(Tick(0), MINUTE), None);
        assert_eq!(script.hit(Tick(1), MINUTE), None);
        script.clean();
        assert_eq!(script.hit(Tick(2), MINUTE), None);
        assert_eq!(script.hit(Tick(3), MINUTE), None);
        assert_eq!(script.until(Tick(4)), None);
        assert_eq!(script.hit(Tick(4), MINUTE), Some(Why::Limits));
        assert_eq!(script.until(Tick(4)), Some(Tick(60_004)));
        assert_eq!(script.until(Tick(60_003)), Some(Tick(60_004)));
        assert_eq!(script.until(Tick(60_004)), None);
        assert_eq!(script.hit(Tick(60_005), MINUTE), None, "a new count begins");
    }

    #[test]
    fn ten_failures_of_any_kind_in_a_row_suspend() {
        let mut script = Suspension::default();
        for tick in 0..9 {
            assert_eq!(script.fail(Tick(tick), MINUTE), None);
        }
        script.clean();
        for tick in 10..18 {
            assert_eq!(script.fail(Tick(tick), MINUTE), None);
        }
        assert_eq!(script.hit(Tick(18), MINUTE), None);
        assert_eq!(script.fail(Tick(19), MINUTE), Some(Why::Failures));
        assert_eq!(script.until(Tick(20)), Some(Tick(60_019)));
        assert_eq!(script.fail(Tick(60_020), MINUTE), None, "a new count begins");
    }

    #[test]
    fn a_hit_between_failures_does_not_begin_the_count_anew() {
        let mut script = Suspension::default();
        script.hit(Tick(0), MINUTE);
        script.fail(Tick(1), MINUTE);
        script.hit(Tick(2), MINUTE);
        script.fail(Tick(3), MINUTE);
        assert_eq!(script.hit(Tick(4), MINUTE), Some(Why::Limits));
    }
}
