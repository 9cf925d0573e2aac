//! The door: accepts connections and serves each until its end, or until its place is needed.
//!
//! | file | content |
//! |---|---|
//! | `places` | the connections that may be open, as a table |
//! | `descriptors` | how many those are |
//! | `life` | the deadlines of a connection |
//! | `stream` | a connection's bytes, with an end to every wait |
//! | `connection` | one connection, from the handshake to its end |
//! | `refusal` | answers to connections that never sent a valid request |
//! | `report` | the log lines about all that |
//!
//! HTTP/1.1 is spoken in the clear; under TLS a client that asks for it (ALPN) gets HTTP/2. It is the gateway's own
//! loop and not a library's, because the waits that must have an end here lie between the layers: a descriptor that is
//! taken before anything is sent, a handshake, the choice of a protocol, the pause between two requests.

mod connection;
pub mod descriptors;
mod life;
mod places;
mod refusal;
mod report;
mod stream;

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use rollcall_wire::rest::ErrorCode;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_rustls::TlsAcceptor;

use crate::throttle::place;
use connection::Peer;
pub use life::Life;
pub use places::Limits;
use places::{Admitted, Id, Places};
use report::Report;

/// How long to wait when the system cannot accept a connection: something has to be closed first.
const PAUSE: Duration = Duration::from_millis(50);

/// The rules of the door.
#[derive(Clone, Debug)]
pub struct Rules {
    /// How many connections.
    pub limits: Limits,
    /// How long a connection may ask for nothing.
    pub patience: Duration,
    /// Addresses of proxies, whose connections are other people's.
    pub proxies: Arc<[IpAddr]>,
}

/// The door of a gateway.
#[derive(Debug)]
pub struct Door {
    rules: Rules,
    inside: Mutex<Inside>,
    /// A place has become free.
    freed: Notify,
}

#[derive(Debug)]
struct Inside {
    places: Places,
    /// Each with the way to send it away.
    held: HashMap<Id, Arc<Notify>>,
    report: Report,
}

/// A connection's place; dropping it gives the place back.
#[derive(Debug)]
pub struct Place {
    door: Arc<Door>,
    id: Id,
    sent_away: Arc<Notify>,
}

impl Door {
    /// A door without connections yet.
    pub fn new(rules: Rules) -> Arc<Self> {
        let places = Places::new(rules.limits);
        let inside = Inside { places, held: HashMap::new(), report: Report::default() };
        Arc::new(Door { rules, inside: Mutex::new(inside), freed: Notify::new() })
    }

