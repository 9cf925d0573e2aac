//! Who is on: filters compiled once, matched under a budget, away from the threads that serve sockets.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rollcall_dataset::Dataset;
use rollcall_regex::{Budget, Error, Filter};
use rollcall_session::{Sequence, Session};

use crate::gateway::Gateway;

/// How many compiled filters are kept. A plant's scripts use a handful; somebody who tries thousands evicts only
/// themselves from speed.
const KEPT: usize = 256;
/// How many steps the backtracker may take between two looks at the clock is its own affair; this bounds the whole.
const MAX_STEPS: u64 = 50_000_000;

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
    fn get(&self, pattern: &str) -> Result<Filter, Error> {
        if let Some(filter) = self.recall(pattern) {
            return Ok(filter);
        }
        // Compiled outside the lock: a large pattern must not hold up the others.
        let filter = Filter::new(pattern)?;
        self.keep(pattern, filter.clone());
        Ok(filter)
    }

    fn recall(&self, pattern: &str) -> Option<Filter> {
        let mut filters = self.filters.lock().unwrap_or_else(PoisonError::into_inner);
        let age = filters.values().map(|(_, used)| *used).max().unwrap_or(0) + 1;
        let (filter, used) = filters.get_mut(pattern)?;
        *used = age;
        Some(filter.clone())
    }

    fn keep(&self, pattern: &str, filter: Filter) {
        let mut filters = self.filters.lock().unwrap_or_else(PoisonError::into_inner);
        if filters.len() >= KEPT {
            let oldest = filters.iter().min_by_key(|(_, (_, used))| *used).map(|(pattern, _)| pattern.clone());
            oldest.map(|pattern| filters.remove(&pattern));
        }
        let age = filters.values().map(|(_, used)| *used).max().unwrap_or(0) + 1;
        filters.insert(pattern.to_owned(), (filter, age));
    }
}

/// What `system.util.getSessionInfo` answers with.
///
/// # Errors
/// When a filter is no pattern, or costs too much.
pub async fn dataset(gateway: &Gateway, filters: Filters) -> Result<Dataset, Error> {
    ask(gateway, filters, |registry, filters, budget| registry.info(filters, budget)).await
}

/// A page of the list, after the session of number `after`.
///
/// # Errors
/// As [`dataset`].
pub async fn page(gateway: &Gateway, filters: Filters, after: Option<Sequence>, limit: usize) -> Result<Page, Error> {
    ask(gateway, filters, move |registry, filters, budget| {
        let page = registry.page(filters, budget, after, limit)?;
        let sessions = page.sessions.into_iter().cloned().collect();
        Ok(Page { sessions, total: page.total, next: page.next })
    })
    .await
}

async fn ask<T: Send + 'static>(
    gateway: &Gateway,
    filters: Filters,
    question: impl FnOnce(&rollcall_session::Registry, rollcall_session::Filters<'_>, &mut Budget<'_>) -> Result<T, Error>
    + Send
    + 'static,
) -> Result<T, Error> {
    let live = gateway.live.clone();
    let cache = std::sync::Arc::clone(&gateway.filters);
    let budget = gateway.config.filters.budget.0;
    let task = tokio::task::spawn_blocking(move || {
        let username = filters.username.as_deref().map(|p| cache.get(p)).transpose()?;
        let project = filters.project.as_deref().map(|p| cache.get(p)).transpose()?;
        let started = Instant::now();
        let mut budget = Budget::steps(MAX_STEPS).with_deadline(move || started.elapsed() >= budget);
        let filters = rollcall_session::Filters { username: username.as_ref(), project: project.as_ref() };
        live.ask(|registry| question(registry, filters, &mut budget))
    });
    match task.await {
        Ok(answer) => answer,
        // The task is never cancelled; a panic in it is a bug, and goes on here as what it is.
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
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
    }
}
