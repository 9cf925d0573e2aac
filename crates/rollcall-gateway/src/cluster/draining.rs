//! Before a node is stopped its clients are sent to the others, a few at a time: all at once they would come to the others
//! in one moment. It admits no clients meanwhile; a client that comes is told to go elsewhere.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rollcall_cluster::MemberState;
use tokio::time::{Instant, sleep, sleep_until};

use super::Cluster;

/// How often some are sent away.
const STEP: Duration = Duration::from_millis(50);
/// How long clients may take to be gone once they were sent away.
const LEAVING: Duration = Duration::from_secs(1);
/// The longest time that a drain may take.
pub const LONGEST: Duration = Duration::from_secs(3_600);

/// Whether clients are sent away. Each drain has a flag of its own, so that one that was ended does not go on.
#[derive(Debug, Default)]
pub(super) struct Drain(Mutex<Option<Arc<AtomicBool>>>);

impl Drain {
    fn set(&self, flag: Option<Arc<AtomicBool>>) {
        if let Some(before) = std::mem::replace(&mut *self.flag(), flag) {
            before.store(false, Ordering::SeqCst);
        }
    }

    fn flag(&self) -> MutexGuard<'_, Option<Arc<AtomicBool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cluster {
    /// Whether clients are sent away from this node.
    pub fn is_draining(&self) -> bool {
        self.drain.flag().is_some()
    }

    /// Whether another node can take this one's clients.
    pub fn has_others(&self) -> bool {
        let others = self.members().all(self.now());
        others.iter().any(|member| {
            member.state == MemberState::Here
                && member.hello.as_ref().is_some_and(|hello| hello.serves && !hello.draining)
        })
    }

    /// Over how long clients are sent away where nothing else is said.
    pub fn drain_time(&self) -> Duration {
        self.settings.drain.0
    }

    /// Admits no clients any more, until the drain is ended; the flag tells whether it goes on.
    pub fn begin_drain(&self) -> Arc<AtomicBool> {
        let goes_on = Arc::new(AtomicBool::new(true));
        self.drain.set(Some(Arc::clone(&goes_on)));
        goes_on
    }

    /// Sends all clients away, evenly over a time, as long as the drain goes on.
    pub async fn send_clients_away(&self, over: Duration, goes_on: &AtomicBool) {
        tracing::info!(clients = self.live.connected().len(), "clients are sent to other nodes");
        let started = Instant::now();
        // Ids are random, and so is their order.
        let clients = self.live.connected();
        let count = u32::try_from(clients.len()).unwrap_or(u32::MAX).max(1);
        for (place, client) in (0..).zip(clients) {
            let due = started + over.mul_f64(f64::from(place) / f64::from(count));
            if due > Instant::now() + STEP {
                sleep_until(due).await;
            }
            if !goes_on.load(Ordering::SeqCst) {
                return;
            }
            self.live.send_away(client);
        }
        // Those that connected while the drain began.
        let last = Instant::now() + LEAVING;
        while goes_on.load(Ordering::SeqCst) && Instant::now() < last {
            let connected = self.live.connected();
            if connected.is_empty() {
                return;
            }
            connected.into_iter().for_each(|client| self.live.send_away(client));
            sleep(STEP).await;
        }
    }

    /// Admits clients again.
    pub fn end_drain(&self) {
        self.drain.set(None);
    }
}
