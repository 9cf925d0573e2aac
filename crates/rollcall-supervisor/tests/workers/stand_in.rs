//! Starting stand-ins, and a host that remembers a script's calls and output.

use std::io;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rollcall_supervisor::{Host, JobEnd, JobLimits, WorkerLimits, WorkerProcess, job};
use rollcall_wire::dialect::Dialect;
use rollcall_wire::host::{HostAnswer, HostCall, HostResult};
use rollcall_wire::worker::{Context, Entry, Job, Scope, Stream};
use tokio::sync::Notify;

/// Long enough for any wait of a test, short enough to notice that it never ends.
pub const LONG: Duration = Duration::from_secs(60);

/// The command that starts a stand-in.
pub fn command(role: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stand_in"));
    command.arg(role);
    command
}

/// How a zygote is started, as [`rollcall_supervisor::zygote::Zygote`] wants it.
pub fn zygote(_: &WorkerLimits) -> io::Result<Command> {
    Ok(command("zygote"))
}

/// A worker that is not in a pool.
pub async fn worker() -> WorkerProcess {
    WorkerProcess::spawn(command("worker")).await.expect("a stand-in starts")
}

/// Answers each call, and remembers all arrivals.
#[derive(Debug, Default)]
pub struct Recorder {
    printed: Mutex<String>,
    calls: Mutex<usize>,
    output: Notify,
}

impl Recorder {
    pub fn printed(&self) -> String {
        lock(&self.printed).clone()
    }

    /// Waits until something is printed.
    pub async fn has_printed(&self) {
        self.output.notified().await;
    }

    pub fn calls(&self) -> usize {
        *lock(&self.calls)
    }
}

impl Host for Recorder {
    async fn call(&self, _: HostCall) -> HostResult {
        *lock(&self.calls) += 1;
        Ok(HostAnswer::Log)
    }

    async fn output(&self, _: Stream, text: String) {
        lock(&self.printed).push_str(&text);
        self.output.notify_one();
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A job that carries an order.
pub fn order(order: &str) -> Job {
    Job {
        file: "test.py".into(),
        source: order.into(),
        dialect: Dialect::default(),
        context: Context { scope: Scope::Gateway, project: "plant".into(), time_zone: "UTC".into(), session: None },
        entry: Entry::Script,
    }
}

/// Has an order carried out within a deadline, without an interruption.
pub async fn run(worker: &mut WorkerProcess, text: &str, host: &Recorder, deadline: Option<Duration>) -> JobEnd {
    let limits = JobLimits { deadline };
    let end = job::run(worker, order(text), host, &limits, std::future::pending());
    tokio::time::timeout(LONG, end).await.expect("the job ends")
}
