//! Starts script workers in each way there is and prints how long a script waits for its first statement.
//!
//! `cargo xtask bench workers` calls it; alone: `worker_start EXECUTABLE RUNS`, where EXECUTABLE is a `rollcall`. Each
//! line is a word and a number, of milliseconds or of workers. After a line that begins with `holds-` it keeps that
//! many workers running, each of which has run one script, until it reads a line: time to measure their memory.

use std::io;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, ensure};
use rollcall_gateway::config::Scripts;
use rollcall_supervisor::zygote::Zygote;
use rollcall_supervisor::{Host, JobEnd, JobLimits, WorkerLimits, WorkerProcess, job};
use rollcall_wire::host::{HostCall, HostError, HostResult};
use rollcall_wire::worker::{Context as JobContext, Job, Scope, Stream};

/// How many workers are held at once, one number after the other.
const FORKED: &[usize] = &[1, 10, 50];
const SPAWNED: &[usize] = &[1, 10];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let runs = std::env::args().nth(2).context("usage: worker_start EXECUTABLE RUNS")?;
    let runs: usize = runs.parse().with_context(|| format!("{runs} is not a number of runs"))?;
    let zygote = Zygote::new(of_zygote, limits());
    zygote.fork().await.context("no worker could be forked")?;
    // The ways alternate, so that a busy moment of the machine hits them alike. The first round is not counted.
    for round in 0..=runs {
        for (way, time) in one_of_each(&zygote).await? {
            if round > 0 {
                println!("{way} {:.4}", time * 1000.0);
            }
        }
    }
    drop(zygote);
    hold_forked().await?;
    hold_spawned().await
}

/// Seconds to the first statement, each way once; for a forked worker also those until it was ready.
async fn one_of_each(zygote: &Zygote) -> anyhow::Result<[(&'static str, f64); 5]> {
    let start = Instant::now();
    let spawned = first_statement(&mut spawn().await?, start).await?;
    let fresh = Zygote::new(of_zygote, limits());
    let start = Instant::now();
    let first_forked = first_statement(&mut fresh.fork().await?, start).await?;
    let start = Instant::now();
    let mut worker = zygote.fork().await?;
    let ready = start.elapsed().as_secs_f64();
    let forked = first_statement(&mut worker, start).await?;
    let kept = first_statement(&mut worker, Instant::now()).await?;
    Ok([
        ("spawned", spawned),
        ("first-forked", first_forked),
        ("forked-ready", ready),
        ("forked", forked),
        ("kept", kept),
    ])
}

async fn hold_forked() -> anyhow::Result<()> {
    let zygote = Zygote::new(of_zygote, limits());
    let mut workers = Vec::new();
    for count in FORKED {
        while workers.len() < *count {
            let mut worker = zygote.fork().await?;
            first_statement(&mut worker, Instant::now()).await?;
            workers.push(worker);
        }
        hold("holds-forked", *count)?;
    }
    Ok(())
}

async fn hold_spawned() -> anyhow::Result<()> {
    let mut workers = Vec::new();
    for count in SPAWNED {
        while workers.len() < *count {
            let mut worker = spawn().await?;
            first_statement(&mut worker, Instant::now()).await?;
            workers.push(worker);
        }
        hold("holds-spawned", *count)?;
    }
    Ok(())
}

/// Says how many workers run and waits for a line.
fn hold(word: &str, count: usize) -> anyhow::Result<()> {
    println!("{word} {count}");
    ensure!(io::stdin().read_line(&mut String::new())? > 0, "nobody waits for the workers any more");
    Ok(())
}

/// Runs a script on the worker; the seconds from `start` until its first statement is reported.
async fn first_statement(worker: &mut WorkerProcess, start: Instant) -> anyhow::Result<f64> {
    let listener = Listener::default();
    let context =
        JobContext { scope: Scope::Gateway, project: "plant".to_owned(), time_zone: "UTC".to_owned(), session: None };
    let job = Job {
        file: "first.py".to_owned(),
        source: "print('on')\n".to_owned(),
        dialect: Default::default(),
        context,
        entry: Default::default(),
    };
    let end = job::run(worker, job, &listener, &JobLimits::default(), std::future::pending()).await;
    ensure!(end == JobEnd::Finished, "the script did not run to its end: {end:?}");
    let heard = *listener.heard.lock().unwrap_or_else(PoisonError::into_inner);
    Ok((heard.context("the script printed nothing")? - start).as_secs_f64())
}

/// Notes when the first output arrives.
#[derive(Default)]
struct Listener {
    heard: Mutex<Option<Instant>>,
}

impl Host for Listener {
    async fn call(&self, call: HostCall) -> HostResult {
        Err(HostError::Failed { message: format!("{} is not answered in a measurement", call.function()) })
    }

    async fn output(&self, _stream: Stream, _text: String) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
    }
}

/// The limits of a gateway that is not configured otherwise.
fn limits() -> WorkerLimits {
    let Scripts { memory, stack, .. } = Scripts::default();
    WorkerLimits { memory: memory.0, stack: stack.0, gaps: Default::default() }
}

/// As `rollcall run` does: the limit of the stack is set here and inherited.
async fn spawn() -> anyhow::Result<WorkerProcess> {
    let limits = limits();
    limits.apply_stack()?;
    let mut command = worker(&limits)?;
    command.arg("--stack-is-set");
    WorkerProcess::spawn(command).await.context("no worker could be started")
}

fn of_zygote(limits: &WorkerLimits) -> io::Result<Command> {
    let mut command = worker(limits)?;
    command.arg("--zygote");
    Ok(command)
}

/// The executable's own way of being a worker: the arguments are those that `crates/rollcall/src/worker.rs` makes.
fn worker(limits: &WorkerLimits) -> io::Result<Command> {
    let executable = std::env::args_os().nth(1).ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(executable);
    command.arg("worker").arg(format!("--memory={}", limits.memory)).arg(format!("--stack={}", limits.stack));
    command.arg(format!("--supervisor={}", std::process::id())).env_clear();
    Ok(command)
}
