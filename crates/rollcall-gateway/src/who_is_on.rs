//! Who is on: filters compiled once, matched under a budget, away from the threads that serve sockets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use rollcall_dataset::Dataset;
use rollcall_regex::{Budget, Filter};
use rollcall_session::{Registry, Selection, Sequence, Session};
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::gateway::Gateway;

/// How many compiled filters are kept. A plant's scripts use a handful.
const KEPT: usize = 64;
/// The longest pattern that is kept, in bytes: a compiled filter may be large, and grows with its pattern.
const LONGEST_KEPT: usize = 200;
/// How many lists may wait for each one that is being made; past that the answer is "busy".
const QUEUE_PER_CORE: usize = 256;

/// Why there is no list.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WhoIsOnError {
    /// A filter is no pattern, or costs too much.
    #[error(transparent)]
    Filter(#[from] rollcall_regex::Error),
    /// Too many lists are being asked for.
    #[error("too many lists are being asked for at once; try again in a moment")]
    Busy,
    /// The gateway failed, or stops.
    #[error("the list could not be made: {0}")]
    Failed(String),
}

/// What a list is restricted by, as it was asked for.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// Java's regular expression for the whole username.
    pub username: Option<String>,
    /// Java's regular expression for the whole project name.
    pub project: Option<String>,
}

/// A page of the list.
#[derive(Debug)]
pub struct Page {
    /// The sessions, in order of creation.
    pub sessions: Vec<Session>,
    /// How many match in all.
    pub total: usize,
    /// Where the next page begins.
    pub next: Option<Sequence>,
}

/// Compiled filters, kept for whoever asks the same again.
#[derive(Debug, Default)]
pub struct FilterCache {
    filters: Mutex<HashMap<String, (Filter, u64)>>,
}

impl FilterCache {
    fn get(&self, pattern: &str) -> Result<Filter, rollcall_regex::Error> {
        if pattern.len() > LONGEST_KEPT {
            return Filter::new(pattern);
        }
        if let Some(filter) = self.recall(pattern) {
            return Ok(filter);
        }
        // Compiled outside the lock: a large pattern must not hold up the others.
        let filter = Filter::new(pattern)?;
        self.keep(pattern, filter.clone());
        Ok(filter)
    }

    fn recall(&self, pattern: &str) -> Option<Filter> {
        let mut filters = self.filters();
        let age = filters.values().map(|(_, used)| *used).max().unwrap_or(0) + 1;
        let (filter, used) = filters.get_mut(pattern)?;
        *used = age;
        Some(filter.clone())
    }

    fn filters(&self) -> MutexGuard<'_, HashMap<String, (Filter, u64)>> {
        self.filters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, pattern: &str, filter: Filter) {
        let mut filters = self.filters();
        if filters.len() >= KEPT {
            let oldest = filters.iter().min_by_key(|(_, (_, used))| *used).map(|(pattern, _)| pattern.clone());
            oldest.map(|pattern| filters.remove(&pattern));
        }
        let age = filters.values().map(|(_, used)| *used).max().unwrap_or(0) + 1;
        filters.insert(pattern.to_owned(), (filter, age));
    }
}

/// The turns of those who ask: matching costs a core, and nobody may take all of them for long.
#[derive(Clone, Debug)]
pub struct Turns {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Turns {
    /// At most `cores` lists are made at once.
    pub fn new(cores: usize) -> Self {
        Turns { running: Arc::new(Semaphore::new(cores)), waiting: Arc::new(Semaphore::new(cores * QUEUE_PER_CORE)) }
    }
}

/// What `system.util.getSessionInfo` answers with.
///
/// # Errors
/// When a filter is no pattern or costs too much, or too many ask at once.
pub async fn dataset(gateway: &Gateway, filters: Filters) -> Result<Dataset, WhoIsOnError> {
    ask(gateway, filters, |registry, selection| registry.selected_info(selection)).await
}

/// A page of the list, after the session of number `after`.
///
/// # Errors
/// As [`dataset`].
pub async fn page(
    gateway: &Gateway,
    filters: Filters,
    after: Option<Sequence>,
    limit: usize,
) -> Result<Page, WhoIsOnError> {
    ask(gateway, filters, move |registry, selection| {
        let page = registry.selected_page(selection, after, limit);
        Page { sessions: page.sessions.into_iter().cloned().collect(), total: page.total, next: page.next }
    })
    .await
}

/// Compiles and matches the filters, and then asks the registry for what they select. Log-ins wait for neither of the
/// first two, which are the long ones.
async fn ask<T: Send + 'static>(
    gateway: &Gateway,
    filters: Filters,
    question: impl FnOnce(&Registry, &Selection) -> T + Send + 'static,
) -> Result<T, WhoIsOnError> {
    let turns = &gateway.turns;
    let place = Arc::clone(&turns.waiting).try_acquire_owned().map_err(|_| WhoIsOnError::Busy)?;
    let turn = Arc::clone(&turns.running).acquire_owned().await.map_err(|e| WhoIsOnError::Failed(e.to_string()))?;
    let live = gateway.live.clone();
    let cache = Arc::clone(&gateway.filters);
    let limit = gateway.config.filters.budget.0;
    // The turn is the work's: one who hangs up must not let the next one in while the work goes on.
    let task = tokio::task::spawn_blocking(move || {
        let _held = (place, turn);
        let username = filters.username.as_deref().map(|p| cache.get(p)).transpose()?;
        let project = filters.project.as_deref().map(|p| cache.get(p)).transpose()?;
        let filters = rollcall_session::Filters { username: username.as_ref(), project: project.as_ref() };
        let names = live.ask(|registry| registry.names(filters));
        let started = Instant::now();
        let mut budget = Budget::unlimited().with_deadline(move || started.elapsed() >= limit);
        let selection = names.matching(filters, &mut budget)?;
        Ok(live.ask(|registry| question(registry, &selection)))
    });
    task.await.unwrap_or_else(|error| Err(WhoIsOnError::Failed(error.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_filter_makes_room() {
        let cache = FilterCache::default();
        for i in 0..KEPT {
            cache.get(&format!("user{i}")).unwrap();
        }
        cache.get("user0").unwrap();
        cache.get("one.more").unwrap();
        assert!(cache.recall("user0").is_some());
        assert!(cache.recall("user1").is_none());
        assert_eq!(cache.filters.lock().unwrap().len(), KEPT);
        assert!(cache.get("(").is_err());
        cache.get(&"x".repeat(LONGEST_KEPT + 1)).unwrap();
        assert_eq!(cache.filters.lock().unwrap().len(), KEPT);
    }
}
