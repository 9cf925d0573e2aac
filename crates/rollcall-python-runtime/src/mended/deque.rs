//! `deque`: while code of a script runs that touches it, a finalizer of what is removed or the `__eq__` of an item; and how
//! much it is filled with in one go.
//!
//! The engine drops what is removed while it holds the lock of the items, and compares them under it: a second access was a
//! panic. Its type cannot be named from outside, so each of its functions is wrapped by one that keeps what may be removed
//! until the lock is given back, no more than that: `append` and `popleft` are called once for each item.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::OnceLock;

use rollcall_engine::interrupt;
use rustpython_vm::builtins::PyType;
use rustpython_vm::function::{Either, FuncArgs, PyComparisonValue};
use rustpython_vm::protocol::{PyIterReturn, PySequence};
use rustpython_vm::types::PyComparisonOp;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::counts::{argument, class};
use crate::{has_room, job_is_python2, kept, renew_operators, set_method};

type Init = fn(PyObjectRef, FuncArgs, &VirtualMachine) -> PyResult<()>;
type Length = fn(PySequence<'_>, &VirtualMachine) -> PyResult<usize>;
type Item = fn(PySequence<'_>, isize, &VirtualMachine) -> PyResult;
type Assign = fn(PySequence<'_>, isize, Option<PyObjectRef>, &VirtualMachine) -> PyResult<()>;
type Concat = fn(PySequence<'_>, &PyObject, &VirtualMachine) -> PyResult;
type Repeat = fn(PySequence<'_>, isize, &VirtualMachine) -> PyResult;

thread_local! {
    static CLASS: Cell<Option<&'static Py<PyType>>> = const { Cell::new(None) };
}

/// The engine's.
static LENGTH: OnceLock<Length> = OnceLock::new();
static ITEM: OnceLock<Item> = OnceLock::new();
static INIT: OnceLock<Init> = OnceLock::new();
static ASSIGN: OnceLock<Assign> = OnceLock::new();
static ADD: OnceLock<Concat> = OnceLock::new();
static REPEAT: OnceLock<Repeat> = OnceLock::new();
static REPEAT_IN_PLACE: OnceLock<Repeat> = OnceLock::new();

/// The special methods of what is replaced.
const OPERATORS: [&str; 14] = [
    "__init__",
    "__setitem__",
    "__delitem__",
    "__iadd__",
    "__imul__",
    "__mul__",
    "__rmul__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
    "__hash__",
];

/// Wraps what removes, adds and compares items.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let class = class("_collections", "deque", vm)?;
    CLASS.set(Some(class));
    let sequence = &class.slots.as_sequence;
    replace(sequence.length.load(), &LENGTH, || ());
    replace(sequence.item.load(), &ITEM, || ());
    replace(class.slots.init.load(), &INIT, || class.slots.init.store(Some(fill)));
    replace(sequence.ass_item.load(), &ASSIGN, || sequence.ass_item.store(Some(assign)));
    replace(sequence.inplace_concat.load(), &ADD, || sequence.inplace_concat.store(Some(add)));
    replace(sequence.repeat.load(), &REPEAT, || sequence.repeat.store(Some(repeat)));
    replace(sequence.inplace_repeat.load(), &REPEAT_IN_PLACE, || sequence.inplace_repeat.store(Some(repeat_in_place)));
    class.slots.richcompare.store(Some(compare));
    renew_operators(class, &OPERATORS, vm);
    wrap(class, "append", |original, args, vm| put(original, args, 0, vm), vm);
    wrap(class, "appendleft", |original, args, vm| put(original, args, -1, vm), vm);
    wrap(class, "extend", |original, args, vm| extend(original, args, End::Left, vm), vm);
    wrap(class, "extendleft", |original, args, vm| extend(original, args, End::Right, vm), vm);
    wrap(class, "clear", keep_all, vm);
    wrap(class, "remove", remove, vm);
    Ok(())
}

fn replace<F>(original: Option<F>, kept: &OnceLock<F>, store: impl FnOnce()) {
    if let Some(original) = original {
        kept.get_or_init(|| original);
        store();
    }
}

type Original<'a> = &'a dyn Fn(FuncArgs, &VirtualMachine) -> PyResult;
type Wrapper = fn(Original<'_>, FuncArgs, &VirtualMachine) -> PyResult;

fn wrap(class: &'static Py<PyType>, name: &'static str, wrapper: Wrapper, vm: &VirtualMachine) {
    let Some(original) = class.slots.methods.iter().find(|definition| definition.name == name) else { return };
    let call = move |args: FuncArgs, vm: &VirtualMachine| wrapper(&|args, vm| (original.func)(vm, args), args, vm);
    set_method(class, name, call, vm);
}

/// Whether it is a `deque`: the engine's functions below are for no other.
fn is_one(object: &PyObject) -> bool {
    CLASS.get().is_some_and(|class| object.fast_isinstance(class))
}

/// The item at a place, if there is one. Classes below may have their own way to it, which is not asked.
fn item(deque: &PyObject, place: isize, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let item = ITEM.get().filter(|_| is_one(deque))?;
    item(deque.sequence_unchecked(), place, vm).ok()
}

fn length(deque: &PyObject, vm: &VirtualMachine) -> usize {
    let length = LENGTH.get().filter(|_| is_one(deque));
    length.and_then(|length| length(deque.sequence_unchecked(), vm).ok()).unwrap_or(0)
}

/// All items.
fn items(deque: &PyObject, vm: &VirtualMachine) -> Vec<PyObjectRef> {
    (0..length(deque, vm)).map_while(|place| item(deque, isize::try_from(place).ok()?, vm)).collect()
}

/// How many items a `deque` keeps at most.
fn most(deque: &PyObject, vm: &VirtualMachine) -> PyResult<Option<usize>> {
    let most = deque.get_attr("maxlen", vm)?;
    if vm.is_none(&most) { Ok(None) } else { most.try_to_value(vm).map(Some) }
}

/// `append(x)` and `appendleft(x)`: a full one loses the item at the other end.
fn put(original: Original<'_>, args: FuncArgs, end: isize, vm: &VirtualMachine) -> PyResult {
    let Some(deque) = args.args.first() else { return original(args, vm) };
    if length(deque, vm) > 0 {
        let kept = item(deque, end, vm);
        let done = original(args, vm);
        drop(kept);
        return done;
    }
    // The engine took what is empty for one that is not full.
    if args.args.len() == 2 && args.kwargs.is_empty() && most(deque, vm)? == Some(0) {
        return Ok(vm.ctx.none());
    }
    original(args, vm)
}

/// `remove(x)`, which answered with what it removed, as Jython's does.
fn remove(original: Original<'_>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let removed = original(args, vm)?;
    Ok(if job_is_python2() { removed } else { vm.ctx.none() })
}

fn keep_all(original: Original<'_>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let kept = args.args.first().map(|deque| items(deque, vm));
    let done = original(args, vm);
    drop(kept);
    done
}

/// Where a full one loses items.
#[derive(Clone, Copy)]
enum End {
    Left,
    Right,
}

/// `extend(items)` and `extendleft(items)`.
fn extend(original: Original<'_>, mut args: FuncArgs, end: End, vm: &VirtualMachine) -> PyResult {
    let mut removed = Vec::new();
    if let [deque, added] = args.args.as_mut_slice() {
        (*added, removed) = make_room(deque, added, end, vm)?;
    }
    let done = original(args, vm);
    drop(removed);
    done
}

/// What is to be added, and the items that are removed for it.
fn make_room(
    deque: &PyObject,
    added: &PyObject,
    end: End,
    vm: &VirtualMachine,
) -> PyResult<(PyObjectRef, Vec<PyObjectRef>)> {
    let Some(most) = most(deque, vm)? else { return Ok((kept(added, vm)?, Vec::new())) };
    let added = last(added, most, vm)?;
    let length = length(deque, vm);
    let removed = (length + added.len()).saturating_sub(most).min(length);
    let place = |index: usize| match end {
        End::Left => isize::try_from(index).ok(),
        End::Right => isize::try_from(index).ok().map(|index| -1 - index),
    };
    let removed = (0..removed).map_while(|index| item(deque, place(index)?, vm)).collect();
    Ok((vm.ctx.new_list(added.into()).into(), removed))
}

/// The last items of what is gone over, as many as are wanted: it may have many more.
fn last(iterable: &PyObject, most: usize, vm: &VirtualMachine) -> PyResult<VecDeque<PyObjectRef>> {
    const ROUNDS: usize = 4096;
    let iterator = iterable.to_owned().get_iter(vm)?;
    let (mut items, mut count) = (VecDeque::new(), 0_usize);
    while let PyIterReturn::Return(item) = iterator.next(vm)? {
        count += 1;
        if count.is_multiple_of(ROUNDS) {
            interrupt::check(vm)?;
            if !has_room(items.len().saturating_mul(size_of::<PyObjectRef>())) {
                return Err(vm.new_memory_error(""));
            }
        }
        items.push_back(item);
        if items.len() > most {
            items.pop_front();
        }
    }
    Ok(items)
}

/// `deque(items[, maxlen])`.
fn fill(deque: PyObjectRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let most = argument(&args, 1, "maxlen").filter(|most| !vm.is_none(most));
    let most: Option<Option<usize>> = most.map(|most| most.try_to_value(vm).ok());
    if let [given, ..] = args.args.as_mut_slice() {
        match most {
            None => *given = kept(given, vm)?,
            Some(Some(most)) => *given = vm.ctx.new_list(last(given, most, vm)?.into()).into(),
            // The engine says what is wrong with it.
            Some(None) => {}
        }
    }
    let kept = items(&deque, vm);
    let done = INIT.get().map_or(Ok(()), |original| original(deque, args, vm));
    drop(kept);
    done
}

fn assign(deque: PySequence<'_>, place: isize, value: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
    let kept = item(deque.obj, place, vm);
    let done = ASSIGN.get().map_or(Ok(()), |original| original(deque, place, value, vm));
    drop(kept);
    done
}

fn add(deque: PySequence<'_>, added: &PyObject, vm: &VirtualMachine) -> PyResult {
    let (added, removed) = make_room(deque.obj, added, End::Left, vm)?;
    let done = ADD.get().map_or_else(|| Ok(vm.ctx.not_implemented()), |original| original(deque, &added, vm));
    drop(removed);
    done
}

fn repeat(deque: PySequence<'_>, count: isize, vm: &VirtualMachine) -> PyResult {
    repeated(&REPEAT, deque, count, vm)
}

fn repeat_in_place(deque: PySequence<'_>, count: isize, vm: &VirtualMachine) -> PyResult {
    let kept = if count > 0 { Vec::new() } else { items(deque.obj, vm) };
    let done = repeated(&REPEAT_IN_PLACE, deque, count, vm);
    drop(kept);
    done
}

fn repeated(original: &OnceLock<Repeat>, deque: PySequence<'_>, count: isize, vm: &VirtualMachine) -> PyResult {
    let length = length(deque.obj, vm);
    let count = match most(deque.obj, vm)? {
        None if has_room(
            length.saturating_mul(size_of::<PyObjectRef>()).saturating_mul(usize::try_from(count).unwrap_or(0)),
        ) =>
        {
            count
        }
        None => return Err(vm.new_memory_error("")),
        // More copies than it keeps were made, and left out again; the last ones are the same.
        Some(most) => count.min(isize::try_from(most.div_ceil(length.max(1)).saturating_add(1)).unwrap_or(isize::MAX)),
    };
    original.get().map_or_else(|| Ok(vm.ctx.not_implemented()), |original| original(deque, count, vm))
}

/// Compares as lists do, item by item; but one that is changed meanwhile is an error, as it is for its iterators.
fn compare(
    left: &PyObject,
    right: &PyObject,
    op: PyComparisonOp,
    vm: &VirtualMachine,
) -> PyResult<Either<PyObjectRef, PyComparisonValue>> {
    let answer = |answer: bool| Ok(Either::B(PyComparisonValue::Implemented(answer)));
    if !is_one(left) || !is_one(right) {
        return Ok(Either::B(PyComparisonValue::NotImplemented));
    }
    let lengths = (length(left, vm), length(right, vm));
    if matches!(op, PyComparisonOp::Eq | PyComparisonOp::Ne) && lengths.0 != lengths.1 {
        return answer(op == PyComparisonOp::Ne);
    }
    let mut place = 0;
    while let (Some(x), Some(y)) = (item(left, place, vm), item(right, place, vm)) {
        place += 1;
        let is_same = x.is(&y) || x.rich_compare_bool(&y, PyComparisonOp::Eq, vm)?;
        if is_same && lengths != (length(left, vm), length(right, vm)) {
            return Err(vm.new_runtime_error("deque mutated during iteration"));
        }
        if !is_same {
            return match op {
                PyComparisonOp::Eq => answer(false),
                PyComparisonOp::Ne => answer(true),
                _ => x.rich_compare(y, op, vm).map(Either::A),
            };
        }
    }
    answer(op.eval_ord(lengths.0.cmp(&lengths.1)))
}
