//! The reasons for which sessions have ended, for clients that come back with a token that opens nothing any more.
//!
//! A tab whose laptop slept could not receive the reason. It gets it when it comes back, for as long as this is
//! remembered: a bounded time and number, in memory only. The token's hash is the key, so a caller that asks has held
//! the session.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use rollcall_session::{EndReason, Tick, TokenHash};

/// How many ends are remembered; past that the oldest goes. Each costs some 100 bytes.
const MOST: usize = 20_000;
/// How long, in milliseconds: a night and a day.
const MEMORY: u64 = 24 * 3_600 * 1_000;

/// The ends that are remembered.
#[derive(Debug, Default)]
pub(super) struct EndedSessions {
    ends: Mutex<Ends>,
}

#[derive(Debug, Default)]
struct Ends {
    reasons: HashMap<TokenHash, EndReason>,
    /// The last is the latest.
    order: VecDeque<(Tick, TokenHash)>,
}

impl EndedSessions {
    /// A session has ended.
    pub(super) fn note(&self, token: TokenHash, reason: EndReason, now: Tick) {
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        if ends.reasons.insert(token, reason).is_none() {
            ends.order.push_back((now, token));
        }
        while ends.order.len() > MOST || ends.order.front().is_some_and(|(then, _)| now.0 - then.0.min(now.0) > MEMORY)
        {
            let Some((_, oldest)) = ends.order.pop_front() else { break };
            ends.reasons.remove(&oldest);
        }
    }

    /// Why the session of this token has ended, if it is remembered.
    pub(super) fn why(&self, token: &TokenHash) -> Option<EndReason> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner).reasons.get(token).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(number: usize) -> TokenHash {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&number.to_le_bytes());
        TokenHash(bytes)
    }

    #[test]
    fn an_end_is_remembered_for_a_time_and_up_to_a_number() {
        let ended = EndedSessions::default();
        ended.note(token(0), EndReason::Idle, Tick(5));
        assert_eq!(ended.why(&token(0)), Some(EndReason::Idle));
        assert_eq!(ended.why(&token(1)), None);
        ended.note(token(1), EndReason::Lost, Tick(6 + MEMORY));
        assert_eq!(ended.why(&token(0)), None, "it was too long ago");
        for number in 2..MOST + 2 {
            ended.note(token(number), EndReason::Lost, Tick(7 + MEMORY));
        }
        assert_eq!(ended.why(&token(1)), None, "others came after it");
        assert_eq!(ended.why(&token(2)), Some(EndReason::Lost));
    }
}
