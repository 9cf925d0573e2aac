//! Operators of long sequences, and methods of bytes: each first checks whether there is room for its result.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyDict, PyInt, PySlice, PyStr, PyTuple, PyType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::{PyMapping, PySequence};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{LONG, check, check_method, check_shown, check_sum, length, with_bytes};
use crate::{renew_operators, set_method};

type Concat = fn(PySequence<'_>, &PyObject, &VirtualMachine) -> PyResult;
type Subscript = fn(PyMapping<'_>, &PyObject, &VirtualMachine) -> PyResult;
type Show = fn(&PyObject, &VirtualMachine) -> PyResult<PyRef<PyStr>>;
type Remainder = fn(&PyObject, &PyObject, &VirtualMachine) -> PyResult;

/// Methods of bytes that make as much again.
const OF_BYTES: &[&str] = &[
    "capitalize",
    "decode",
    "extend",
    "hex",
    "join",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "strip",
    "swapcase",
    "title",
    "translate",
    "upper",
];

macro_rules! guard {
    ($vm:ident $kind:ty; $($class:ident $($slot:ident).+ |$first:ident $(, $second:ident)?; $own:ident| $check:expr;)*) => {
        $({
            static ORIGINAL: OnceLock<$kind> = OnceLock::new();
            let slot = &$vm.ctx.types.$class.slots.$($slot).+;
            if let Some(original) = slot.load() {
                ORIGINAL.get_or_init(|| original);
                slot.store(Some(|$first $(, $second)?, $own| {
                    $check?;
                    match ORIGINAL.get() {
                        Some(original) => original($first $(, $second)?, $own),
                        None => Err($own.new_type_error("no such operator")),
                    }
                }));
            }
        })*
    };
}

/// Wraps them.
pub(in crate::mended) fn install(vm: &VirtualMachine) {
    guard! { vm Concat;
        list_type as_sequence.concat |list, more; vm| check_sum(list.obj, more, vm);
        list_type as_sequence.inplace_concat |list, more; vm| check_sum(list.obj, more, vm);
        tuple_type as_sequence.concat |tuple, more; vm| check_sum(tuple.obj, more, vm);
        bytes_type as_sequence.concat |bytes, more; vm| check_sum(bytes.obj, more, vm);
        bytearray_type as_sequence.concat |bytes, more; vm| check_sum(bytes.obj, more, vm);
        bytearray_type as_sequence.inplace_concat |bytes, more; vm| check_sum(bytes.obj, more, vm);
    }
    guard! { vm Subscript;
        list_type as_mapping.subscript |list, key; vm| check_slice(list.obj, key, vm);
        tuple_type as_mapping.subscript |tuple, key; vm| check_slice(tuple.obj, key, vm);
        str_type as_mapping.subscript |text, key; vm| check_slice(text.obj, key, vm);
        bytes_type as_mapping.subscript |bytes, key; vm| check_slice(bytes.obj, key, vm);
        bytearray_type as_mapping.subscript |bytes, key; vm| check_slice(bytes.obj, key, vm);
    }
    guard! { vm Show;
        bytes_type repr |bytes; vm| check_shown(bytes, 0, vm);
        bytearray_type repr |bytes; vm| check_shown(bytes, 0, vm);
    }
    guard! { vm Remainder;
        bytes_type as_number.remainder |format, values; vm| check_remainder(format, values, vm);
        bytearray_type as_number.remainder |format, values; vm| check_remainder(format, values, vm);
    }
    let types = &vm.ctx.types;
    for class in [types.bytes_type, types.bytearray_type] {
        OF_BYTES.iter().for_each(|name| guard_method(class, name, vm));
        renew_operators(class, &["__add__", "__getitem__", "__iadd__", "__mod__", "__repr__", "__rmod__"], vm);
    }
    renew_operators(types.str_type, &["__getitem__"], vm);
}

fn guard_method(class: &'static Py<PyType>, name: &'static str, vm: &VirtualMachine) {
    let Some(original) = class.attributes.read().get(vm.ctx.intern_str(name)).cloned() else { return };
    let original: &'static PyObjectRef = Box::leak(Box::new(original));
    let call = move |args: FuncArgs, vm: &VirtualMachine| {
        match (name, args.args.as_slice()) {
            ("extend", [array, more]) => check_sum(array, more, vm)?,
            ("join", [separator, parts]) => check_joined(separator, parts, vm)?,
            _ => check_method(name, &args, vm)?,
        }
        original.call(args, vm)
    };
    set_method(class, name, call, vm);
}

/// Refuses `separator.join(parts)`, where the parts are there already.
fn check_joined(separator: &PyObject, parts: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let between = length(separator).unwrap_or(0);
    let sum = |parts: &[PyObjectRef]| parts.iter().map(|part| length(part).unwrap_or(0) + between).sum();
    if let Some(list) = parts.downcast_ref::<rustpython_vm::builtins::PyList>() {
        return check(sum(&list.borrow_vec()), vm);
    }
    parts.downcast_ref::<PyTuple>().map_or(Ok(()), |tuple| check(sum(tuple.as_slice()), vm))
}

/// Refuses a part of a long sequence.
fn check_slice(sequence: &PyObject, key: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let Some(slice) = key.downcast_ref::<PySlice>() else { return Ok(()) };
    let is_text = sequence.downcast_ref::<PyStr>().is_some();
    let (count, each) = match sequence.downcast_ref::<PyStr>() {
        Some(text) if text.byte_len() < LONG => return Ok(()),
        Some(text) if text.isascii() => (text.byte_len(), 1),
        Some(text) => (text.char_len(), 4),
        None => (sequence.length(vm)?, if length(sequence).is_some() { 1 } else { size_of::<PyObjectRef>() }),
    };
    let is_plain = |end: &PyObject| vm.is_none(end) || end.class().is(vm.ctx.types.int_type);
    let ends = [slice.start.as_deref(), Some(&*slice.stop), slice.step.as_deref()];
    if count.saturating_mul(each) < LONG || !ends.into_iter().flatten().all(is_plain) {
        return Ok(());
    }
    let (_, _, count) = slice.to_saturated(vm)?.adjust_indices(count);
    // A text that is cut backwards has its characters taken apart first.
    check(count.saturating_mul(if is_text && each == 4 { 8 } else { each }), vm)
}

/// Refuses `format % values` for values that are long, or numbers that set how long they become.
///
/// # Errors
/// A `MemoryError`.
pub(crate) fn check_remainder(format: &PyObject, values: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let (percents, has_star, widest) = with_bytes(format, |format| {
        let count = |wanted: u8| format.iter().filter(|byte| **byte == wanted).count();
        (count(b'%'), count(b'*') > 0, widest(format))
    })
    .unwrap_or((0, false, 0));
    let size = |value: &PyObject| match value.downcast_ref::<PyInt>() {
        Some(number) if has_star => i64::try_from(number.as_bigint()).map_or(0, |number| number.unsigned_abs()),
        _ => u64::try_from(length(value).unwrap_or(0)).unwrap_or(u64::MAX),
    };
    let wanted = match (values.downcast_ref::<PyTuple>(), values.downcast_ref::<PyDict>()) {
        (Some(tuple), _) => tuple.iter().map(|value| size(value)).fold(0, u64::saturating_add),
        (_, Some(dict)) => {
            let longest = dict.items_vec().into_iter().map(|(_, value)| size(&value)).max().unwrap_or(0);
            longest.saturating_mul(u64::try_from(percents).unwrap_or(u64::MAX))
        }
        _ => size(values),
    };
    check(usize::try_from(wanted.saturating_add(widest)).unwrap_or(usize::MAX).saturating_mul(2), vm)
}

/// The greatest number in a format.
fn widest(format: &[u8]) -> u64 {
    let numbers = format.split(|byte| !byte.is_ascii_digit()).filter(|digits| digits.len() > 5);
    let value = |digits: &[u8]| std::str::from_utf8(digits).ok().map_or(0, |digits| digits.parse().unwrap_or(u64::MAX));
    numbers.map(value).max().unwrap_or(0)
}
