//! The arguments that a `bytearray` of Python 2 refuses: a `unicode` is not bytes, even where its characters are ASCII.
//!
//! Each way in has words of its own, which are Jython's.

use rustpython_vm::builtins::{PyInt, PyList, PySlice, PyStr, PyTuple};
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::unicode::is_unicode;
use crate::type_names::name_in_errors;

/// Methods that look for bytes, or put some in the place of others.
const OF_BYTES: &[&str] = &[
    "__contains__",
    "count",
    "find",
    "index",
    "lstrip",
    "partition",
    "replace",
    "rfind",
    "rindex",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "strip",
    "translate",
];

/// Refuses the arguments of a method.
pub(super) fn arguments(method: &str, given: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<()> {
    match (method, given) {
        ("append" | "remove", [value]) | ("insert", [_, value]) => byte(value, vm),
        ("extend", [values]) if is_unicode(values) => Err(slice(values, vm)),
        ("extend", [values]) => bytes(values, vm),
        ("join", [parts]) => joined(parts, vm),
        ("startswith" | "endswith", [choices, ..]) => {
            let found = items(choices).into_iter().find(|choice| is_unicode(choice));
            found.as_deref().or(is_unicode(choices).then_some(&**choices)).map_or(Ok(()), |found| no_bytes(found, vm))
        }
        _ if OF_BYTES.contains(&method) => {
            let is_wrong = |value: &&PyObjectRef| is_unicode(value) || value.downcast_ref::<PyTuple>().is_some();
            given.iter().find(is_wrong).map_or(Ok(()), |wrong| no_bytes(wrong, vm))
        }
        _ => Ok(()),
    }
}

/// Refuses a number, or a `str`, that is not a byte.
fn byte(value: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let is_other = is_unicode(value) || value.downcast_ref::<PyTuple>().is_some();
    if is_other { Err(vm.new_type_error("an integer or string of size 1 is required")) } else { Ok(()) }
}

/// Refuses items of a list or tuple that are not bytes.
pub(super) fn bytes(values: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    items(values).iter().try_for_each(|value| byte(value, vm))
}

/// Refuses `array + other`.
pub(super) fn sum(other: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    if !is_unicode(other) && other.downcast_ref::<PyTuple>().is_none() {
        return Ok(());
    }
    Err(vm.new_type_error(format!("can't concat {} to bytearray", name_in_errors(other, vm))))
}

/// Refuses `array[key] = value`. Nothing at all may be put in the place of a slice.
pub(super) fn assigned(key: &PyObject, value: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    if key.downcast_ref::<PyInt>().is_some() {
        return byte(value, vm);
    }
    let is_empty = value.downcast_ref::<PyStr>().is_some_and(|text| text.is_empty());
    match key.downcast_ref::<PySlice>() {
        Some(_) if is_unicode(value) && !is_empty => Err(slice(value, vm)),
        Some(_) => bytes(value, vm),
        None => Ok(()),
    }
}

fn slice(value: &PyObject, vm: &VirtualMachine) -> rustpython_vm::builtins::PyBaseExceptionRef {
    vm.new_type_error(format!("can't set bytearray slice from {}", name_in_errors(value, vm)))
}

fn no_bytes(value: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    Err(vm.new_type_error(format!("Type {} doesn't support the buffer API", name_in_errors(value, vm))))
}

fn joined(parts: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let (texts, at) = match parts.downcast_ref::<PyStr>() {
        Some(text) if is_unicode(parts) && !text.is_empty() => (vec![parts.to_owned()], Some(0)),
        _ => (items(parts), None),
    };
    let Some(index) = at.or_else(|| texts.iter().position(|part| is_unicode(part))) else { return Ok(()) };
    Err(vm.new_type_error(format!("can only join an iterable of bytes (item {index} has type 'unicode')")))
}

/// The items of a list or tuple.
fn items(values: &PyObject) -> Vec<PyObjectRef> {
    match (values.downcast_ref::<PyTuple>(), values.downcast_ref::<PyList>()) {
        (Some(tuple), _) => tuple.to_vec(),
        (_, Some(list)) => list.borrow_vec().to_vec(),
        _ => Vec::new(),
    }
}
