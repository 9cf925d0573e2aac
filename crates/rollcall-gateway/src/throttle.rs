//! Guessing passwords is made slow: who fails often from one place must wait.
//!
//! Counted for a name and an address together, so that nobody can lock a person out from elsewhere. The table is
//! bounded; when it is full the oldest entry makes room. Behind a proxy everybody has one address: a name can be locked
//! out there by anybody.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use rollcall_session::Tick;

/// Tries that are free.
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
    /// Notes a try before it is known how it ends, so that many at once count like many in a row.
    ///
    /// # Errors
    /// How many seconds to wait, when there were too many tries that did not succeed.
    pub fn begin(&self, username: &str, ip: IpAddr, now: Tick) -> Result<(), u64> {
        let mut failures = self.lock();
        if failures.len() >= CAPACITY {
            make_room(&mut failures, now);
        }
        let entry = failures.entry((username.to_owned(), place(ip))).or_insert(Failures { count: 0, since: now });
        if entry.is_over(now) {
            *entry = Failures { count: 0, since: now };
        }
        if entry.count >= FREE {
            return Err((entry.since.0 + WINDOW).saturating_sub(now.0).div_ceil(1000));
        }
        entry.count += 1;
        Ok(())
    }

    /// Forgets the tries of a name that has logged in.
    pub fn succeeded(&self, username: &str, ip: IpAddr) {
        self.lock().remove(&(username.to_owned(), place(ip)));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(String, IpAddr), Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a try comes from. Whoever has one IPv6 address has a whole network of them, so the network counts.
pub(crate) fn place(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).into(),
        ip => ip,
    }
}

fn make_room(failures: &mut HashMap<(String, IpAddr), Failures>, now: Tick) {
    failures.retain(|_, f| !f.is_over(now));
    if failures.len() >= CAPACITY {
        let oldest = failures.iter().min_by_key(|(_, f)| f.since).map(|(key, _)| key.clone());
        oldest.map(|key| failures.remove(&key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    fn fail(throttle: &Throttle, times: u32, ip: IpAddr) {
        for _ in 0..times {
            throttle.begin("billy", ip, Tick(0)).unwrap();
        }
    }

    #[test]
    fn ten_failures_are_free_and_a_minute_forgives() {
        let throttle = Throttle::default();
        fail(&throttle, FREE, HERE);
        assert_eq!(throttle.begin("billy", HERE, Tick(500)), Err(60));
        assert_eq!(throttle.begin("billy", THERE, Tick(500)), Ok(()));
        assert_eq!(throttle.begin("bob", HERE, Tick(500)), Ok(()));
        assert_eq!(throttle.begin("billy", HERE, Tick(WINDOW)), Ok(()));
        assert_eq!(throttle.begin("billy", HERE, Tick(WINDOW)), Ok(()));
    }

    #[test]
    fn a_log_in_forgives_at_once() {
        let throttle = Throttle::default();
        fail(&throttle, FREE, HERE);
        throttle.succeeded("billy", HERE);
        assert_eq!(throttle.begin("billy", HERE, Tick(1)), Ok(()));
    }

    #[test]
    fn one_network_of_ipv6_is_one_place() {
        let throttle = Throttle::default();
        fail(&throttle, FREE, "2001:db8::1".parse().unwrap());
        assert!(throttle.begin("billy", "2001:db8::2".parse().unwrap(), Tick(1)).is_err());
        assert!(throttle.begin("billy", "2001:db8:0:1::1".parse().unwrap(), Tick(1)).is_ok());
        fail(&throttle, FREE, HERE);
        assert!(throttle.begin("billy", "::ffff:10.0.0.1".parse().unwrap(), Tick(1)).is_err());
    }

    #[test]
    fn the_table_is_bounded() {
        let throttle = Throttle::default();
        for i in 0..CAPACITY + 10 {
            throttle.begin(&format!("user{i}"), HERE, Tick(i as u64 / 1000)).unwrap();
        }
        assert_eq!(throttle.lock().len(), CAPACITY);
    }
}