    /// Serves connections until `stop`; then lets the open ones finish for `drain`.
    pub async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        tls: Option<TlsAcceptor>,
        router: Router,
        mut stop: watch::Receiver<bool>,
        drain: Duration,
    ) {
        let mut connections = JoinSet::new();
        let mut minute = interval(report::EVERY);
        minute.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = stopped(&mut stop) => break,
                Some(_) = connections.join_next() => {}
                _ = minute.tick() => self.tell(),
                accepted = self.accept(&listener) => match accepted {
                    Ok((stream, peer, place)) => {
                        let life = Arc::new(Life::new(place, self.rules.patience, Instant::now()));
                        let peer = Peer { address: peer, proxies: Arc::clone(&self.rules.proxies) };
                        connections.spawn(connection::serve(stream, peer, life, tls.clone(), router.clone(), stop.clone()));
                    }
                    Err(error) => self.failed(&error).await,
                }
            }
        }
        drop(listener);
        // Connections that do not finish are cut off when the set is dropped.
        let _ = timeout(drain, async {
            while connections.join_next().await.is_some() {}
            // A connection that has become a WebSocket has no task here, but still has its place.
            self.emptied().await;
        })
        .await;
    }

    /// The next connection that gets a place.
    async fn accept(self: &Arc<Self>, listener: &TcpListener) -> io::Result<(TcpStream, SocketAddr, Place)> {
        loop {
            self.roomy().await;
            let (stream, peer) = listener.accept().await?;
            let ip = peer.ip().to_canonical();
            match self.admit((!self.rules.proxies.contains(&ip)).then(|| place(ip))) {
                Some(place) => return Ok((stream, peer, place)),
                None => refuse(&stream),
            }
            self.tell();
        }
    }

    fn admit(self: &Arc<Self>, address: Option<IpAddr>) -> Option<Place> {
        let mut inside = self.inside();
        let Some(Admitted { id, instead_of }) = inside.places.admit(address) else {
            inside.report.note(|counts| counts.refused += 1);
            return None;
        };
        if let Some(other) = instead_of {
            inside.send_away(other);
        }
        let sent_away = Arc::new(Notify::new());
        inside.held.insert(id, Arc::clone(&sent_away));
        drop(inside);
        self.tell();
        Some(Place { door: Arc::clone(self), id, sent_away })
    }

    /// The system would not accept a connection: mostly since it has no descriptor left.
    async fn failed(&self, error: &io::Error) {
        let short = error.raw_os_error().is_some_and(|code| [libc::EMFILE, libc::ENFILE].contains(&code));
        if short || error.kind() == io::ErrorKind::OutOfMemory {
            let mut inside = self.inside();
            if let Some(id) = inside.places.send_one_away() {
                inside.send_away(id);
            }
        }
        // Anything else is about one connection that broke before it was accepted.
        if short || error.raw_os_error().is_some_and(|code| [libc::ENOBUFS, libc::ENOMEM].contains(&code)) {
            self.inside().report.note(|counts| counts.failed += 1);
            self.tell();
            sleep(PAUSE).await;
        }
    }

    /// Waits while there are too many connections: the ones that were sent away are still closing.
    async fn roomy(&self) {
        self.until(|inside| inside.held.len() <= self.rules.limits.all).await;
    }

    async fn emptied(&self) {
        self.until(|inside| inside.held.is_empty()).await;
    }

    async fn until(&self, holds: impl Fn(&Inside) -> bool) {
        loop {
            let freed = self.freed.notified();
            tokio::pin!(freed);
            // Subscribe before checking the condition, or the wake-up could be missed.
            freed.as_mut().enable();
            if holds(&self.inside()) {
                return;
            }
            freed.await;
        }
    }

    fn tell(&self) {
        let Some(counts) = self.inside().report.due(Instant::now()) else { return };
        let report::Counts { refused, sent_away, failed } = counts;
        let Limits { all, unknown_of_address } = self.rules.limits;
        tracing::warn!(
            refused,
            sent_away,
            failed,
            limit = all,
            per_address = unknown_of_address,
            "more connections than there is room for: refused, closed to make room for others, or not accepted for want \
             of descriptors; see [connections] in the configuration and the system's limit of open files"
        );
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn send_away(&mut self, id: Id) {
        self.report.note(|counts| counts.sent_away += 1);
        if let Some(held) = self.held.get(&id) {
            held.notify_one();
        }
    }
}

impl Place {
    fn asks(&self, asks: bool) {
        self.door.inside().places.asks(self.id, asks);
    }

    fn is_known(&self) {
        self.door.inside().places.is_known(self.id);
    }

    async fn sent_away(&self) {
        self.sent_away.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.door.inside();
        inside.places.leave(self.id);
        inside.held.remove(&self.id);
        drop(inside);
        self.door.freed.notify_waiters();
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // A sender that is gone has stopped as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Sends the reason, where that can be done at once and in the clear, and closes.
fn refuse(stream: &TcpStream) {
    let message = "the gateway has as many connections as it may have; try again in a moment";
    // A client that speaks TLS takes it for the end of the connection, which it is.
    let _ = stream.try_write(&refusal::answer("503 Service Unavailable", ErrorCode::Busy, message));
}
