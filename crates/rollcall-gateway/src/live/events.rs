//! The session events, sent to all who follow them: clients, histories and counters.
//!
//! Sending never waits: a follower that is slow misses events and learns how many, so that no log-in is held up and no
//! list grows. It then has to look at the current sessions. Events are numbered in the order in which they are sent;
//! those of one session are in the order in which they happened: all but the end are sent under the registry's lock,
//! and after an end nothing happens to a session. A stranger can cause any number of refused log-ins: once followers
//! are half behind, refusals are left out, so that they push nothing else out.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rollcall_session::{ClientId, Clock, EndReason, Kind, Session, Timestamp};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use crate::clock::SystemClock;

/// How many events a follower may be behind.
pub(super) const KEPT: usize = 1_024;

/// An event of a session, or of a log-in that was refused.
#[derive(Clone, Debug)]
pub enum SessionEvent {
    /// A person has logged in: the session is in the list.
    Opened(Session),
    /// A client that was away is connected again.
    Resumed(Session),
    /// The connection of a client has ended; its session goes on and waits for it.
    Disconnected(Session),
    /// A session is over.
    Ended {
        /// The session as it last was.
        session: Session,
        /// Why.
        reason: EndReason,
    },
    /// Another node of the cluster has the session now.
    Moved(Session),
    /// A log-in was refused.
    Refused(RefusedLogIn),
}

/// A log-in that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLogIn {
    /// The name that was given; None for one that is longer than any user's.
    pub username: Option<Arc<str>>,
    /// The project, where one was named.
    pub project: Option<Arc<str>>,
    /// The kind of client.
    pub kind: Kind,
    /// The address that the gateway saw.
    pub address: IpAddr,
    /// Why.
    pub reason: Refusal,
    /// How many refusals before this one were left out.
    pub left_out: u64,
}

/// Why a log-in was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The user is unknown or disabled, or the password is wrong.
    WrongPassword,
    /// There are too many log-ins, or there were too many wrong passwords.
    Busy,
    /// There is no such project, or it has mistakes.
    UnknownProject,
    /// The user has no role that the project admits.
    NotAdmitted,
    /// As many sessions are open as may be.
    Limit,
    /// The user was changed during the log-in.
    UserChanged,
    /// The gateway could not do it: the store, for instance.
    Failed,
}

/// An event with its place in the row.
#[derive(Clone, Debug)]
pub struct NumberedEvent {
    /// From 1, since the gateway started, without gaps.
    pub number: u64,
    /// When it was sent, by the gateway's clock.
    pub time: Timestamp,
    /// The event.
    pub event: SessionEvent,
}

/// The next thing that a follower receives.
#[derive(Clone, Debug)]
pub enum Received {
    /// The next event.
    Event(Arc<NumberedEvent>),
    /// So many events were missed: the follower was too slow.
    Missed(u64),
}

/// Tells events.
#[derive(Debug)]
pub(super) struct Events {
    clock: SystemClock,
    sender: broadcast::Sender<Arc<NumberedEvent>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The number of the last event.
    last: u64,
    /// Sessions that have not been connected yet: their first connection is not a resumption.
    never_connected: HashSet<ClientId>,
    /// How many refusals were left out since the last one that was sent.
    left_out: u64,
}

impl Events {
    pub(super) fn new(clock: SystemClock) -> Self {
        Events { clock, sender: broadcast::Sender::new(KEPT), state: Mutex::default() }
    }

    pub(super) fn opened(&self, session: Session) {
        let mut state = self.state();
        state.never_connected.insert(session.client_id);
        self.tell(&mut state, SessionEvent::Opened(session));
    }

    /// A client is connected, for the first time or again.
    pub(super) fn connected(&self, session: Session) {
        let mut state = self.state();
        if !state.never_connected.remove(&session.client_id) {
            self.tell(&mut state, SessionEvent::Resumed(session));
        }
    }

    pub(super) fn disconnected(&self, session: Session) {
        self.tell(&mut self.state(), SessionEvent::Disconnected(session));
    }

    pub(super) fn moved(&self, session: Session) {
        let mut state = self.state();
        state.never_connected.remove(&session.client_id);
        self.tell(&mut state, SessionEvent::Moved(session));
    }

    pub(super) fn ended(&self, session: Session, reason: EndReason) {
        let mut state = self.state();
        state.never_connected.remove(&session.client_id);
        self.tell(&mut state, SessionEvent::Ended { session, reason });
    }

    pub(super) fn refused(&self, refused: RefusedLogIn) {
        let mut state = self.state();
        if self.sender.len() >= KEPT / 2 {
            state.left_out += 1;
            return;
        }
        let left_out = std::mem::take(&mut state.left_out);
        self.tell(&mut state, SessionEvent::Refused(RefusedLogIn { left_out, ..refused }));
    }

    /// All events from now on.
    pub(super) fn follow(&self) -> Follower {
        Follower { receiver: self.sender.subscribe() }
    }

    fn tell(&self, state: &mut State, event: SessionEvent) {
        state.last += 1;
        let time = self.clock.now().wall;
        // It fails only without followers.
        let _ = self.sender.send(Arc::new(NumberedEvent { number: state.last, time, event }));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Follows the events of sessions.
#[derive(Debug)]
pub struct Follower {
    receiver: broadcast::Receiver<Arc<NumberedEvent>>,
}

impl Follower {
    /// The next event; None once there are no more sessions, which is when the gateway ends. May be cancelled.
    pub async fn next(&mut self) -> Option<Received> {
        match self.receiver.recv().await {
            Ok(event) => Some(Received::Event(event)),
            Err(RecvError::Lagged(count)) => Some(Received::Missed(count)),
            Err(RecvError::Closed) => None,
        }
    }

    /// The next event that has been sent already, if any.
    pub fn ready(&mut self) -> Option<Received> {
        match self.receiver.try_recv() {
            Ok(event) => Some(Received::Event(event)),
            Err(TryRecvError::Lagged(count)) => Some(Received::Missed(count)),
            Err(TryRecvError::Empty | TryRecvError::Closed) => None,
        }
    }
}
