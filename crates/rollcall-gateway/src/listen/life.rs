//! The deadlines of a connection: it must send something within so many seconds, as long as it has shown no credential.
//!
//! One rule for every protocol: while no request is under way, the next one's head must be whole within the patience of
//! the connection's beginning, or of the end of the answer before. So nothing that has not been asked for is waited for
//! without end: not a TLS handshake, not half a preface of HTTP/2, not a head that comes letter by letter, not a
//! connection that is kept for later. Answers must be taken at the slowest pace that windows are meant for, all
//! simultaneous ones together; an answer that has been handed over may still be on its way for as long as that takes.
//! Bytes that are written without a request, such as answers to pings, do not count. A connection that has become a
//! WebSocket has rules of its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Place;

/// The slowest pace at which an answer may be taken, in bytes a second.
const SLOWEST: u64 = 32 * 1024;
/// The size that an answer of unknown length counts with while it is being made, in bytes, and the part of it that may
/// still be on its way when it has been handed over.
const LONG: u64 = 16 << 20;
const QUEUED: u64 = 400 << 10;

/// One connection's life, shared by the stream that is read and written and by the requests that come over it.
#[derive(Debug)]
pub struct Life {
    place: Place,
    patience: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// By when the next request must be whole.
    next_by: Instant,
    /// By when everything that has been answered so far will have been taken at the slowest pace.
    taken_by: Instant,
    /// Whether something has come since the last answer.
    heard: bool,
    /// Whether it has shown a valid credential.
    known: bool,
    last: u64,
    /// The requests under way, each with the time by which its answer must have been taken, once there is one.
    under_way: BTreeMap<u64, Option<Instant>>,
    upgraded: bool,
}

/// A request under way, until its answer has been handed over or the request is dropped.
#[derive(Debug)]
pub struct UnderWay {
    life: Arc<Life>,
    number: u64,
}

impl Life {
    /// A connection that was accepted just now.
    pub fn new(place: Place, patience: Duration, now: Instant) -> Self {
        let state = State {
            next_by: now + patience,
            taken_by: now,
            heard: false,
            known: false,
            last: 0,
            under_way: BTreeMap::new(),
            upgraded: false,
        };
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

    /// A request has shown a valid credential.
    pub fn is_known(&self) {
        self.state().known = true;
        self.place.is_known();
    }

    /// Whether one has.
    pub fn knows_whose(&self) -> bool {
        self.state().known
    }

    /// Resolves when another connection needs the place.
    pub async fn sent_away(&self) {
        self.place.sent_away().await;
    }

    /// The next deadline; None while the gateway itself is working.
    pub fn deadline(&self) -> Option<Instant> {
        let state = self.state();
        if state.upgraded {
            None
        } else if state.under_way.is_empty() {
            Some(state.next_by)
        } else {
            state.under_way.values().flatten().min().copied()
        }
    }

    /// Something has come.
    pub fn hear(&self) {
        self.state().heard = true;
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
        let pace = |bytes: u64| Duration::from_millis(bytes.saturating_mul(1_000) / SLOWEST);
        let mut state = self.life.state();
        let before = state.taken_by.max(now);
        state.taken_by = before + pace(length.unwrap_or(QUEUED));
        let by = before + pace(length.unwrap_or(LONG)) + self.life.patience;
        state.under_way.insert(self.number, Some(by));
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
            state.next_by = state.taken_by.max(Instant::now()) + self.life.patience;
            state.heard = false;
            self.life.place.asks(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Door, Limits, Rules};
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(15);

    fn life() -> (Arc<Life>, Instant) {
        let rules = Rules { limits: Limits { all: 4, unknown_of_address: 4 }, patience: PATIENCE, proxies: [].into() };
        let place = Door::new(rules).admit(None).expect("a place");
        let now = Instant::now();
        (Arc::new(Life::new(place, PATIENCE, now)), now)
    }

    #[test]
    fn answers_at_once_share_the_line() {
        let (life, now) = life();
        assert_eq!(life.deadline(), Some(now + PATIENCE));
        let answers = [(); 4].map(|()| life.begin());
        assert_eq!(life.deadline(), None, "an answer that is being made is the gateway's affair");
        for answer in &answers {
            answer.answered(Some(10 * SLOWEST), now);
        }
        let by = |seconds| Some(now + PATIENCE + Duration::from_secs(seconds));
        assert_eq!(life.deadline(), by(10));
        let [first, second, third, fourth] = answers;
        drop((first, second, third));
        assert_eq!(life.deadline(), by(40));
        // Handed over, but perhaps still on its way.
        drop(fourth);
        assert_eq!(life.deadline(), by(40));
        drop(life.begin());
        assert_eq!(life.deadline(), by(40));
    }

    #[test]
    fn an_answer_of_unknown_length_has_long_and_leaves_little() {
        let (life, now) = life();
        let answer = life.begin();
        answer.answered(None, now);
        assert_eq!(life.deadline(), Some(now + PATIENCE + Duration::from_millis(LONG * 1_000 / SLOWEST)));
        drop(answer);
        assert!(life.deadline().unwrap() < now + 2 * PATIENCE);
    }

    #[test]
    fn a_small_answer_gives_the_patience_once_more() {
        let (life, now) = life();
        let answer = life.begin();
        answer.answered(Some(100), now);
        let before = Instant::now();
        drop(answer);
        let deadline = life.deadline().unwrap() - PATIENCE;
        assert!(deadline >= before && deadline <= Instant::now() + Duration::from_millis(100));
    }
}
