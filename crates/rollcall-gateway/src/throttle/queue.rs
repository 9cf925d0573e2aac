//! Where log-ins stand in line before their passwords are checked.
//!
//! A crowd is not an attack: when a shift begins, many log in from one place at once, perhaps all as one user. They are
//! let through as the ones before them are settled; a client that would have to wait too long, or finds the line full,
//! is asked to try again, and never told that a password was wrong. Each place has a share of the line, so that a place
//! that owes fills only its own.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rollcall_session::{Clock, Tick};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::{NotNow, Outcome, Throttle, Try, place};
use crate::clock::SystemClock;
use rollcall_shares::share::Share;

/// How long a log-in stands in line.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many stand there at once, of all places together; a place has half of that at most, the next half of the rest.
const LENGTH: usize = 1_024;

/// Lets log-ins through. Cloning shares it.
#[derive(Clone, Debug)]
pub struct LogInQueue(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    ledger: Mutex<Throttle>,
    clock: SystemClock,
    line: Mutex<Share<IpAddr>>,
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

/// A client in the line, of a place; dropping it leaves the line.
struct InLine<'a>(&'a Inner, IpAddr);

/// A log-in that was let through. Dropped before it is settled, it counts as one that was never checked.
#[derive(Debug)]
#[must_use]
pub struct Attempt {
    queue: LogInQueue,
    open: Option<Try>,
}

impl LogInQueue {
    /// No failures yet.
    pub fn new(clock: SystemClock) -> Self {
        let inner =
            Inner { ledger: Mutex::default(), clock, line: Mutex::new(Share::new(LENGTH)), settled: Notify::new() };
        LogInQueue(Arc::new(inner))
    }

    /// Waits until a log-in may be checked.
    ///
    /// # Errors
    /// When it may not, or would have to wait too long.
    pub async fn enter(&self, username: &str, ip: IpAddr) -> Result<Attempt, Refused> {
        let deadline = Instant::now() + PATIENCE;
        let mut in_line = None;
        loop {
            let settled = self.0.settled.notified();
            tokio::pin!(settled);
            // Subscribe before asking for a turn, or the wake-up could be missed.
            settled.as_mut().enable();
            let now = self.0.clock.now().tick;
            let begun = self.ledger().begin(username, ip, now);
            let at = match begun {
                Ok(open) => return Ok(Attempt { queue: self.clone(), open: Some(open) }),
                Err(NotNow::Locked { until }) => return Err(Refused::Locked { seconds: seconds(now, until) }),
                Err(NotNow::Later { at }) => at,
            };
            let busy = Refused::Busy { seconds: at.map_or(1, |at| seconds(now, at)) };
            if in_line.is_none() {
                in_line = Some(self.0.stand_in_line(place(ip)).ok_or(busy)?);
            }
            let wake = at.map_or(deadline, |at| self.0.clock.instant(at).into()).min(deadline);
            // Whichever comes first, the ledger is asked again.
            let _ = timeout_at(wake, settled).await;
            if Instant::now() >= deadline {
                return Err(busy);
            }
        }
    }

    /// An administrator has enabled a user or set another password: see [`Throttle::forgive`].
    pub fn forgive(&self, username: &str) {
        self.ledger().forgive(username);
        self.0.settled.notify_waiters();
    }

    fn ledger(&self) -> MutexGuard<'_, Throttle> {
        self.0.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn stand_in_line(&self, place: IpAddr) -> Option<InLine<'_>> {
        self.line().take(&place).ok().map(|()| InLine(self, place))
    }

    fn line(&self) -> MutexGuard<'_, Share<IpAddr>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for InLine<'_> {
    fn drop(&mut self) {
        self.0.line().give_back(&self.1);
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

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use futures_util::future::join_all;

    use super::super::FREE_PLACE;
    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2));

    /// As many log-ins of a place as are checked at once, each of another name.
    async fn fill(queue: &LogInQueue, ip: IpAddr) -> Vec<Attempt> {
        let names = (0..FREE_PLACE).map(|number| format!("user{number}"));
        join_all(names.map(async |name| queue.enter(&name, ip).await.unwrap())).await
    }

    #[tokio::test]
    async fn a_flood_from_one_place_leaves_the_line_to_a_shift_at_another() {
        let queue = LogInQueue::new(SystemClock::start());
        let flooded = fill(&queue, HERE).await;
        let flood: Vec<_> = (0..2 * LENGTH)
            .map(|number| {
                let queue = queue.clone();
                tokio::spawn(async move { queue.enter(&format!("invented{number}"), HERE).await.map(drop) })
            })
            .collect();
        while queue.0.line().total() < LENGTH / 2 {
            tokio::task::yield_now().await;
        }
        let before = fill(&queue, THERE).await;
        let shift = (0..200).map(async |number| {
            let attempt = queue.enter(&format!("worker{number}"), THERE).await;
            attempt.map(|attempt| attempt.checked(true))
        });
        let checked = async { before.into_iter().for_each(|attempt| attempt.checked(true)) };
        let (shift, ()) = tokio::join!(join_all(shift), checked);
        assert!(shift.iter().all(Result::is_ok), "{shift:?}");
        flood.iter().for_each(tokio::task::JoinHandle::abort);
        join_all(flood).await;
        drop(flooded);
        assert_eq!(queue.0.line().total(), 0, "everybody has left");
    }

    #[tokio::test]
    async fn who_is_forgiven_need_not_wait() {
        let queue = LogInQueue::new(SystemClock::start());
        for _ in 0..super::super::FREE {
            queue.enter("anna", HERE).await.unwrap().checked(false);
        }
        assert!(matches!(queue.enter("anna", HERE).await, Err(Refused::Locked { .. })));
        queue.forgive("anna");
        assert!(queue.enter("anna", HERE).await.is_ok());
    }
}
