//! Who is on: filters compiled once, matched under a budget, away from the threads that serve sockets.
//!
//! The budget is for the whole call. The call does not wait for log-ins, nor they for it: the roster matches names
//! without a lock. A pattern that has used a budget up is remembered for a while. Otherwise a timer that asks every
//! second with such a pattern would keep a core busy for a fifth of every second, and learn nothing by it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::filter_cache::FilterCache;
use crate::live::LiveSessions;
use rollcall_dataset::Dataset;
use rollcall_regex::{Budget, Filter};
use rollcall_session::{Answer, OrderKey, Page, Registry, Roster, Session};
use rollcall_shares::gate::{Full, Gate};
use rollcall_supervisor::turnstile::User;
use thiserror::Error;

/// How many lists may wait for each one that is being made; past that the answer is "busy".
const QUEUE_PER_CORE: usize = 256;

/// The reason why there is no list.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WhoIsOnError {
    /// A filter is not a valid pattern, or costs too much.
    #[error(transparent)]
    Filter(#[from] rollcall_regex::Error),
    /// Too many lists are being asked for.
    #[error("too many lists are being asked for at once; try again in a moment")]
    Busy,
    /// The gateway failed, or stops.
    #[error("the list could not be made: {0}")]
    Failed(String),
}

/// The filters of a list, as they were sent.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// Java's regular expression for the whole username.
    pub username: Option<String>,
    /// Java's regular expression for the whole project name.
    pub project: Option<String>,
}

/// Makes the lists. Matching costs a core, and no user may take all of them for long: users take turns.
#[derive(Debug)]
pub struct WhoIsOn {
    gate: Gate<User, ()>,
    roster: Roster,
    cache: Arc<FilterCache>,
    /// How long one call may match.
    time: Duration,
}

impl WhoIsOn {
    /// At most `cores` lists are made at once, each matching for at most `time`.
    pub fn new(roster: Roster, cores: usize, time: Duration) -> Self {
        WhoIsOn { gate: Gate::new(cores, cores * QUEUE_PER_CORE), roster, cache: Arc::default(), time }
    }

    /// The answer of `system.util.getSessionInfo`, for a script of this user.
    ///
    /// # Errors
    /// When a filter is not a valid pattern or costs too much, or too many ask at once.
    pub async fn dataset(&self, filters: Filters, user: User) -> Result<Dataset, WhoIsOnError> {
        // The columns are made there too, since those of a long list take their time.
        self.ask(filters, user, |answer| answer.dataset()).await
    }

    /// A page of the list for this user, of the sessions that come after `after`.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset).
    pub async fn page(
        &self,
        live: &LiveSessions,
        filters: Filters,
        user: User,
        after: Option<OrderKey>,
        limit: usize,
    ) -> Result<Page, WhoIsOnError> {
        if filters.username.is_none() && filters.project.is_none() {
            // The registry is in this order; a page of it is short.
            let everybody = rollcall_session::Filters::default();
            let page = |registry: &Registry| registry.page(everybody, &mut Budget::unlimited(), after, limit);
            return Ok(live.ask(page)?);
        }
        let answer = self.ask(filters, user, Arc::clone).await?;
        Ok(live.ask(|registry| registry.page_of(&answer, after, limit)))
    }

    /// Those of `sessions` that match.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset).
    pub async fn matching<T: Send + 'static>(
        &self,
        filters: Filters,
        user: User,
        mut sessions: Vec<(Session, T)>,
    ) -> Result<Vec<(Session, T)>, WhoIsOnError> {
        if sessions.is_empty() || filters.username.is_none() && filters.project.is_none() {
            return Ok(sessions);
        }
        let (cache, time) = (Arc::clone(&self.cache), self.time);
        self.in_turn(user, move || {
            let patterns = Patterns::compiled(&cache, &filters)?;
            let mut budget = budget(time);
            let mut fault = None;
            sessions.retain(|(session, _)| {
                let matched = patterns.match_session(session, &mut budget);
                matched.unwrap_or_else(|error| {
                    fault = Some(error);
                    false
                })
            });
            fault.map_or(Ok(sessions), |error| Err(error.into()))
        })
        .await
    }

    /// Asks the roster in one's turn, and reads the answer there.
    async fn ask<T: Send + 'static>(
        &self,
        filters: Filters,
        user: User,
        read: impl FnOnce(&Arc<Answer>) -> T + Send + 'static,
    ) -> Result<T, WhoIsOnError> {
        let (roster, cache, time) = (self.roster.clone(), Arc::clone(&self.cache), self.time);
        self.in_turn(user, move || Ok(read(&answer(&roster, &cache, &filters, time)?))).await
    }

    /// Does some work in the user's turn.
    async fn in_turn<T: Send + 'static>(
        &self,
        user: User,
        work: impl FnOnce() -> Result<T, WhoIsOnError> + Send + 'static,
    ) -> Result<T, WhoIsOnError> {
        let turn = self.gate.enter(user, ()).await.map_err(|Full| WhoIsOnError::Busy)?;
        // The turn belongs to the work: a caller that hangs up must not let the next one in while the work goes on.
        let task = tokio::task::spawn_blocking(move || {
            let _held = turn;
            work()
        });
        task.await.unwrap_or_else(|error| Err(WhoIsOnError::Failed(error.to_string())))
    }
}

/// The answer, with at most `time` for matching.
fn answer(
    roster: &Roster,
    cache: &FilterCache,
    filters: &Filters,
    time: Duration,
) -> Result<Arc<Answer>, rollcall_regex::Error> {
    let patterns = Patterns::compiled(cache, filters)?;
    let filters =
        rollcall_session::Filters { username: patterns.username.as_ref(), project: patterns.project.as_ref() };
    let answer = roster.answer(filters, &mut budget(time));
    if let Err(error) = &answer {
        cache.note_failure(error, Instant::now());
    }
    answer
}

/// Filters that are compiled.
struct Patterns {
    username: Option<Filter>,
    project: Option<Filter>,
}

impl Patterns {
    fn compiled(cache: &FilterCache, filters: &Filters) -> Result<Self, rollcall_regex::Error> {
        let compiled = |pattern: &Option<String>| pattern.as_deref().map(|p| cache.get(p, Instant::now())).transpose();
        Ok(Patterns { username: compiled(&filters.username)?, project: compiled(&filters.project)? })
    }

    fn match_session(&self, session: &Session, budget: &mut Budget<'_>) -> Result<bool, rollcall_regex::Error> {
        let mut matches = |pattern: &Option<Filter>, text: &str| match pattern {
            Some(pattern) => pattern.is_match(text, budget),
            None => Ok(true),
        };
        Ok(matches(&self.username, &session.username)? && matches(&self.project, &session.project)?)
    }
}

fn budget(time: Duration) -> Budget<'static> {
    let started = Instant::now();
    Budget::unlimited().with_deadline(move || started.elapsed() >= time)
}
