//! Filters that were asked for before: compiled, or known to cost too much.
//!
//! One cache serves all users. It is bounded in both, so that a user who sends thousands of patterns takes speed from
//! others and nothing else.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rollcall_regex::{Error, ErrorKind, Filter};

/// How many compiled filters are kept. A plant's scripts use a handful.
const KEPT: usize = 64;
/// The longest pattern that is kept, in bytes: a compiled filter may be large, and grows with its pattern.
const LONGEST_KEPT: usize = 200;
/// How many patterns that cost too much are remembered.
const REFUSED: usize = 256;
/// For how long they are. Names come and go, and a machine may have been busy: it deserves another try, not at once.
const REFUSED_FOR: Duration = Duration::from_secs(60);

/// Compiled filters and refused ones.
#[derive(Debug, Default)]
pub struct FilterCache {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    filters: HashMap<String, Kept>,
    refused: HashMap<String, (Error, Instant)>,
    /// Counts uses, to find the entry whose use is the longest ago.
    uses: u64,
}

#[derive(Debug)]
struct Kept {
    filter: Filter,
    used: u64,
}

impl FilterCache {
    /// The filter of a pattern.
    ///
    /// # Errors
    /// When it is not a valid pattern, or has used up a budget a while ago.
    pub fn get(&self, pattern: &str, now: Instant) -> Result<Filter, Error> {
        if let Some(known) = self.state().recall(pattern, now) {
            return known;
        }
        // Compiled outside the lock: a large pattern must not hold up the others.
        let filter = Filter::new(pattern)?;
        if pattern.len() <= LONGEST_KEPT {
            self.state().keep(pattern, filter.clone());
        }
        Ok(filter)
    }

    /// Remembers the pattern that an error is about, if the error is that it costs too much.
    pub fn note_failure(&self, error: &Error, now: Instant) {
        if error.kind() == ErrorKind::BudgetExceeded {
            self.state().refuse(error, now);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn recall(&mut self, pattern: &str, now: Instant) -> Option<Result<Filter, Error>> {
        if let Some((error, since)) = self.refused.get(pattern) {
            if now.saturating_duration_since(*since) < REFUSED_FOR {
                return Some(Err(error.clone()));
            }
            self.refused.remove(pattern);
        }
        self.uses += 1;
        let kept = self.filters.get_mut(pattern)?;
        kept.used = self.uses;
        Some(Ok(kept.filter.clone()))
    }

    fn keep(&mut self, pattern: &str, filter: Filter) {
        if self.filters.len() >= KEPT {
            let oldest = self.filters.iter().min_by_key(|(_, kept)| kept.used).map(|(pattern, _)| pattern.clone());
            oldest.map(|pattern| self.filters.remove(&pattern));
        }
        self.uses += 1;
        self.filters.insert(pattern.to_owned(), Kept { filter, used: self.uses });
    }

    fn refuse(&mut self, error: &Error, now: Instant) {
        if self.refused.len() >= REFUSED {
            let oldest = self.refused.iter().min_by_key(|(_, (_, since))| *since).map(|(pattern, _)| pattern.clone());
            oldest.map(|pattern| self.refused.remove(&pattern));
        }
        self.refused.insert(error.pattern().to_owned(), (error.clone(), now));
    }
}

#[cfg(test)]
mod tests {
    use rollcall_regex::Budget;

    use super::*;

    #[test]
    fn the_least_recently_used_filter_makes_room() {
        let (cache, now) = (FilterCache::default(), Instant::now());
        for i in 0..KEPT {
            cache.get(&format!("user{i}"), now).unwrap();
        }
        cache.get("user0", now).unwrap();
        cache.get("one.more", now).unwrap();
        assert!(cache.state().recall("user0", now).is_some());
        assert!(cache.state().recall("user1", now).is_none());
        assert_eq!(cache.state().filters.len(), KEPT);
        assert!(cache.get("(", now).is_err());
        cache.get(&"x".repeat(LONGEST_KEPT + 1), now).unwrap();
        assert_eq!(cache.state().filters.len(), KEPT);
    }

    #[test]
    fn a_pattern_that_cost_too_much_is_refused_for_a_while() {
        let (cache, now) = (FilterCache::default(), Instant::now());
        let spent = |i: usize| {
            let filter = cache.get(&format!("(a+)+b\\1{i}"), now).unwrap();
            filter.is_match("aaaaaaaaaaaaaaaaaaaab", &mut Budget::steps(10)).unwrap_err()
        };
        let error = spent(0);
        cache.note_failure(&error, now);
        let later = now + REFUSED_FOR;
        assert_eq!(cache.get(error.pattern(), later - Duration::from_millis(1)).unwrap_err(), error);
        assert!(cache.get(error.pattern(), later).is_ok());
        for i in 0..2 * REFUSED {
            cache.note_failure(&spent(i), now + Duration::from_millis(i as u64));
        }
        assert_eq!(cache.state().refused.len(), REFUSED);
        cache.note_failure(&Filter::new("(").unwrap_err(), now);
        assert_eq!(cache.get("(", now).unwrap_err().kind(), ErrorKind::Syntax);
    }
}
