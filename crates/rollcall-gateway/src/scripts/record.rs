//! How each of the gateway's scripts fares: the content of the administrator's list.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rollcall_session::{Clock, Tick};
use rollcall_wire::rest::{ScriptState, ScriptStatus};

use crate::clock::SystemClock;
use crate::suspension::{Suspension, Why};
use rollcall_supervisor::JobEnd;

/// The longest line that is kept, in characters.
const MAX_LINE: usize = 300;

fn shortened(line: &str) -> String {
    let mut short: String = line.chars().take(MAX_LINE).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

/// Which script: its project, and its file relative to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScriptId {
    /// The project.
    pub project: String,
    /// The file.
    pub file: String,
}

/// The records of all scripts.
#[derive(Debug)]
pub struct Records {
    records: Mutex<BTreeMap<ScriptId, Record>>,
    clock: SystemClock,
    suspension: Duration,
}

#[derive(Debug)]
struct Record {
    state: ScriptState,
    runs: u64,
    failures: u64,
    limit_hits: u64,
    last_error: Option<String>,
    suspension: Suspension,
}

impl Records {
    /// No scripts yet; one that is suspended is so for `suspension`.
    pub fn new(clock: SystemClock, suspension: Duration) -> Self {
        Records { records: Mutex::default(), clock, suspension }
    }

    /// The script waits for a worker, or runs.
    pub fn set_state(&self, id: &ScriptId, state: ScriptState) {
        self.with(id, |record| record.state = state);
    }

    /// The project is gone or was changed: its scripts begin anew.
    pub fn forget(&self, project: &str) {
        self.lock().retain(|id, _| id.project != project);
    }

    /// Until when the script is suspended, if it is.
    pub fn suspended_until(&self, id: &ScriptId) -> Option<Tick> {
        let now = self.clock.now().tick;
        self.with(id, |record| record.suspension.until(now))
    }

    /// A run is over; returns why the script is suspended from now on, if it is. Only timers can be.
    pub fn ended(&self, id: &ScriptId, end: &JobEnd, error: Option<&str>) -> Option<Why> {
        let now = self.clock.now().tick;
        self.with(id, |record| {
            record.state = ScriptState::Idle;
            // The last line of a traceback is the exception.
            let line = error.map(|error| shortened(error.lines().last().unwrap_or_default()));
            match (end, line) {
                (JobEnd::Stopped(_), _) => None,
                (_, None) => {
                    record.runs += 1;
                    record.suspension.ended(end, now, self.suspension)
                }
                // The gateway's failure, and not the script's.
                (JobEnd::NotStarted(_) | JobEnd::NotBegun(_), line) => {
                    record.last_error = line;
                    None
                }
                (end, line) => {
                    record.last_error = line;
                    let count = if end.hit_limit() { &mut record.limit_hits } else { &mut record.failures };
                    *count += 1;
                    record.suspension.ended(end, now, self.suspension)
                }
            }
        })
    }

    /// All records, in order of project and file.
    pub fn status(&self) -> Vec<ScriptStatus> {
        let now = self.clock.now();
        let wall = |until: Tick| now.wall.0 + i64::try_from(until.0 - now.tick.0).unwrap_or(i64::MAX);
        self.lock()
            .iter()
            .map(|(id, record)| {
                let until = record.suspension.until(now.tick);
                ScriptStatus {
                    project: id.project.clone(),
                    file: id.file.clone(),
                    state: if until.is_some() { ScriptState::Suspended } else { record.state },
                    runs: record.runs,
                    failures: record.failures,
                    limit_hits: record.limit_hits,
                    last_error: record.last_error.clone(),
                    suspended_until: until.map(wall),
                }
            })
            .collect()
    }

    fn with<T>(&self, id: &ScriptId, change: impl FnOnce(&mut Record) -> T) -> T {
        change(self.lock().entry(id.clone()).or_insert(Record {
            state: ScriptState::Idle,
            runs: 0,
            failures: 0,
            limit_hits: 0,
            last_error: None,
            suspension: Suspension::default(),
        }))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<ScriptId, Record>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
