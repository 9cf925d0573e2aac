//! Slots of `__slots__`, and attributes of functions and exceptions, while a finalizer of an old value runs.
//!
//! The engine drops the old value while it holds a lock, and a `__del__` that looks at the same place was a panic. Here the
//! old value is kept until the lock is given back. The engine has a short way to a slot for an assignment that is done again
//! and again; classes that have slots are kept off it by a function of ours in the place of the engine's own, which it
//! asks for.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyStr, PyType};
use rustpython_vm::function::PySetterValue;
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::finalizers::locked;

type Set = fn(&PyObject, PyObjectRef, PySetterValue, &VirtualMachine) -> PyResult<()>;
type SetAttribute = fn(&PyObject, &Py<PyStr>, PySetterValue, &VirtualMachine) -> PyResult<()>;

/// The engine's.
static SET: OnceLock<Set> = OnceLock::new();
static SET_BUILTIN: OnceLock<Set> = OnceLock::new();
static SET_ATTRIBUTE: OnceLock<SetAttribute> = OnceLock::new();

/// Replaces the functions that set a slot.
pub(super) fn install(vm: &VirtualMachine) {
    let types = &vm.ctx.types;
    if let Some(original) = types.object_type.slots.setattro.load() {
        SET_ATTRIBUTE.get_or_init(|| original);
    }
    let slots = &types.member_descriptor_type.slots;
    if let Some(original) = slots.descr_set.load() {
        SET.get_or_init(|| original);
        slots.descr_set.store(Some(set));
    }
    let slots = &types.getset_type.slots;
    if let Some(original) = slots.descr_set.load() {
        SET_BUILTIN.get_or_init(|| original);
        slots.descr_set.store(Some(set_builtin));
    }
}

fn set(slot: &PyObject, of: PyObjectRef, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    let Some(original) = SET.get() else { return Err(vm.new_type_error("no such slot")) };
    let is_of_script = of.class().slots.flags.has_feature(PyTypeFlags::HEAPTYPE);
    let kept = if is_of_script || has_values(&of, vm) { old(slot, &of, vm) } else { None };
    let done = original(slot, of, value, vm);
    drop(kept);
    done
}

/// `function.__defaults__ = x`, `error.args = x`: others keep nothing of a script's, or leave its finalizer for later.
fn set_builtin(slot: &PyObject, of: PyObjectRef, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    let Some(original) = SET_BUILTIN.get() else { return Err(vm.new_type_error("no such attribute")) };
    let kept = if has_values(&of, vm) { old(slot, &of, vm) } else { None };
    let done = locked(|| original(slot, of, value, vm));
    drop(kept);
    done
}

/// Whether a builtin type keeps the values that a script gives its attributes.
fn has_values(of: &PyObject, vm: &VirtualMachine) -> bool {
    of.class().is(vm.ctx.types.function_type) || of.fast_isinstance(vm.ctx.exceptions.base_exception_type)
}

/// The value in a slot; None for an empty one.
fn old(slot: &PyObject, of: &PyObjectRef, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let get = slot.class().slots.descr_get.load()?;
    get(slot.to_owned(), Some(of.clone()), Some(of.class().to_owned().into()), vm).ok()
}

/// Keeps a class that has slots off the short way.
pub(crate) fn watch(class: &Py<PyType>) {
    let is_engines =
        |slot: SetAttribute| SET_ATTRIBUTE.get().is_some_and(|original| *original as usize == slot as usize);
    if class.slots.member_count > 0 && class.slots.setattro.load().is_some_and(is_engines) {
        class.slots.setattro.store(Some(set_attribute));
    }
}

fn set_attribute(object: &PyObject, name: &Py<PyStr>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    match SET_ATTRIBUTE.get() {
        Some(original) => original(object, name, value, vm),
        None => Err(vm.new_attribute_error("no such attribute")),
    }
}
