//! A session begins: reserve it, store it, look at the user once more, confirm it; see the head of `live.rs`.

use std::net::IpAddr;
use std::sync::Arc;

use rollcall_session::{Clock, Ended, EntropyError, Kind, NotReserved, OpenError, Opening, Session, TokenHash};
use rollcall_store::{StoredSession, User};
use thiserror::Error;

use super::LiveSessions;
use crate::clock::SystemEntropy;
use crate::credential::{Token, TokenKind};

/// How many sessions may be open under one log-in. Each tab of a browser has one; no person looks at so many.
const MAX_UNDER_LOGIN: usize = 100;

/// A log-in, after everything about it has been checked.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The user, as the password was checked.
    pub user: User,
    /// The log-in that the session is opened under, where there is one.
    pub login: Option<TokenHash>,
    /// To which project.
    pub project: Arc<str>,
    /// The kind of client.
    pub kind: Kind,
    /// The host name that the client reported.
    pub hostname: Option<Arc<str>>,
    /// The address that the gateway saw.
    pub ip: IpAddr,
    /// The client's user agent.
    pub user_agent: Option<Arc<str>>,
}

/// Why a session could not be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenSessionError {
    /// The registry refused: the limit, or no randomness.
    #[error(transparent)]
    Refused(#[from] OpenError),
    /// It was ended before it had begun.
    #[error(transparent)]
    Ended(#[from] NotReserved),
    /// Too many are open under the log-in.
    #[error("{MAX_UNDER_LOGIN} sessions are open under this log-in; close some of the tabs, or log out")]
    TooManyUnderLogin,
    /// The user was changed between the check of the password and the opening.
    #[error("the user was changed during the log-in; log in again")]
    UserChanged,
    /// No randomness for the token.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The store could not keep it.
    #[error(transparent)]
    Store(#[from] rollcall_store::Error),
}

impl LiveSessions {
    /// Opens a session: when this returns it is in the store and in the list. Must not be cancelled.
    ///
    /// # Errors
    /// When the limit denies it, the user was changed meanwhile, the store cannot keep it, or there is no randomness.
    /// Nothing is left of it then.
    pub async fn open(&self, admitted: Admitted) -> Result<(Token, Session), OpenSessionError> {
        let token = Token::generate(TokenKind::Session, &mut SystemEntropy)?;
        let (user, login) = (admitted.user.clone(), admitted.login);
        let session = self.reserve(opening(admitted, token.hash()), login)?;
        let mut stored = stored(&session, token.hash());
        stored.login_hash = login.map(|login| login.0);
        let ended = match self.store_and_confirm(&session, &stored, &user).await {
            Ok(ended) => ended,
            Err(error) => {
                self.registry().abandon(session.client_id);
                self.under_login().remove(session.client_id);
                self.inner.removals.session(session.client_id);
                self.inner.sooner.notify_one();
                return Err(error);
            }
        };
        self.inner.sooner.notify_one();
        // The new session stands whatever becomes of the stored form of those that it replaced.
        let _ = self.finish(ended).await;
        let confirmed = self.get(session.client_id);
        Ok((token, confirmed.unwrap_or(session)))
    }

    /// Reserves a session in the registry and, where there is one, under its log-in: a log-out finds it there.
    fn reserve(&self, opening: Opening, login: Option<TokenHash>) -> Result<Session, OpenSessionError> {
        let mut under_login = self.under_login();
        if login.is_some_and(|login| under_login.count(&login) >= MAX_UNDER_LOGIN) {
            return Err(OpenSessionError::TooManyUnderLogin);
        }
        let session = self.registry().open(opening, self.inner.clock.now(), &mut SystemEntropy)?;
        if let Some(login) = login {
            under_login.add(login, session.client_id);
        }
        Ok(session)
    }

    async fn store_and_confirm(
        &self,
        session: &Session,
        stored: &StoredSession,
        user: &User,
    ) -> Result<Vec<Ended>, OpenSessionError> {
        self.inner.store.add_session(stored).await?;
        let now = self.inner.store.user(&user.name).await?;
        if !now.is_some_and(|now| is_unchanged(user, &now)) {
            return Err(OpenSessionError::UserChanged);
        }
        let now = self.inner.clock.now();
        let mut registry = self.registry();
        let ended = registry.confirm(session.client_id, now)?;
        // Under the lock, so that its end cannot be sent before it.
        if let Some(session) = registry.get(session.client_id) {
            self.inner.events.opened(session);
        }
        Ok(ended)
    }
}

/// Whether a user is, for a log-in, the one whose password was checked.
pub fn is_unchanged(checked: &User, now: &User) -> bool {
    !now.disabled && now.password_hash == checked.password_hash && now.roles == checked.roles
}

fn opening(admitted: Admitted, token: TokenHash) -> Opening {
    let Admitted { user, login: _, project, kind, hostname, ip, user_agent } = admitted;
    let roles = user.roles.iter().map(|role| role.as_str().into()).collect();
    Opening { username: user.name.into(), project, kind, hostname, ip, user_agent, roles, token }
}

fn stored(session: &Session, token: TokenHash) -> StoredSession {
    StoredSession {
        token_hash: token.0,
        login_hash: None,
        client_id: session.client_id.to_string(),
        username: session.username.to_string(),
        project: session.project.to_string(),
        designer: session.is_designer(),
        hostname: session.hostname().map(|name| name.to_string()),
        ip: session.ip.to_string(),
        user_agent: session.user_agent.as_ref().map(|agent| agent.to_string()),
        creation_time: session.creation_time.0,
        epoch: 0,
    }
}
