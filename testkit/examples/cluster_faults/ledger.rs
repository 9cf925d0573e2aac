//! The sessions that there must be, as their clients and those who end them know it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

/// One session.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When its log-in was answered.
    pub acknowledged: Instant,
    /// When an administrator first asked to end it.
    pub ending: Option<Instant>,
    /// When its client or an administrator was told that it is over.
    pub ended: Option<Instant>,
}

/// All sessions of a plant, and what has happened to it.
#[derive(Debug, Default)]
pub struct Ledger {
    entries: Mutex<BTreeMap<String, Entry>>,
    counts: Mutex<BTreeMap<&'static str, usize>>,
    /// Faults of the database's server that are under way, and the end of the last one.
    without_database: Mutex<(usize, Option<Instant>)>,
    /// Grows when all clients are to drop their connections.
    drops: watch::Sender<usize>,
}

impl Ledger {
    /// The sessions.
    pub fn entries(&self) -> MutexGuard<'_, BTreeMap<String, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A session was opened.
    pub fn open(&self, id: &str) {
        let entry = Entry { acknowledged: Instant::now(), ending: None, ended: None };
        self.entries().insert(id.to_owned(), entry);
    }

    /// An administrator asks to end a session.
    pub fn ending(&self, id: &str) {
        self.entries().get_mut(id).and_then(|entry| entry.ending.replace(Instant::now()));
    }

    /// Its client or an administrator was told that it is over, in these words.
    ///
    /// # Panics
    /// When nobody has asked for that.
    pub fn ended(&self, id: &str, words: &str) {
        let mut entries = self.entries();
        let entry = entries.get_mut(id).expect("a session of ours");
        assert!(entry.ending.is_some(), "session {id} has ended, and nobody ended it: {words}");
        entry.ended.get_or_insert_with(Instant::now);
    }

    /// One more of something.
    pub fn count(&self, thing: &'static str) {
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(thing).or_default() += 1;
    }

    /// What there was, in a line.
    pub fn summary(&self) -> String {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter().map(|(thing, count)| format!("{thing} {count}")).collect::<Vec<_>>().join(", ")
    }

    /// The database's server is going away, or is back.
    pub fn note_database(&self, is_away: bool) {
        let mut state = self.without_database.lock().unwrap_or_else(PoisonError::into_inner);
        match is_away {
            true => state.0 += 1,
            false => *state = (state.0 - 1, Some(Instant::now())),
        }
    }

    /// For how long the database's server has been there without a break.
    pub fn database_is_there_for(&self) -> Duration {
        match *self.without_database.lock().unwrap_or_else(PoisonError::into_inner) {
            (0, None) => Duration::MAX,
            (0, Some(since)) => since.elapsed(),
            _ => Duration::ZERO,
        }
    }

    /// All clients drop their connections.
    pub fn drop_connections(&self) {
        self.drops.send_modify(|drops| *drops += 1);
    }

    /// Told when they are to.
    pub fn drops(&self) -> watch::Receiver<usize> {
        self.drops.subscribe()
    }
}
