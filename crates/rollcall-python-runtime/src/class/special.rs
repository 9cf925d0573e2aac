//! The results of a class's special methods for its instances: their truth, and their hashes.

use std::cell::Cell;

use rustpython_vm::builtins::{PyFunction, PyInt, PyType};
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::protocol::PyNumber;
use rustpython_vm::{AsObject, Py, PyObject, PyResult, VirtualMachine};

use super::is_old;
use crate::{interned, number};

thread_local! {
    /// The last result of the builtin `hash`, and the engine's hash of the same value.
    static HASHED: Cell<Option<(i32, i64)>> = const { Cell::new(None) };
}

/// Notes the result of the builtin `hash` for a value.
pub(crate) fn note_hash(answer: i32, full: i64) {
    HASHED.set(Some((answer, full)));
}

/// Has `__hash__` of a class asked in a way that finds a value by an object that equals it: where the method answers the
/// builtin `hash` of a value, the hash is the one that this value has in the engine's dicts.
pub(super) fn set_hash(class: &Py<PyType>, vm: &VirtualMachine) {
    let method = class.attributes.read().get(interned("__hash__", vm)).cloned();
    if method.is_some_and(|method| method.downcast_ref::<PyFunction>().is_some()) {
        class.slots.hash.store(Some(hash_by_method));
    }
}

fn hash_by_method(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyHash> {
    let before = HASHED.take();
    let answer = vm.call_special_method(object, interned("__hash__", vm), ());
    let asked = HASHED.replace(before);
    let answer = answer?;
    let Some(number) = answer.downcast_ref::<PyInt>() else {
        return Err(vm.new_type_error("__hash__ should return a int"));
    };
    match (asked, i32::try_from(number.as_bigint())) {
        (Some((shown, full)), Ok(answered)) if shown == answered => Ok(full),
        // For a class of numbers that answers itself, the number counts.
        _ => vm.ctx.new_bigint(number.as_bigint()).as_object().hash(vm),
    }
}

/// Has `__nonzero__` asked for the truth of instances, which may be a number.
pub(super) fn set_truth(class: &Py<PyType>, vm: &VirtualMachine) {
    if class.get_attr(interned("__nonzero__", vm)).is_some() {
        class.slots.as_number.boolean.store(Some(truth));
    }
}

fn truth(object: PyNumber<'_>, vm: &VirtualMachine) -> PyResult<bool> {
    let answer = vm.call_special_method(object.obj, interned("__nonzero__", vm), ())?;
    let is_plain = answer.class().is(vm.ctx.types.bool_type) || answer.class().is(vm.ctx.types.int_type);
    match answer.downcast_ref::<PyInt>() {
        // The result of an old-style class's method is asked in turn.
        _ if is_old(object.obj.class().as_object()) => vm.with_recursion(" in __nonzero__", || answer.try_to_bool(vm)),
        Some(number) if is_plain && !number::is_long(number) => Ok(*number.as_bigint() != *PyInt::from(0).as_bigint()),
        _ => {
            // Jython names the class that was asked.
            let asked = object.obj.class().name().to_string();
            Err(vm.new_type_error(format!("__nonzero__ should return bool or int, returned {asked}")))
        }
    }
}
