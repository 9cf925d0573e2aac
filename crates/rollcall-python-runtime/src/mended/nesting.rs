//! Objects that ask another of their kind for its answer, and are made in a loop: an iterator over an iterator, a
//! method bound to a method, a tuple in a tuple.
//!
//! The engine counts calls of functions that are written in Python, and these are not. So a chain of some ten thousand
//! overflowed the stack, and its worker ended. Here each level is counted, and past the bound there is a
//! `RecursionError`. The count is apart from the engine's: a call through such an object may nest calls as deep as
//! others.

use std::cell::Cell;
use std::ptr::fn_addr_eq;
use std::sync::OnceLock;

use rustpython_vm::builtins::{PyStr, PyTuple, PyType, PyTypeRef};
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::documentation;
use super::finalizers::{locked, watch};
use crate::set_method;

type Next = fn(&PyObject, &VirtualMachine) -> PyResult<PyIterReturn>;
type Call = fn(&PyObject, FuncArgs, &VirtualMachine) -> PyResult;
type QuickCall = fn(&PyObject, Vec<PyObjectRef>, usize, Option<&[PyObjectRef]>, &VirtualMachine) -> PyResult;
type Hash = fn(&PyObject, &VirtualMachine) -> PyResult<PyHash>;
type Attribute = fn(&PyObject, &Py<PyStr>, &VirtualMachine) -> PyResult;
type SetAttribute = fn(&PyObject, &Py<PyStr>, PySetterValue, &VirtualMachine) -> PyResult<()>;

/// How many may ask each other: the stack of a script has room for them beside its calls.
const MOST: usize = 2_000;

/// Iterators that take their items from others.
const ITERATORS: [(&str, &str); 19] = [
    ("builtins", "map"),
    ("builtins", "filter"),
    ("builtins", "zip"),
    ("builtins", "enumerate"),
    ("builtins", "reversed"),
    ("itertools", "accumulate"),
    ("itertools", "batched"),
    ("itertools", "chain"),
    ("itertools", "compress"),
    ("itertools", "cycle"),
    ("itertools", "dropwhile"),
    ("itertools", "filterfalse"),
    ("itertools", "groupby"),
    ("itertools", "islice"),
    ("itertools", "pairwise"),
    ("itertools", "starmap"),
    ("itertools", "takewhile"),
    ("itertools", "zip_longest"),
    ("itertools", "_tee"),
];

thread_local! {
    static NESTED: Cell<usize> = const { Cell::new(0) };
    /// The function that sets an attribute of a class.
    static SETATTR: Cell<Option<SetAttribute>> = const { Cell::new(None) };
}

/// A level, until it is dropped.
struct Level;

impl Drop for Level {
    fn drop(&mut self) {
        NESTED.set(NESTED.get() - 1);
    }
}

/// Asks from one level further.
///
/// # Errors
/// Past the bound, and those of the answer.
pub(crate) fn nested<T>(vm: &VirtualMachine, ask: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    if NESTED.get() >= MOST {
        return Err(vm.new_recursion_error("maximum recursion depth exceeded"));
    }
    NESTED.set(NESTED.get() + 1);
    let _level = Level;
    ask()
}

/// The engine's functions in a slot of one kind, one for each type, since a slot holds a plain function.
macro_rules! slots {
    ($table:ident, $at:ident, $kind:ty, $count:literal, ($($argument:ident: $type:ty),*) -> $answer:ty) => {
        static $table: [OnceLock<$kind>; $count] = [const { OnceLock::new() }; $count];

        fn $at<const AT: usize>($($argument: $type,)* vm: &VirtualMachine) -> PyResult<$answer> {
            let Some(original) = $table[AT].get() else { return Err(vm.new_system_error("this type has no such slot")) };
            nested(vm, || original($($argument,)* vm))
        }
    };
}

slots!(NEXTS, next, Next, 19, (iterator: &PyObject) -> PyIterReturn);
slots!(CALLS, call, Call, 3, (function: &PyObject, args: FuncArgs) -> PyObjectRef);
slots!(QUICK_CALLS, quick_call, QuickCall, 2, (function: &PyObject, args: Vec<PyObjectRef>, count: usize, names: Option<&[PyObjectRef]>) -> PyObjectRef);
slots!(HASHES, hash, Hash, 2, (object: &PyObject) -> PyHash);
slots!(ATTRIBUTES, attribute, Attribute, 3, (method: &PyObject, name: &Py<PyStr>) -> PyObjectRef);

const NEXT_AT: [Next; 19] = [
    next::<0>, next::<1>, next::<2>, next::<3>, next::<4>, next::<5>, next::<6>, next::<7>, next::<8>, next::<9>,
    next::<10>, next::<11>, next::<12>, next::<13>, next::<14>, next::<15>, next::<16>, next::<17>, next::<18>,
];
/// Where the slot of classes with a method `__call__` is in its table.
const OF_CLASSES: usize = 2;

/// Puts a function that counts in the place of the engine's.
macro_rules! count {
    ($slot:expr, $original:expr, $counted:expr) => {
        if let Some(original) = $slot.load() {
            $original.get_or_init(|| original);
            $slot.store(Some($counted));
        }
    };
}

