//! Whether there is room for an object that a script makes in one go, before it is made: for all numbers of an `xrange`
//! that become a list, or the digits of a power. A failure in the middle would end the whole worker.
//!
//! Objects that a loop of the script makes item by item are not checked.

mod kept;

use std::sync::OnceLock;

use rollcall_engine::room::has_memory_for;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyClassMethod, PyInt, PyRange, PyStr, PyType};
use rustpython_vm::bytecode::Instruction;
use rustpython_vm::function::{FuncArgs, PyMethodDef, PyMethodFlags};
use rustpython_vm::protocol::PySequence;
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

use kept::set_of;
pub(crate) use kept::{collected, kept, push};

use super::{interned, set_method};

/// So many items are not worth the check.
const FEW: usize = 1 << 20;

/// The size of a number and its place in a list, in bytes.
const EACH: usize = 48;

/// Refuses an `xrange` of more numbers than there is memory for.
///
/// # Errors
/// A `MemoryError`.
pub(crate) fn check(iterable: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    count(iterable, vm).map_or(Ok(()), |count| check_count(count, vm))
}

/// Refuses to keep all items of a sequence that has them already, or of an `xrange`, if there is no memory for them.
pub(crate) fn check_kept(iterable: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    match places(iterable, vm) {
        // A list that grows by them has them twice for a while.
        Some(places) if !has_bytes(places.saturating_mul(2 * size_of::<PyObjectRef>())) => {
            Err(vm.new_memory_error("the list is too long"))
        }
        Some(_) => Ok(()),
        None => check(iterable, vm),
    }
}

/// How many places a list of the items of something has, where the items are there already, or are few of their kind.
fn places(iterable: &PyObject, vm: &VirtualMachine) -> Option<usize> {
    let types = &vm.ctx.types;
    if let Some(text) = iterable.downcast_ref::<PyStr>() {
        return text.isascii().then(|| text.byte_len());
    }
    let known = [
        types.list_type,
        types.tuple_type,
        types.dict_type,
        types.set_type,
        types.frozenset_type,
        types.bytes_type,
        types.bytearray_type,
    ];
    if known.iter().any(|known| iterable.class().is(*known)) { iterable.length(vm).ok() } else { None }
}

/// How many items there are in an object that knows that itself: an `xrange`, and iterators over one or over the same
/// again and again. None for all others.
pub(super) fn count(iterable: &PyObject, vm: &VirtualMachine) -> Option<usize> {
    if iterable.downcast_ref::<PyRange>().is_some() {
        return Some(iterable.length(vm).unwrap_or(usize::MAX));
    }
    let types = &vm.ctx.types;
    let class = iterable.class();
    if class.is(types.range_iterator_type) || class.is(types.long_range_iterator_type) {
        return Some(iterable.to_owned().length_hint(0, vm).unwrap_or(usize::MAX));
    }
    // Most objects have a quick way to their items, and are not iterators.
    class.slots.iternext.load()?;
    match &*class.name() {
        // One that never ends has no length.
        "repeat" if is_of_itertools(class, vm) => {
            Some(iterable.to_owned().length_hint(usize::MAX, vm).unwrap_or(usize::MAX))
        }
        "count" if is_of_itertools(class, vm) => Some(usize::MAX),
        _ => None,
    }
}

/// Whether a type is the engine's own.
fn is_of_itertools(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let is_native = !class.slots.flags.contains(PyTypeFlags::HEAPTYPE);
    is_native && class.__module__(vm).downcast_ref::<PyStr>().is_some_and(|name| name.as_bytes() == b"itertools")
}

/// Refuses so many items if there is no memory for them.
///
/// # Errors
/// A `MemoryError`.
pub(super) fn check_count(count: usize, vm: &VirtualMachine) -> PyResult<()> {
    if count < FEW || has_bytes(count.saturating_mul(EACH)) {
        return Ok(());
    }
    Err(vm.new_memory_error("the list is too long"))
}

/// Whether there is memory for so many bytes.
pub(crate) fn has_bytes(bytes: usize) -> bool {
    bytes < FEW || has_memory_for(bytes)
}

