//! `bytearray`: in Python 2 it mixes with `str`, whose characters are its bytes.
//!
//! Arguments from code of Python 2 are converted to the types of the engine's methods and operators, and results to the
//! types of Python 2. For the library nothing changes.

mod refused;

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyByteArray, PyBytes, PyInt, PyList, PyStr, PyTuple};
use rustpython_vm::function::{Either, FuncArgs, PyComparisonValue, PyMethodDef};
use rustpython_vm::protocol::{PyMapping, PySequence};
use rustpython_vm::types::{AsMapping, AsSequence, PyComparisonOp};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

use super::{buffer, caller_is_python2, codec, set_method, text, unicode};

/// Methods that take a byte, as a number or as a `str` of one character.
const OF_A_BYTE: &[&str] = &["append", "insert", "remove"];

/// Methods that ask for letters, of which there are only ASCII's.
const OF_LETTERS: &[&str] = &["isalnum", "isalpha", "isdigit", "islower", "isspace", "istitle", "isupper"];

type Compare =
    fn(&PyObject, &PyObject, PyComparisonOp, &VirtualMachine) -> PyResult<Either<PyObjectRef, PyComparisonValue>>;

/// The engine's comparison.
static COMPARE: OnceLock<Compare> = OnceLock::new();

pub(super) fn install(vm: &VirtualMachine) {
    let class = vm.ctx.types.bytearray_type;
    for definition in class.slots.methods.iter().filter(|definition| is_asked(definition.name)) {
        let call = move |args: FuncArgs, vm: &VirtualMachine| asked(definition, args, vm);
        set_method(class, definition.name, call, vm);
    }
    set_method(class, "decode", decode, vm);
    class.slots.as_sequence.contains.store(Some(contains));
    class.slots.as_sequence.concat.store(Some(concat));
    class.slots.as_sequence.inplace_concat.store(Some(inplace_concat));
    class.slots.as_mapping.subscript.store(Some(subscript));
    class.slots.as_mapping.ass_subscript.store(Some(ass_subscript));
    if let Some(original) = class.slots.richcompare.load() {
        COMPARE.get_or_init(|| original);
        class.slots.richcompare.store(Some(|a, b, operator, vm| {
            let Some(original) = COMPARE.get() else { return Err(vm.new_type_error("no such type")) };
            match bytes_of(b, vm).filter(|_| super::job_is_python2() && !unicode::is_unicode(b)) {
                Some(bytes) => original(a, bytes.as_object(), operator, vm),
                None => original(a, b, operator, vm),
            }
        }));
    }
    const OPERATORS: [&str; 12] = [
        "__add__",
        "__contains__",
        "__delitem__",
        "__eq__",
        "__ge__",
        "__getitem__",
        "__gt__",
        "__iadd__",
        "__le__",
        "__lt__",
        "__ne__",
        "__setitem__",
    ];
    super::renew_operators(class, &OPERATORS, vm);
}

/// Whether a method is one of instances.
fn is_asked(name: &str) -> bool {
    !name.starts_with("__") && !matches!(name, "fromhex" | "maketrans")
}

/// The bytes of a text, if it is one whose characters are bytes, of a `buffer`, a `memoryview` or an `array`.
fn bytes_of(object: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let Some(text) = object.downcast_ref::<PyStr>() else {
        let is_array = object.downcast_ref::<PyByteArray>().is_some();
        let bytes = if is_array { None } else { buffer::bytes_of(object, vm) };
        return bytes.map(|bytes| vm.ctx.new_bytes(bytes).into());
    };
    if unicode::is_unicode(object) && !text.isascii() {
        return None;
    }
    text::bytes(text).map(|bytes| vm.ctx.new_bytes(bytes).into())
}

/// A byte that is written as a `str` of one character.
fn byte_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let Some(text) = object.downcast_ref::<PyStr>() else { return Ok(None) };
    match text::bytes(text).as_deref() {
        Some([byte]) => Ok(Some(vm.ctx.new_int(*byte).into())),
        _ => Err(vm.new_value_error("string must be of size 1")),
    }
}

/// Bytes as a `bytearray`, also those in a list or a tuple; a `str` in them stays a `str`.
fn answer(result: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
    if let Some(bytes) = result.downcast_ref::<PyBytes>() {
        return PyByteArray::from(bytes.as_bytes().to_vec()).into_ref(&vm.ctx).into();
    }
    if let Some(list) = result.downcast_ref::<PyList>() {
        for item in list.borrow_vec_mut().iter_mut() {
            *item = answer(item.clone(), vm);
        }
        return result;
    }
    match result.downcast_ref::<PyTuple>() {
        Some(tuple) => vm.ctx.new_tuple(tuple.iter().map(|item| answer(item.clone(), vm)).collect()).into(),
        None => result,
    }
}

