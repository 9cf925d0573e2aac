//! The roster: who is on, for those who ask, kept away from those who log in.
//!
//! The registry writes what happened onto a short list, the news, and is done. Whoever asks takes the news over into the
//! book, where sessions stand by user, and finds the answer there. So there are two locks. The one of the news is held
//! for the time that it takes to write a line or to take the list away; log-ins and log-outs need no other. The one of
//! the book belongs to those who ask. Filters are matched while neither is held, against names that are written down
//! once and never changed, since a pattern may take as long as its budget allows: see `Roster::answer`.
//!
//! An answer is one moment's: all news up to it, and none after it. What was answered is kept with the filters that asked
//! for it, and kept up when they ask again: with no news it is the same answer, handed out once more.
//!
//! A registry that nobody asks must not pile up news: when the list is long and nobody has the book, whoever writes
//! takes the list over. One user's sessions are a plain list, so that log-outs become slower (a microsecond for some
//! thousand) for a user who has many at a time; the limit of sessions is there for that.

mod answer;
mod book;
mod directory;
mod standing;
mod verdict;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rollcall_regex::{Budget, Error};

pub use self::answer::Answer;
use self::book::Book;
use crate::{Filters, Identity};

/// How long the list of news may get before its writer looks after it.
const LONG_LIST: usize = 512;

/// A handle to ask who is on; cloning shares it. Asking never holds up the [`Registry`](crate::Registry).
#[derive(Clone, Default)]
pub struct Roster(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// Never held while waiting for the book.
    news: Mutex<Vec<Change>>,
    book: Mutex<Book>,
}

/// What happened to a session, as far as lists are concerned.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// It is listed from now on.
    Listed(Arc<Identity>),
    /// It was listed and is no longer.
    Ended(Arc<Identity>),
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
        let mut verdicts = None;
        loop {
            let mut open = match self.current_book().ask(filters, verdicts) {
                Ok(answer) => return Ok(answer),
                Err(open) => open,
            };
            open.judge(budget)?;
            verdicts = Some(open.into_verdicts());
        }
    }

    /// How many sessions are listed.
    pub fn session_count(&self) -> usize {
        self.current_book().len()
    }

    /// Writes down what happened.
    pub(crate) fn note(&self, change: Change) {
        let mut news = lock(&self.0.news);
        news.push(change);
        let is_long = news.len() >= LONG_LIST && news.len().is_multiple_of(LONG_LIST / 8);
        drop(news);
        if is_long && let Ok(mut book) = self.0.book.try_lock() {
            self.catch_up(&mut book);
        }
    }

    /// The book with all that has happened.
    fn current_book(&self) -> MutexGuard<'_, Book> {
        let mut book = lock(&self.0.book);
        self.catch_up(&mut book);
        book
    }

    fn catch_up(&self, book: &mut Book) {
        // The room for what comes next is made before the lock is taken.
        let empty = Vec::with_capacity(LONG_LIST / 8);
        let news = std::mem::replace(&mut *lock(&self.0.news), empty);
        for change in news {
            book.enter(change);
        }
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
