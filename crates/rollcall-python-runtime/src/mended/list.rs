//! Lists, while code of a script runs that touches them: a finalizer of a removed item, or the `__eq__` of an item.
//!
//! The engine runs both while it holds the list's lock, and a second access is a panic. Here removed items are kept
//! until the lock is given back, and items are taken out one by one to be compared.
//!
//! An assignment `a[0] = x` in a loop, for which the engine takes a short cut, is corrected in `finalizers`.

use std::cell::Cell;

use rustpython_vm::builtins::{PyInt, PyList, PySlice};
use rustpython_vm::function::{Either, PyComparisonValue};
use rustpython_vm::protocol::{PyMapping, PyMappingSlots, PySequence};
use rustpython_vm::types::PyComparisonOp;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

type Assign = fn(PyMapping<'_>, &PyObject, Option<PyObjectRef>, &VirtualMachine) -> PyResult<()>;
type AssignItem = fn(PySequence<'_>, isize, Option<PyObjectRef>, &VirtualMachine) -> PyResult<()>;
type Repeat = fn(PySequence<'_>, isize, &VirtualMachine) -> PyResult;

thread_local! {
    /// The engine's.
    static ASSIGN: Cell<Option<Assign>> = const { Cell::new(None) };
    static ASSIGN_ITEM: Cell<Option<AssignItem>> = const { Cell::new(None) };
    static REPEAT: Cell<Option<Repeat>> = const { Cell::new(None) };
}

/// Replaces the functions that remove items.
pub(super) fn install(vm: &VirtualMachine) {
    let list = vm.ctx.types.list_type;
    let mapping: &PyMappingSlots = &list.slots.as_mapping;
    ASSIGN.set(mapping.ass_subscript.load());
    mapping.ass_subscript.store(Some(|mapping, key, value, vm| {
        let value = match value {
            Some(value) if key.downcast_ref::<PySlice>().is_some() => Some(crate::kept(&value, vm)?),
            value => value,
        };
        let kept = kept(mapping.obj, key.downcast_ref::<PyInt>().map(|index| &**index));
        let done = ASSIGN.get().map_or(Ok(()), |assign| assign(mapping, key, value, vm));
        drop(kept);
        done
    }));
    ASSIGN_ITEM.set(list.slots.as_sequence.ass_item.load());
    list.slots.as_sequence.ass_item.store(Some(|sequence, index, value, vm| {
        let kept = kept(sequence.obj, Some(&PyInt::from(index)));
        let done = ASSIGN_ITEM.get().map_or(Ok(()), |assign| assign(sequence, index, value, vm));
        drop(kept);
        done
    }));
    REPEAT.set(list.slots.as_sequence.inplace_repeat.load());
    list.slots.as_sequence.inplace_repeat.store(Some(|sequence, count, vm| {
        let kept = if count > 0 { Vec::new() } else { kept(sequence.obj, None) };
        let done = REPEAT.get().map_or_else(|| Ok(vm.ctx.not_implemented()), |repeat| repeat(sequence, count, vm));
        drop(kept);
        done
    }));
}

/// The items that may be removed: the one at an index, or all of them.
fn kept(list: &PyObject, index: Option<&PyInt>) -> Vec<PyObjectRef> {
    let Some(list) = list.downcast_ref::<PyList>() else { return Vec::new() };
    let items = list.borrow_vec();
    match index {
        Some(index) => {
            let index = isize::try_from(index.as_bigint()).unwrap_or(isize::MAX);
            let index = if index < 0 { items.len().checked_add_signed(index) } else { usize::try_from(index).ok() };
            index.and_then(|index| items.get(index).cloned()).into_iter().collect()
        }
        None => items.to_vec(),
    }
}

/// Compares two lists, as Python does: by the first items that differ, else by length.
///
/// # Errors
/// The exceptions of the items.
pub(crate) fn compare(
    a: &PyObject,
    b: &PyObject,
    op: PyComparisonOp,
    vm: &VirtualMachine,
) -> PyResult<Either<PyObjectRef, PyComparisonValue>> {
    let (Some(left), Some(right)) = (a.downcast_ref::<PyList>(), b.downcast_ref::<PyList>()) else {
        return Ok(Either::B(PyComparisonValue::NotImplemented));
    };
    let answer = |answer: bool| Ok(Either::B(PyComparisonValue::Implemented(answer)));
    let is_equality = matches!(op, PyComparisonOp::Eq | PyComparisonOp::Ne);
    if is_equality && left.borrow_vec().len() != right.borrow_vec().len() {
        return answer(op == PyComparisonOp::Ne);
    }
    let item = |list: &PyList, index: usize| list.borrow_vec().get(index).cloned();
    let mut index = 0;
    while let (Some(x), Some(y)) = (item(left, index), item(right, index)) {
        index += 1;
        if x.is(&y) || x.rich_compare_bool(&y, PyComparisonOp::Eq, vm)? {
            continue;
        }
        return match op {
            PyComparisonOp::Eq => answer(false),
            PyComparisonOp::Ne => answer(true),
            _ => x.rich_compare(y, op, vm).map(Either::A),
        };
    }
    let lengths = left.borrow_vec().len().cmp(&right.borrow_vec().len());
    answer(op.eval_ord(lengths))
}
