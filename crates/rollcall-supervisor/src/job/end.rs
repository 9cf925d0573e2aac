//! How a job ended, seen from outside, and the words for people.

use rollcall_wire::worker::{Fault, Outcome};

use super::{JobLimits, Stopping};

/// The longest traceback that is passed on, in bytes.
const MAX_TRACEBACK: usize = 16 * 1024;
/// For a script that ended well, too late.
const DEADLINE_CAUGHT: &str = "the script was interrupted at its deadline, caught that, and ended";

/// How a job ended, seen from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobEnd {
    /// It ran to its end.
    Finished,
    /// `sys.exit` with a code.
    Exited(i32),
    /// An exception was not caught: the traceback.
    Raised(String),
    /// It does not compile, and nothing else was asked.
    Faulty(Fault),
    /// The script compiles, as was asked: its calls that cannot work.
    Checked(Vec<Fault>),
    /// It was stopped at its deadline: the traceback where it gave one, else the worker was killed.
    Deadline(Option<String>),
    /// It was stopped from outside (the caller gave up, the gateway ends).
    Stopped(Option<String>),
    /// It asked for more memory than it may have; the worker is gone.
    Memory,
    /// All scripts together had more memory than they may have, and its user's most of it; the worker is gone.
    TotalMemory,
    /// It overflowed the stack; the worker is gone.
    StackOverflow,
    /// The worker is gone for another reason: its last words.
    Crashed(String),
    /// It never began: no worker could be had. That is not the script's fault.
    NotStarted(String),
    /// It never began: its worker was gone, with these last words. Another worker may take the job.
    NotBegun(String),
}

impl JobEnd {
    /// Whether the worker can take another job.
    pub fn worker_survived(&self) -> bool {
        match self {
            JobEnd::Finished | JobEnd::Exited(_) | JobEnd::Raised(_) => true,
            JobEnd::Faulty(_) | JobEnd::Checked(_) => true,
            JobEnd::Deadline(traceback) | JobEnd::Stopped(traceback) => traceback.is_some(),
            JobEnd::Memory | JobEnd::TotalMemory | JobEnd::StackOverflow | JobEnd::Crashed(_) => false,
            JobEnd::NotStarted(_) | JobEnd::NotBegun(_) => false,
        }
    }

    /// Whether the script hit one of its limits.
    pub fn hit_limit(&self) -> bool {
        let by_itself = matches!(self, JobEnd::Deadline(_) | JobEnd::Memory | JobEnd::StackOverflow);
        by_itself || matches!(self, JobEnd::TotalMemory | JobEnd::Crashed(_))
    }

    /// The message for a person, with the traceback if there is one; None when all went well.
    pub fn error(&self, limits: &JobLimits) -> Option<String> {
        let seconds = limits.deadline.unwrap_or_default().as_secs_f64();
        match self {
            JobEnd::Finished | JobEnd::Exited(0) | JobEnd::Checked(_) => None,
            JobEnd::Exited(code) => Some(format!("the script ended with exit code {code}")),
            JobEnd::Raised(traceback) => Some(traceback.trim_end().to_owned()),
            JobEnd::Deadline(Some(traceback)) | JobEnd::Stopped(Some(traceback)) => {
                Some(traceback.trim_end().to_owned())
            }
            JobEnd::Deadline(None) => Some(format!(
                "the script was still running after its deadline of {seconds} s, did not stop when interrupted, and was killed"
            )),
            JobEnd::Stopped(None) => Some("the script did not stop when interrupted and was killed".to_owned()),
            JobEnd::Memory => Some("the script asked for more memory than it may have and was ended".to_owned()),
            JobEnd::TotalMemory => Some(
                "all scripts of this gateway together had more memory than they may have (scripts.total_memory); this \
                 user's had the most of it, and the largest of them, this one, was ended"
                    .to_owned(),
            ),
            JobEnd::StackOverflow => Some("the script overflowed its stack and was ended".to_owned()),
            JobEnd::Faulty(Fault { line, column, message }) => Some(format!("line {line}, column {column}: {message}")),
            JobEnd::NotStarted(why) => Some(format!("the script was not run: no worker could be started: {why}")),
            JobEnd::NotBegun(words) => {
                let why = if words.is_empty() { "its processes died before it began" } else { words.as_str() };
                Some(format!("the script was not run: {why}; try again"))
            }
            JobEnd::Crashed(words) if words.is_empty() => {
                Some("the script's process ended without an error and was replaced".to_owned())
            }
            JobEnd::Crashed(words) => Some(format!("the script's process crashed and was replaced: {words}")),
        }
    }
}

pub(super) fn name_outcome(outcome: Outcome, stopping: Option<Stopping>) -> JobEnd {
    match (outcome, stopping) {
        // It caught its interrupt and came to an end: over its time all the same.
        (Outcome::Finished | Outcome::Exited { .. }, Some(Stopping::Deadline)) => {
            JobEnd::Deadline(Some(DEADLINE_CAUGHT.to_owned()))
        }
        (Outcome::Finished, _) => JobEnd::Finished,
        (Outcome::Exited { code }, _) => JobEnd::Exited(code),
        (Outcome::Faulty(fault), _) => JobEnd::Faulty(fault),
        (Outcome::Checked { warnings }, _) => JobEnd::Checked(warnings),
        // The process ends with these words, and must not be taken for one that goes on.
        (Outcome::EngineFailed { message }, _) => classify(shortened(message)),
        (Outcome::Raised { traceback }, None) => JobEnd::Raised(shortened(traceback)),
        // An exception that a script raises while it is being stopped comes from that: from a call that was given up,
        // for instance.
        (Outcome::Raised { traceback } | Outcome::Interrupted { traceback }, Some(Stopping::Caller)) => {
            JobEnd::Stopped(Some(shortened(traceback)))
        }
        (Outcome::Raised { traceback } | Outcome::Interrupted { traceback }, _) => {
            JobEnd::Deadline(Some(shortened(traceback)))
        }
    }
}

/// A traceback of a length that can be logged and shown: its end names the exception, its beginning the way there.
fn shortened(traceback: String) -> String {
    if traceback.len() <= MAX_TRACEBACK {
        return traceback;
    }
    let head = &traceback[..traceback.floor_char_boundary(MAX_TRACEBACK / 2)];
    let tail = &traceback[traceback.ceil_char_boundary(traceback.len() - MAX_TRACEBACK / 2)..];
    format!("{head}\n… ({} bytes left out) …\n{tail}", traceback.len() - head.len() - tail.len())
}

/// The limit that the last words of a dead worker name. The words are the Rust runtime's own.
pub(super) fn classify(words: String) -> JobEnd {
    let memory = words.contains("memory allocation of") || words.contains("capacity overflow");
    if memory {
        JobEnd::Memory
    } else if words.contains("has overflowed its stack") {
        JobEnd::StackOverflow
    } else {
        JobEnd::Crashed(words)
    }
}
