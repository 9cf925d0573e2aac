//! Who is on: filters compiled once, matched under a budget, away from the threads that serve sockets.
//!
//! The budget is for the whole call, and the call waits for nobody who logs in, nor they for it: names are matched on no
//! lock, by the roster. A pattern that has used a budget up is remembered for a while. Otherwise a timer that asks every
//! second with such a pattern would keep a core busy for a fifth of every second, and learn nothing by it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rollcall_dataset::Dataset;
use rollcall_regex::{Budget, Error};
use rollcall_session::{Answer, Sequence, Session};

use crate::filter_cache::FilterCache;
use crate::gateway::Gateway;

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

/// What `system.util.getSessionInfo` answers with.
///
/// # Errors
/// When a filter is no pattern, or costs too much.
pub async fn dataset(gateway: &Gateway, filters: Filters) -> Result<Dataset, Error> {
    // The columns are made here too, since those of a long list take their time.
    ask(gateway, filters, |answer| answer.dataset()).await
}

/// A page of the list, after the session of number `after`.
///
/// # Errors
/// As [`dataset`].
pub async fn page(gateway: &Gateway, filters: Filters, after: Option<Sequence>, limit: usize) -> Result<Page, Error> {
    if filters.username.is_none() && filters.project.is_none() {
        // The registry is in this order; a page of it is short.
        return gateway.live.ask(|registry| {
            let everybody = rollcall_session::Filters::default();
            registry.page(everybody, &mut Budget::unlimited(), after, limit).map(owned)
        });
    }
    let answer = ask(gateway, filters, Arc::clone).await?;
    Ok(gateway.live.ask(|registry| owned(registry.page_of(&answer, after, limit))))
}

fn owned(page: rollcall_session::Page<'_>) -> Page {
    Page { sessions: page.sessions.into_iter().cloned().collect(), total: page.total, next: page.next }
}

async fn ask<T: Send + 'static>(
    gateway: &Gateway,
    filters: Filters,
    read: impl FnOnce(&Arc<Answer>) -> T + Send + 'static,
) -> Result<T, Error> {
    let roster = gateway.live.roster().clone();
    let cache = Arc::clone(&gateway.filters);
    let time = gateway.config.filters.budget.0;
    let task = tokio::task::spawn_blocking(move || answer(&roster, &cache, &filters, time).map(|answer| read(&answer)));
    match task.await {
        Ok(answer) => answer,
        // The task is never cancelled; a panic in it is a bug, and goes on here as what it is.
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// The answer within `time`, in which compiling the filters counts.
fn answer(
    roster: &rollcall_session::Roster,
    cache: &FilterCache,
    filters: &Filters,
    time: Duration,
) -> Result<Arc<Answer>, Error> {
    let started = Instant::now();
    let compiled = |pattern: &Option<String>| pattern.as_deref().map(|p| cache.get(p, started)).transpose();
    let (username, project) = (compiled(&filters.username)?, compiled(&filters.project)?);
    let mut budget = Budget::steps(MAX_STEPS).with_deadline(move || started.elapsed() >= time);
    let filters = rollcall_session::Filters { username: username.as_ref(), project: project.as_ref() };
    let answer = roster.answer(filters, &mut budget);
    if let Err(error) = &answer {
        cache.note_failure(error, Instant::now());
    }
    answer
}
