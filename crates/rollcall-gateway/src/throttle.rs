//! Guessing passwords is made slow: who fails often from one place must wait.
//!
//! Counted for a name and an address together, so that nobody can lock a person out from elsewhere. The table is
//! bounded; when it is full the oldest entries make room.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use rollcall_session::Tick;

/// Failures that are free.
const FREE: u32 = 10;
/// How long they are remembered, in milliseconds.
const WINDOW: u64 = 60_000;
/// How many places are remembered.
const CAPACITY: usize = 10_000;

/// Counts failed log-ins.
#[derive(Debug, Default)]
pub struct Throttle {
    failures: Mutex<HashMap<(String, IpAddr), Failures>>,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    since: Tick,
}

impl Failures {
    fn is_over(&self, now: Tick) -> bool {
        now.0.saturating_sub(self.since.0) >= WINDOW
    }
}

impl Throttle {
    /// How many seconds this name must wait at this address; None when it may try.
    pub fn wait(&self, username: &str, ip: IpAddr, now: Tick) -> Option<u64> {
        let failures = self.lock();
        let entry = failures.get(&(username.to_owned(), ip))?;
        let blocked = entry.count >= FREE && !entry.is_over(now);
        blocked.then(|| (entry.since.0 + WINDOW).saturating_sub(now.0).div_ceil(1000))
    }

    /// Notes a failure.
    pub fn failed(&self, username: &str, ip: IpAddr, now: Tick) {
        let mut failures = self.lock();
        if failures.len() >= CAPACITY {
            failures.retain(|_, f| !f.is_over(now));
        }
        if failures.len() >= CAPACITY {
            let oldest = failures.iter().min_by_key(|(_, f)| f.since).map(|(key, _)| key.clone());
            oldest.map(|key| failures.remove(&key));
        }
        let entry = failures.entry((username.to_owned(), ip)).or_insert(Failures { count: 0, since: now });
        if entry.is_over(now) {
            *entry = Failures { count: 0, since: now };
        }
        entry.count += 1;
    }

    /// Forgets the failures of a name that has logged in.
    pub fn succeeded(&self, username: &str, ip: IpAddr) {
        self.lock().remove(&(username.to_owned(), ip));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(String, IpAddr), Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    #[test]
    fn ten_failures_are_free_and_a_minute_forgives() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            assert_eq!(throttle.wait("billy", HERE, Tick(0)), None);
            throttle.failed("billy", HERE, Tick(0));
        }
        assert_eq!(throttle.wait("billy", HERE, Tick(500)), Some(60));
        assert_eq!(throttle.wait("billy", THERE, Tick(500)), None);
        assert_eq!(throttle.wait("bob", HERE, Tick(500)), None);
        assert_eq!(throttle.wait("billy", HERE, Tick(WINDOW)), None);
        throttle.failed("billy", HERE, Tick(WINDOW));
        assert_eq!(throttle.wait("billy", HERE, Tick(WINDOW)), None);
    }

    #[test]
    fn a_log_in_forgives_at_once() {
        let throttle = Throttle::default();
        (0..FREE).for_each(|_| throttle.failed("billy", HERE, Tick(0)));
        throttle.succeeded("billy", HERE);
        assert_eq!(throttle.wait("billy", HERE, Tick(1)), None);
    }

    #[test]
    fn the_table_is_bounded() {
        let throttle = Throttle::default();
        for i in 0..CAPACITY + 10 {
            throttle.failed(&format!("user{i}"), HERE, Tick(i as u64 / 1000));
        }
        assert_eq!(throttle.lock().len(), CAPACITY);
    }
}
