//! The pool: which worker belongs to whom, and who must wait.
//!
//! A worker belongs to one owner while it is assigned, so that nothing leaks between users and a script's module globals
//! live from one run to the next. When all workers are taken, the one that has been idle longest is given up. Timers
//! hold at most half of the workers, so that a person's script always finds one.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::WorkerProcess;
use super::nursery::Nursery;

/// Whom a worker is assigned to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// One script of a project, run by the gateway itself.
    GatewayScript {
        /// The project.
        project: String,
        /// The script's file, relative to the project.
        file: String,
    },
}

/// What kind of work a worker is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Runs by itself, again and again: limited to half of the workers.
    Timer,
    /// Anything else.
    Other,
}

/// All workers of a gateway. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Pool {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    nursery: Nursery,
    workers: Arc<Semaphore>,
    timers: Arc<Semaphore>,
    /// Idle workers that still belong to somebody.
    kept: Mutex<HashMap<Owner, Kept>>,
    capacity: usize,
    keep_idle: Duration,
}

#[derive(Debug)]
struct Kept {
    worker: WorkerProcess,
    since: Instant,
}

/// A worker in use. [`Lease::give_back`] keeps it for its owner; dropping the lease ends it.
#[derive(Debug)]
pub struct Lease {
    /// The worker.
    pub worker: WorkerProcess,
    owner: Owner,
    pool: Pool,
    _turns: [Option<OwnedSemaphorePermit>; 2],
}

impl Pool {
    /// A pool of at most `capacity` workers (at least one); an idle one is kept for its owner for `keep_idle`.
    pub fn new(nursery: Nursery, capacity: usize, keep_idle: Duration) -> Self {
        let capacity = capacity.max(1);
        let inner = Inner {
            nursery,
            workers: Arc::new(Semaphore::new(capacity)),
            timers: Arc::new(Semaphore::new((capacity / 2).max(1))),
            kept: Mutex::default(),
            capacity,
            keep_idle,
        };
        Pool { inner: Arc::new(inner) }
    }

    /// The owner's worker, or a new one; waits while there is none to be had.
    ///
    /// # Errors
    /// When a worker cannot be started.
    pub async fn lease(&self, owner: Owner, work: Work) -> io::Result<Lease> {
        let timer = match work {
            Work::Timer => Some(turn(&self.inner.timers).await?),
            Work::Other => None,
        };
        let any = turn(&self.inner.workers).await?;
        let kept = self.kept().remove(&owner).filter(|kept| kept.worker.is_alive());
        let worker = match kept {
            Some(kept) => kept.worker,
            None => {
                self.make_room();
                self.inner.nursery.fork().await?
            }
        };
        Ok(Lease { worker, owner, pool: self.clone(), _turns: [timer, Some(any)] })
    }

    /// Ends the workers that have been idle for too long; returns when the next one will be.
    pub fn give_up_idle(&self) -> Option<Instant> {
        let now = Instant::now();
        let mut kept = self.kept();
        kept.retain(|_, k| now < k.since + self.inner.keep_idle);
        kept.values().map(|k| k.since + self.inner.keep_idle).min()
    }

    /// Ends the idle workers of a project's scripts.
    pub fn forget(&self, project: &str) {
        self.kept().retain(|Owner::GatewayScript { project: owner, .. }, _| owner != project);
    }

    /// Ends the idle worker that was used least recently when all places are taken. The caller holds a turn, so at
    /// least one place is not in use.
    fn make_room(&self) {
        let mut kept = self.kept();
        let in_use = self.inner.capacity - self.inner.workers.available_permits();
        while kept.len() + in_use > self.inner.capacity {
            let Some(oldest) = kept.iter().min_by_key(|(_, k)| k.since).map(|(owner, _)| owner.clone()) else { break };
            kept.remove(&oldest);
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<Owner, Kept>> {
        self.inner.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease {
    /// Keeps the worker for its owner until it is wanted again or idle for too long.
    pub fn give_back(self) {
        let kept = Kept { worker: self.worker, since: Instant::now() };
        self.pool.kept().insert(self.owner, kept);
    }
}

async fn turn(semaphore: &Arc<Semaphore>) -> io::Result<OwnedSemaphorePermit> {
    Arc::clone(semaphore).acquire_owned().await.map_err(io::Error::other)
}