/// Refuses a number of more bits than there is memory for: the result, and as much again while it is made.
///
/// # Errors
/// A `MemoryError`.
pub(super) fn check_bits(bits: u64, vm: &VirtualMachine) -> PyResult<()> {
    let bytes = usize::try_from(bits / 8).unwrap_or(usize::MAX);
    if has_bytes(bytes.saturating_mul(3)) { Ok(()) } else { Err(vm.new_memory_error("the number is too long")) }
}

/// How many bits a power has at most.
pub(super) fn bits_of_power(base: &PyInt, exponent: &PyInt) -> u64 {
    let bits = base.as_bigint().bits();
    // The powers of one, and powers that are not of whole numbers.
    if bits < 2 || exponent.as_bigint() < PyInt::from(0).as_bigint() {
        return 0;
    }
    u64::try_from(exponent.as_bigint()).map_or(u64::MAX, |exponent| bits.saturating_mul(exponent))
}

/// How many bits a number has that is shifted to the left.
pub(super) fn bits_of_shifted(number: &PyInt, by: &PyInt) -> u64 {
    if number.as_bigint() == PyInt::from(0).as_bigint() || by.as_bigint() < PyInt::from(0).as_bigint() {
        return 0;
    }
    u64::try_from(by.as_bigint()).map_or(u64::MAX, |by| number.as_bigint().bits().saturating_add(by))
}

/// A type's quick way to make an instance: type, arguments, how many of them have no name, and the names of the others.
type Call = fn(&PyObject, Vec<PyObjectRef>, usize, Option<&[PyObjectRef]>, &VirtualMachine) -> PyResult;

/// A type's way to be gone over.
type Iter = fn(PyObjectRef, &VirtualMachine) -> PyResult;

/// The engine's way to go over an `xrange`.
static ITER: OnceLock<Iter> = OnceLock::new();

