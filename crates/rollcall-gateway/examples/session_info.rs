//! Asks a registry for its sessions from a script in a worker, and prints the time that each part takes.
//!
//! `cargo xtask bench scripts` calls it; alone: `session_info EXECUTABLE RUNS`, where EXECUTABLE is a `rollcall`. A line is
//! a word, a number of sessions, and milliseconds:
//!
//! - `ask`: `system.util.getSessionInfo()` as the script has it, from statement to statement;
//! - `answer`: of that, the time that the registry takes for the answer and its columns, the answer being a new one
//!   each time; the filter is compiled already;
//! - `rows`, `names`, `cells`: a loop over the rows that only counts them, that reads one cell of each by its name, and
//!   that reads every cell;
//! - `frame` and `json`: to write the reply and read it again, as the pipe does it and as JSON.
//!
//! A script has no clock that is fine enough, but each line of its log arrives here; so two lines enclose the timed
//! part, and the time between two lines with nothing in between is taken off.

use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rollcall_dataset::Dataset;
use rollcall_gateway::config::Scripts;
use rollcall_regex::{Budget, Filter};
use rollcall_session::{
    Entropy, EntropyError, Filters, Kind, Moment, Opening, Registry, Roster, Settings, Tick, Timestamp, TokenHash,
};
use rollcall_supervisor::{Host, JobEnd, JobLimits, WorkerLimits, WorkerProcess, job};
use rollcall_wire::frame;
use rollcall_wire::host::{HostAnswer, HostCall, HostError, HostResult, LogLine, SessionAnswer};
use rollcall_wire::worker::{Context as JobContext, Job, Scope, Stream, ToWorker};

const SIZES: [usize; 3] = [10, 1_000, 100_000];
const SCRIPT: &str = "\
log = system.util.getLogger('bench')
log.info('nothing')
log.info('ask')
sessions = system.util.getSessionInfo()
log.info('rows')
n = 0
for row in sessions:
    n += 1
log.info('names')
for row in sessions:
    n += len(row['username'])
log.info('cells')
for row in sessions:
    for cell in row:
        n += 1
log.info('end')
";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let runs = std::env::args().nth(2).context("usage: session_info EXECUTABLE RUNS")?;
    let runs: usize = runs.parse().with_context(|| format!("{runs} is not a number of runs"))?;
    let mut worker = WorkerProcess::spawn(worker()?).await.context("no worker could be started")?;
    for sessions in SIZES {
        let host = Plant::new(filled(sessions)?.roster());
        for run in 0..=runs {
            host.prepare(run)?;
            let context = JobContext {
                scope: Scope::Gateway,
                project: "plant".to_owned(),
                time_zone: "UTC".to_owned(),
                session: None,
            };
            let job = Job {
                file: "bench.py".to_owned(),
                source: SCRIPT.to_owned(),
                dialect: Default::default(),
                context,
                entry: Default::default(),
            };
            let end = job::run(&mut worker, job, &host, &JobLimits::default(), std::future::pending()).await;
            ensure!(end == JobEnd::Finished, "the script did not run to its end: {end:?}");
            // The first round has cold caches and is not counted.
            if run > 0 {
                host.print(sessions)?;
                forms(&host.answer()?, sessions)?;
            }
        }
    }
    Ok(())
}

/// A registry with as many sessions.
fn filled(sessions: usize) -> anyhow::Result<Registry> {
    let mut registry = Registry::new(Settings::default());
    let now = Moment { tick: Tick(0), wall: Timestamp(1_540_000_000_000) };
    for number in 0..sessions as u64 {
        let mut token = [0; 32];
        token[..8].copy_from_slice(&number.to_le_bytes());
        let opening = Opening {
            username: format!("user{}", number / 10).into(),
            project: format!("plant-{:02}", number % 20).into(),
            kind: Kind::Client,
            hostname: Some(format!("ws-{:06}", number / 5).into()),
            ip: [192, 0, 2, 7].into(),
            user_agent: None,
            roles: [].into(),
            token: TokenHash(token),
        };
        let id = registry.open(opening, now, &mut Counting(number))?.client_id;
        registry.confirm(id, now)?;
    }
    Ok(registry)
}

