//! `compile`, `eval` and `exec` of Python 3, which go to the engine's compiler by a way of its own.
//!
//! A text that nests too deeply is a `SyntaxError`, as it is in a script's own file. Code that expects variables of a
//! function around it is refused, as in CPython; the engine reads cells that are not there.

use rustpython_vm::builtins::{PyByteArray, PyBytes, PyCode, PyStr};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::language;

/// Replaces the three.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    for name in ["compile", "eval", "exec"] {
        let original: &'static PyObjectRef = Box::leak(Box::new(vm.builtins.get_attr(name, vm)?));
        let call = move |args: FuncArgs, vm: &VirtualMachine| {
            if let Some(source) = args.args.first().or_else(|| args.kwargs.get("source")) {
                check(source, name, vm)?;
            }
            original.call(args, vm)
        };
        vm.builtins.set_attr(name, vm.new_function(name, call), vm)?;
    }
    Ok(())
}

/// # Errors
/// Why the engine must not be given this.
fn check(source: &PyObject, function: &str, vm: &VirtualMachine) -> PyResult<()> {
    if let Some(code) = source.downcast_ref::<PyCode>() {
        return closed(code, function, vm);
    }
    let text = match (source.downcast_ref::<PyStr>(), source.downcast_ref::<PyBytes>()) {
        (Some(text), _) => text.to_string_lossy().into_owned(),
        (_, Some(bytes)) => String::from_utf8_lossy(bytes.as_bytes()).into_owned(),
        _ => match source.downcast_ref::<PyByteArray>() {
            Some(bytes) => String::from_utf8_lossy(&bytes.borrow_buf()).into_owned(),
            None => return Ok(()),
        },
    };
    language::check_depth(&text, vm)
}

/// # Errors
/// That code has variables of a function around it, and is not in a function.
pub(crate) fn closed(code: &PyCode, function: &str, vm: &VirtualMachine) -> PyResult<()> {
    if code.code.freevars.is_empty() || function == "compile" {
        return Ok(());
    }
    Err(vm.new_type_error(format!("code object passed to {function}() may not contain free variables")))
}
