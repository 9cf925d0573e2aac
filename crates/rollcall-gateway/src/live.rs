//! Live sessions: the registry with everything around it that a pure state machine must not know.
//!
//! The registry decides; this module asks it under a lock, and then carries out the decision: the store is written,
//! sockets get orders, a timer sleeps until something is due. The lock is never held while waiting for anything, and
//! questions of who is on go to the roster, which has locks of its own: keep-alives never wait for a question, and
//! log-ins for some microseconds at most.
//!
//! It is correct because of its order:
//! * a log-in is answered only after the store has the session: reserve, store, look at the user once more, confirm. A
//!   user who is disabled or loses a role is written to the store first and loses the sessions then, reserved ones
//!   included; so whichever comes first, the other sees it;
//! * a session that ends is dead in memory first (its token opens nothing from that moment), then removed from the
//!   store, and only then is the caller answered. A removal that could not be written counts in the store all the same
//!   and is written when that is possible, since a restart would bring the session back.

mod ended;
mod ending;
mod epochs;
mod events;
mod moving;
mod opening;
mod removals;
mod restoring;
mod sockets;
mod tabs_left;
#[cfg(test)]
mod tests;
mod under_login;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rollcall_cluster::Departures;
use rollcall_session::{ClientId, Clock, EndReason, Registry, Roster, Session, Settings, TokenHash};
use rollcall_store::Store;
use tokio::sync::Notify;

use crate::clock::SystemClock;
use ended::EndedSessions;
pub use ending::NotRemoved;
use epochs::Epochs;
use events::Events;
pub use events::{Follower, NumberedEvent, Received, Refusal, RefusedLogIn, SessionEvent};
pub use opening::{Admitted, OpenSessionError, is_unchanged};
use removals::Removals;
pub use restoring::NotRestored;
use sockets::Socket;
pub use sockets::SocketOrder;
use tabs_left::TabsLeft;
use under_login::UnderLogin;

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
    epochs: Epochs,
    /// Sessions that other nodes have taken, with their epochs here.
    departures: Mutex<Departures<(Session, i64)>>,
    /// Why sessions have ended.
    why_ended: EndedSessions,
    /// All followers of session events get them here.
    events: Events,
    removals: Removals,
    /// Whether the store could not write the last time: it is reported once.
    failing: Mutex<bool>,
    store: Store,
    clock: SystemClock,
    /// Something may be due earlier than the timer thinks.
    sooner: Notify,
}

impl LiveSessions {
    /// No sessions yet.
    pub fn new(settings: Settings, store: Store, clock: SystemClock) -> Self {
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
            epochs: Epochs::default(),
            departures: Mutex::default(),
            why_ended: EndedSessions::default(),
            events: Events::new(clock),
            removals: Removals::new(store.clone()),
            failing: Mutex::default(),
            store,
            clock,
            sooner: Notify::new(),
        };
        LiveSessions { inner: Arc::new(inner) }
    }

    /// The projects that sessions belong to.
    pub fn projects(&self) -> BTreeSet<String> {
        self.registry().sessions().map(|session| session.project.to_string()).collect()
    }

    /// Subscribes to the session events from now on.
    pub fn follow(&self) -> Follower {
        self.inner.events.follow()
    }

    /// A log-in was refused: an event for the followers.
    pub fn refused(&self, refused: RefusedLogIn) {
        self.inner.events.refused(refused);
    }

    /// The live session that a credential belongs to.
    pub fn find(&self, token: &TokenHash) -> Option<Session> {
        self.registry().find(token, self.inner.clock.now())
    }

    /// The reason for which the session of this token has ended, for as long as it is remembered.
    pub fn why_ended(&self, token: &TokenHash) -> Option<EndReason> {
        self.inner.why_ended.why(token)
    }

    /// The live session of this id.
    pub fn get(&self, id: ClientId) -> Option<Session> {
        self.registry().get(id)
    }

    /// The log-in that a session was opened under, where there is one.
    pub fn login_of(&self, id: ClientId) -> Option<TokenHash> {
        self.under_login().login_of(id)
    }

    /// Who is on, for questions of any length. Asking may take as long as its budget allows: not for a thread that
    /// serves sockets.
    pub fn roster(&self) -> &Roster {
        &self.inner.roster
    }

    /// Asks the registry a short question: log-ins wait for its end.
    pub fn ask<T>(&self, question: impl FnOnce(&Registry) -> T) -> T {
        question(&self.registry())
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
