//! The pool: the owners of workers, and the scripts that must wait.
//!
//! A worker belongs to one owner while it is assigned, so that nothing leaks between users and a script's module
//! globals live from one run to the next. The order of scripts is the [`turnstile`](crate::turnstile)'s to decide; so
//! many workers more are kept idle for their owners, and past that the one that has been idle longest is given up.
//!
//! A script that waits for a person holds its worker, which no other owner may have, but not its turn: any number of
//! people may have dialogs open without keeping the others waiting. How many is limited where dialogs are opened.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::WorkerProcess;
use crate::process::Hold;
use crate::total_memory::{self, TotalMemory, Watch};
use crate::turns::{Limits, Work};
use crate::turnstile::{ClientNumber, Member, Party, RunPermit, Turnstile, User};
use crate::zygote::Zygote;

/// The owner that a worker is assigned to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// One script of a project, run by the gateway itself.
    GatewayScript {
        /// The project.
        project: String,
        /// The script's file, relative to the project.
        file: String,
    },
    /// A client's windows, with all of their scripts.
    Client(ClientNumber),
    /// A function that a client runs beside its windows, each by its number.
    Background(ClientNumber, u64),
}

/// All workers of a gateway. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Pool {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    zygote: Zygote,
    turnstile: Turnstile,
    total_memory: TotalMemory,
    /// Idle workers that still belong to an owner.
    kept: Mutex<HashMap<Owner, Kept>>,
    most_kept: usize,
    keep_idle: Duration,
    last: AtomicU64,
}

#[derive(Debug)]
struct Kept {
    worker: WorkerProcess,
    number: u64,
    since: Instant,
    /// Something waits in it that is lost with it.
    awaited: bool,
}

/// A worker in use. [`Lease::give_back`] keeps it for its owner; dropping the lease ends it.
#[derive(Debug)]
pub struct Lease {
    /// The worker.
    pub worker: WorkerProcess,
    /// The right to run a script in it.
    pub permit: RunPermit,
    user: User,
    watch: Watch,
    number: u64,
    owner: Owner,
    pool: Pool,
}

impl Owner {
    /// The member that takes turns with its user's others.
    fn member(&self) -> Member {
        match self {
            Owner::GatewayScript { file, .. } => Member::Script(file.as_str().into()),
            Owner::Client(client) | Owner::Background(client, _) => Member::Client(*client),
        }
    }
}

impl Pool {
    /// A pool in which scripts run within `limits`; `most_kept` idle workers are kept for their owners, each for
    /// `keep_idle`.
    pub fn new(zygote: Zygote, limits: Limits, most_kept: usize, keep_idle: Duration) -> Self {
        let inner = Inner {
            zygote,
            turnstile: Turnstile::new(limits),
            total_memory: TotalMemory::default(),
            kept: Mutex::default(),
            most_kept,
            keep_idle,
            last: AtomicU64::new(0),
        };
        Pool { inner: Arc::new(inner) }
    }

    /// The owner's worker, or a new one, in a turn out of the user's share; waits for it.
    ///
    /// # Errors
    /// When a worker cannot be started.
    pub async fn lease(&self, owner: Owner, user: User, work: Work) -> io::Result<Lease> {
        let permit = self.inner.turnstile.enter(Party { user: user.clone(), member: owner.member(), work }).await;
        let kept = self.kept().remove(&owner).filter(|kept| kept.worker.is_fit());
        let (worker, number) = match kept {
            Some(kept) => (kept.worker, kept.number),
            None => self.new_worker().await?,
        };
        permit.runs_in(worker.pace());
        let watch = self.inner.total_memory.watch(number, &user, worker.hold());
        Ok(Lease { worker, permit, user, watch, number, owner, pool: self.clone() })
    }

    async fn new_worker(&self) -> io::Result<(WorkerProcess, u64)> {
        Ok((self.inner.zygote.fork().await?, self.inner.last.fetch_add(1, Ordering::Relaxed) + 1))
    }

