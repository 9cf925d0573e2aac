//! Attributes of builtin objects that cannot be set, or only to some values, in Python 2's words.
//!
//! Python 2 calls it a `TypeError` where Python 3 has an `AttributeError`. The engine's descriptors are asked first.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyFunction, PyStr};
use rustpython_vm::function::PySetterValue;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::caller_is_python2;

type Set = fn(&PyObject, PyObjectRef, PySetterValue<PyObjectRef>, &VirtualMachine) -> PyResult<()>;

/// The engine's ways to set the attributes of its descriptors.
static COMPUTED: OnceLock<Set> = OnceLock::new();
static MEMBERS: OnceLock<Set> = OnceLock::new();

/// Wraps the engine's descriptors.
pub(super) fn install(vm: &VirtualMachine) {
    let computed = vm.ctx.types.getset_type;
    if let Some(original) = computed.slots.descr_set.load() {
        COMPUTED.get_or_init(|| original);
        computed
            .slots
            .descr_set
            .store(Some(|descriptor, object, value, vm| set(COMPUTED.get(), descriptor, object, value, vm)));
    }
    let members = vm.ctx.types.member_descriptor_type;
    if let Some(original) = members.slots.descr_set.load() {
        MEMBERS.get_or_init(|| original);
        members
            .slots
            .descr_set
            .store(Some(|descriptor, object, value, vm| set(MEMBERS.get(), descriptor, object, value, vm)));
    }
}

fn set(
    original: Option<&Set>,
    descriptor: &PyObject,
    object: PyObjectRef,
    value: PySetterValue<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let Some(original) = original else { return Err(vm.new_type_error("no such attribute")) };
    if !caller_is_python2(vm) {
        return original(descriptor, object, value, vm);
    }
    let is_deleted = matches!(value, PySetterValue::Delete);
    match original(descriptor, object.clone(), value, vm) {
        Err(error) if object.downcast_ref::<PyFunction>().is_some() => {
            of_function(original, descriptor, object, is_deleted, error, vm)
        }
        Err(error) => Err(in_words(error, is_deleted, vm)),
        done => done,
    }
}

/// The error that an attribute cannot be set, in Python 2's words.
fn in_words(error: PyBaseExceptionRef, is_deleted: bool, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let exceptions = &vm.ctx.exceptions;
    let is_asked =
        error.class().is(exceptions.attribute_error) || is_deleted && error.class().is(exceptions.type_error);
    let words = error.as_object().str(vm).map(|words| words.to_string()).unwrap_or_default();
    // Jython's deque has the other error.
    let is_fixed = !words.contains("'maxlen'")
        && (words.ends_with("is not writable") || words == "readonly attribute" || words == "can't delete attribute");
    if is_asked && is_fixed { vm.new_type_error("readonly attribute") } else { error }
}

/// Refused changes of a function's attributes: some can be deleted, others have their own error.
fn of_function(
    original: &Set,
    descriptor: &PyObject,
    object: PyObjectRef,
    is_deleted: bool,
    error: PyBaseExceptionRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let name = descriptor.get_attr("__name__", vm)?;
    let name = name.downcast_ref::<PyStr>().map(|name| name.to_string()).unwrap_or_default();
    match (name.as_str(), is_deleted) {
        ("__defaults__" | "func_defaults", true) => {
            original(descriptor, object, PySetterValue::Assign(vm.ctx.none()), vm)
        }
        ("__defaults__" | "func_defaults", false) => {
            Err(vm.new_type_error("func_defaults must be set to a tuple object"))
        }
        ("__dict__", true) => Err(vm.new_type_error("function's dictionary may not be deleted")),
        ("__dict__", false) => Err(vm.new_type_error("setting function's dictionary to a non-dict")),
        ("__name__", _) => Err(vm.new_type_error("__name__ must be set to a string object")),
        ("__code__", true) => Err(vm.new_attribute_error("'function' object has no attribute 'func_code'")),
        _ => Err(in_words(error, is_deleted, vm)),
    }
}
