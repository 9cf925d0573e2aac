//! The connections to the server: how many there are, who has one, and what is known of the server's health.
//!
//! It is a pool of our own because of how a server goes away. A general pool waits and tries again until its time is up,
//! keeps the reason to itself, and hands a connection whose transaction was given up to the next caller once it has been
//! cleaned, for which a server that hangs takes for ever. Here a connection in whatever state but "done" is closed, which
//! costs the next caller a new one; and when the server does not answer one caller finds out by waiting, and the others
//! are told at once.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use super::failure::failure;
use crate::{Error, ErrorKind, ServerAddress};

/// How long a caller waits for one of the connections to become free.
const TURN: Duration = Duration::from_secs(3);
/// How long the server may take to accept a connection, or to begin a transaction.
pub(super) const ANSWER: Duration = Duration::from_secs(3);
/// For how long nobody else tries after the server was found away.
const PAUSE: Duration = Duration::from_millis(500);
/// A connection that was idle for longer is not used again: routers forget those without a word.
const IDLE: Duration = Duration::from_secs(60);
/// How long closing waits for calls under way.
const CLOSING: Duration = Duration::from_secs(10);

/// The connections of one store.
pub(super) struct Connections {
    address: ServerAddress,
    places: Arc<Semaphore>,
    idle: Mutex<Vec<(PgConnection, Instant)>>,
    away: Mutex<Option<Away>>,
}

/// The server did not answer.
struct Away {
    why: String,
    /// When the next caller may try.
    next: Instant,
}

/// A place among the connections, with or without one yet. Dropped, it closes its connection.
pub(super) struct Lease {
    pool: Arc<Connections>,
    _place: OwnedSemaphorePermit,
}

impl Connections {
    pub(super) fn new(address: ServerAddress) -> Self {
        let places = Arc::new(Semaphore::new(address.connections() as usize));
        Connections { address, places, idle: Mutex::default(), away: Mutex::default() }
    }

    pub(super) fn address(&self) -> &ServerAddress {
        &self.address
    }

    /// Waits for a place.
    ///
    /// # Errors
    /// `Closed`; `Away` while the server is known to be; `Busy`.
    pub(super) async fn place(self: &Arc<Self>) -> Result<Lease, Error> {
        let place = match timeout(TURN, Arc::clone(&self.places).acquire_owned()).await {
            Ok(place) => place.map_err(|_| Error::new(ErrorKind::Closed, "the database is closed"))?,
            Err(_) => {
                self.may_try()?;
                let count = self.address.connections();
                let message = format!("all {count} connections to the database are in use; try again");
                return Err(Error::new(ErrorKind::Busy, message));
            }
        };
        self.may_try()?;
        Ok(Lease { pool: Arc::clone(self), _place: place })
    }

    /// Refuses while the server is known to be away. Once in a while one caller may try all the same.
    fn may_try(&self) -> Result<(), Error> {
        let mut away = lock(&self.away);
        match away.as_mut() {
            Some(away) if Instant::now() < away.next => Err(Error::new(ErrorKind::Away, away.why.clone())),
            Some(away) => {
                away.next = Instant::now() + ANSWER;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Closes all that is idle, after the calls under way.
    pub(super) async fn close(&self) {
        let all = self.address.connections();
        let _ = timeout(CLOSING, self.places.acquire_many(all)).await;
        self.places.close();
        let idle = std::mem::take(&mut *lock(&self.idle));
        for (connection, _) in idle {
            let _ = timeout(ANSWER, connection.close()).await;
        }
    }
}

impl Lease {
    /// A connection that was given back, if there is one that is fresh.
    pub(super) fn used(&self) -> Option<PgConnection> {
        let mut idle = lock(&self.pool.idle);
        let fresh = idle.pop().filter(|(_, since)| since.elapsed() < IDLE);
        if fresh.is_none() {
            // Those below were idle for longer still.
            idle.clear();
        }
        fresh.map(|(connection, _)| connection)
    }

    /// A new connection.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses.
    pub(super) async fn new_connection(&self) -> Result<PgConnection, Error> {
        let connected = timeout(ANSWER, self.pool.address.options().connect()).await;
        let connected = connected.unwrap_or_else(|_| Err(no_answer())).map_err(failure);
        connected.inspect_err(|error| self.note(error))
    }

    /// Gives a connection back whose transaction is over.
    pub(super) fn give_back(self, connection: PgConnection) {
        if !self.pool.places.is_closed() {
            lock(&self.pool.idle).push((connection, Instant::now()));
        }
    }

    /// The server has answered.
    pub(super) fn is_well(&self) {
        *lock(&self.pool.away) = None;
    }

    /// Where the error says that the server is away, others are told so for a while.
    pub(super) fn note(&self, error: &Error) {
        if error.kind() == ErrorKind::Away {
            lock(&self.pool.idle).clear();
            *lock(&self.pool.away) = Some(Away { why: error.to_string(), next: Instant::now() + PAUSE });
        }
    }
}

/// What the system would say if it waited for less long.
pub(super) fn no_answer() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "the server does not answer"))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Connections").field(&self.address).finish()
    }
}