type Concat = fn(PySequence<'_>, &PyObject, &VirtualMachine) -> PyResult;

macro_rules! guard {
    ($vm:ident; $($class:ident $keep:expr;)*) => {
        $({
            static CALL: OnceLock<Call> = OnceLock::new();
            let class: &PyType = $vm.ctx.types.$class;
            if let Some(original) = class.slots.vectorcall.load() {
                CALL.get_or_init(|| original);
                class.slots.vectorcall.store(Some(|class, args, count, names, vm| {
                    let Some(original) = CALL.get() else { return Err(vm.new_type_error("no such type")) };
                    let keep: Keep = $keep;
                    if let [only] = args.as_slice()
                        && count == 1
                        && let Some(made) = keep(class, only, vm)?
                    {
                        return Ok(made);
                    }
                    original(class, args, count, names, vm)
                }));
            }
        })*
    };
}

/// The way in which a type keeps an iterable without a known number of items; for a known number the room has been
/// checked before.
type Keep = fn(&PyObject, &PyObject, &VirtualMachine) -> PyResult<Option<PyObjectRef>>;

fn list_of(class: &PyObject, items: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    if !class.is(vm.ctx.types.list_type) {
        return check_kept(items, vm).map(|()| None);
    }
    Ok(collected(items, vm)?.map(|items| vm.ctx.new_list(items).into()))
}

fn tuple_of(class: &PyObject, items: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    if !class.is(vm.ctx.types.tuple_type) {
        return check_kept(items, vm).map(|()| None);
    }
    Ok(collected(items, vm)?.map(|items| vm.ctx.new_tuple(items).into()))
}

/// Has the types that keep all items ask first.
pub(super) fn install(vm: &VirtualMachine) {
    guard! { vm;
        list_type list_of;
        tuple_type tuple_of;
        set_type set_of;
        frozenset_type set_of;
    }
    guard_kept(vm);
    guard_methods(vm);
    let list = vm.ctx.types.list_type;
    if let Some(original) = list.slots.methods.iter().find(|definition| definition.name == "extend") {
        let extend = move |mut args: FuncArgs, vm: &VirtualMachine| {
            if let [_, more] = args.args.as_mut_slice() {
                *more = kept(more, vm)?;
            }
            (original.func)(vm, args)
        };
        set_method(list, "extend", extend, vm);
    }
    static CONCAT: OnceLock<Concat> = OnceLock::new();
    if let Some(original) = list.slots.as_sequence.inplace_concat.load() {
        CONCAT.get_or_init(|| original);
        list.slots.as_sequence.inplace_concat.store(Some(|list, more, vm| {
            let Some(original) = CONCAT.get() else { return Ok(vm.ctx.not_implemented()) };
            let all = kept(more, vm).map_err(|error| no_list(error, more, vm))?;
            original(list, &all, vm).map_err(|error| no_list(error, more, vm))
        }));
    }
}

/// An object that is not a sequence is refused by `+=` in the words of `+`.
fn no_list(error: PyBaseExceptionRef, more: &PyObject, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let is_sequence = || {
        let class = more.class();
        class.slots.iter.load().is_some() || class.get_attr(interned("__getitem__", vm)).is_some()
    };
    if !super::job_is_python2() || !error.fast_isinstance(vm.ctx.exceptions.type_error) || is_sequence() {
        return error;
    }
    let found = super::type_names::shown_type(more, vm).name().to_string();
    vm.new_type_error(format!("can only concatenate list (not \"{found}\") to list"))
}

/// Has an `xrange` and a text ask where an instruction keeps all of their items: `f(*xrange(n))`, `[*text]`.
fn guard_kept(vm: &VirtualMachine) {
    guard_text(vm);
    let slots = &vm.ctx.types.range_type.slots;
    let Some(original) = slots.iter.load() else { return };
    ITER.get_or_init(|| original);
    slots.iter.store(Some(|range, vm| {
        if count(&range, vm).is_some_and(|count| count >= FEW) && is_kept(vm) {
            check(&range, vm)?;
        }
        ITER.get().map_or_else(|| Ok(vm.ctx.not_implemented()), |original| original(range, vm))
    }));
}

fn guard_text(vm: &VirtualMachine) {
    static ITER: OnceLock<Iter> = OnceLock::new();
    let slots = &vm.ctx.types.str_type.slots;
    let Some(original) = slots.iter.load() else { return };
    ITER.get_or_init(|| original);
    slots.iter.store(Some(|text, vm| {
        if text.downcast_ref::<PyStr>().is_some_and(|text| text.byte_len() >= FEW) && is_kept(vm) {
            check_kept(&text, vm)?;
        }
        ITER.get().map_or_else(|| Ok(vm.ctx.not_implemented()), |original| original(text, vm))
    }));
}

/// Whether the instruction that runs keeps all items of its iterable.
fn is_kept(vm: &VirtualMachine) -> bool {
    let Some(frame) = vm.current_frame() else { return false };
    let Some(index) = frame.lasti().checked_sub(1) else { return false };
    matches!(
        frame.code.code.instructions.read_op(index as usize),
        Instruction::ListExtend { .. }
            | Instruction::SetUpdate { .. }
            | Instruction::CallFunctionEx
            | Instruction::StoreSubscr
            | Instruction::StoreSlice
            | Instruction::UnpackEx { .. }
    )
}

/// Makes the methods check that keep all items of their arguments.
fn guard_methods(vm: &VirtualMachine) {
    let types = &vm.ctx.types;
    let guarded: [(&'static Py<PyType>, &'static str); 3] =
        [(types.dict_type, "fromkeys"), (types.set_type, "update"), (types.set_type, "union")];
    for (class, name) in guarded {
        let Some(original) = class.slots.methods.iter().find(|definition| definition.name == name) else { continue };
        guard_method(class, original, vm);
    }
}

fn guard_method(class: &'static Py<PyType>, original: &'static PyMethodDef, vm: &VirtualMachine) {
    let call = move |args: FuncArgs, vm: &VirtualMachine| {
        args.args.iter().skip(1).try_for_each(|more| check(more, vm))?;
        (original.func)(vm, args)
    };
    if !original.flags.contains(PyMethodFlags::CLASS) {
        return set_method(class, original.name, call, vm);
    }
    let function: PyObjectRef = vm.new_function(original.name, call).into();
    class.set_attr(interned(original.name, vm), PyClassMethod::from(function).into_ref(&vm.ctx).into());
}
