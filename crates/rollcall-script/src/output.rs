//! `sys.stdout`, `sys.stderr` and `sys.stdin` of a script.

use std::sync::atomic::{AtomicBool, Ordering};

use rollcall_engine::interrupt;
use rollcall_python_runtime::{self as python2, PrintStream};
use rollcall_wire::worker::Stream;
use rustpython_vm::builtins::PyStrRef;
use rustpython_vm::function::{ArgIterable, FuncArgs};
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::types::{IterNext, Iterable, SelfIter};
use rustpython_vm::{Py, PyPayload, PyResult, VirtualMachine, pyclass};

use crate::host;

/// Sends the output to the supervisor, line by line.
#[pyclass(module = "rollcall", name = "OutputStream")]
#[derive(Debug, PyPayload)]
pub(crate) struct OutputStream {
    stream: Stream,
    softspace: AtomicBool,
}

impl OutputStream {
    pub(crate) fn new(stream: Stream) -> Self {
        OutputStream { stream, softspace: AtomicBool::new(false) }
    }
}

impl PrintStream for OutputStream {
    fn softspace(&self) -> bool {
        self.softspace.load(Ordering::Relaxed)
    }

    fn set_softspace(&self, due: bool) {
        self.softspace.store(due, Ordering::Relaxed);
    }

    fn print(&self, text: &str, vm: &VirtualMachine) -> PyResult<()> {
        match host::current() {
            Some(host) => host.print(self.stream, text).map_err(|e| interrupt::supervisor_gone(&e, vm)),
            None => Ok(()),
        }
    }
}

#[pyclass]
impl OutputStream {
    #[pymethod]
    fn write(&self, text: PyStrRef, vm: &VirtualMachine) -> PyResult<Option<usize>> {
        let written = text.char_len();
        self.print(&python2::printable(&text), vm)?;
        // In Python 2 it answers nothing.
        Ok((!python2::job_is_python2()).then_some(written))
    }

    #[pymethod]
    fn writelines(&self, lines: ArgIterable<PyStrRef>, vm: &VirtualMachine) -> PyResult<()> {
        for line in lines.iter(vm)? {
            self.write(line?, vm)?;
        }
        Ok(())
    }

    #[pymethod]
    fn flush(&self, vm: &VirtualMachine) -> PyResult<()> {
        match host::current() {
            Some(host) => host.flush().map_err(|e| interrupt::supervisor_gone(&e, vm)),
            None => Ok(()),
        }
    }

    #[pymethod]
    fn isatty(&self) -> bool {
        false
    }

    #[pymethod]
    fn readable(&self) -> bool {
        false
    }

    #[pymethod]
    fn writable(&self) -> bool {
        true
    }

    #[pymethod]
    fn fileno(&self, vm: &VirtualMachine) -> PyResult<i32> {
        Err(vm.new_os_error("a script's output is not a file"))
    }

    #[pygetset(name = "softspace")]
    fn softspace_number(&self) -> i32 {
        i32::from(self.softspace())
    }

    #[pygetset(setter, name = "softspace")]
    fn set_softspace_number(&self, due: i32) {
        self.set_softspace(due != 0);
    }

    #[pygetset]
    fn closed(&self) -> bool {
        false
    }

    #[pygetset]
    fn encoding(&self) -> &'static str {
        "utf-8"
    }

    #[pygetset]
    fn errors(&self) -> &'static str {
        "replace"
    }

    #[pygetset]
    fn mode(&self) -> &'static str {
        "w"
    }

    #[pygetset]
    fn name(&self) -> &'static str {
        match self.stream {
            Stream::Stdout => "<stdout>",
            Stream::Stderr => "<stderr>",
        }
    }
}

/// There is nothing to read: the person who would answer is not at this process.
#[pyclass(module = "rollcall", name = "NoInput")]
#[derive(Debug, PyPayload)]
pub(crate) struct NoInput;

#[pyclass(with(IterNext, Iterable))]
impl NoInput {
    #[pymethod]
    fn read(&self, _args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        Err(vm.new_eof_error("a script has no standard input: ask with system.gui.inputBox"))
    }

    #[pymethod]
    fn readline(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        self.read(args, vm)
    }

    #[pymethod]
    fn readlines(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        self.read(args, vm)
    }

    #[pymethod]
    fn isatty(&self) -> bool {
        false
    }

    #[pymethod]
    fn readable(&self) -> bool {
        false
    }

    #[pymethod]
    fn fileno(&self, vm: &VirtualMachine) -> PyResult<i32> {
        Err(vm.new_os_error("a script has no standard input"))
    }

    #[pygetset]
    fn closed(&self) -> bool {
        false
    }

    #[pygetset]
    fn name(&self) -> &'static str {
        "<stdin>"
    }
}

impl SelfIter for NoInput {}

impl IterNext for NoInput {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        zelf.read(FuncArgs::default(), vm).map(PyIterReturn::Return)
    }
}
