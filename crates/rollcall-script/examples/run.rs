//! Runs a script in a worker of its own and prints what it prints: `run [--python 3] FILE`, with `-` for standard input.
//! To try the language by hand; there is no gateway, so calls of the host fail.

use std::io::{self, Cursor, Read, Write};
use std::{env, fs, process, thread};

use rollcall_script::Worker;
use rollcall_wire::dialect::Dialect;
use rollcall_wire::frame;
use rollcall_wire::worker::{Context, FromWorker, Job, Outcome, Scope, ToWorker};

/// The job, and then nothing more: a worker whose input ends stops.
struct OneJob(Cursor<Vec<u8>>);

impl Read for OneJob {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.0.read(buffer)? {
                0 => thread::park(),
                count => return Ok(count),
            }
        }
    }
}

/// Shows what the worker sends, and ends this process when the job is done.
struct Shown;

impl Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match frame::read(&mut Cursor::new(bytes))? {
            Some(FromWorker::Output { text, .. }) => print!("{text}"),
            Some(FromWorker::Done { outcome }) => {
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
    Worker::warm().serve(OneJob(Cursor::new(frame::encode(&ToWorker::Job(job))?)), Shown)
}
