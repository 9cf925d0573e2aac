//! Sessions on their way to this node: taken in the database, or read from it, and not in memory yet. Questions for all
//! sessions wait for those that were under way when they came.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rollcall_cluster::{Arrival, Arrivals};
use rollcall_session::ClientId;
use rollcall_store::TakenSession;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use super::Cluster;
use crate::live::NotRestored;

/// What is under way, and a number that grows with each arrival.
#[derive(Debug, Default)]
pub(super) struct Arriving {
    arrivals: Mutex<Arrivals>,
    changes: watch::Sender<u64>,
}

impl Arriving {
    pub(super) fn arrivals(&self) -> MutexGuard<'_, Arrivals> {
        self.arrivals.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn end(&self, arrival: Arrival) {
        self.arrivals().end(arrival);
        self.changes.send_modify(|changes| *changes += 1);
    }

    /// No answer has come.
    pub(super) fn lose(&self, arrival: Arrival) {
        self.arrivals().lose(arrival);
    }

    /// Waits until all that is under way now has arrived. Whether it has, by `until`.
    pub(super) async fn settle(&self, until: Instant) -> bool {
        let mut changes = self.changes.subscribe();
        let mark = self.arrivals().mark();
        let settled = async {
            while !self.arrivals().is_settled(mark) {
                if changes.changed().await.is_err() {
                    return;
                }
            }
        };
        timeout_at(until, settled).await.is_ok()
    }
}

impl Cluster {
    /// Takes a session in, unless it was told meanwhile that it is another's by now, or has ended.
    pub(super) fn let_in(&self, taken: TakenSession) -> Result<bool, NotRestored> {
        // Under the lock: what is told from now on finds the session.
        let mut arrivals = self.arriving.arrivals();
        let id = taken.session.client_id.parse::<ClientId>();
        if id.is_ok_and(|id| !arrivals.admit(id, taken.session.epoch)) {
            return Ok(false);
        }
        self.live.take_in(taken).map(|_| true)
    }

    /// Reads the sessions of this node and takes in those that are not there. How many are in the database.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn restore(&self) -> Result<usize, rollcall_store::Error> {
        let arrival = self.arriving.arrivals().begin_recount();
        self.restored(arrival).await
    }

    /// Does so where the answer of a transaction was lost, which may have taken sessions.
    pub(super) async fn recount(&self) {
        let Some(arrival) = self.arriving.arrivals().recount() else { return };
        if let Err(error) = self.restored(arrival).await {
            tracing::debug!("the sessions of this node cannot be read: {error}");
        }
    }

    async fn restored(&self, arrival: Arrival) -> Result<usize, rollcall_store::Error> {
        let restored = self.live.restore().await;
        if restored.is_err() {
            self.arriving.lose(arrival);
            return restored;
        }
        let told = self.arriving.arrivals().told();
        told.into_iter().for_each(|(id, epoch)| self.live.hand_over(id, epoch));
        self.arriving.end(arrival);
        restored
    }
}
