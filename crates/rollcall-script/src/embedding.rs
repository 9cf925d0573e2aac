//! The needs of the runtime of Python 2: where output goes, the modules of a project, Java's classes.

use rollcall_python_runtime::{Embedding, PrintStream};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr};
use rustpython_vm::{PyObject, PyRef, PyResult, VirtualMachine};

use crate::java::{lang, object};
use crate::modules;
use crate::output::OutputStream;

/// Our answers.
pub(crate) const EMBEDDING: Embedding = Embedding { stream, has_module, is_java: object::is_java, java_text };

fn stream(object: &PyObject) -> Option<&dyn PrintStream> {
    object.downcast_ref::<OutputStream>().map(|stream| &**stream as &dyn PrintStream)
}

fn has_module(name: &str, vm: &VirtualMachine) -> PyResult<bool> {
    let found = modules::find(vm.ctx.new_str(name), vm)?;
    Ok(!vm.is_none(&found))
}

fn java_text(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Option<PyResult<PyRef<PyStr>>> {
    lang::is_throwable(exception).then(|| lang::text(exception, vm))
}
