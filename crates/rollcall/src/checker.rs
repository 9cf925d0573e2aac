//! Compiles scripts where it can do no harm: in a fenced worker, one after the other.
//!
//! The compiler is part of an engine that has faults: there are scripts on which it panics, aborts, or never comes to
//! an end. Such a script is a finding like any other, and the next one gets a new worker. The engine does not report
//! where in the script it fails; so the outermost statements are tried one by one.

use std::time::Duration;

use rollcall_supervisor::fence::{self, Gaps};
use rollcall_supervisor::{Host, JobEnd, JobLimits, WorkerProcess, job};
use rollcall_wire::dialect::Dialect;
use rollcall_wire::host::{HostCall, HostError, HostResult};
use rollcall_wire::worker::{Context, Entry, Fault, Job, Scope, Stream};

use crate::worker;

/// How long one script may take to compile. Large ones take milliseconds.
const DEADLINE: Duration = Duration::from_secs(10);
/// How many statements of a script on which the engine fails are tried.
const MOST_TRIED: usize = 500;

/// A mistake in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether it compiles all the same: a call in it cannot work.
    pub is_warning: bool,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// The column, from 1, where it is known.
    pub column: Option<usize>,
    /// The mistake.
    pub message: String,
}

/// The worker that compiles, started at the first need.
#[derive(Debug)]
pub struct Checker {
    gaps: Gaps,
    worker: Option<WorkerProcess>,
}

/// How compiling a script ended.
enum Compiled {
    /// Well, but for calls that cannot work.
    Well(Vec<Fault>),
    Faulty(Fault),
    /// The engine failed, with these words.
    NotAtAll(String),
}

impl Finding {
    fn at(fault: Fault, is_warning: bool) -> Self {
        let Fault { line, column, message } = fault;
        Finding { is_warning, line: Some(line), column: Some(column), message }
    }

    /// The message in the form that is printed.
    pub fn words(&self) -> String {
        if self.is_warning { format!("warning: {}", self.message) } else { self.message.clone() }
    }
}

impl Checker {
    /// A checker whose worker may do without these parts of its fence.
    ///
    /// # Errors
    /// When there is more that its worker would have to go without.
    pub fn new(gaps: Gaps) -> anyhow::Result<Self> {
        fence::check(gaps)?;
        Ok(Checker { gaps, worker: None })
    }

    /// The mistakes in a script that runs in this scope: the error that keeps it from compiling, or calls that cannot
    /// work.
    ///
    /// # Errors
    /// When no worker can be had.
    pub async fn check(
        &mut self,
        dialect: Dialect,
        scope: Scope,
        file: &str,
        source: &str,
    ) -> anyhow::Result<Vec<Finding>> {
        let script = check_job(dialect, scope, file, source);
        Ok(match self.compile(&script).await? {
            Compiled::Well(warnings) => warnings.into_iter().map(|warning| Finding::at(warning, true)).collect(),
            Compiled::Faulty(fault) => vec![Finding::at(fault, false)],
            Compiled::NotAtAll(why) => {
                let line = self.where_it_fails(&script).await?;
                let message = format!("this script cannot be compiled, which is a fault of the Python engine: {why}");
                vec![Finding { is_warning: false, line, column: None, message }]
            }
        })
    }

    /// The line of the outermost statement on which the engine fails, if it fails on one alone.
    async fn where_it_fails(&mut self, script: &Job) -> anyhow::Result<Option<usize>> {
        for (line, statement) in statements(&script.source).take(MOST_TRIED) {
            if let Compiled::NotAtAll(_) = self.compile(&Job { source: statement, ..script.clone() }).await? {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    async fn compile(&mut self, script: &Job) -> anyhow::Result<Compiled> {
        // A worker that died while it was idle gives no verdict on this script.
        let mut end = self.run(script).await?;
        if matches!(end, JobEnd::NotBegun(_)) {
            end = self.run(script).await?;
        }
        Ok(match end {
            JobEnd::Checked(warnings) => Compiled::Well(warnings),
            JobEnd::Faulty(fault) => Compiled::Faulty(fault),
            JobEnd::Deadline(_) => Compiled::NotAtAll(format!("it takes longer than {} s", DEADLINE.as_secs())),
            JobEnd::Memory => Compiled::NotAtAll("it takes more memory than a script may have".to_owned()),
            JobEnd::StackOverflow => Compiled::NotAtAll("it is nested too deeply".to_owned()),
            JobEnd::Crashed(words) if words.is_empty() => Compiled::NotAtAll("its process died".to_owned()),
            JobEnd::Crashed(words) => Compiled::NotAtAll(one_line(&words)),
            other => anyhow::bail!("{}: {}", script.file, other.error(&limits()).unwrap_or_default()),
        })
    }

    async fn run(&mut self, script: &Job) -> anyhow::Result<JobEnd> {
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => worker::start(self.gaps).await?,
        };
        let worker = self.worker.insert(worker);
        let end = job::run(worker, script.clone(), &Nobody, &limits(), std::future::pending()).await;
        if !end.worker_survived() {
            self.worker = None;
        }
        Ok(end)
    }
}

fn limits() -> JobLimits {
    JobLimits { deadline: Some(DEADLINE) }
}

fn check_job(dialect: Dialect, scope: Scope, file: &str, source: &str) -> Job {
    let context = Context { scope, project: String::new(), time_zone: "UTC".to_owned(), session: None };
    Job { file: file.to_owned(), source: source.to_owned(), dialect, context, entry: Entry::Check }
}

/// The outermost statements of a script, each with its line and in its place: the text before it is left blank. A line
/// that only looks like a statement, as in a string, is a compile error and not a failure of the engine.
fn statements(source: &str) -> impl Iterator<Item = (usize, String)> {
    let lines: Vec<&str> = source.lines().collect();
    let begins = |line: &&str| line.starts_with(|first: char| !first.is_whitespace() && !"#)]}".contains(first));
    let starts: Vec<usize> = (0..lines.len()).filter(|number| begins(&lines[*number])).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([lines.len()]).collect();
    let cut = move |(start, end): (usize, usize)| {
        (start + 1, format!("{}{}\n", "\n".repeat(start), lines[start..end].join("\n")))
    };
    starts.into_iter().zip(ends).map(cut)
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A host that is never asked: a script that is only compiled makes no calls.
struct Nobody;

impl Host for Nobody {
    async fn call(&self, _call: HostCall) -> HostResult {
        Err(HostError::Unavailable { message: "the script is only compiled".to_owned() })
    }

    async fn output(&self, _stream: Stream, _text: String) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_keep_their_lines() {
        let source = "import x\n\n# note\ndef f(\n    a\n):\n    pass\nf()\n";
        let found: Vec<_> = statements(source).collect();
        assert_eq!(
            found,
            [
                (1, "import x\n\n# note\n".to_owned()),
                (4, "\n\n\ndef f(\n    a\n):\n    pass\n".to_owned()),
                (8, "\n\n\n\n\n\n\nf()\n".to_owned()),
            ]
        );
        assert_eq!(statements("").count(), 0);
    }
}
