//! Between a script worker and its supervisor: one message a [frame](crate::frame).
//!
//! The supervisor sends [`ToWorker`], the worker [`FromWorker`]. A worker sends `Ready` once, then runs one job at a
//! time: it sends `Begun` before it does anything for the job, so that a job without it can be given to another worker;
//! while the job runs it may send output and calls, and each call is answered before the script goes on.

use serde::{Deserialize, Serialize};

use crate::component::Event;
use crate::dialect::Dialect;
use crate::host::{Carried, HostCall, HostResult};
use crate::rest::SessionKind;

/// From the supervisor to the worker.
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and it is written and gone")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum ToWorker {
    /// Run this script.
    Job(Job),
    /// The answer to the call of this number.
    Reply {
        /// The number that the call came with.
        id: u64,
        /// Its outcome.
        result: HostResult,
    },
    /// Stop the running script: raise in it. Sent again until it stops; then the worker is killed.
    Interrupt {
        /// Why, for the traceback.
        reason: String,
    },
}

/// From the worker to the supervisor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum FromWorker {
    /// The interpreter is warm and waits for a job.
    Ready,
    /// The job was taken up: from here on some of the script may have run.
    Begun,
    /// Output of the script.
    Output {
        /// Where to.
        stream: Stream,
        /// The text as written, line ends included.
        text: String,
    },
    /// The script calls the host and waits.
    Call {
        /// A number unique in this worker.
        id: u64,
        /// The call.
        call: HostCall,
    },
    /// The job is over; the worker waits for the next.
    Done {
        /// How it ended.
        outcome: Outcome,
        /// The script has removed something that later scripts need: the worker must be replaced.
        spoiled: bool,
    },
}

/// Where printed text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stream {
    /// `sys.stdout`.
    Stdout,
    /// `sys.stderr`.
    Stderr,
}

/// A script to run, with everything that it may know of where it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// The name in tracebacks.
    pub file: String,
    /// The script's text; empty when `entry` calls a function.
    pub source: String,
    /// The Python that it is written in; without a word, that of 7.9.
    #[serde(default)]
    pub dialect: Dialect,
    /// Where and for whom it runs.
    pub context: Context,
    /// The code that runs, and its arguments.
    #[serde(default)]
    pub entry: Entry,
}

/// The part of a job that runs, and its arguments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", content = "value", rename_all = "camelCase")]
pub enum Entry {
    /// The script, with nothing.
    #[default]
    Script,
    /// The script, with `event`.
    Event(Event),
    /// The script, with `payload`.
    Message(Carried),
    /// A function that waits in this interpreter, by the number that it was kept under.
    Kept(u64),
    /// A function that was carried here, with its arguments.
    Carried(Carried),
    /// Nothing: the script is only compiled.
    Check,
}

/// Where and for whom a script runs. Made by the gateway, never by the script or its worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// The scope.
    pub scope: Scope,
    /// The project.
    pub project: String,
    /// The gateway's time zone, an IANA name: how dates print.
    pub time_zone: String,
    /// The session it runs for; None in the gateway's scope.
    pub session: Option<Caller>,
}

/// The three scopes of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Scope {
    /// A project's gateway script.
    Gateway,
    /// A client's script.
    Client,
    /// A designer's script.
    Designer,
}

impl From<SessionKind> for Scope {
    fn from(kind: SessionKind) -> Self {
        match kind {
            SessionKind::Client => Scope::Client,
            SessionKind::Designer => Scope::Designer,
        }
    }
}

/// The session on whose behalf a script runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Caller {
    /// The session's public id.
    pub client_id: String,
    /// The user who is logged in.
    pub username: String,
    /// That person's roles.
    pub roles: Vec<String>,
    /// Whether the connection to the gateway is encrypted.
    pub secure: bool,
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "camelCase")]
pub enum Outcome {
    /// It ran to its end.
    Finished,
    /// `sys.exit`: a code, 0 when all was well.
    Exited {
        /// The exit code.
        code: i32,
    },
    /// An exception was not caught.
    Raised {
        /// Python's traceback, of several lines, the last being the exception.
        traceback: String,
    },
    /// It was interrupted and stopped.
    Interrupted {
        /// The traceback: where it was.
        traceback: String,
    },
    /// It does not compile. Only a job that asks for nothing else ends so.
    Faulty(Fault),
    /// The script compiles, as was asked: its calls that cannot work.
    Checked {
        /// In the order of the text.
        warnings: Vec<Fault>,
    },
    /// The engine itself failed, and the process ends with it: it takes no other job.
    EngineFailed {
        /// The engine's message.
        message: String,
    },
}

/// The mistake that keeps a script from being compiled, or a call in it that cannot work, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The mistake there.
    pub message: String,
}
