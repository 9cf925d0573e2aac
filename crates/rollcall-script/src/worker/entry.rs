//! The part of a job that runs: its script with its arguments, or a function that was kept or carried here.

use rollcall_engine::compile::Dialect;
use rollcall_python_runtime as python2;
use rollcall_wire::worker::Entry;
use rustpython_vm::builtins::{PyDict, PyFunction};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use crate::host::Host;
use crate::{carry, component};

/// The function that runs instead of a script, with its arguments; None when a script runs.
pub(super) fn function(host: &Host, entry: &Entry, vm: &VirtualMachine) -> PyResult<Option<(PyObjectRef, FuncArgs)>> {
    match entry {
        Entry::Script | Entry::Event(_) | Entry::Message(_) | Entry::Check => Ok(None),
        Entry::Kept(number) => {
            let function = host.take_kept(*number);
            let gone = || vm.new_runtime_error("the function that was to be called is not kept here any more");
            let function = function.ok_or_else(gone)?;
            if let Some(function) = function.downcast_ref::<PyFunction>() {
                python2::set_running(language_of(function, vm), vm);
            }
            Ok(Some((function, FuncArgs::default())))
        }
        Entry::Carried(function) => carry::unpack_call(function, vm).map(Some),
    }
}

/// The language that a function is written in, which need not be that of the job before.
fn language_of(function: &Py<PyFunction>, vm: &VirtualMachine) -> Dialect {
    let globals = function.as_object().get_attr("__globals__", vm).ok();
    globals
        .and_then(|globals| globals.downcast::<PyDict>().ok())
        .map_or(Dialect::Python3, |globals| python2::dialect_of(&globals, vm))
}

/// Gives the script of a job the objects that it expects by name.
pub(super) fn bind(entry: &Entry, scope: &Scope, vm: &VirtualMachine) -> PyResult<()> {
    match entry {
        Entry::Event(event) => scope.globals.set_item("event", component::event::event(event.clone(), vm)?, vm),
        Entry::Message(payload) => scope.globals.set_item("payload", carry::unpack_data(payload, vm)?, vm),
        Entry::Script | Entry::Kept(_) | Entry::Carried(_) | Entry::Check => Ok(()),
    }
}