    /// Ends the workers that have been idle for too long; returns when the next one will be.
    pub fn give_up_idle(&self) -> Option<Instant> {
        let now = Instant::now();
        let mut kept = self.kept();
        kept.retain(|_, k| k.awaited || now < k.since + self.inner.keep_idle);
        kept.values().filter(|k| !k.awaited).map(|k| k.since + self.inner.keep_idle).min()
    }

    /// Keeps the memory of all workers together within `limit` bytes, for ever: idle ones go first.
    pub async fn keep_within(&self, limit: u64) {
        let mut looks = interval(total_memory::LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            let pool = self.clone();
            let looked = spawn_blocking(move || {
                let running = pool.inner.total_memory.keep_within(limit);
                pool.keep_idle_within(limit.saturating_sub(running));
            });
            if let Err(error) = looked.await {
                tracing::error!("the memory of workers could not be looked at: {error}");
            }
        }
    }

    /// Ends idle workers, the heaviest first, until the others have taken at most `limit` bytes.
    fn keep_idle_within(&self, limit: u64) {
        let holds: Vec<(Owner, u64, Hold)> =
            self.kept().iter().map(|(owner, kept)| (owner.clone(), kept.number, kept.worker.hold())).collect();
        let loads = holds.into_iter().map(|(owner, number, hold)| (hold.taken(), owner, number));
        let mut loads: Vec<(u64, Owner, u64)> = loads.collect();
        loads.sort_by_key(|(taken, ..)| *taken);
        let mut all: u64 = loads.iter().map(|(taken, ..)| taken).sum();
        while all > limit {
            let Some((taken, owner, number)) = loads.pop() else { break };
            all -= taken;
            let mut kept = self.kept();
            if kept.get(&owner).is_some_and(|kept| kept.number == number) {
                kept.remove(&owner);
            }
        }
    }

    /// Ends the idle workers of a project's gateway scripts.
    pub fn forget_project(&self, project: &str) {
        self.kept().retain(|owner, _| !matches!(owner, Owner::GatewayScript { project: p, .. } if p == project));
    }

    /// Ends the idle worker of an owner.
    pub fn forget(&self, owner: &Owner) {
        self.kept().remove(owner);
    }

    /// Keeps an idle worker, and gives up the one that was used least recently when they are too many: first one that
    /// nothing waits in.
    fn keep(&self, owner: Owner, worker: Kept) {
        let mut kept = self.kept();
        kept.insert(owner, worker);
        while kept.len() > self.inner.most_kept {
            let oldest = kept.iter().min_by_key(|(_, k)| (k.awaited, k.since)).map(|(owner, _)| owner.clone());
            let Some(oldest) = oldest else { break };
            kept.remove(&oldest);
        }
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Owner, Kept>> {
        self.inner.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease {
    /// The worker's number, unique in the pool: a caller that has kept something in it can check whether it still is
    /// the same.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Takes another worker in place of one that has died.
    ///
    /// # Errors
    /// When no worker can be started; the lease is as it was.
    pub async fn renew(&mut self) -> io::Result<()> {
        (self.worker, self.number) = self.pool.new_worker().await?;
        self.watch = self.pool.inner.total_memory.watch(self.number, &self.user, self.worker.hold());
        self.permit.runs_in(self.worker.pace());
        Ok(())
    }

    /// Keeps the worker for its owner until it is wanted again or idle for too long; one in which something is `awaited`
    /// for as long as that takes, if there is room at all. One that is not fit for another script is ended.
    pub fn give_back(self, awaited: bool) {
        let Lease { worker, number, owner, pool, permit, watch, user: _ } = self;
        drop(watch);
        if !worker.is_fit() {
            return;
        }
        pool.keep(owner, Kept { worker, number, since: Instant::now(), awaited });
        drop(permit);
    }
}
