//! The sessions that the store kept come back when the gateway starts.

use std::collections::{BTreeSet, HashMap};

use rollcall_session::{ClientId, Clock, Kind, Opening, RestoreError, Restored, Timestamp, TokenHash};
use rollcall_store::{Store, StoredSession, User};
use thiserror::Error;

use super::LiveSessions;
use crate::clock::is_to_come;

/// Why a stored session does not come back.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotRestored {
    /// It is here already: a node that was fenced for a moment finds what was opened since.
    #[error("it is here already")]
    Here,
    /// It cannot go on.
    #[error("{0}")]
    Fault(String),
}

/// A stored session cannot go on.
fn fault(why: &str) -> NotRestored {
    NotRestored::Fault(why.to_owned())
}

impl LiveSessions {
    /// Takes back the sessions that the store kept; their resume period starts now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn restore(&self) -> Result<usize, rollcall_store::Error> {
        let (stored, damaged) = self.inner.store.sessions_and_damage().await?;
        for damage in damaged {
            tracing::warn!("{damage}; it is not resumed");
        }
        let users = users_of(&self.inner.store, &stored).await?;
        let count = stored.len();
        let mut lost = Vec::new();
        for session in stored {
            let (id, login, epoch) = (session.client_id.clone(), session.login_hash.map(TokenHash), session.epoch);
            if let Ok(client) = id.parse() {
                // First, so that nothing of an earlier epoch is done to it; one that is here may have been taken again.
                self.inner.epochs.raise(client, epoch);
            }
            let user = users.get(&session.username).filter(|user| !user.disabled);
            let user = user.ok_or_else(|| fault("its user is gone or disabled"));
            let back = user.and_then(|user| restored(session, user)).and_then(|restored| self.restore_one(restored));
            match back {
                Ok(client) => {
                    login.into_iter().for_each(|login| self.under_login().add(login, client));
                }
                Err(NotRestored::Here) => {}
                Err(why) => {
                    tracing::warn!("session {id} is not resumed: {why}");
                    if let Ok(client) = id.parse() {
                        self.inner.epochs.take(client);
                    }
                    lost.push(id);
                }
            }
        }
        if let Err(error) = self.inner.store.remove_sessions(&lost).await {
            tracing::warn!("{} sessions that are not resumed are still stored: {error}", lost.len());
        }
        Ok(count - lost.len())
    }

    /// Takes a session in; its resume period starts now.
    pub(super) fn restore_one(&self, restored: Restored) -> Result<ClientId, NotRestored> {
        let (client, now) = (restored.client_id, self.inner.clock.now());
        if self.is_limited(restored.opening.kind) && is_to_come(restored.creation_time, now.wall) {
            return Err(fault("it was made under a clock that was ahead, and would outlive its time"));
        }
        self.registry().restore(restored, now).map_err(|error| match error {
            RestoreError::ClientIdInUse(_) => NotRestored::Here,
            error => fault(&error.to_string()),
        })?;
        Ok(client)
    }

    fn is_limited(&self, kind: Kind) -> bool {
        match kind {
            Kind::Client => self.inner.client_limited,
            Kind::Designer => self.inner.designer_limited,
        }
    }
}

/// The users whose sessions are stored. One user whose row cannot be read must not keep the others from coming back.
async fn users_of(store: &Store, sessions: &[StoredSession]) -> Result<HashMap<String, User>, rollcall_store::Error> {
    let error = match store.users().await {
        Ok(users) => return Ok(users.into_iter().map(|user| (user.name.clone(), user)).collect()),
        Err(error) if error.kind() != rollcall_store::ErrorKind::Database => return Err(error),
        Err(error) => error,
    };
    tracing::warn!("a stored user cannot be read: {error}");
    let mut users = HashMap::new();
    for name in sessions.iter().map(|session| &session.username).collect::<BTreeSet<_>>() {
        match store.user(name).await {
            Ok(user) => users.extend(user.map(|user| (name.clone(), user))),
            Err(error) => tracing::warn!(username = ?name, "this user cannot be read: {error}"),
        }
    }
    Ok(users)
}

/// A stored session with the roles that its user has now.
pub(super) fn restored(stored: StoredSession, user: &User) -> Result<Restored, NotRestored> {
    let opening = Opening {
        username: stored.username.into(),
        project: stored.project.into(),
        kind: if stored.designer { Kind::Designer } else { Kind::Client },
        hostname: stored.hostname.map(Into::into),
        ip: stored.ip.parse().map_err(|_| fault(&format!("{:?} is not an address", stored.ip)))?,
        user_agent: stored.user_agent.map(Into::into),
        roles: user.roles.iter().map(|role| role.as_str().into()).collect(),
        token: TokenHash(stored.token_hash),
    };
    Ok(Restored {
        client_id: stored.client_id.parse().map_err(|_| fault("its id is not valid"))?,
        creation_time: Timestamp(stored.creation_time),
        opening,
    })
}
