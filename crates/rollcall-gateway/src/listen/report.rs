//! Failures at the door, logged at most once a minute, with their number: a flood must not fill the log as well.

use std::time::Duration;

use tokio::time::Instant;

/// How often it is logged.
pub const EVERY: Duration = Duration::from_secs(60);

/// The events since the last report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections that found no place.
    pub refused: u64,
    /// Connections that were closed to make room for others.
    pub sent_away: u64,
    /// Failures of the system to accept one.
    pub failed: u64,
}

/// Counts, and decides when it is time to report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    counts: Counts,
    told: Option<Instant>,
}

impl Report {
    /// Notes something.
    pub fn note(&mut self, what: impl FnOnce(&mut Counts)) {
        what(&mut self.counts);
    }

    /// The counts to log now; None when nothing has happened or the last report is less than a minute ago.
    pub fn due(&mut self, now: Instant) -> Option<Counts> {
        let soon = self.told.is_some_and(|told| now.saturating_duration_since(told) < EVERY);
        if soon || self.counts == Counts::default() {
            return None;
        }
        self.told = Some(now);
        Some(std::mem::take(&mut self.counts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_at_once_and_the_rest_together() {
        let (mut report, start) = (Report::default(), Instant::now());
        assert_eq!(report.due(start), None);
        report.note(|counts| counts.refused += 1);
        assert_eq!(report.due(start), Some(Counts { refused: 1, ..Counts::default() }));
        for second in 1..60 {
            report.note(|counts| counts.sent_away += 2);
            assert_eq!(report.due(start + Duration::from_secs(second)), None);
        }
        assert_eq!(report.due(start + EVERY), Some(Counts { sent_away: 118, ..Counts::default() }));
        assert_eq!(report.due(start + 3 * EVERY), None);
    }
}
