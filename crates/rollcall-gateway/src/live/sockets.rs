//! The sockets of sessions: one each, and the frames that arrive on it.

use std::time::Duration;

use rollcall_session::{ClientId, Clock, ConnectionId, EndReason, Tick};
use tokio::sync::oneshot;

use super::LiveSessions;

/// The way to the task that serves a session's socket.
#[derive(Debug)]
pub(super) struct Socket {
    connection_id: ConnectionId,
    /// The first order is the last: whatever it is, the socket closes.
    pub(super) orders: oneshot::Sender<SocketOrder>,
}

/// An order to the task of a socket.
#[derive(Clone, Debug)]
pub enum SocketOrder {
    /// The session is over: send the reason and close.
    End(EndReason),
    /// Another socket has taken its place: close.
    Replaced,
    /// The gateway stops: close, the session goes on.
    GatewayStops,
}

impl LiveSessions {
    /// A socket opens for a session; the socket before it, if any, gets the order to close. None when the session is
    /// over.
    pub fn attach(&self, id: ClientId) -> Option<(ConnectionId, oneshot::Receiver<SocketOrder>)> {
        let (orders, inbox) = oneshot::channel();
        // Both tables change together, or two sockets at once could each win in one of them.
        let mut sockets = self.sockets();
        let now = self.inner.clock.now();
        let mut registry = self.registry();
        let attached = registry.attach(id, now)?;
        if let Some(session) = registry.get(id).filter(|_| attached.replaced.is_none()) {
            self.inner.events.connected(session);
        }
        drop(registry);
        self.tabs_left().come_back(id);
        let socket = Socket { connection_id: attached.connection_id, orders };
        if let Some(old) = sockets.insert(id, socket) {
            // A socket that is closing by itself no longer listens, which is as good.
            let _ = old.orders.send(SocketOrder::Replaced);
        }
        Some((attached.connection_id, inbox))
    }

    /// A socket has closed; the session stays.
    pub fn detach(&self, id: ClientId, connection_id: ConnectionId) {
        let mut registry = self.registry();
        if registry.detach(id, connection_id)
            && let Some(session) = registry.get(id)
        {
            self.inner.events.disconnected(session);
        }
        drop(registry);
        let mut sockets = self.sockets();
        if sockets.get(&id).is_some_and(|s| s.connection_id == connection_id) {
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

    /// The client has sent a frame. False when its session is over.
    #[must_use]
    pub fn frame(&self, id: ClientId) -> bool {
        self.registry().frame(id, self.inner.clock.now())
    }

    /// The person did something. False when the session is over.
    #[must_use]
    pub fn activity(&self, id: ClientId) -> bool {
        self.registry().activity(id, self.inner.clock.now())
    }

    /// The sessions that have a socket, in the order of their ids.
    pub fn connected(&self) -> Vec<ClientId> {
        let mut connected: Vec<ClientId> = self.sockets().keys().copied().collect();
        connected.sort_unstable();
        connected
    }

    /// The socket of a session closes, for its client to connect elsewhere; the session goes on.
    pub fn send_away(&self, id: ClientId) {
        if let Some(socket) = self.sockets().remove(&id) {
            let _ = socket.orders.send(SocketOrder::GatewayStops);
        }
    }

    /// The gateway stops: every socket gets an order, no session ends.
    pub fn close_sockets(&self) {
        for (_, socket) in self.sockets().drain() {
            let _ = socket.orders.send(SocketOrder::GatewayStops);
        }
    }
}
