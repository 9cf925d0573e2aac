//! Stopping a script from outside: an exception raised in it, wherever it is.
//!
//! The engine polls a channel of callbacks before every bytecode instruction. A callback that raises makes that
//! instruction raise. It reaches every loop that runs Python code and nothing that runs inside one native call
//! (`sum(range(10**12))`): for those the supervisor has the signal that kills.
//!
//! It is hard for two reasons. The flag that the engine polls is one for the process and is lost when a handler runs in
//! between, so an interrupt is sent again until it has been raised. And the engine (RustPython 0.5) forgets, when a
//! callback raises and the frame handles it, to drop the operand of the instruction that it did not execute: the first
//! instruction of the handler gets it on top of its own, and may then reach outside the stack. That is harmless only
//! where that instruction has no operand, as in an `except` or `finally`, or where the forgotten one is 0; elsewhere
//! (`is_safe`) the callback waits for another instruction. In a loop without any such instruction, `while True: pass`
//! inside an `except` block, an interrupt is never raised, and again the signal that kills is left.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use std::{io, thread};

use rustpython_vm::builtins::{PyBaseException, PyBaseExceptionRef, PyUtf8Str};
use rustpython_vm::bytecode::{Instruction, find_exception_handler};
use rustpython_vm::class::StaticType;
use rustpython_vm::signal::UserSignalSender;
use rustpython_vm::{AsObject, PyPayload, PyResult, VirtualMachine, pyclass};

/// Raised in a script that has to stop. Not a Python `Exception`, so that only a bare `except` catches it.
#[pyclass(module = "rollcall", name = "ScriptInterrupted", base = PyBaseException)]
#[derive(Debug)]
#[repr(transparent)]
pub struct ScriptInterrupted(PyBaseException);

#[pyclass(flags(BASETYPE, HAS_DICT))]
impl ScriptInterrupted {}

fn exception(reason: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_exception(
        ScriptInterrupted::static_type().to_owned(),
        vec![PyUtf8Str::from(reason).into_ref(&vm.ctx).into()],
    )
}

/// The exception of a script that prints or calls when its supervisor is gone.
pub fn supervisor_gone(error: &io::Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
    exception(&format!("the connection to the script's supervisor is lost: {error}"), vm)
}

/// Whether the exception is an interrupt, or came of one: its cause, or raised while one was handled.
pub fn is_interrupt(exception: &PyBaseExceptionRef) -> bool {
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

/// The state shared by the thread that reads and the thread that runs scripts.
#[derive(Clone, Debug, Default)]
pub struct Shared(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// The number of the job that runs, 0 for no job.
    running: AtomicU64,
    /// How many interrupts were sent.
    sent: AtomicU64,
    /// The number of the last one that was raised, so that no interrupt is raised twice.
    raised: AtomicU64,
}

impl Shared {
    /// Sets the job that runs from now on; 0 for no job.
    pub fn set_running(&self, job: u64) {
        self.0.running.store(job, Ordering::Release);
    }

    /// The job that runs, 0 for no job.
    pub fn running(&self) -> u64 {
        self.0.running.load(Ordering::Acquire)
    }

    /// Raises in the job of this number if it still runs: an interrupt that comes late must not hit the next job.
    fn raise(&self, job: u64, interrupt: u64, reason: &str, vm: &VirtualMachine) -> PyResult<()> {
        if self.is_done(job, interrupt) || !is_safe(vm) {
            return Ok(());
        }
        self.0.raised.store(interrupt, Ordering::Release);
        Err(exception(reason, vm))
    }

    /// Whether nothing is left to do: the interrupt was raised, or another job runs.
    fn is_done(&self, job: u64, interrupt: u64) -> bool {
        self.running() != job || self.0.raised.load(Ordering::Acquire) >= interrupt
    }
}

/// How often one interrupt is sent, and how long is waited in between, until it has met an instruction where it can be
/// raised. After that it is the supervisor's turn to send another.
const ATTEMPTS: usize = 100;
const PAUSE: Duration = Duration::from_micros(500);

/// Raises in the job of this number. Called by the thread that reads; returns soon, raised or not.
pub fn send(signals: &UserSignalSender, shared: &Shared, job: u64, reason: &str, wake: impl Fn()) {
    let interrupt = shared.0.sent.fetch_add(1, Ordering::AcqRel) + 1;
    for _ in 0..ATTEMPTS {
        let (state, reason) = (shared.clone(), reason.to_owned());
        // Fails only when the interpreter is gone, and then nothing is left to be stopped.
        let _ = signals.send(Box::new(move |vm| state.raise(job, interrupt, &reason, vm)));
        wake();
        thread::sleep(PAUSE);
        if shared.is_done(job, interrupt) {
            return;
        }
    }
}

thread_local! {
    /// Whether a native function of ours asks for interrupts, rather than the engine between two instructions.
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Lets a pending interrupt be raised by a native function that waits.
///
/// # Errors
/// The interrupt.
pub fn check(vm: &VirtualMachine) -> PyResult<()> {
    ASKED.set(true);
    let result = vm.check_signals();
    ASKED.set(false);
    result
}

/// Whether raising before the current instruction leaves the engine in order, see above.
fn is_safe(vm: &VirtualMachine) -> bool {
    let Some(frame) = vm.current_frame().filter(|_| !ASKED.get()) else { return true };
    let Some(index) = frame.lasti().checked_sub(1) else { return true };
    let code = &frame.code.code;
    let Some(handler) = find_exception_handler(&code.exceptiontable, index) else { return true };
    let index = index as usize;
    // Here an operand may have been forgotten a moment ago.
    if matches!(code.instructions.read_op(index), Instruction::PushExcInfo) {
        return false;
    }
    let extended = index > 0 && matches!(code.instructions.read_op(index - 1), Instruction::ExtendedArg);
    let no_operand = u8::from(code.instructions.read_arg(index)) == 0 && !extended;
    no_operand || matches!(code.instructions.read_op(handler.target as usize), Instruction::PushExcInfo)
}
