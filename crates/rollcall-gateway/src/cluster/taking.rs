//! Clients that come from other nodes, each with its token: this node takes their sessions. After a node was lost thousands
//! come at once, so those that wait are taken together, in one transaction.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rollcall_session::TokenHash;
use rollcall_store::{OwnedSession, TakenSession};
use tokio::sync::{Notify, oneshot};

use super::Cluster;

/// How many are taken in one transaction.
const BATCH: usize = 500;

/// Why a client's session could not be taken.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NotTaken {
    /// This node must not serve.
    #[error("this gateway is cut off from its cluster's database; connect to another one")]
    Fenced,
    /// The database failed.
    #[error("{0}")]
    Failed(Arc<rollcall_store::Error>),
    /// The gateway stops.
    #[error("the gateway stops")]
    Stops,
}

type Answer = Result<bool, NotTaken>;

/// The tokens whose sessions are wanted, with those that wait for each.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    tokens: Mutex<HashMap<[u8; 32], Vec<oneshot::Sender<Answer>>>>,
    more: Notify,
}

impl Cluster {
    /// Takes the session of this token, wherever it is. Whether this node has it now; false where there is no such
    /// session.
    ///
    /// # Errors
    /// When this node may not take it, or the database fails.
    pub async fn take(&self, token: TokenHash) -> Answer {
        if self.is_fenced() {
            return Err(NotTaken::Fenced);
        }
        let (sender, answer) = oneshot::channel();
        self.waiting.tokens.lock().unwrap_or_else(PoisonError::into_inner).entry(token.0).or_default().push(sender);
        self.waiting.more.notify_one();
        answer.await.unwrap_or(Err(NotTaken::Stops))
    }

    /// The session of this token and its node. Nothing changes hands.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn owned(&self, token: &TokenHash) -> Result<Option<OwnedSession>, rollcall_store::Error> {
        self.membership.owned(&token.0).await
    }

    /// Takes those that wait, for ever.
    pub(super) async fn take_all(&self) {
        loop {
            let wanted = self.next_batch();
            if wanted.is_empty() {
                self.waiting.more.notified().await;
                continue;
            }
            let hashes: Vec<[u8; 32]> = wanted.iter().map(|(hash, _)| *hash).collect();
            let mut taken = self.take_batch(&hashes).await;
            for (hash, waiting) in wanted {
                let answer = taken.as_mut().map(|taken| taken.remove(&hash).is_some()).map_err(|error| error.clone());
                waiting.into_iter().for_each(|waiting| drop(waiting.send(answer.clone())));
            }
        }
    }

    async fn take_batch(&self, hashes: &[[u8; 32]]) -> Result<HashMap<[u8; 32], ()>, NotTaken> {
        let taken = self.membership.take(hashes, self.resume_period).await.map_err(|error| match error.kind() {
            rollcall_store::ErrorKind::LeaseLost => NotTaken::Fenced,
            _ => NotTaken::Failed(Arc::new(error)),
        })?;
        let mut here = HashMap::with_capacity(taken.len());
        for taken in taken {
            let (hash, id) = (taken.session.token_hash, taken.session.client_id.clone());
            match self.take_in(taken) {
                Ok(()) => drop(here.insert(hash, ())),
                Err(why) => tracing::warn!("session {id} has come from another node and cannot go on: {why}"),
            }
        }
        Ok(here)
    }

    fn take_in(&self, taken: TakenSession) -> Result<(), crate::live::NotRestored> {
        let from = taken.from.clone();
        let id = self.live.take_in(taken)?;
        tracing::info!(client_id = %id, from, "session moved to this node");
        Ok(())
    }

    fn next_batch(&self) -> Vec<([u8; 32], Vec<oneshot::Sender<Answer>>)> {
        let mut tokens = self.waiting.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let first: Vec<[u8; 32]> = tokens.keys().take(BATCH).copied().collect();
        first.into_iter().filter_map(|hash| Some((hash, tokens.remove(&hash)?))).collect()
    }
}
