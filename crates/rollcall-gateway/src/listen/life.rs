//! What a connection owes: something within so many seconds, as long as nobody knows what for.
//!
//! One rule for every protocol: while no request is under way, the next one's head must be whole within
//! [`Life::PATIENCE`] of the connection's beginning, or of the last byte of the answer before. So nothing is waited for
//! without end that has not been asked for: not a TLS handshake, not half a preface of HTTP/2, not a head that comes
//! letter by letter, not a connection that is kept for later. While an answer is being sent, it must be taken at the
//! slowest pace that windows are meant for. A connection that has become a WebSocket has rules of its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Place;

/// The slowest pace at which an answer may be taken, in bytes a second.
const SLOWEST: u64 = 32 * 1024;
/// What an answer of unknown length counts as, in bytes.
const LONG: u64 = 16 << 20;

/// One connection's life, shared by the stream that is read and written and by the requests that come over it.
#[derive(Debug)]
pub struct Life {
    place: Place,
    patience: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Since when nothing has been under way.
    since: Instant,
    /// Whether something has come since then.
    heard: bool,
    last: u64,
    /// What is under way, each with the time by which its answer must have been taken, once there is one.
    under_way: BTreeMap<u64, Option<Instant>>,
    upgraded: bool,
}

/// A request under way, until its answer has been handed over or nobody wants it any more.
#[derive(Debug)]
pub struct UnderWay {
    life: Arc<Life>,
    number: u64,
}

impl Life {
    /// A connection that was accepted just now.
    pub fn new(place: Place, patience: Duration, now: Instant) -> Self {
        let state = State { since: now, heard: false, last: 0, under_way: BTreeMap::new(), upgraded: false };
        Life { place, patience, state: Mutex::new(state) }
    }

    /// The head of a request is whole.
    pub fn begin(self: &Arc<Self>) -> UnderWay {
        let mut state = self.state();
        state.last += 1;
        let number = state.last;
        state.under_way.insert(number, None);
        if state.under_way.len() == 1 {
            self.place.asks(true);
        }
        UnderWay { life: Arc::clone(self), number }
    }

    /// A request has shown a credential that is worth something.
    pub fn is_known(&self) {
        self.place.is_known();
    }

    /// Resolves when the place is needed for somebody else.
    pub async fn sent_away(&self) {
        self.place.sent_away().await;
    }

    /// By when something must have happened; None while that is somebody else's affair.
    pub fn deadline(&self) -> Option<Instant> {
        let state = self.state();
        if state.upgraded {
            None
        } else if state.under_way.is_empty() {
            Some(state.since + self.patience)
        } else {
            state.under_way.values().flatten().min().copied()
        }
    }

    /// Something has come.
    pub fn hear(&self) {
        self.state().heard = true;
    }

    /// Something that was sent has been taken.
    pub fn taken(&self, now: Instant) {
        let mut state = self.state();
        if state.under_way.is_empty() {
            (state.since, state.heard) = (now, false);
        }
    }

    /// Whether nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.state().under_way.is_empty()
    }

    /// Whether a head has begun to come and is not whole.
    pub fn is_in_a_head(&self) -> bool {
        let state = self.state();
        state.heard && state.under_way.is_empty()
    }

    /// The protocol is another from now on.
    fn upgrade(&self) {
        self.state().upgraded = true;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UnderWay {
    /// Its answer begins, of this many bytes where that is known.
    pub fn answered(&self, length: Option<u64>, now: Instant) {
        let pace = Duration::from_secs(length.unwrap_or(LONG) / SLOWEST);
        let patience = self.life.patience;
        self.life.state().under_way.insert(self.number, Some(now + patience + pace));
    }

    /// Its answer is that the protocol becomes another.
    pub fn upgraded(&self) {
        self.life.upgrade();
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut state = self.life.state();
        state.under_way.remove(&self.number);
        if state.under_way.is_empty() {
            (state.since, state.heard) = (Instant::now(), false);
            self.life.place.asks(false);
        }
    }
}
