//! All items of an iterator without a known number of items, kept while there is room for more.
//!
//! The engine takes them one by one without a check: a generator without an end took the worker with it.

use rollcall_engine::interrupt;
use rustpython_vm::builtins::{PySet, PyStr};
use rustpython_vm::protocol::{PyIter, PyIterReturn};
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

use super::{check, check_kept, count, has_bytes};

/// How many rounds of a native loop pass between two looks for an interrupt.
const ROUNDS: usize = 4096;

/// After so many items it is asked whether there is room for as many more.
const SOME: usize = 1 << 14;

/// The size of so many items, if they are not small: a thousand bytes each.
const FOR_SOME: usize = 1 << 24;

/// Adds an item to a list that may grow without bound.
///
/// # Errors
/// A `MemoryError`, or that the script has to stop.
pub(crate) fn push(items: &mut Vec<PyObjectRef>, item: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let length = items.len();
    if length.is_multiple_of(ROUNDS) {
        interrupt::check(vm)?;
    }
    let too_long = || vm.new_memory_error("the list is too long");
    if length == items.capacity() {
        items.try_reserve(length.max(16)).map_err(|_| too_long())?;
    }
    if length > 0 && length.is_multiple_of(SOME) && !has_bytes(FOR_SOME) {
        return Err(too_long());
    }
    items.push(item);
    Ok(())
}

/// Whether only the items themselves show when they end: those of iterators, and of classes of a script. Characters
/// that are not ASCII are made one by one.
fn is_open(iterable: &PyObject, vm: &VirtualMachine) -> bool {
    if let Some(text) = iterable.downcast_ref::<PyStr>() {
        return text.byte_len() >= SOME && !text.isascii();
    }
    let class = iterable.class();
    let is_asked = class.slots.iternext.load().is_some() || class.slots.flags.contains(PyTypeFlags::HEAPTYPE);
    is_asked && count(iterable, vm).is_none()
}

/// The items of an iterable without a known number of items.
///
/// # Errors
/// A `MemoryError`, and the errors of the iterable.
pub(crate) fn collected(iterable: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Vec<PyObjectRef>>> {
    if !is_open(iterable, vm) {
        check_kept(iterable, vm)?;
        return Ok(None);
    }
    let iterator = iterable.to_owned().get_iter(vm)?;
    // The engine asks for it as well, and lets this error out.
    if let Err(error) = vm.length_hint_opt(iterable.to_owned())
        && error.fast_isinstance(vm.ctx.exceptions.runtime_error)
    {
        return Err(error);
    }
    let mut items = Vec::new();
    while let PyIterReturn::Return(item) = iterator.next(vm)? {
        push(&mut items, item, vm)?;
    }
    Ok(Some(items))
}

/// The iterable, or a list of its items where their number is not known.
///
/// # Errors
/// A `MemoryError`, and the errors of the iterable.
pub(crate) fn kept(iterable: &PyObject, vm: &VirtualMachine) -> PyResult {
    Ok(match collected(iterable, vm)? {
        Some(items) => vm.ctx.new_list(items).into(),
        None => iterable.to_owned(),
    })
}

/// A `set` or `frozenset` of the items of an iterable without a known number; None for all others.
pub(super) fn set_of(class: &PyObject, iterable: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let is_set = class.is(vm.ctx.types.set_type);
    if !is_open(iterable, vm) || !is_set && !class.is(vm.ctx.types.frozenset_type) {
        check(iterable, vm)?;
        return Ok(None);
    }
    let iterator: PyIter = iterable.to_owned().get_iter(vm)?;
    let set: PyObjectRef = PySet::default().into_ref(&vm.ctx).into();
    let mut at_its_end = false;
    while !at_its_end {
        let mut items = Vec::new();
        while items.len() < SOME && !at_its_end {
            match iterator.next(vm)? {
                PyIterReturn::Return(item) => items.push(item),
                PyIterReturn::StopIteration(_) => at_its_end = true,
            }
        }
        interrupt::check(vm)?;
        // It takes twice its room when it grows.
        if items.len() == SOME && !has_bytes(set.length(vm)?.saturating_mul(64) + FOR_SOME) {
            return Err(vm.new_memory_error("the set is too large"));
        }
        vm.call_method(&set, "update", (vm.ctx.new_list(items),))?;
    }
    if is_set { Ok(Some(set)) } else { class.call((set,), vm).map(Some) }
}
