//! The numbers of messages that have come from other nodes: one that comes twice is carried out once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rollcall_cluster::MAX_AGE;
use rollcall_session::Tick;

/// A number is kept for longer than a stamp is good, early ones included.
const KEPT: u64 = 3 * MAX_AGE;

/// The numbers of the messages of late, each with the time at which it came.
#[derive(Debug, Default)]
pub(super) struct Numbers(Mutex<HashMap<u64, Tick>>);

impl Numbers {
    /// Whether the number is new.
    pub(super) fn note(&self, number: u64, now: Tick) -> bool {
        let mut numbers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        numbers.retain(|_, at| now.0.saturating_sub(at.0) <= KEPT);
        numbers.insert(number, now).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_once_for_longer_than_a_stamp_is_good() {
        let numbers = Numbers::default();
        assert!(numbers.note(7, Tick(0)) && numbers.note(8, Tick(0)));
        assert!(!numbers.note(7, Tick(2 * MAX_AGE)));
        assert!(numbers.note(8, Tick(KEPT + 1)));
    }
}
