//! Runs a script in a worker of its own and prints its output: `run [--python 3] FILE`, with `-` for standard input. To
//! try the language by hand; there is no gateway, so there are no modules of a project, and other calls of the host
//! fail.

use std::io::{self, Cursor, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::{env, fs, process};

use rollcall_script::Worker;
use rollcall_wire::dialect::Dialect;
use rollcall_wire::frame;
use rollcall_wire::host::{HostAnswer, HostCall, HostError, HostResult};
use rollcall_wire::worker::{Context, FromWorker, Job, Outcome, Scope, ToWorker};

/// The messages to the worker: the job, and then the answers to its calls.
struct Sent {
    frame: Cursor<Vec<u8>>,
    following: Receiver<Vec<u8>>,
}

impl Read for Sent {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.frame.read(buffer)? {
                0 => self.frame = Cursor::new(self.following.recv().map_err(io::Error::other)?),
                count => return Ok(count),
            }
        }
    }
}

/// Shows the worker's messages, answers its calls, and ends this process when the job is done.
struct Shown(Sender<Vec<u8>>);

fn answer(call: &HostCall) -> HostResult {
    match call {
        HostCall::Module(_) => Ok(HostAnswer::Module(None)),
        _ => Err(HostError::Unavailable { message: "there is no gateway here".into() }),
    }
}

impl Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match frame::read(&mut Cursor::new(bytes))? {
            Some(FromWorker::Output { text, .. }) => print!("{text}"),
            Some(FromWorker::Done { outcome, .. }) => {
                let code = match outcome {
                    Outcome::Raised { traceback } | Outcome::Interrupted { traceback } => {
                        println!("{traceback}");
                        1
                    }
                    Outcome::Exited { code } => code,
                    _ => 0,
                };
                io::stdout().flush()?;
                process::exit(code);
            }
            Some(FromWorker::Call { id, call }) => {
                let reply = frame::encode(&ToWorker::Reply { id, result: answer(&call) })?;
                self.0.send(reply).map_err(io::Error::other)?;
            }
            _ => {}
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

fn main() -> io::Result<()> {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    let mut option = None;
    if arguments.first().is_some_and(|first| first == "--python") && arguments.len() > 1 {
        option = arguments.drain(..2).next_back();
    }
    let mut source = String::new();
    match arguments.first().map(String::as_str) {
        None | Some("-") => drop(io::stdin().read_to_string(&mut source)?),
        Some(file) => source = fs::read_to_string(file)?,
    }
    let dialect = match option.as_deref().map(str::parse) {
        Some(Ok(dialect)) => dialect,
        Some(Err(error)) => return Err(io::Error::other(error)),
        None => Dialect::declared(&source).unwrap_or_default(),
    };
    let context = Context { scope: Scope::Gateway, project: "plant".into(), time_zone: "UTC".into(), session: None };
    let job = Job { file: "script.py".into(), source, dialect, context, entry: Default::default() };
    let (answers, following) = channel();
    let frame = Cursor::new(frame::encode(&ToWorker::Job(job))?);
    Worker::warm().serve(Sent { frame, following }, Shown(answers), || Ok(()))
}
