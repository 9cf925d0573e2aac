//! `text * n` and `list * n`, which end with an error where Java has no place for the result, and not with the worker.

use rustpython_vm::builtins::{PyByteArray, PyBytes, PyList, PyStr, PyTuple, PyType};
use rustpython_vm::protocol::PySequence;
use rustpython_vm::types::AsSequence;
use rustpython_vm::{Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{job_is_python2, unicode};

/// The length of Java's longest arrays.
const LONGEST: usize = i32::MAX as usize;

/// So many bytes are always available, or nothing works anyway.
const LITTLE: usize = 1 << 20;

macro_rules! repeats {
    ($($wrapper:ident $inplace:ident $payload:ty;)*) => {
        $(
            fn $wrapper(sequence: PySequence<'_>, count: isize, vm: &VirtualMachine) -> PyResult {
                check(sequence, count, vm)?;
                match <$payload as AsSequence>::as_sequence().repeat {
                    Some(original) => original(sequence, count, vm),
                    None => Ok(vm.ctx.not_implemented()),
                }
            }

            fn $inplace(sequence: PySequence<'_>, count: isize, vm: &VirtualMachine) -> PyResult {
                check(sequence, count, vm)?;
                match <$payload as AsSequence>::as_sequence().inplace_repeat {
                    Some(original) => original(sequence, count, vm),
                    None => Ok(vm.ctx.not_implemented()),
                }
            }
        )*
    };
}

repeats! {
    of_str in_str PyStr;
    of_list in_list PyList;
    of_tuple in_tuple PyTuple;
    of_bytearray in_bytearray PyByteArray;
    of_bytes in_bytes PyBytes;
}

/// Wraps the repetition of the engine's sequences.
pub(super) fn install(vm: &VirtualMachine) {
    type Repeat = fn(PySequence<'_>, isize, &VirtualMachine) -> PyResult;
    let types = &vm.ctx.types;
    let wrapped: [(&'static Py<PyType>, Repeat, Repeat); 5] = [
        (types.str_type, of_str, in_str),
        (types.list_type, of_list, in_list),
        (types.tuple_type, of_tuple, in_tuple),
        (types.bytearray_type, of_bytearray, in_bytearray),
        (types.bytes_type, of_bytes, in_bytes),
    ];
    for (class, wrapper, inplace) in wrapped {
        let slots = &class.slots.as_sequence;
        slots.repeat.store(Some(wrapper));
        if slots.inplace_repeat.load().is_some() {
            slots.inplace_repeat.store(Some(inplace));
        }
        super::renew_operators(class, &["__imul__", "__mul__", "__rmul__"], vm);
    }
}

/// A sequence repeated as its builtin type does it, whatever methods its class has; None if it is of no such type.
pub(super) fn repeated(sequence: &PyObject, count: isize, vm: &VirtualMachine) -> Option<PyResult> {
    let of = sequence.sequence_unchecked();
    if unicode::is_unicode(sequence) {
        Some(unicode::repeat(of, count, vm))
    } else if sequence.downcast_ref::<PyStr>().is_some() {
        Some(of_str(of, count, vm))
    } else if sequence.downcast_ref::<PyList>().is_some() {
        Some(of_list(of, count, vm))
    } else if sequence.downcast_ref::<PyTuple>().is_some() {
        Some(of_tuple(of, count, vm))
    } else {
        None
    }
}

/// A list that is repeated in its place.
pub(super) fn in_place(list: &PyObject, count: isize, vm: &VirtualMachine) -> PyResult {
    match list.downcast_ref::<PyList>() {
        Some(_) => in_list(list.sequence_unchecked(), count, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

/// Refuses a result that is too long, or for which there is no memory: the engine would end with its process.
pub(super) fn check(sequence: PySequence<'_>, count: isize, vm: &VirtualMachine) -> PyResult<()> {
    check_length(sequence, count, vm)?;
    let count = usize::try_from(count).unwrap_or(0);
    let bytes = weight(sequence, vm)?.saturating_mul(count);
    let is_there = bytes < LITTLE || Vec::<u8>::new().try_reserve_exact(bytes).is_ok();
    if is_there { Ok(()) } else { Err(vm.new_memory_error("")) }
}

/// The size of a sequence, in bytes, without its items.
fn weight(sequence: PySequence<'_>, vm: &VirtualMachine) -> PyResult<usize> {
    if let Some(text) = sequence.obj.downcast_ref::<PyStr>() {
        // A `unicode` is made of the engine's text.
        let texts = if unicode::is_unicode(sequence.obj) { 2 } else { 1 };
        return Ok(text.as_wtf8().len() * texts);
    }
    let each = if sequence.obj.downcast_ref::<PyByteArray>().is_some() { 1 } else { size_of::<PyObjectRef>() };
    Ok(sequence.length(vm)?.saturating_mul(each))
}

fn check_length(sequence: PySequence<'_>, count: isize, vm: &VirtualMachine) -> PyResult<()> {
    if !job_is_python2() {
        return Ok(());
    }
    if i32::try_from(count).is_err() {
        return Err(vm.new_overflow_error("cannot fit 'long' into an index-sized integer"));
    }
    let count = usize::try_from(count).unwrap_or(0);
    if count > 1 && sequence.length(vm)?.saturating_mul(count) > LONGEST {
        return Err(match sequence.obj {
            texts if texts.downcast_ref::<PyStr>().is_some() => vm.new_overflow_error("max str len is 2147483647"),
            bytes if bytes.downcast_ref::<PyByteArray>().is_some() => {
                vm.new_overflow_error("max bytes len is 2147483647")
            }
            _ => vm.new_memory_error(""),
        });
    }
    Ok(())
}
