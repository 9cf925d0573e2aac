//! `print`, the statement.
//!
//! A value is followed by a blank only when another one comes: the blank that is due is the file's `softspace`, which
//! any object may have. The worker's own streams keep it themselves; elsewhere it is an attribute, as in Python 2.

use rustpython_vm::builtins::PyStr;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use super::{language, text, unicode};
use crate::embedding::PrintStream;

/// `$print_item(file, value)`: writes the blank that is due, then the value.
pub(super) fn item(file: PyObjectRef, value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let target = target(&file, vm)?;
    let shown = shown(value, vm)?;
    let ends_line = ends_line(&shown);
    if let Some(stream) = stream(&target) {
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

/// The embedder's stream, if it is one.
fn stream(target: &PyObjectRef) -> Option<&dyn PrintStream> {
    language().and_then(|language| (language.embedding.stream)(target))
}

/// `$print_newline(file)`: ends the line.
pub(super) fn newline(file: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let target = target(&file, vm)?;
    if let Some(stream) = stream(&target) {
        stream.set_softspace(false);
        return stream.print("\n", vm);
    }
    write(&target, vm.ctx.new_str("\n").into(), vm)?;
    set_softspace(&target, false, vm);
    Ok(())
}

/// `print(value, …, sep=' ', end='\n', file=None)`, for scripts that import the function from the future.
pub(super) fn function(mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let mut text = |name: &str, default: &str| -> PyResult<PyObjectRef> {
        match args.kwargs.shift_remove(name).filter(|value| !vm.is_none(value)) {
            Some(value) if text::is_text(&value) => Ok(value),
            Some(value) => {
                let found = value.class().name().to_string();
                Err(vm.new_type_error(format!("argument 1: expected string, {found} found")))
            }
            None => Ok(vm.ctx.new_str(default).into()),
        }
    };
    let (mut separator, mut end) = (text("sep", " ")?, text("end", "\n")?);
    if args.args.iter().chain([&separator, &end]).any(|part| unicode::is_unicode(part)) {
        (separator, end) = (unicode::of(separator, vm)?, unicode::of(end, vm)?);
    }
    let file = args.kwargs.shift_remove("file").unwrap_or_else(|| vm.ctx.none());
    if let Some(name) = args.kwargs.keys().next() {
        return Err(vm.new_type_error(format!("'{name}' is an invalid keyword argument for this function")));
    }
    let target = target(&file, vm)?;
    for (index, value) in args.args.into_iter().enumerate() {
        if index > 0 {
            write(&target, separator.clone(), vm)?;
        }
        write(&target, shown(value, vm)?.into(), vm)?;
    }
    write(&target, end, vm)
}

/// The file that is meant: None is `sys.stdout` at this moment.
fn target(file: &PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if !vm.is_none(file) {
        return Ok(file.clone());
    }
    vm.sys_module.get_attr("stdout", vm).map_err(|_| vm.new_runtime_error("lost sys.stdout"))
}

fn shown(value: PyObjectRef, vm: &VirtualMachine) -> PyResult<rustpython_vm::PyRef<PyStr>> {
    match value.downcast_exact::<PyStr>(vm) {
        Ok(text) => Ok(text.into_pyref()),
        // A `unicode` is printed unchanged, whatever `__str__` its class has.
        Err(value) => match value.downcast_ref::<PyStr>().filter(|_| unicode::is_unicode(&value)) {
            Some(text) => Ok(text.to_owned()),
            None => text::shown(&value, vm),
        },
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
