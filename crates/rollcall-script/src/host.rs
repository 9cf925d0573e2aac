//! The running job, and the way from its script to the supervisor.
//!
//! A native function of the engine gets the interpreter and nothing else, and the engine has no place for data of its
//! embedder. The interpreter cannot leave the thread it was made in, so the host is kept with the thread: one [`Host`]
//! while [`crate::Worker::serve`] runs, none otherwise.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::mpsc::Receiver;

use rollcall_engine::interrupt;
use rollcall_wire::frame;
use rollcall_wire::host::{Call, HostCall, HostError, HostResult};
use rollcall_wire::worker::{Context, FromWorker, Stream};
use rustpython_vm::builtins::PyDictRef;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use crate::java::zone::Zone;

thread_local! {
    static HOST: RefCell<Option<Rc<Host>>> = const { RefCell::new(None) };
}

/// Printed text is sent at the latest when this much is waiting, in bytes.
const PENDING_OUTPUT: usize = 8 * 1024;

/// How many scripts' sources are kept for tracebacks.
const SOURCES: usize = 32;

/// A message from the reading thread to a script that waits for the answer to a call.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The answer to the call of this number.
    Reply(u64, HostResult),
    /// An interrupt is pending: look at it.
    Wake,
}

/// The job that runs.
#[derive(Debug)]
pub(crate) struct Running {
    /// The context of the job.
    pub context: Context,
    /// The gateway's time zone.
    pub zone: Zone,
}

/// The worker's side of the connection.
pub(crate) struct Host {
    output: RefCell<Box<dyn Write>>,
    answers: Receiver<Answer>,
    next_call: Cell<u64>,
    running: RefCell<Option<Rc<Running>>>,
    pending: RefCell<[String; 2]>,
    sources: RefCell<HashMap<String, Rc<str>>>,
    module_sources: RefCell<HashMap<String, Rc<str>>>,
    globals: OnceCell<PyDictRef>,
    kept: RefCell<HashMap<u64, PyObjectRef>>,
    next_kept: Cell<u64>,
    visiting: Cell<bool>,
    broken: OnceCell<io::Error>,
}

impl Host {
    pub(crate) fn new(output: impl Write + 'static, answers: Receiver<Answer>) -> Self {
        Host {
            output: RefCell::new(Box::new(output)),
            answers,
            next_call: Cell::new(1),
            running: RefCell::new(None),
            pending: RefCell::default(),
            sources: RefCell::default(),
            module_sources: RefCell::default(),
            globals: OnceCell::new(),
            kept: RefCell::default(),
            next_kept: Cell::new(1),
            visiting: Cell::new(false),
            broken: OnceCell::new(),
        }
    }

    /// Makes this the host of the thread until the guard is dropped.
    pub(crate) fn install(self: &Rc<Self>) -> Installed {
        HOST.set(Some(Rc::clone(self)));
        Installed
    }

    /// Begins a job: its context for the script, and its source for tracebacks.
    pub(crate) fn begin(&self, context: Context, file: &str, source: &str) {
        let zone = Zone::named(&context.time_zone);
        *self.running.borrow_mut() = Some(Rc::new(Running { context, zone }));
        let mut sources = self.sources.borrow_mut();
        if sources.len() >= SOURCES && !sources.contains_key(file) {
            sources.clear();
        }
        sources.insert(file.to_owned(), source.into());
    }

    /// Keeps the text of a module for tracebacks: it lives as long as the interpreter.
    pub(crate) fn keep_source(&self, file: &str, source: &str) {
        self.module_sources.borrow_mut().insert(file.to_owned(), source.into());
    }

    /// The text of a script that ran here lately, or of a module.
    pub(crate) fn source(&self, file: &str) -> Option<Rc<str>> {
        self.sources.borrow().get(file).or(self.module_sources.borrow().get(file)).cloned()
    }

    /// The dictionary of `system.util.getGlobals`.
    pub(crate) fn globals(&self, vm: &VirtualMachine) -> PyDictRef {
        self.globals.get_or_init(|| vm.ctx.new_dict()).clone()
    }

    /// Keeps a function until it is called; its number.
    pub(crate) fn keep(&self, function: PyObjectRef) -> u64 {
        let number = self.next_kept.replace(self.next_kept.get() + 1);
        self.kept.borrow_mut().insert(number, function);
        number
    }

    /// Gives away a function that was kept.
    pub(crate) fn take_kept(&self, number: u64) -> Option<PyObjectRef> {
        self.kept.borrow_mut().remove(&number)
    }

    /// Sets whether the next job is a function that was carried here, for which it is not known whether this is its
    /// client's own interpreter.
    pub(crate) fn set_visiting(&self, visiting: bool) {
        self.visiting.set(visiting);
    }

    /// Whether the running function was carried here.
    pub(crate) fn is_visiting(&self) -> bool {
        self.visiting.get()
    }

    /// Sends one message.
    ///
    /// # Errors
    /// As the writer's; from then on the connection counts as broken, see [`Host::broken`].
    pub(crate) fn send(&self, message: &FromWorker) -> io::Result<()> {
        self.send_bytes(&frame::encode(message)?)
    }

