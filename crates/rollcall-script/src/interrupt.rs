//! Stopping a script from outside: an exception raised in it, wherever it is.
//!
//! The engine polls a channel of callbacks before every bytecode instruction. A callback that raises makes that
//! instruction raise. It reaches every loop that runs Python code and nothing that runs inside one native call
//! (`sum(range(10**12))`): for those the supervisor has the signal that kills. The flag that the engine polls is one for
//! the process and is lost when a handler runs meanwhile, so the supervisor sends an interrupt again until the script
//! has stopped.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustpython_vm::builtins::PyBaseException;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyUtf8Str};
use rustpython_vm::class::StaticType;
use rustpython_vm::signal::UserSignalSender;
use rustpython_vm::{AsObject, PyPayload, VirtualMachine, pyclass};

/// Raised in a script that has to stop. Not a Python `Exception`, so that only a bare `except` catches it.
#[pyclass(module = "rollcall", name = "ScriptInterrupted", base = PyBaseException)]
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct ScriptInterrupted(PyBaseException);

#[pyclass(flags(BASETYPE, HAS_DICT))]
impl ScriptInterrupted {}

fn exception(reason: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_exception(
        ScriptInterrupted::static_type().to_owned(),
        vec![PyUtf8Str::from(reason).into_ref(&vm.ctx).into()],
    )
}

/// What a script meets that prints or calls when nobody listens any more.
pub(crate) fn supervisor_gone(error: &io::Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
    exception(&format!("the connection to the script's supervisor is lost: {error}"), vm)
}

/// Whether the exception is an interrupt, or came of one: its cause, or raised while one was handled.
pub(crate) fn is_interrupt(exception: &PyBaseExceptionRef) -> bool {
    let mut current = Some(exception.clone());
    // A chain can be made circular by hand; no honest one is as long as this.
    for _ in 0..1000 {
        let Some(link) = current else { return false };
        if link.fast_isinstance(ScriptInterrupted::static_type()) {
            return true;
        }
        current = link.__cause__().or_else(|| link.__context__());
    }
    false
}

/// The number of the job that runs, 0 for none; shared by the thread that reads and the thread that runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct JobNumber(Arc<AtomicU64>);

impl JobNumber {
    pub(crate) fn set(&self, number: u64) {
        self.0.store(number, Ordering::Release);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

/// Raises in the job of this number, if it still runs by then: an interrupt that comes late must not hit the next job.
pub(crate) fn send(signals: &UserSignalSender, running: &JobNumber, job: u64, reason: String) {
    let running = running.clone();
    let raise = move |vm: &VirtualMachine| if running.get() == job { Err(exception(&reason, vm)) } else { Ok(()) };
    // Fails only when the interpreter is gone, and then nothing is left to be stopped.
    let _ = signals.send(Box::new(raise));
}
