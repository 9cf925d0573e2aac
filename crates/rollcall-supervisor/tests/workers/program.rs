//! A stand-in for a worker, for the tests of this crate: it speaks the protocol of a worker, or of a zygote, and runs no
//! Python. A job's source is one of a few orders, which are the ways in which a worker can behave.
//!
//! It is a program, because workers are processes: a test starts it, kills it and observes its supervisor. `stand_in
//! worker` serves one supervisor on standard input, `stand_in zygote` forks such processes.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use rollcall_supervisor::fence::Gaps;
use rollcall_supervisor::{WorkerLimits, zygote};
use rollcall_wire::frame;
use rollcall_wire::host::{HostCall, LogLevel, LogLine};
use rollcall_wire::worker::{FromWorker, Outcome, Stream, ToWorker};

fn main() -> io::Result<()> {
    let socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    match std::env::args().nth(1).as_deref() {
        Some("worker") => serve(&mut socket.try_clone()?, socket),
        Some("zygote") => {
            let limits = WorkerLimits { memory: 1 << 30, stack: 8 << 20, gaps: Gaps { root: true, calls: true } };
            zygote::serve(socket, &limits, |mut input, output| serve(&mut input, output))
        }
        _ => Err(io::Error::other("stand_in worker|zygote")),
    }
}

/// Runs the jobs that come, one after the other.
fn serve(input: &mut UnixStream, mut output: UnixStream) -> io::Result<()> {
    frame::write(&mut output, &FromWorker::Ready)?;
    let mut jobs = 0;
    while let Some(message) = frame::read::<ToWorker>(input)? {
        let ToWorker::Job(job) = message else { continue };
        jobs += 1;
        if job.source == "die before it begins" {
            return die();
        }
        frame::write(&mut output, &FromWorker::Begun)?;
        let outcome = obey(&job.source, jobs, input, &mut output)?;
        frame::write(&mut output, &FromWorker::Done { outcome, spoiled: job.source == "spoil" })?;
    }
    Ok(())
}

/// Carries out one order.
fn obey(order: &str, jobs: u32, input: &mut UnixStream, output: &mut UnixStream) -> io::Result<Outcome> {
    match order {
        "end" | "spoil" => {}
        "count" => print(output, jobs.to_string())?,
        "call" => call(input, output)?,
        "die" => die()?,
        "babble" => output.write_all(b"\xFF\xFF\xFF\xFF and so on")?,
        "stop when interrupted" => {
            print(output, "waiting".into())?;
            return Ok(Outcome::Interrupted { traceback: interrupt(input)? });
        }
        "run on" => loop {
            std::thread::sleep(Duration::from_secs(1));
        },
        other => return Err(io::Error::other(format!("no such order: {other}"))),
    }
    Ok(Outcome::Finished)
}

/// Calls its host, and prints the answer.
fn call(input: &mut UnixStream, output: &mut UnixStream) -> io::Result<()> {
    let line = LogLine { logger: "stand-in".into(), level: LogLevel::Info, message: "hello".into() };
    frame::write(output, &FromWorker::Call { id: 7, call: HostCall::Log(line) })?;
    loop {
        if let Some(ToWorker::Reply { id: 7, result }) = frame::read(input)? {
            return print(output, format!("{result:?}"));
        }
    }
}

fn print(output: &mut UnixStream, text: String) -> io::Result<()> {
    frame::write(output, &FromWorker::Output { stream: Stream::Stdout, text })
}

/// Waits for the interrupt, and returns its reason.
fn interrupt(input: &mut UnixStream) -> io::Result<String> {
    loop {
        match frame::read(input)? {
            Some(ToWorker::Interrupt { reason }) => return Ok(reason),
            Some(_) => {}
            None => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

fn die() -> io::Result<()> {
    eprintln!("these are my last words");
    std::process::exit(3)
}