    fn send_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        let mut output = self.output.borrow_mut();
        output.write_all(bytes).and_then(|()| output.flush()).inspect_err(|e| {
            let _ = self.broken.set(io::Error::new(e.kind(), e.to_string()));
        })
    }

    /// The first error in sending, if there was one.
    pub(crate) fn broken(&self) -> Option<io::Error> {
        self.broken.get().map(|e| io::Error::new(e.kind(), e.to_string()))
    }

    /// Takes printed text; whole lines are sent at once, the rest with the next line or when it is long.
    pub(crate) fn print(&self, stream: Stream, text: &str) -> io::Result<()> {
        let ready = {
            let mut pending = self.pending.borrow_mut();
            let pending = &mut pending[slot(stream)];
            pending.push_str(text);
            let end =
                if pending.len() >= PENDING_OUTPUT { pending.len() } else { pending.rfind('\n').map_or(0, |n| n + 1) };
            let rest = pending.split_off(end);
            std::mem::replace(pending, rest)
        };
        self.send_output(stream, &ready)
    }

    /// Sends all printed text that waits.
    pub(crate) fn flush(&self) -> io::Result<()> {
        for stream in [Stream::Stdout, Stream::Stderr] {
            let text = std::mem::take(&mut self.pending.borrow_mut()[slot(stream)]);
            self.send_output(stream, &text)?;
        }
        Ok(())
    }

    /// Sends text in pieces that surely fit a frame, and that the other side does not wait long for.
    fn send_output(&self, stream: Stream, mut text: &str) -> io::Result<()> {
        const PIECE: usize = frame::MAX_FRAME / 16;
        while !text.is_empty() {
            let (piece, rest) = text.split_at(text.floor_char_boundary(PIECE));
            self.send(&FromWorker::Output { stream, text: piece.to_owned() })?;
            text = rest;
        }
        Ok(())
    }

    /// Asks the supervisor and waits for the answer. An interrupt ends the waiting.
    ///
    /// # Errors
    /// The exception that the answer becomes, see `crate::host_error`; the pending interrupt; a `RuntimeError` when
    /// the call is too large to be sent.
    pub(crate) fn call<C: Call>(&self, call: C, vm: &VirtualMachine) -> PyResult<C::Answer> {
        self.try_call(call, vm)?.map_err(|error| crate::host_error::exception(error, vm))
    }

    /// As [`Host::call`], with the host's error unchanged.
    ///
    /// # Errors
    /// The pending interrupt; a `RuntimeError` when the call is too large to be sent.
    pub(crate) fn try_call<C: Call>(&self, call: C, vm: &VirtualMachine) -> PyResult<Result<C::Answer, HostError>> {
        let call = call.into();
        let function = call.function();
        match self.exchange(call, vm)? {
            Ok(answer) => match C::answer(answer) {
                Some(answer) => Ok(Ok(answer)),
                None => Err(crate::host_error::unexpected(function, "that of another family", vm)),
            },
            Err(error) => Ok(Err(error)),
        }
    }

    /// Sends a call and waits for its answer.
    fn exchange(&self, call: HostCall, vm: &VirtualMachine) -> PyResult<HostResult> {
        self.flush().map_err(|e| interrupt::supervisor_gone(&e, vm))?;
        let id = self.next_call.replace(self.next_call.get() + 1);
        let function = call.function();
        let bytes = frame::encode(&FromWorker::Call { id, call })
            .map_err(|e| vm.new_runtime_error(format!("{function}: {e}")))?;
        self.send_bytes(&bytes).map_err(|e| interrupt::supervisor_gone(&e, vm))?;
        loop {
            match self.answers.recv() {
                Ok(Answer::Reply(answered, result)) if answered == id => {
                    return Ok(result);
                }
                // The answer to a call whose waiting was interrupted.
                Ok(Answer::Reply(..)) => {}
                Ok(Answer::Wake) => interrupt::check(vm)?,
                Err(_) => return Err(interrupt::supervisor_gone(&io::ErrorKind::UnexpectedEof.into(), vm)),
            }
        }
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host").field("running", &self.running).finish_non_exhaustive()
    }
}

/// Takes the host away from the thread when dropped.
#[derive(Debug)]
pub(crate) struct Installed;

impl Drop for Installed {
    fn drop(&mut self) {
        HOST.set(None);
    }
}

fn slot(stream: Stream) -> usize {
    match stream {
        Stream::Stdout => 0,
        Stream::Stderr => 1,
    }
}

/// The thread's host, if a worker serves.
pub(crate) fn current() -> Option<Rc<Host>> {
    HOST.with_borrow(Clone::clone)
}

/// The job that runs.
///
/// # Errors
/// A `RuntimeError` when no job runs: a function of `system` was called while the worker warmed up.
pub(crate) fn running(vm: &VirtualMachine) -> PyResult<Rc<Running>> {
    current().and_then(|host| host.running.borrow().clone()).ok_or_else(|| vm.new_runtime_error("no script is running"))
}

/// The scope of the job that runs, if one does.
pub(crate) fn scope() -> Option<rollcall_wire::worker::Scope> {
    let host = current()?;
    let running = host.running.borrow();
    running.as_ref().map(|running| running.context.scope)
}

/// Asks the supervisor, see [`Host::call`].
pub(crate) fn call<C: Call>(call: C, vm: &VirtualMachine) -> PyResult<C::Answer> {
    match current() {
        Some(host) => host.call(call, vm),
        None => Err(vm.new_runtime_error("no script is running")),
    }
}