/// Bytes that are another number at each log-in.
struct Counting(u64);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        let number = self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes();
        bytes.iter_mut().zip(number).for_each(|(byte, of)| *byte = of);
        Ok(())
    }
}

/// Answers the script, and notes when its lines arrive.
struct Plant {
    roster: Roster,
    marks: Mutex<Vec<(String, Instant)>>,
    answering: Mutex<Duration>,
    filter: Mutex<Option<Filter>>,
}

impl Plant {
    fn new(roster: Roster) -> Self {
        Plant { roster, marks: Mutex::default(), answering: Mutex::default(), filter: Mutex::default() }
    }

    fn marks(&self) -> std::sync::MutexGuard<'_, Vec<(String, Instant)>> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another pattern is another question, so that nothing is kept from the one before.
    fn prepare(&self, run: usize) -> anyhow::Result<()> {
        self.marks().clear();
        let all = Filter::new(&format!(".*|nobody{run}"))?;
        *self.filter.lock().unwrap_or_else(PoisonError::into_inner) = Some(all);
        Ok(())
    }

    fn answer(&self) -> anyhow::Result<Dataset> {
        let all = self.filter.lock().unwrap_or_else(PoisonError::into_inner).clone().context("nothing is prepared")?;
        let filters = Filters { username: Some(&all), project: None };
        Ok(self.roster.answer(filters, &mut Budget::unlimited())?.dataset())
    }

    fn print(&self, sessions: usize) -> anyhow::Result<()> {
        let marks = self.marks();
        let times = marks.windows(2).map(|pair| (&pair[0].0, pair[1].1 - pair[0].1));
        let mut nothing = Duration::ZERO;
        for (what, time) in times {
            match &**what {
                "nothing" => nothing = time,
                _ => print(what, sessions, time.saturating_sub(nothing)),
            }
        }
        print("answer", sessions, *self.answering.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }
}

impl Host for Plant {
    async fn call(&self, call: HostCall) -> HostResult {
        match call {
            HostCall::Log(LogLine { message, .. }) => {
                self.marks().push((message, Instant::now()));
                Ok(HostAnswer::Log)
            }
            HostCall::Session(_) => {
                let start = Instant::now();
                let dataset = self.answer().map_err(|error| HostError::Failed { message: error.to_string() })?;
                *self.answering.lock().unwrap_or_else(PoisonError::into_inner) = start.elapsed();
                Ok(HostAnswer::Session(SessionAnswer::Info(dataset)))
            }
            _ => Err(HostError::Failed { message: "it is not answered in a measurement".to_owned() }),
        }
    }

    async fn output(&self, _stream: Stream, _text: String) {}
}

/// The reply as it crosses, and as JSON.
fn forms(dataset: &Dataset, sessions: usize) -> anyhow::Result<()> {
    let reply = ToWorker::Reply { id: 1, result: Ok(HostAnswer::Session(SessionAnswer::Info(dataset.clone()))) };
    let start = Instant::now();
    let bytes = frame::encode(&reply)?;
    ensure!(frame::decode::<ToWorker>(&bytes[4..])? == reply);
    print("frame", sessions, start.elapsed());
    let start = Instant::now();
    let text = serde_json::to_vec(&reply)?;
    ensure!(serde_json::from_slice::<ToWorker>(&text)? == reply);
    print("json", sessions, start.elapsed());
    Ok(())
}

fn print(what: &str, sessions: usize, time: Duration) {
    println!("{what} {sessions} {:.4}", time.as_secs_f64() * 1e3);
}

/// The executable's own way of being a worker: the arguments are those that `crates/rollcall/src/worker.rs` makes.
fn worker() -> anyhow::Result<Command> {
    let executable = std::env::args_os().nth(1).context("usage: session_info EXECUTABLE RUNS")?;
    let Scripts { memory, stack, .. } = Scripts::default();
    let limits = WorkerLimits { memory: memory.0, stack: stack.0, gaps: Default::default() };
    let mut command = Command::new(executable);
    command.arg("worker").arg(format!("--memory={}", limits.memory)).arg(format!("--stack={}", limits.stack));
    command.arg(format!("--supervisor={}", std::process::id())).env_clear();
    Ok(command)
}