/// A method's result for a script's arguments.
fn asked(definition: &'static PyMethodDef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if !caller_is_python2(vm) {
        return (definition.func)(vm, args);
    }
    let name = definition.name;
    refused::arguments(name, args.args.get(1..).unwrap_or_default(), vm)?;
    for argument in args.args.iter_mut().skip(1) {
        if OF_A_BYTE.contains(&name) {
            if let Some(byte) = byte_of(argument, vm)? {
                *argument = byte;
            }
        } else {
            *argument = converted(argument, name, vm)?;
        }
    }
    if name == "pop" && args.args.first().is_some_and(|array| array.length(vm).is_ok_and(|length| length == 0)) {
        return Err(vm.new_index_error("pop from empty list"));
    }
    if OF_LETTERS.contains(&name)
        && let [array] = args.args.as_slice()
        && let Some(text) = as_str(array, vm)
    {
        return vm.call_method(&text, name, ());
    }
    let result = (definition.func)(vm, args).map_err(|error| {
        if !error.fast_isinstance(vm.ctx.exceptions.value_error) {
            return error;
        }
        match name {
            "index" | "rindex" => vm.new_value_error("subsection not found"),
            "remove" => vm.new_value_error("value not found in bytearray"),
            _ => error,
        }
    })?;
    Ok(answer(result, vm))
}

/// Turns the items of a list that a `bytearray` is made of into bytes: each may be a `str` of one character.
pub(super) fn read_items(args: &mut FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    if let [only] = args.args.as_mut_slice()
        && caller_is_python2(vm)
    {
        refused::bytes(only, vm)?;
        *only = converted(only, "extend", vm)?;
    }
    Ok(())
}

/// An argument with bytes in the place of texts.
fn converted(argument: &PyObject, method: &str, vm: &VirtualMachine) -> PyResult {
    if let Some(bytes) = bytes_of(argument, vm) {
        return Ok(bytes);
    }
    let items = match (argument.downcast_ref::<PyTuple>(), argument.downcast_ref::<PyList>()) {
        (Some(tuple), _) => tuple.to_vec(),
        (None, Some(list)) => list.borrow_vec().to_vec(),
        _ => return Ok(argument.to_owned()),
    };
    let convert = |item: PyObjectRef| match method {
        "extend" => byte_of(&item, vm).map(|byte| byte.unwrap_or(item)),
        _ => Ok(bytes_of(&item, vm).unwrap_or(item)),
    };
    let items = items.into_iter().map(convert).collect::<PyResult<Vec<_>>>()?;
    Ok(vm.ctx.new_tuple(items).into())
}

/// `bytearray.decode([encoding[, errors]])`: a `unicode`.
fn decode(mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let array = args.args.first().and_then(|array| array.downcast_ref::<PyByteArray>().map(ToOwned::to_owned));
    let Some(array) = array.filter(|_| caller_is_python2(vm)) else {
        let methods = vm.ctx.types.bytearray_type.slots.methods;
        let Some(definition) = methods.iter().find(|definition| definition.name == "decode") else {
            return Err(vm.new_type_error("decode() needs a bytearray"));
        };
        return (definition.func)(vm, args);
    };
    args.args[0] = text::from_bytes(&array.borrow_buf(), vm).into();
    codec::decode(args, vm)
}

fn contains(sequence: PySequence<'_>, needle: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    if caller_is_python2(vm) {
        refused::arguments("__contains__", &[needle.to_owned()], vm)?;
    }
    let bytes = bytes_of(needle, vm).filter(|_| caller_is_python2(vm));
    let needle = bytes.as_deref().unwrap_or(needle);
    PyByteArray::as_sequence().contains.map_or(Ok(false), |original| original(sequence, needle, vm))
}

fn concat(sequence: PySequence<'_>, other: &PyObject, vm: &VirtualMachine) -> PyResult {
    if caller_is_python2(vm) {
        refused::sum(other, vm)?;
    }
    let bytes = bytes_of(other, vm).filter(|_| caller_is_python2(vm));
    let other = bytes.as_deref().unwrap_or(other);
    match PyByteArray::as_sequence().concat {
        Some(original) => original(sequence, other, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

fn inplace_concat(sequence: PySequence<'_>, other: &PyObject, vm: &VirtualMachine) -> PyResult {
    if caller_is_python2(vm) {
        refused::sum(other, vm)?;
    }
    let bytes = bytes_of(other, vm).filter(|_| caller_is_python2(vm));
    let other = bytes.as_deref().unwrap_or(other);
    match PyByteArray::as_sequence().inplace_concat {
        Some(original) => original(sequence, other, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

fn subscript(mapping: PyMapping<'_>, key: &PyObject, vm: &VirtualMachine) -> PyResult {
    match PyByteArray::as_mapping().subscript {
        Some(original) => original(mapping, key, vm).map_err(|error| super::container::with_index(error, key, vm)),
        None => Ok(vm.ctx.not_implemented()),
    }
}

fn ass_subscript(
    mapping: PyMapping<'_>,
    key: &PyObject,
    value: Option<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if let Some(value) = value.as_deref().filter(|_| caller_is_python2(vm)) {
        refused::assigned(key, value, vm)?;
    }
    let value = match value {
        Some(value) if caller_is_python2(vm) && key.downcast_ref::<PyInt>().is_some() => {
            Some(byte_of(&value, vm)?.unwrap_or(value))
        }
        Some(value) if caller_is_python2(vm) => Some(bytes_of(&value, vm).unwrap_or(value)),
        value => value,
    };
    match PyByteArray::as_mapping().ass_subscript {
        Some(original) => original(mapping, key, value, vm),
        None => Err(vm.new_type_error("a bytearray was expected")),
    }
}

/// A `bytearray`, or another owner of bytes, for methods of `str`: a `str` with its bytes.
pub(super) fn as_str(object: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    if text::is_text(object) {
        return None;
    }
    buffer::bytes_of(object, vm).map(|bytes| text::from_bytes(&bytes, vm).into())
}
