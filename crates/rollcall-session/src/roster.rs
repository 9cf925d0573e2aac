//! The roster: the answers to "who is on?". It is the read model of the registry, kept away from log-ins.
//!
//! A question is a standing query: its answer is cached and kept up to date from a log of events, since a plant's scripts
//! ask the same few questions again and again.
//!
//! There are two locks. The lock of the **index** is for log-ins and log-outs, which write a row, and for questions, which
//! copy some rows; each holds it for some microseconds at most. The lock of the **answer cache** is for questions only.
//! Filters are matched while neither is held, since a pattern may take as long as its budget allows.
//!
//! An answer is right as of one moment. No snapshot is taken, which would hold up log-ins: rows are copied in slices,
//! then every event logged since the first slice is replayed over the copy. Inserts and deletes are idempotent, so the
//! result is the state after the last event, whichever moment a row was copied at. A cached answer is brought up to
//! date in the same way when the question comes again; without new events it is handed out unchanged.
//!
//! For this to hold, a change of the index and its event in the log are one step under the lock. Events have numbers
//! for names, so a new generation of numbers makes earlier matches of names void (see `texts.rs`).

mod answer;
mod answer_cache;
pub(crate) mod index;
mod log;
mod name_matches;
mod names;
pub(crate) mod row;
mod rows;
mod standing_query;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use rollcall_regex::{Budget, Error};

pub use self::answer::{Answer, Listing};
use self::answer_cache::{AnswerCache, Input, Need};
use self::index::Index;
use self::name_matches::MatchSets;
use self::standing_query::StandingQuery;
use crate::filters::Filters;

/// How many rows are copied before a waiting log-in gets the index.
const SLICE: usize = 256;

/// A handle to ask who is on; cloning shares it. Asking never holds up the [`Registry`](crate::Registry).
#[derive(Clone, Default)]
pub struct Roster(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    index: Mutex<Index>,
    /// How many wait to change the index.
    waiting: AtomicUsize,
    /// Never locked by a thread that holds the index.
    cache: Mutex<AnswerCache>,
}

impl Roster {
    /// The listed sessions that match, as of one moment between the call and the return.
    ///
    /// Filters are matched against distinct names, and only against those that they have not been matched against
    /// before; this is the only part that takes long, and it happens on no lock.
    ///
    /// # Errors
    /// When matching costs more than `budget` has, or more than the engine can do.
    pub fn answer(&self, filters: Filters<'_>, budget: &mut Budget<'_>) -> Result<Arc<Answer>, Error> {
        let mut input = Input::Nothing;
        loop {
            let step = lock(&self.0.cache).ask(filters, input, &self.0);
            input = match step {
                Need::Done(answer) => return Ok(answer),
                Need::Match(mut pending) => {
                    pending.evaluate(budget)?;
                    Input::Matched(pending)
                }
                Need::Search(matches, seen) => self.0.find(matches, seen).map_or(Input::Nothing, Input::Found),
            };
        }
    }

    /// How many sessions are listed.
    pub fn session_count(&self) -> usize {
        self.0.index().listed()
    }

    /// The index, to look something up for a log-in.
    pub(crate) fn index(&self) -> MutexGuard<'_, Index> {
        self.0.index_before_others()
    }
}

impl Shared {
    /// The index, for a question.
    fn index(&self) -> MutexGuard<'_, Index> {
        lock(&self.index)
    }

    /// The index, for a log-in or log-out: questions let these go first.
    fn index_before_others(&self) -> MutexGuard<'_, Index> {
        match self.index.try_lock() {
            Ok(index) => index,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                self.waiting.fetch_add(1, Ordering::Relaxed);
                let index = lock(&self.index);
                self.waiting.fetch_sub(1, Ordering::Relaxed);
                index
            }
        }
    }

    /// Copies the rows that match, a slice at a time. None when a new generation of numbers has begun meanwhile. `matches`
    /// are complete as of event `seen`; a name that has come since is found by the events after it.
    fn find(&self, matches: MatchSets, seen: u64) -> Option<StandingQuery> {
        let expected = self.index().expected(&matches);
        let (mut rows, mut next) = (Vec::with_capacity(expected + 2 * SLICE), Some(0));
        while let Some(first) = next {
            // Room is made on no lock, where it may have to be copied.
            rows.reserve(2 * SLICE);
            while self.waiting.load(Ordering::Relaxed) > 0 {
                std::thread::yield_now();
            }
            let index = self.index();
            if !matches.are_current(index.names()) {
                return None;
            }
            next = index.copy(&matches, first, SLICE, &mut rows);
        }
        let tables = self.index().tables();
        Some(StandingQuery { matches, answer: Arc::new(Answer::new(rows, tables)), seen, asked: 0 })
    }
}

impl fmt::Debug for Roster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Roster").finish_non_exhaustive()
    }
}

/// Every change under these locks is made in whole steps that do not panic, so the state is good after a panic
/// elsewhere.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
