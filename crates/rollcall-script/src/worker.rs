//! The worker's main loop: one job after the other, until the supervisor hangs up.
//!
//! Two threads: the one that called [`Worker::serve`] runs the scripts and writes; another reads, since an interrupt
//! must get through while a script runs. The reader never touches the interpreter.

mod entry;
mod failure;
mod job;
mod reader;
mod spoiled;

use std::any::Any;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::mpsc;

use rollcall_engine::interrupt::Shared;
use rollcall_wire::worker::{FromWorker, Job, Outcome};
use rustpython_vm::signal::UserSignalSender;
use rustpython_vm::{Interpreter, VirtualMachine};

use crate::host::Host;
use crate::interpreter;
use reader::Reader;
use spoiled::Needed;

/// A Python interpreter that is ready to run scripts.
///
/// There is one in a process: the engine shares its types among all interpreters. It belongs to the thread that made
/// it. That thread's stack bounds how deep scripts can nest calls; past it they get a `RecursionError`. The engine
/// learns the stack's size when the worker is made, so a limit on it must be set before.
pub struct Worker {
    interpreter: Interpreter,
    signals: UserSignalSender,
}

impl Worker {
    /// Creates the interpreter and installs `system` and `java`. Starts no thread, so the process can be forked
    /// afterwards.
    ///
    /// # Panics
    /// When the library that was compiled in does not fit the engine; no input can cause it.
    #[must_use]
    pub fn warm() -> Worker {
        let (interpreter, signals) = interpreter::create();
        Worker { interpreter, signals }
    }

    /// Imports the modules that most scripts want (`datetime`, `json`, `re` …), which takes longer than
    /// [`Worker::warm`]: for a process that is forked, whose children then share them. Starts no thread.
    ///
    /// # Panics
    /// As [`Worker::warm`].
    #[must_use]
    pub fn preloaded(self) -> Worker {
        interpreter::must(&self.interpreter, interpreter::preload);
        self
    }

    /// Says [`FromWorker::Ready`], then runs one job after the other until the input ends. Starts a thread that reads;
    /// then calls `fence`, and after that neither starts a thread nor opens anything.
    ///
    /// # Errors
    /// When reading or writing fails, when the other side breaks the protocol, and after the engine itself has failed:
    /// that job is still answered, and the process must then be replaced.
    pub fn serve(
        self,
        input: impl Read + Send + 'static,
        output: impl Write + Send + 'static,
        fence: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        let (jobs_sender, jobs) = mpsc::channel();
        let (answers_sender, answers) = mpsc::channel();
        let host = Rc::new(Host::new(output, answers));
        let _installed = host.install();
        let shared = Shared::default();
        self.interpreter.enter(interpreter::reseed).map_err(|_| io::Error::other("no random bytes"))?;
        let needed = self.interpreter.enter(Needed::note);
        Reader::new(input, jobs_sender, answers_sender, self.signals.clone(), shared.clone()).start()?;
        failure::install();
        fence()?;
        host.send(&FromWorker::Ready)?;
        let mut modules = 0;
        while let Ok(received) = jobs.recv() {
            let (count, job) = received?;
            host.send(&FromWorker::Begun)?;
            shared.set_running(count);
            let ended = self.run(&host, &job, &needed);
            shared.set_running(0);
            host.flush()?;
            match ended {
                Ok((outcome, spoiled)) => host.send(&FromWorker::Done { outcome, spoiled })?,
                Err(panic) => return fail(&host, panic.as_ref()),
            }
            self.interpreter.enter(|vm| job::tidy(&mut modules, vm));
        }
        host.broken().map_or(Ok(()), Err)
    }

    /// Runs one job: how it ended, and whether it has spoiled the interpreter. An error is a panic of the engine.
    fn run(&self, host: &Host, job: &Job, needed: &Needed) -> Result<(Outcome, bool), Box<dyn Any + Send>> {
        let run = |vm: &VirtualMachine| (job::run(host, job, vm), needed.is_gone(vm));
        failure::noted(|| catch_unwind(AssertUnwindSafe(|| self.interpreter.enter(run))))
    }
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").finish_non_exhaustive()
    }
}

/// Reports to the script's caller, and to the serving loop, that the engine has failed.
fn fail(host: &Host, panic: &(dyn Any + Send)) -> io::Result<()> {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let place = failure::place().map_or_else(String::new, |(file, line)| format!("{file}, line {line}: "));
    let message = format!("internal error: {place}the Python engine failed: {}", text.unwrap_or("no message"));
    host.send(&FromWorker::Done { outcome: Outcome::EngineFailed { message: message.clone() }, spoiled: true })?;
    Err(io::Error::other(message))
}
