//! Live sessions: the registry with everything around it that a pure state machine must not know.
//!
//! The registry decides; this module asks it under a lock, and then does what the decision means: the store is written,
//! sockets are told, a timer sleeps until something is due. The lock is never held while waiting for anything, and who is
//! on is asked of the roster, which has locks of its own: keep-alives never wait for a question, and log-ins for some
//! microseconds at most.
//!
//! The order of things is what makes it right:
//! * a log-in is answered only after the store has the session: reserve, store, look at the user once more, confirm. A
//!   user who is disabled or loses a role is written to the store first and loses the sessions then, reserved ones
//!   included; so whichever comes first, the other sees it;
//! * a session that ends is dead in memory first (its token opens nothing from that moment), then removed from the
//!   store, and only then is whoever asked for it answered. What could not be removed holds in the store all the same
//!   and is written when that is possible, since a restart would bring it back.

mod ended;
mod removals;
mod tabs_left;
mod under_login;

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rollcall_session::{
    Attachment, ClientId, Clock, EndReason, Ended, EntropyError, Kind, NotReserved, OpenError, Opening, Registry,
    Restored, Roster, Session, Settings, Tick, Timestamp, TokenHash,
};
use rollcall_store::{Store, StoredSession, User};
use thiserror::Error;
use tokio::sync::{Notify, mpsc, oneshot};

use crate::clock::{SystemClock, SystemEntropy, is_to_come};
use crate::credential::{Token, TokenKind};
use ended::EndedSessions;
use removals::{Removals, Ticket};
use tabs_left::TabsLeft;
use under_login::UnderLogin;

/// How long to wait before the store is asked again to write what it could not write.
const RETRY: Duration = Duration::from_secs(5);
/// How many sessions may be open under one log-in. Each tab of a browser has one; nobody looks at so many.
const MAX_UNDER_LOGIN: usize = 100;

/// All live sessions. Cloning shares them.
#[derive(Clone, Debug)]
pub struct LiveSessions {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Whether a client's session, and a designer's, may last so long only.
    client_limited: bool,
    designer_limited: bool,
    registry: Mutex<Registry>,
    roster: Roster,
    sockets: Mutex<HashMap<ClientId, Socket>>,
    under_login: Mutex<UnderLogin>,
    tabs_left: Mutex<TabsLeft>,
    /// Why sessions have ended.
    why_ended: EndedSessions,
    /// Whoever keeps something for sessions learns here that one has ended.
    ended: mpsc::UnboundedSender<ClientId>,
    removals: Removals,
    /// Whether the store could not write the last time: it is reported once.
    failing: Mutex<bool>,
    store: Store,
    clock: SystemClock,
    /// Something may be due earlier than the timer thinks.
    sooner: Notify,
}

/// The way to the task that serves a session's socket.
#[derive(Debug)]
struct Socket {
    attachment: Attachment,
    /// The first order is the last: whatever it is, the socket closes.
    orders: oneshot::Sender<SocketOrder>,
}

/// What the task of a socket is told.
#[derive(Clone, Debug)]
pub enum SocketOrder {
    /// The session is over: say so and close.
    End(EndReason),
    /// Another socket has taken its place: close.
    Replaced,
    /// The gateway stops: close, the session goes on.
    GatewayStops,
}

/// Who logs in, after everything about it has been checked.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// Who, as the password was checked.
    pub user: User,
    /// The log-in that the session is opened under, where there is one.
    pub login: Option<TokenHash>,
    /// To which project.
    pub project: Arc<str>,
    /// As what.
    pub kind: Kind,
    /// The host name that the client reported.
    pub hostname: Option<Arc<str>>,
    /// The address that the gateway saw.
    pub ip: IpAddr,
    /// What the client calls itself.
    pub user_agent: Option<Arc<str>>,
}

