//! Where log-ins stand in line before their passwords are checked.
//!
//! A crowd is no attack: when a shift begins, many log in from one place at once, perhaps all as one user. They are let
//! through as the ones before them are settled; who would have to stand too long, or finds the line full, is told to try
//! again, and never that a password was wrong.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rollcall_session::{Clock, Tick};
use tokio::sync::{Notify, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::{NotNow, Outcome, Throttle, Try};
use crate::clock::SystemClock;

/// How long a log-in stands in line.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many stand there at once, of all places together.
const LENGTH: usize = 512;

/// Lets log-ins through. Cloning shares it.
#[derive(Clone, Debug)]
pub struct LogInQueue(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    ledger: Mutex<Throttle>,
    clock: SystemClock,
    line: Semaphore,
    /// One that was under way is settled.
    settled: Notify,
}

/// Why a log-in is not let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its name has failed too often from here.
    Locked {
        /// How many seconds it has to wait.
        seconds: u64,
    },
    /// Too much at once.
    Busy {
        /// How many seconds it had better wait.
        seconds: u64,
    },
}

/// A log-in that was let through. Dropped before it is settled, it counts as one that was never checked.
#[derive(Debug)]
#[must_use]
pub struct Attempt {
    queue: LogInQueue,
    open: Option<Try>,
}

impl LogInQueue {
    /// Nobody has failed yet.
    pub fn new(clock: SystemClock) -> Self {
        let inner = Inner { ledger: Mutex::default(), clock, line: Semaphore::new(LENGTH), settled: Notify::new() };
        LogInQueue(Arc::new(inner))
    }

    /// Waits until a log-in may be checked.
    ///
    /// # Errors
    /// When it may not, or would have to wait too long.
    pub async fn enter(&self, username: &str, ip: IpAddr) -> Result<Attempt, Refused> {
        let deadline = Instant::now() + PATIENCE;
        let mut place = None;
        loop {
            let settled = self.0.settled.notified();
            tokio::pin!(settled);
            // The word is listened for before the question, so that it cannot be missed between the two.
            settled.as_mut().enable();
            let now = self.0.clock.now().tick;
            let begun = self.ledger().begin(username, ip, now);
            let at = match begun {
                Ok(open) => return Ok(Attempt { queue: self.clone(), open: Some(open) }),
                Err(NotNow::Locked { until }) => return Err(Refused::Locked { seconds: seconds(now, until) }),
                Err(NotNow::Later { at }) => at,
            };
            let busy = Refused::Busy { seconds: at.map_or(1, |at| seconds(now, at)) };
            if place.is_none() {
                place = Some(self.0.line.try_acquire().map_err(|_| busy)?);
            }
            let wake = at.map_or(deadline, |at| self.0.clock.instant(at).into()).min(deadline);
            // Whichever comes first, the ledger is asked again.
            let _ = timeout_at(wake, settled).await;
            if Instant::now() >= deadline {
                return Err(busy);
            }
        }
    }

    fn ledger(&self) -> MutexGuard<'_, Throttle> {
        self.0.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt {
    /// The password was checked.
    pub fn checked(mut self, right: bool) {
        self.settle(if right { Outcome::Right } else { Outcome::Wrong });
    }

    fn settle(&mut self, outcome: Outcome) {
        let Some(open) = self.open.take() else { return };
        let Inner { clock, settled, .. } = &*self.queue.0;
        self.queue.ledger().settle(open, outcome, clock.now().tick);
        settled.notify_waiters();
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.settle(Outcome::Unchecked);
    }
}

fn seconds(now: Tick, until: Tick) -> u64 {
    until.0.saturating_sub(now.0).div_ceil(1000).max(1)
}
