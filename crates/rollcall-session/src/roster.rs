//! The roster: who is on, for those who ask, kept away from those who log in.
//!
//! There are two locks. That of the **index** is for whoever logs in or out, who writes a row, and for whoever asks, who
//! copies some; either holds it for some microseconds at most. That of the **book**, where answers are kept, belongs to
//! those who ask. Filters are matched while neither is held, since a pattern may take as long as its budget allows.
//!
//! An answer is one moment's: all that happened before it, and nothing after it. That is not because everything stands
//! still while it is put together, which for a long list would hold up log-ins. Its rows are copied bit by bit, each at
//! another moment, and then what the **log** has from the first bit on is done to them once more: who was listed since is
//! put in, who ended since is taken out, and either is no matter when it has been seen before. What comes of it is right
//! as of the last event, whichever moment a row was copied at. The same is done to an answer that was kept when somebody
//! asks for it again; with no events it is the same answer, handed out once more.
//!
//! For this to hold, a change of the index and its event in the log are one step under the lock; and events have numbers
//! for names, so that what was known of names is thrown away when numbers get another meaning (see `texts.rs`).

mod answer;
mod book;
pub(crate) mod index;
mod log;
mod names;
pub(crate) mod row;
mod rows;
mod standing;
mod verdict;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use rollcall_regex::{Budget, Error};

pub use self::answer::{Answer, Listing};
use self::book::{Book, Offer, Step};
use self::index::Index;
use self::standing::Standing;
use self::verdict::Verdicts;
use crate::Filters;

/// How many rows are copied before whoever logs in gets a turn.
const SLICE: usize = 256;

/// A handle to ask who is on; cloning shares it. Asking never holds up the [`Registry`](crate::Registry).
#[derive(Clone, Default)]
pub struct Roster(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    index: Mutex<Index>,
    /// How many wait to change the index.
    waiting: AtomicUsize,
    /// Never taken by whoever has the index.
    book: Mutex<Book>,
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
        let mut offer = Offer::Nothing;
        loop {
            let step = lock(&self.0.book).ask(filters, offer, &self.0);
            offer = match step {
                Step::Done(answer) => return Ok(answer),
                Step::Judge(mut open) => {
                    open.judge(budget)?;
                    Offer::Judged(open)
                }
                Step::Find(verdicts) => self.0.find(verdicts).map_or(Offer::Nothing, Offer::Found),
            };
        }
    }

    /// How many sessions are listed.
    pub fn session_count(&self) -> usize {
        self.0.index().listed()
    }

    /// The index, to look something up for whoever logs in.
    pub(crate) fn index(&self) -> MutexGuard<'_, Index> {
        self.0.index_before_others()
    }
}

impl Shared {
    /// The index, for whoever asks.
    fn index(&self) -> MutexGuard<'_, Index> {
        lock(&self.index)
    }

    /// The index, for whoever logs in or out: those who ask let others have it first.
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

    /// Copies the rows that are admitted, a slice at a time. None when numbers changed their meaning meanwhile.
    fn find(&self, verdicts: Verdicts) -> Option<Standing> {
        let index = self.index();
        let (seen, expected) = (index.log.end(), index.expected(&verdicts));
        drop(index);
        let (mut rows, mut next) = (Vec::with_capacity(expected + 2 * SLICE), Some(0));
        while let Some(first) = next {
            // Room is made on no lock, where it may have to be copied.
            rows.reserve(2 * SLICE);
            while self.waiting.load(Ordering::Relaxed) > 0 {
                std::thread::yield_now();
            }
            let index = self.index();
            if !verdicts.are_of_age(&index) {
                return None;
            }
            next = index.copy(&verdicts, first, SLICE, &mut rows);
        }
        let tables = self.index().tables();
        Some(Standing { verdicts, answer: Arc::new(Answer::new(rows, tables)), seen, asked: 0 })
    }
}

impl fmt::Debug for Roster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Roster").finish_non_exhaustive()
    }
}

/// Every change under these locks is made in whole steps that do not panic, so that what a panic elsewhere left is good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