/// The sessions are over, but the store still has them; it is asked again and again.
#[derive(Debug, Error)]
#[error("the store still has the ended sessions: {0}")]
pub struct NotRemoved(pub Arc<rollcall_store::Error>);

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
    /// No sessions yet; those that end are named to `ended`.
    pub fn new(settings: Settings, store: Store, clock: SystemClock, ended: mpsc::UnboundedSender<ClientId>) -> Self {
        let (client_limited, designer_limited) =
            (settings.client_lifetime.is_some(), settings.designer_lifetime.is_some());
        let registry = Registry::new(settings);
        let inner = Inner {
            client_limited,
            designer_limited,
            roster: registry.roster(),
            registry: Mutex::new(registry),
            sockets: Mutex::default(),
            under_login: Mutex::default(),
            tabs_left: Mutex::default(),
            why_ended: EndedSessions::default(),
            ended,
            removals: Removals::new(store.clone()),
            failing: Mutex::default(),
            store,
            clock,
            sooner: Notify::new(),
        };
        LiveSessions { inner: Arc::new(inner) }
    }

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
        let now = self.inner.clock.now();
        let count = stored.len();
        let mut lost = Vec::new();
        for session in stored {
            let id = session.client_id.clone();
            let login = session.login_hash.map(TokenHash);
            let restored = restored(session, &users).and_then(|restored| {
                let client = restored.client_id;
                if self.is_limited(restored.opening.kind) && is_to_come(restored.creation_time, now.wall) {
                    return Err("it was made under a clock that was ahead, and would outlive its time".to_owned());
                }
                self.registry().restore(restored, now).map_err(|e| e.to_string()).map(|()| client)
            });
            match (restored, login) {
                (Ok(client), Some(login)) => self.under_login().add(login, client),
                (Ok(_), None) => {}
                (Err(why), _) => {
                    tracing::warn!("session {id} is not resumed: {why}");
                    lost.push(id);
                }
            }
        }
        if let Err(error) = self.inner.store.remove_sessions(&lost).await {
            tracing::warn!("{} sessions that are not resumed are still stored: {error}", lost.len());
        }
        Ok(count - lost.len())
    }

    /// The projects that sessions belong to.
    pub fn projects(&self) -> BTreeSet<String> {
        self.registry().sessions().map(|session| session.project.to_string()).collect()
    }

    fn is_limited(&self, kind: Kind) -> bool {
        match kind {
            Kind::Client => self.inner.client_limited,
            Kind::Designer => self.inner.designer_limited,
        }
    }

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

    /// Reserves a session in the registry and, where there is one, under its log-in: whoever logs out finds it there.
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
        Ok(self.registry().confirm(session.client_id, self.inner.clock.now())?)
    }

    /// The live session that a credential belongs to.
    pub fn find(&self, token: &TokenHash) -> Option<Session> {
        self.registry().find(token, self.inner.clock.now())
    }

    /// Why the session of this token has ended, for as long as it is remembered.
    pub fn why_ended(&self, token: &TokenHash) -> Option<EndReason> {
        self.inner.why_ended.why(token)
    }

    /// The live session of this id.
    pub fn get(&self, id: ClientId) -> Option<Session> {
        self.registry().get(id)
    }

    /// A socket opens for a session; the socket before it, if any, is told to close. None when the session is over.
    pub fn attach(&self, id: ClientId) -> Option<(Attachment, oneshot::Receiver<SocketOrder>)> {
        let (orders, inbox) = oneshot::channel();
        // Both tables change together, or two sockets at once could each win in one of them.
        let mut sockets = self.sockets();
        let attached = self.registry().attach(id, self.inner.clock.now())?;
        self.tabs_left().come_back(id);
        let socket = Socket { attachment: attached.attachment, orders };
        if let Some(old) = sockets.insert(id, socket) {
            // A socket that is closing by itself no longer listens, which is as good.
            let _ = old.orders.send(SocketOrder::Replaced);
        }
        Some((attached.attachment, inbox))
    }

    /// A socket has closed; the session stays.
    pub fn detach(&self, id: ClientId, attachment: Attachment) {
        self.registry().detach(id, attachment);
        let mut sockets = self.sockets();
        if sockets.get(&id).is_some_and(|s| s.attachment == attachment) {
            sockets.remove(&id);
        }
    }

    /// The page of a session is left. Unless a page opens the session's socket again within `patience`, the tab was
    /// closed, and the session ends as one whose client is lost.
    pub fn leave_tab(&self, id: ClientId, patience: Duration) {
        let closed_at =
            self.inner.clock.now().tick.0.saturating_add(u64::try_from(patience.as_millis()).unwrap_or(u64::MAX));
        self.tabs_left().leave(id, Tick(closed_at));
        self.inner.sooner.notify_one();
    }

    /// Ends the sessions whose tabs are closed. A socket that is open all the same shows that somebody is there: it is
    /// another page's, or that of the page which was left, and will close by itself.
    fn end_closed_tabs(&self) -> Vec<Ended> {
        let closed = self.tabs_left().closed(self.inner.clock.now().tick);
        let gone = closed.into_iter().filter(|id| !self.sockets().contains_key(id));
        gone.filter_map(|id| self.registry().end(id, EndReason::Lost)).collect()
    }

    /// Something was heard of the client. False when its session is over.
    #[must_use]
    pub fn frame(&self, id: ClientId) -> bool {
        self.registry().frame(id, self.inner.clock.now())
    }

    /// The person did something. False when the session is over.
    #[must_use]
    pub fn activity(&self, id: ClientId) -> bool {
        self.registry().activity(id, self.inner.clock.now())
    }

    /// Ends one session.
    ///
    /// # Errors
    /// When it is over but the store could not be told yet.
    pub async fn end(&self, id: ClientId, reason: EndReason) -> Result<(), NotRemoved> {
        let ended = self.registry().end(id, reason);
        self.finish(ended.into_iter().collect()).await
    }

    /// Ends a person's log-in and every session that was opened under it.
    ///
    /// # Errors
    /// As [`Self::end`]: everything has ended.
    pub async fn log_out(&self, login: TokenHash) -> Result<(), NotRemoved> {
        // The store first: a session that is being opened under it now either meets this, or is found below.
        let forgotten = self.removed(self.inner.removals.login(login)).await;
        let ids = self.under_login().of(&login);
        let ended = {
            let mut registry = self.registry();
            ids.into_iter().filter_map(|id| registry.end(id, EndReason::LoggedOut)).collect()
        };
        self.finish(ended).await.and(forgotten)
    }

    /// The log-in that a session was opened under, where there is one.
    pub fn login_of(&self, id: ClientId) -> Option<TokenHash> {
        self.under_login().login_of(id)
    }

    /// Ends all sessions of a user.
    ///
    /// # Errors
    /// As [`Self::end`].
    pub async fn end_user(&self, username: &str, reason: EndReason) -> Result<(), NotRemoved> {
        let ended = self.registry().end_user(username, &reason);
        self.finish(ended).await
    }

    /// Ends the sessions for which `applies` holds.
    ///
    /// # Errors
    /// As [`Self::end`].
    pub async fn end_where(&self, applies: impl Fn(&Session) -> bool, reason: EndReason) -> Result<(), NotRemoved> {
        let ended = self.registry().end_where(applies, &reason);
        self.finish(ended).await
    }

    /// Who is on, for questions of any length. Asking may take as long as its budget allows: not for a thread that
    /// serves sockets.
    pub fn roster(&self) -> &Roster {
        &self.inner.roster
    }

    /// Asks the registry something. Short questions only: log-ins wait meanwhile.
    pub fn ask<T>(&self, question: impl FnOnce(&Registry) -> T) -> T {
        question(&self.registry())
    }

    /// Ends what is due, for ever: lost clients, idle persons, sessions past their lifetime.
    pub async fn keep_time(&self) {
        loop {
            let mut ended = self.registry().due(self.inner.clock.now());
            ended.extend(self.end_closed_tabs());
            // What could not be written is tried again below, after a while.
            let _ = self.finish(ended).await;
            let _ = self.remove_ended().await;
            self.settle().await;
            let due = [self.registry().next_due(), self.tabs_left().next()].into_iter().flatten().min();
            let next = due.map(|tick| self.inner.clock.instant(tick));
            let retry = self.inner.store.is_unsettled().then(|| std::time::Instant::now() + RETRY);
            let wake = next.into_iter().chain(retry).min();
            tokio::select! {
                () = sleep_until(wake) => {}
                () = self.inner.sooner.notified() => {}
            }
        }
    }

    /// The gateway stops: every socket is told, no session ends.
    pub fn close_sockets(&self) {
        for (_, socket) in self.sockets().drain() {
            let _ = socket.orders.send(SocketOrder::GatewayStops);
        }
    }

    /// Does what the end of sessions means outside the registry: see the head of this file.
    async fn finish(&self, ended: Vec<Ended>) -> Result<(), NotRemoved> {
        let mut last = None;
        let now = self.inner.clock.now().tick;
        for Ended { session, token, reason } in ended {
            self.inner.why_ended.note(token, reason.clone(), now);
            tracing::info!(
                username = &*session.username,
                project = &*session.project,
                client_id = %session.client_id,
                "session ended: {reason:?}"
            );
            last = Some(self.inner.removals.session(session.client_id));
            self.under_login().remove(session.client_id);
            self.tabs_left().come_back(session.client_id);
            // Nobody listens any more when the gateway stops.
            let _ = self.inner.ended.send(session.client_id);
            if let Some(socket) = self.sockets().remove(&session.client_id) {
                let _ = socket.orders.send(SocketOrder::End(reason));
            }
        }
        match last {
            Some(ticket) => self.removed(ticket).await,
            None => Ok(()),
        }
    }

    /// Waits until the store has forgotten everything that has ended.
    ///
    /// # Errors
    /// When it could write that nowhere; the timekeeper tries again.
    pub async fn remove_ended(&self) -> Result<(), NotRemoved> {
        self.removed(self.inner.removals.newest()).await
    }

    async fn removed(&self, ticket: Ticket) -> Result<(), NotRemoved> {
        let removed = self.inner.removals.done(ticket).await;
        if self.inner.store.is_unsettled() && !std::mem::replace(&mut *self.failing(), true) {
            tracing::error!("what has ended cannot be written to the database, it is kept and tried again");
            self.inner.sooner.notify_one();
        }
        removed.map_err(NotRemoved)
    }

    /// Has the store write what it could not write before.
    async fn settle(&self) {
        // Whoever writes something settles as well, so that there may be nothing left to do here but to say it.
        if self.inner.store.settle().await.is_ok() && std::mem::take(&mut *self.failing()) {
            tracing::info!("the database can be written again: ended sessions have been removed from the store");
        }
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.inner.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sockets(&self) -> MutexGuard<'_, HashMap<ClientId, Socket>> {
        self.inner.sockets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn under_login(&self) -> MutexGuard<'_, UnderLogin> {
        self.inner.under_login.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tabs_left(&self) -> MutexGuard<'_, TabsLeft> {
        self.inner.tabs_left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failing(&self) -> MutexGuard<'_, bool> {
        self.inner.failing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The users whose sessions are stored. One user who cannot be read must not keep the others from coming back.
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

/// Whether a user is, for a log-in, the one whose password was checked.
pub fn is_unchanged(checked: &User, now: &User) -> bool {
    !now.disabled && now.password_hash == checked.password_hash && now.roles == checked.roles
}

async fn sleep_until(instant: Option<std::time::Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant.into()).await,
        None => std::future::pending().await,
    }
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
    }
}

/// A stored session with the roles that its user has now.
fn restored(stored: StoredSession, users: &HashMap<String, User>) -> Result<Restored, String> {
    let user = users.get(&stored.username).filter(|user| !user.disabled).ok_or("its user is gone or disabled")?;
    let opening = Opening {
        username: stored.username.into(),
        project: stored.project.into(),
        kind: if stored.designer { Kind::Designer } else { Kind::Client },
        hostname: stored.hostname.map(Into::into),
        ip: stored.ip.parse().map_err(|_| format!("{:?} is no address", stored.ip))?,
        user_agent: stored.user_agent.map(Into::into),
        roles: user.roles.iter().map(|role| role.as_str().into()).collect(),
        token: TokenHash(stored.token_hash),
    };
    Ok(Restored {
        client_id: stored.client_id.parse().map_err(|_| "its id is none")?,
        creation_time: Timestamp(stored.creation_time),
        opening,
    })
}
