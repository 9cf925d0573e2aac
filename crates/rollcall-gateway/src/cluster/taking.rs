//! Clients that come from other nodes, each with its token: this node takes their sessions. After a node was lost thousands
//! come at once, so those that wait are taken together, in one transaction. It writes only where there is something to
//! take: a stranger can show any token. A session is not taken where this node does not serve its project as it should
//! be: the node may merely be behind.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rollcall_session::{Kind, TokenHash};
use rollcall_store::{OwnedSession, REASON_LOGGED_OUT, TakenSession};
use tokio::sync::{Notify, oneshot};
use tokio::time::{Instant, timeout};

use super::Cluster;
use crate::live::NotRestored;
use crate::projects::{Admission, ProjectCatalog};

/// How many are taken in one transaction.
const BATCH: usize = 500;
/// How long the database is waited for where the session is here.
const PATIENCE: Duration = Duration::from_secs(1);

/// Why a client's session could not be taken.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NotTaken {
    /// This node must not serve.
    #[error("this gateway is cut off from its cluster's database; connect to another one")]
    Fenced,
    /// This node is about to stop.
    #[error("this gateway is about to stop; connect to another one")]
    Draining,
    /// This node does not serve the session's project, or does not admit its user.
    #[error("this gateway does not serve {0:?} for this user; connect to another one")]
    NoProject(String),
    /// It went elsewhere at this moment.
    #[error("the session is moving between gateways; connect again")]
    Moving,
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
    /// Brings the session of this token here, wherever it is. A session that seems to be here may be another node's since a
    /// moment ago, so the database is asked for that one, too; but where it does not answer, the session goes on here.
    /// False where there is no such session.
    ///
    /// # Errors
    /// When this node may not take it, or the database fails.
    pub async fn bring(&self, token: TokenHash) -> Result<bool, NotTaken> {
        self.admits()?;
        let is_here = self.live.find(&token).is_some();
        if !is_here {
            return self.take(token).await;
        }
        match timeout(PATIENCE, self.take(token)).await {
            Ok(Err(NotTaken::Fenced)) => Err(NotTaken::Fenced),
            // It has ended elsewhere, which this node is to read.
            Ok(Ok(false)) => {
                self.read_once_more(Instant::now() + PATIENCE).await;
                Ok(false)
            }
            _ => Ok(true),
        }
    }

    /// Takes the session of this token, wherever it is. Whether this node has it now; false where there is no such
    /// session.
    async fn take(&self, token: TokenHash) -> Answer {
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
        Ok(self.membership.owned(&[token.0]).await?.pop())
    }

    /// Takes those that wait, for ever.
    pub(super) async fn take_all(&self, projects: &ProjectCatalog) {
        loop {
            let wanted = self.next_batch();
            if wanted.is_empty() {
                self.waiting.more.notified().await;
                continue;
            }
            let hashes: Vec<[u8; 32]> = wanted.iter().map(|(hash, _)| *hash).collect();
            let mut answers = self.take_batch(&hashes, projects).await;
            for (hash, waiting) in wanted {
                let answer = match &mut answers {
                    Ok(answers) => answers.remove(&hash).unwrap_or(Ok(false)),
                    Err(error) => Err(error.clone()),
                };
                waiting.into_iter().for_each(|waiting| drop(waiting.send(answer.clone())));
            }
        }
    }

    /// The answer for each token of which there is a session.
    async fn take_batch(
        &self,
        hashes: &[[u8; 32]],
        projects: &ProjectCatalog,
    ) -> Result<HashMap<[u8; 32], Answer>, NotTaken> {
        let (mut answers, mut can_be) = (HashMap::new(), Vec::new());
        for owned in self.membership.owned(hashes).await.map_err(failed)? {
            let token = owned.session.token_hash;
            if self.has(&owned) {
                answers.insert(token, Ok(true));
                continue;
            }
            let kind = if owned.session.designer { Kind::Designer } else { Kind::Client };
            match projects.admission(&owned.session.project, kind, &owned.user.roles) {
                Admission::Yes => can_be.push(token),
                _ => drop(answers.insert(token, Err(NotTaken::NoProject(owned.session.project)))),
            }
        }
        if can_be.is_empty() {
            return Ok(answers);
        }
        let arrival = self.arriving.arrivals().begin();
        let taken = match self.membership.take(&can_be, self.resume_period).await {
            Ok(taken) => taken,
            Err(error) => {
                self.arriving.lose(arrival);
                return Err(failed(error));
            }
        };
        for taken in taken {
            answers.insert(taken.session.token_hash, self.take_in(taken).await);
        }
        self.arriving.end(arrival);
        // Gone in between, or about to be removed with a lost node: the next try is told.
        for token in can_be {
            answers.entry(token).or_insert(Err(NotTaken::Moving));
        }
        Ok(answers)
    }

    /// Whether the session is here, as the database has it.
    fn has(&self, owned: &OwnedSession) -> bool {
        let OwnedSession { session, node, .. } = owned;
        node.as_deref() == Some(self.settings.node.as_str())
            && session.client_id.parse().is_ok_and(|id| self.live.has(id, session.epoch))
    }

    /// Whether the session goes on here; false where it is over.
    async fn take_in(&self, taken: TakenSession) -> Answer {
        let (id, from) = (taken.session.client_id.clone(), taken.from.clone());
        let own = from.as_deref() == Some(self.settings.node.as_str());
        if own && self.live.why_ended(&TokenHash(taken.session.token_hash)).is_some() {
            // It has ended here, and its row was on its way out.
            if let Err(error) = self.membership.end_sessions(std::slice::from_ref(&id), REASON_LOGGED_OUT, None).await {
                tracing::warn!("session {id} has ended and is still stored: {error}");
            }
            return Ok(false);
        }
        match self.let_in(taken) {
            Ok(true) => tracing::info!(client_id = id, from, "session moved to this node"),
            Ok(false) => return Err(NotTaken::Moving),
            // It was among this node's own, which were read meanwhile.
            Err(NotRestored::Here) => {}
            Err(why) => {
                tracing::warn!("session {id} has come from another node and cannot go on: {why}");
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn next_batch(&self) -> Vec<([u8; 32], Vec<oneshot::Sender<Answer>>)> {
        let mut tokens = self.waiting.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let first: Vec<[u8; 32]> = tokens.keys().take(BATCH).copied().collect();
        first.into_iter().filter_map(|hash| Some((hash, tokens.remove(&hash)?))).collect()
    }
}

fn failed(error: rollcall_store::Error) -> NotTaken {
    match error.kind() {
        rollcall_store::ErrorKind::LeaseLost => NotTaken::Fenced,
        _ => NotTaken::Failed(Arc::new(error)),
    }
}