/// Counts the levels of all of them.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    for ((module, name), (original, counted)) in ITERATORS.into_iter().zip(NEXTS.iter().zip(NEXT_AT)) {
        if let Some(class) = class(module, name, vm) {
            count!(class.slots.iternext, original, counted);
        }
    }
    let types = &vm.ctx.types;
    count!(types.bound_method_type.slots.getattro, ATTRIBUTES[0], attribute::<0>);
    count!(types.staticmethod_type.slots.getattro, ATTRIBUTES[1], attribute::<1>);
    count!(types.classmethod_type.slots.getattro, ATTRIBUTES[2], attribute::<2>);
    count!(types.bound_method_type.slots.call, CALLS[0], call::<0>);
    count!(types.staticmethod_type.slots.call, CALLS[1], call::<1>);
    count!(types.bound_method_type.slots.vectorcall, QUICK_CALLS[0], quick_call::<0>);
    count!(types.staticmethod_type.slots.vectorcall, QUICK_CALLS[1], quick_call::<1>);
    count!(types.tuple_type.slots.hash, HASHES[0], hash::<0>);
    count!(types.generic_alias_type.slots.hash, HASHES[1], hash::<1>);
    count_texts_of_exceptions(vm);
    for class in [types.str_type, types.bytes_type, types.bytearray_type] {
        ["startswith", "endswith"].iter().for_each(|name| refuse_tuples_in_tuples(class, name, vm));
    }
    for name in ["isinstance", "issubclass"] {
        bound_tuples(name, vm)?;
    }
    learn_call_of_classes(vm)?;
    SETATTR.set(types.type_type.slots.setattro.load());
    types.type_type.slots.setattro.store(Some(|class, name, value, vm| {
        SETATTR.get().map_or(Ok(()), |set| locked(|| set(class, name, value, vm)))?;
        class.downcast_ref::<PyType>().inspect(|class| {
            count_calls(class);
            watch(class);
        });
        Ok(())
    }));
    Ok(())
}

fn class(module: &'static str, name: &'static str, vm: &VirtualMachine) -> Option<PyTypeRef> {
    let module = vm.import(module, 0).ok()?;
    module.get_attr(name, vm).ok()?.downcast::<PyType>().ok()
}

/// An exception shows its arguments, by a method that the engine asks for and no slot.
fn count_texts_of_exceptions(vm: &VirtualMachine) {
    let class = vm.ctx.exceptions.base_exception_type;
    let Ok(original) = class.as_object().get_attr("__str__", vm) else { return };
    let original: &'static PyObjectRef = Box::leak(Box::new(original));
    set_method(class, "__str__", move |args: FuncArgs, vm: &VirtualMachine| nested(vm, || original.call(args, vm)), vm);
}

/// The engine goes into tuples within the tuple of beginnings; Python does not.
fn refuse_tuples_in_tuples(class: &'static Py<PyType>, name: &'static str, vm: &VirtualMachine) {
    let Ok(original) = class.as_object().get_attr(name, vm) else { return };
    let original: &'static PyObjectRef = Box::leak(Box::new(original));
    let is_tuple = |item: &PyObjectRef| item.downcast_ref::<PyTuple>().is_some();
    let method = move |args: FuncArgs, vm: &VirtualMachine| {
        let items = args.args.get(1).and_then(|wanted| wanted.downcast_ref::<PyTuple>());
        if items.is_some_and(|items| items.iter().any(is_tuple)) {
            return Err(vm.new_type_error(format!("tuple for {name} must only contain str, not tuple")));
        }
        original.call(args, vm)
    };
    set_method(class, name, method, vm);
}

/// `isinstance` and `issubclass` go into tuples in tuples, as they should, and the engine does so without a bound.
fn bound_tuples(name: &'static str, vm: &VirtualMachine) -> PyResult<()> {
    let original = vm.builtins.get_attr(name, vm)?;
    let function = move |args: FuncArgs, vm: &VirtualMachine| {
        if let Some(classes) = args.args.get(1) {
            check_depth(classes, vm)?;
        }
        original.call(args, vm)
    };
    documentation::replace_builtin(name, function, vm)
}

/// Whether tuples lie in tuples no deeper than may be gone into.
///
/// # Errors
/// Python's, where they do not.
fn check_depth(classes: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let mut level: Vec<&PyObject> = vec![classes];
    for _ in 0..MOST {
        let tuples = level.iter().filter_map(|class| class.downcast_ref::<PyTuple>());
        level = tuples.flat_map(|tuple| tuple.iter().map(|item| &**item)).filter(|item| is_tuple(item)).collect();
        // The same one may be there twice, and twice in each of those.
        level.sort_unstable_by_key(|tuple| std::ptr::from_ref(*tuple));
        level.dedup_by_key(|tuple| std::ptr::from_ref(*tuple));
        if level.is_empty() {
            return Ok(());
        }
    }
    Err(vm.new_recursion_error("maximum recursion depth exceeded"))
}

fn is_tuple(object: &PyObject) -> bool {
    object.downcast_ref::<PyTuple>().is_some()
}

/// Classes whose instances are called by `__call__` have one function for that, which the engine keeps to itself: a class
/// that has such a method shows it.
fn learn_call_of_classes(vm: &VirtualMachine) -> PyResult<()> {
    let body = vm.ctx.new_dict();
    body.set_item("__call__", vm.builtins.get_attr("id", vm)?, vm)?;
    let made =
        vm.ctx.types.type_type.as_object().call((vm.ctx.new_str("called"), vm.ctx.new_tuple(vec![]), body), vm)?;
    if let Some(call) = made.downcast_ref::<PyType>().and_then(|class| class.slots.call.load())
        && !fn_addr_eq(call, call_instance())
    {
        CALLS[OF_CLASSES].get_or_init(|| call);
    }
    Ok(())
}

fn call_instance() -> Call {
    call::<OF_CLASSES>
}

/// Counts the calls of a class's instances, after the class was made or was given the method `__call__`: the called
/// object may be an instance of the same class.
pub(crate) fn count_calls(class: &Py<PyType>) {
    let Some(original) = CALLS[OF_CLASSES].get() else { return };
    if class.slots.call.load().is_some_and(|call| fn_addr_eq(call, *original)) {
        class.slots.call.store(Some(call_instance()));
    }
}
