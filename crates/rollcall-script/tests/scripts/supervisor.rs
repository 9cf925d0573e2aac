//! A worker process and the supervisor's side of its pipe.

use std::io::{self, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use rollcall_wire::dialect::Dialect;
use rollcall_wire::frame;
use rollcall_wire::worker::{Caller, Context, FromWorker, Job, Outcome, Scope, ToWorker};

use crate::host::Host;

/// A running worker; killed when dropped.
pub struct Worker {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// Whether its last script left it unfit for another.
    pub spoiled: bool,
}

/// The limits of a worker, in KiB.
#[derive(Default)]
pub struct Limits {
    /// Its data segment: its allocations. Unlimited by default.
    pub memory: Option<u64>,
    /// Its main thread's stack, 8 MiB by default.
    pub stack: Option<u64>,
}

/// How a run ended.
#[derive(Debug)]
pub enum End {
    /// The worker reported how.
    Outcome(Outcome),
    /// The worker is gone; with its text on standard error.
    Crash(String),
}

impl Worker {
    /// Starts this program as a worker and waits until it is ready.
    pub fn start(limits: Limits) -> Worker {
        let program = std::env::current_exe().expect("this program has a path");
        let mut command = Command::new("sh");
        let memory = limits.memory.map_or("unlimited".to_owned(), |kib| kib.to_string());
        let stack = limits.stack.map_or("8192".to_owned(), |kib| kib.to_string());
        let script = "ulimit -d \"$1\"; ulimit -s \"$2\"; ulimit -c 0; exec \"$3\" \"$4\"";
        command.args(["-c", script, "sh", &memory, &stack]);
        command.arg(program).arg(crate::WORKER);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("a worker can be started");
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().expect("standard output is a pipe"));
        let mut worker = Worker { process, input, output, spoiled: false };
        assert_eq!(worker.receive().expect("a worker says that it is ready"), Some(FromWorker::Ready));
        worker
    }

    pub fn send(&mut self, message: &ToWorker) -> io::Result<()> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        frame::write(input, message)
    }

    /// The next message, but for the one that reports that a job was taken up.
    pub fn receive(&mut self) -> io::Result<Option<FromWorker>> {
        loop {
            match frame::read(&mut self.output)? {
                Some(FromWorker::Begun) => {}
                other => return Ok(other),
            }
        }
    }

    /// Closes the worker's input, and takes its last message.
    pub fn hang_up_and_receive(&mut self) -> Option<FromWorker> {
        self.input = None;
        self.receive().expect("it still answers")
    }

    /// Sends bytes that are not a message.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        self.input.as_mut().expect("the input is open").write_all(bytes).expect("it reads");
    }

    /// Whether the process ends with success.
    pub fn ended_well(&mut self) -> bool {
        self.process.wait().expect("it ends").success()
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Runs a script to its end, answering its calls.
    pub fn run(&mut self, job: Job, host: &mut Host) -> End {
        if self.send(&ToWorker::Job(job)).is_err() {
            return self.crashed();
        }
        loop {
            match self.receive() {
                Ok(Some(FromWorker::Output { text, .. })) => host.print(&text),
                Ok(Some(FromWorker::Call { id, call })) => {
                    let result = host.answer(call);
                    self.send(&ToWorker::Reply { id, result }).expect("a waiting worker reads");
                }
                Ok(Some(FromWorker::Done { outcome, spoiled })) => {
                    self.spoiled = spoiled;
                    return End::Outcome(outcome);
                }
                Ok(Some(FromWorker::Ready | FromWorker::Begun)) => panic!("a worker is ready once"),
                Ok(None) | Err(_) => return self.crashed(),
            }
            for message in host.interrupts() {
                self.send(&message).expect("a running worker reads");
            }
        }
    }

    fn crashed(&mut self) -> End {
        let mut text = String::new();
        let mut errors = self.process.stderr.take().expect("a worker crashes once");
        errors.read_to_string(&mut text).expect("standard error is text");
        self.process.wait().expect("a worker that closed its pipe ends");
        End::Crash(text)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It has ended already, or it is no loss.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A job with the surroundings that most tests want.
pub fn job(source: &str, scope: Scope, time_zone: &str) -> Job {
    let caller = Caller {
        client_id: "0A1B2C3D".into(),
        username: "anna".into(),
        roles: vec!["Operator".into(), "Supervisor".into()],
        secure: true,
    };
    let session = (scope != Scope::Gateway).then_some(caller);
    let context = Context { scope, project: "plant".into(), time_zone: time_zone.into(), session };
    let dialect = Dialect::default();
    Job { file: "script.py".into(), source: source.into(), dialect, context, entry: Default::default() }
}
