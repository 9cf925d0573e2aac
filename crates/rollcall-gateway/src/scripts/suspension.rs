//! A script that hits its limits again and again is left alone for a while, so that it cannot keep a core busy for ever.

use std::time::Duration;

use rollcall_session::Tick;

/// Hits without a clean run in between that lead to a suspension.
const HITS: u32 = 3;

/// How one script has behaved lately.
#[derive(Debug, Default)]
pub struct Suspension {
    hits: u32,
    until: Option<Tick>,
}

impl Suspension {
    /// Notes that the script hit a limit; whether it is suspended from now on.
    pub fn hit(&mut self, now: Tick, length: Duration) -> bool {
        self.hits += 1;
        let suspended = self.hits >= HITS;
        if suspended {
            self.hits = 0;
            self.until = Some(Tick(now.0.saturating_add(u64::try_from(length.as_millis()).unwrap_or(u64::MAX))));
        }
        suspended
    }

    /// Notes a run within the limits.
    pub fn clean(&mut self) {
        self.hits = 0;
    }

    /// Until when the script is suspended, if it is.
    pub fn until(&self, now: Tick) -> Option<Tick> {
        self.until.filter(|until| now < *until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_hits_in_a_row_suspend_for_the_time_given() {
        let minute = Duration::from_secs(60);
        let mut script = Suspension::default();
        assert!(!script.hit(Tick(0), minute));
        assert!(!script.hit(Tick(1), minute));
        script.clean();
        assert!(!script.hit(Tick(2), minute));
        assert!(!script.hit(Tick(3), minute));
        assert_eq!(script.until(Tick(4)), None);
        assert!(script.hit(Tick(4), minute));
        assert_eq!(script.until(Tick(4)), Some(Tick(60_004)));
        assert_eq!(script.until(Tick(60_003)), Some(Tick(60_004)));
        assert_eq!(script.until(Tick(60_004)), None);
        assert!(!script.hit(Tick(60_005), minute), "a new count begins");
    }
}
