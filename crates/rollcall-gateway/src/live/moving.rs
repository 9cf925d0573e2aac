//! Sessions that change hands between the nodes of a cluster: the store has decided, and this carries it out.
//!
//! A session that is taken in is disconnected until its client opens a socket, as after a restart. One that is handed over
//! has not ended: no reason is kept, nothing is removed from the store, and its client's last script does not run.

use std::sync::{MutexGuard, PoisonError};

use rollcall_cluster::Departures;
use rollcall_session::{ClientId, Clock, EndReason, Ended, Session, Tick, TokenHash};
use rollcall_store::{OwnedSession, TakenSession};

use super::restoring::{NotRestored, restored};
use super::sockets::SocketOrder;
use super::{LiveSessions, SessionEvent};

impl LiveSessions {
    /// Takes in a session that this node has taken in the store.
    ///
    /// # Errors
    /// When it cannot go on here; it should be removed from the store.
    pub fn take_in(&self, taken: TakenSession) -> Result<ClientId, NotRestored> {
        let TakenSession { session, user, .. } = taken;
        let (login, epoch) = (session.login_hash.map(TokenHash), session.epoch);
        let id = session.client_id.parse().map_err(|_| NotRestored::Fault("its id is not valid".to_owned()))?;
        // This node may have had it until its lease ran out.
        self.hand_over(id, epoch);
        let restored = restored(session, &user)?;
        // First, so that nothing of an earlier epoch is done to it.
        self.inner.epochs.raise(id, epoch);
        if let Err(error) = self.restore_one(restored) {
            self.inner.epochs.take(id);
            return Err(error);
        }
        if let Some(login) = login {
            self.under_login().add(login, id);
        }
        self.inner.sooner.notify_one();
        Ok(id)
    }

    /// Another node has the session at this epoch. A socket that it still has here was followed by one there.
    pub fn hand_over(&self, id: ClientId, epoch: i64) {
        let own = self.inner.epochs.of(id);
        if own >= epoch {
            return;
        }
        // First: a list that is made meanwhile finds it in one of the two places, or in both.
        if let Some(session) = self.get(id) {
            self.departures().note((session, own), self.inner.clock.now().tick);
            self.let_go(id, SocketOrder::Replaced);
        }
    }

    fn let_go(&self, id: ClientId, order: SocketOrder) {
        let Some(Ended { session, .. }) = self.registry().end(id, EndReason::Lost) else { return };
        self.forget(id);
        tracing::info!(client_id = %id, "session is left to another node");
        if let Some(socket) = self.sockets().remove(&id) {
            let _ = socket.orders.send(order);
        }
        self.inner.events.moved(session);
    }

    /// Another node has ended the session, which was this node's at this epoch. This node may have it at an earlier one: it
    /// took its own session again and never got the store's answer.
    pub fn end_as_elsewhere(&self, id: ClientId, epoch: i64, reason: EndReason) {
        if self.inner.epochs.of(id) > epoch {
            return;
        }
        let ended = self.registry().end(id, reason);
        if let Some(ended) = ended {
            self.note_end(ended.token, ended.reason.clone());
            self.carry_out(ended);
        }
    }

    /// This node must not serve: its sessions are other nodes' to take. All clients are sent away, to come back or to go
    /// elsewhere.
    pub fn hand_all_over(&self) {
        let ids: Vec<ClientId> = self.registry().sessions().map(|session| session.client_id).collect();
        ids.into_iter().for_each(|id| self.let_go(id, SocketOrder::GatewayStops));
    }

    /// A session that another node has, for a request that came here.
    pub fn elsewhere(&self, owned: OwnedSession) -> Option<Session> {
        let restored = restored(owned.session, &owned.user).ok()?;
        Some(Session::elsewhere(restored, self.inner.clock.now()))
    }

    /// The sessions that other nodes have taken since then, and their epochs here. A list of all nodes needs them: the other
    /// node may have answered before it had the session.
    pub fn departed_since(&self, since: Tick) -> Vec<(Session, i64)> {
        self.departures().since(since)
    }

    /// Whether the session is here, at this epoch.
    pub fn has(&self, id: ClientId, epoch: i64) -> bool {
        self.get(id).is_some() && self.inner.epochs.of(id) == epoch
    }

    /// How often the session has changed hands.
    pub fn epoch_of(&self, id: ClientId) -> i64 {
        self.inner.epochs.of(id)
    }

    /// The roles that a user has now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn roles_of(&self, username: &str) -> Result<Vec<String>, rollcall_store::Error> {
        let user = self.inner.store.user(username).await?.filter(|user| !user.disabled);
        Ok(user.map_or_else(Vec::new, |user| user.roles))
    }

    /// The reason for which a session of this token ended on another node.
    pub fn note_end(&self, token: TokenHash, reason: EndReason) {
        self.inner.why_ended.note(token, reason, self.inner.clock.now().tick);
    }

    fn departures(&self) -> MutexGuard<'_, Departures<(Session, i64)>> {
        self.inner.departures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing is left of a session beside its socket.
    pub(super) fn forget(&self, id: ClientId) {
        self.under_login().remove(id);
        self.tabs_left().come_back(id);
        self.inner.epochs.take(id);
    }
}

impl SessionEvent {
    /// The session that is not on this node any more after the event, and whether it is over.
    pub fn left(&self) -> Option<(ClientId, bool)> {
        match self {
            SessionEvent::Ended { session, .. } => Some((session.client_id, true)),
            SessionEvent::Moved(session) => Some((session.client_id, false)),
            SessionEvent::Opened(_)
            | SessionEvent::Resumed(_)
            | SessionEvent::Disconnected(_)
            | SessionEvent::Refused(_) => None,
        }
    }
}
