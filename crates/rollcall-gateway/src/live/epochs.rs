//! How often each session has changed hands between the nodes of a cluster. What a node does to a session because its
//! time is up holds for the epoch at which the node had it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rollcall_session::ClientId;

/// The epochs of sessions that have changed hands; all others are at 0.
#[derive(Debug, Default)]
pub(super) struct Epochs(Mutex<HashMap<ClientId, i64>>);

impl Epochs {
    /// A session is this node's at this epoch, or a later one.
    pub(super) fn raise(&self, id: ClientId, epoch: i64) {
        if epoch != 0 {
            let mut epochs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let known = epochs.entry(id).or_insert(epoch);
            *known = epoch.max(*known);
        }
    }

    pub(super) fn of(&self, id: ClientId) -> i64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied().unwrap_or(0)
    }

    /// The session has left: its epoch.
    pub(super) fn take(&self, id: ClientId) -> i64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id).unwrap_or(0)
    }
}
