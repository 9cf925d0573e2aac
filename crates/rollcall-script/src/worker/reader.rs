//! The thread that reads the supervisor's messages, and hands each to where it is waited for.

use std::io::{self, Read};
use std::sync::mpsc::Sender;
use std::thread;

use rollcall_engine::interrupt::{self, Shared};
use rollcall_wire::frame;
use rollcall_wire::worker::{Job, ToWorker};
use rustpython_vm::signal::UserSignalSender;

use crate::host::Answer;

/// Enough for decoding messages of a fixed shape; the default of 2 MiB would count for every worker's memory limit.
const STACK: usize = 256 * 1024;

/// A job with its number, counted from 1, or why there will be no more.
pub(super) type Received = io::Result<(u64, Job)>;

/// The reading half of the connection.
pub(super) struct Reader<R> {
    input: R,
    jobs: Sender<Received>,
    answers: Sender<Answer>,
    signals: UserSignalSender,
    shared: Shared,
    count: u64,
}

impl<R: Read + Send + 'static> Reader<R> {
    pub(super) fn new(
        input: R,
        jobs: Sender<Received>,
        answers: Sender<Answer>,
        signals: UserSignalSender,
        shared: Shared,
    ) -> Self {
        Reader { input, jobs, answers, signals, shared, count: 0 }
    }

    /// Starts the thread. It ends with the input, but not before the last script.
    pub(super) fn start(mut self) -> io::Result<()> {
        let read = move || {
            let end = self.read();
            self.hang_up(end);
        };
        thread::Builder::new().name("reader".to_owned()).stack_size(STACK).spawn(read).map(drop)
    }

    /// Tells the main loop that no job will come, and stops a script that still runs: its result is no longer wanted.
    fn hang_up(self, end: io::Result<()>) {
        let Reader { jobs, answers, signals, shared, .. } = self;
        if let Err(error) = end {
            // Without a receiver, no one needs to know.
            let _ = jobs.send(Err(error));
        }
        drop(jobs);
        while answers.send(Answer::Wake).is_ok() {
            interrupt::send(&signals, &shared, shared.running(), "the supervisor closed the connection", || ());
        }
    }

    fn read(&mut self) -> io::Result<()> {
        while let Some(message) = frame::read(&mut self.input)? {
            match message {
                ToWorker::Job(job) => {
                    self.count += 1;
                    if self.jobs.send(Ok((self.count, job))).is_err() {
                        return Ok(());
                    }
                }
                ToWorker::Reply { id, result } => {
                    let _ = self.answers.send(Answer::Reply(id, result));
                }
                ToWorker::Interrupt { reason } => self.interrupt(&reason),
            }
        }
        Ok(())
    }

    /// Raises in the job that was received last, and wakes it if it waits for an answer.
    fn interrupt(&mut self, reason: &str) {
        let wake = || {
            let _ = self.answers.send(Answer::Wake);
        };
        interrupt::send(&self.signals, &self.shared, self.count, reason, wake);
    }
}
