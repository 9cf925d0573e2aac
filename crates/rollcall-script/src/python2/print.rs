//! `print`, the statement.
//!
//! A value is followed by a blank only when another one comes: the blank that is due is the file's `softspace`, which
//! any object may have. The worker's own streams keep it themselves; elsewhere it is an attribute, as in Python 2.

use rustpython_vm::builtins::PyStr;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use super::text;
use crate::output::OutputStream;

/// `$print_item(file, value)`: writes the blank that is due, then the value.
pub(super) fn item(file: PyObjectRef, value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let target = target(&file, vm)?;
    let shown = shown(value, vm)?;
    let ends_line = ends_line(&shown);
    if let Some(stream) = target.downcast_ref::<OutputStream>() {
        if stream.softspace() {
            stream.print(" ", vm)?;
        }
        stream.set_softspace(!ends_line);
        stream.print(&text::printable(&shown), vm)?;
        return Ok(file);
    }
    if softspace(&target, vm) {
        write(&target, vm.ctx.new_str(" ").into(), vm)?;
    }
    write(&target, shown.to_owned().into(), vm)?;
    set_softspace(&target, !ends_line, vm);
    Ok(file)
}

/// `$print_newline(file)`: ends the line.
pub(super) fn newline(file: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let target = target(&file, vm)?;
    if let Some(stream) = target.downcast_ref::<OutputStream>() {
        stream.set_softspace(false);
        return stream.print("\n", vm);
    }
    write(&target, vm.ctx.new_str("\n").into(), vm)?;
    set_softspace(&target, false, vm);
    Ok(())
}

/// The file that is meant: None is `sys.stdout` at this moment.
fn target(file: &PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if !vm.is_none(file) {
        return Ok(file.clone());
    }
    vm.sys_module.get_attr("stdout", vm).map_err(|_| vm.new_runtime_error("lost sys.stdout"))
}

fn shown(value: PyObjectRef, vm: &VirtualMachine) -> PyResult<rustpython_vm::PyRef<PyStr>> {
    match value.downcast::<PyStr>() {
        Ok(text) => Ok(text),
        Err(value) => value.str(vm),
    }
}

/// After a text that ends in white space other than a blank no blank is due.
fn ends_line(text: &Py<PyStr>) -> bool {
    text.as_bytes().last().is_some_and(|last| matches!(last, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c))
}

fn write(file: &PyObjectRef, text: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    file.get_attr("write", vm)?.call((text,), vm).map(drop)
}

fn softspace(file: &PyObjectRef, vm: &VirtualMachine) -> bool {
    file.get_attr("softspace", vm).and_then(|due| due.try_to_bool(vm)).unwrap_or(false)
}

/// A file that cannot keep it goes without.
fn set_softspace(file: &PyObjectRef, due: bool, vm: &VirtualMachine) {
    let due: PyObjectRef = vm.ctx.new_int(i32::from(due)).into();
    let _ = file.as_object().set_attr("softspace", due, vm);
}
