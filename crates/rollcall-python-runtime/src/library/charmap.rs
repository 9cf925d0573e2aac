//! Code pages: a byte for each character.
//!
//! They take the place of `charmap_encode` and `charmap_decode` of the engine, which look for each character from the
//! beginning of its text. The tables are the library's.

use std::collections::HashMap;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyBytes, PyBytesRef, PyDict, PyInt, PyStr, PyStrRef, PyTuple};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::function::{ArgBytesLike, OptionalArg};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::unicode;

/// The mark for a byte without a character in a code page.
const NOTHING: u32 = 0xfffe;

pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    for name in ["_codecs", "codecs"] {
        let module = vm.import(name, 0)?;
        module.set_attr("charmap_encode", vm.new_function("charmap_encode", encode), vm)?;
        module.set_attr("charmap_decode", vm.new_function("charmap_decode", decode), vm)?;
    }
    Ok(())
}

fn name_of(errors: OptionalArg<Option<PyStrRef>>) -> String {
    errors.into_option().flatten().map_or_else(|| "strict".to_owned(), |errors| errors.to_string())
}

/// The answer of a handler of errors: the replacement of the faulty part, and where to go on.
fn handled(
    error: PyBaseExceptionRef,
    errors: &str,
    length: usize,
    vm: &VirtualMachine,
) -> PyResult<(PyObjectRef, usize)> {
    let answer = vm.state.codec_registry.lookup_error(errors, vm)?.call((error,), vm)?;
    match answer.downcast_ref::<PyTuple>().map(|answer| answer.as_slice()) {
        Some([replacement, position]) => {
            let position: isize = position.try_to_value(vm)?;
            let from_end =
                if position < 0 { length.checked_add_signed(position) } else { usize::try_from(position).ok() };
            let position = from_end.filter(|position| *position <= length);
            let position = position.ok_or_else(|| vm.new_index_error("position out of bounds"))?;
            Ok((replacement.clone(), position))
        }
        _ => Err(vm.new_type_error("the handler of errors must answer (text, position)")),
    }
}

/// The byte or bytes of a character; None if it has no bytes.
fn bytes_of(
    point: u32,
    mapping: &PyObject,
    known: &mut HashMap<u32, Option<u8>>,
    vm: &VirtualMachine,
) -> PyResult<Option<Vec<u8>>> {
    if let Some(byte) = known.get(&point) {
        return Ok(byte.map(|byte| vec![byte]));
    }
    let found = match mapping.downcast_ref::<PyDict>() {
        Some(dict) => dict.get_item_opt(vm.ctx.new_int(point).as_object(), vm)?,
        None => mapping.get_item(vm.ctx.new_int(point).as_object(), vm).ok(),
    };
    let Some(found) = found.filter(|found| !vm.is_none(found)) else {
        known.insert(point, None);
        return Ok(None);
    };
    if let Some(number) = found.downcast_ref::<PyInt>() {
        let byte = u8::try_from(number.as_bigint())
            .map_err(|_| vm.new_type_error("character mapping must be in range(256)"))?;
        known.insert(point, Some(byte));
        return Ok(Some(vec![byte]));
    }
    if let Some(bytes) = found.downcast_ref::<PyBytes>() {
        return Ok(Some(bytes.as_bytes().to_vec()));
    }
    let text = found.downcast_ref::<PyStr>().filter(|_| !unicode::is_unicode(&found));
    match text.and_then(super::super::text::bytes) {
        Some(bytes) => Ok(Some(bytes)),
        None => Err(vm.new_type_error("character mapping must return integer, None or str")),
    }
}

/// `charmap_encode(text[, errors[, mapping]])`: the bytes, and how many characters were taken.
fn encode(
    text: PyStrRef,
    errors: OptionalArg<Option<PyStrRef>>,
    mapping: OptionalArg<Option<PyObjectRef>>,
    vm: &VirtualMachine,
) -> PyResult<(PyBytesRef, usize)> {
    let errors = name_of(errors);
    let mapping = mapping.into_option().flatten().unwrap_or_else(|| latin1(vm).into());
    let points: Vec<u32> = text.as_wtf8().code_points().map(CodePoint::to_u32).collect();
    let (mut bytes, mut at, mut known) = (Vec::with_capacity(points.len()), 0, HashMap::new());
    while let Some(point) = points.get(at) {
        if let Some(found) = bytes_of(*point, &mapping, &mut known, vm)? {
            bytes.extend(found);
            at += 1;
            continue;
        }
        let has_none = |point: &u32| matches!(known.get(point), Some(None));
        let mut stop = at + 1;
        // Following characters without a place are handled together with it, except where each is to have an answer of
        // its own.
        while errors != "strict"
            && points.get(stop).is_some_and(|next| {
                bytes_of(*next, &mapping, &mut HashMap::new(), vm).is_ok_and(|found| found.is_none()) || has_none(next)
            })
        {
            stop += 1;
        }
        let error = vm.new_unicode_encode_error_real(
            vm.ctx.new_str("charmap"),
            text.clone(),
            at,
            stop,
            vm.ctx.new_str("character maps to <undefined>"),
        );
        let (replacement, next) = handled(error.clone(), &errors, points.len(), vm)?;
        replace(&mut bytes, &replacement, &mapping, &mut known, error, vm)?;
        at = next;
    }
    Ok((vm.ctx.new_bytes(bytes), points.len()))
}

fn replace(
    bytes: &mut Vec<u8>,
    replacement: &PyObject,
    mapping: &PyObject,
    known: &mut HashMap<u32, Option<u8>>,
    error: PyBaseExceptionRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if let Some(replacement) = replacement.downcast_ref::<PyBytes>() {
        bytes.extend(replacement.as_bytes());
        return Ok(());
    }
    let Some(replacement) = replacement.downcast_ref::<PyStr>() else {
        return Err(vm.new_type_error("the handler of errors must answer (text, position)"));
    };
    for point in replacement.as_wtf8().code_points() {
        match bytes_of(point.to_u32(), mapping, known, vm)? {
            Some(found) => bytes.extend(found),
            None => return Err(error),
        }
    }
    Ok(())
}

/// The table for a missing mapping.
fn latin1(vm: &VirtualMachine) -> rustpython_vm::builtins::PyDictRef {
    let mapping = vm.ctx.new_dict();
    for byte in 0..=255_u32 {
        // A dictionary of plain numbers takes them all.
        let _ = mapping.set_item(vm.ctx.new_int(byte).as_object(), vm.ctx.new_int(byte).into(), vm);
    }
    mapping
}

/// The text of a byte; None if it has no text.
fn text_of(byte: u8, mapping: &PyObject, table: Option<&[u32]>, vm: &VirtualMachine) -> PyResult<Option<Wtf8Buf>> {
    let of_point =
        |point: u32| CodePoint::from_u32(point).filter(|_| point != NOTHING).map(|point| [point].into_iter().collect());
    if let Some(table) = table {
        return Ok(table.get(usize::from(byte)).and_then(|point| of_point(*point)));
    }
    if vm.is_none(mapping) {
        return Ok(of_point(u32::from(byte)));
    }
    let found = match mapping.get_item(vm.ctx.new_int(byte).as_object(), vm) {
        Ok(found) => found,
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.lookup_error) => return Ok(None),
        Err(error) => return Err(error),
    };
    if let Some(number) = found.downcast_ref::<PyInt>() {
        let point = u32::try_from(number.as_bigint()).ok().filter(|point| *point < 0x11_0000);
        return match point {
            Some(point) => Ok(of_point(point)),
            None => Err(vm.new_type_error("character mapping must be in range(0x110000)")),
        };
    }
    match found.downcast_ref::<PyStr>() {
        Some(text) if text.char_len() == 1 => {
            Ok(text.as_wtf8().code_points().next().and_then(|point| of_point(point.to_u32())))
        }
        Some(text) => Ok(Some(text.as_wtf8().to_owned())),
        None if vm.is_none(&found) => Ok(None),
        None => Err(vm.new_type_error("character mapping must return integer, None or unicode")),
    }
}

/// `charmap_decode(data[, errors[, mapping]])`: the text, and how many bytes were taken.
fn decode(
    data: ArgBytesLike,
    errors: OptionalArg<Option<PyStrRef>>,
    mapping: OptionalArg<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<(PyStrRef, usize)> {
    let errors = name_of(errors);
    let mapping = mapping.unwrap_or_none(vm);
    let points = |text: &Py<PyStr>| text.as_wtf8().code_points().map(CodePoint::to_u32).collect::<Vec<_>>();
    let table = mapping.downcast_ref::<PyStr>().map(points);
    let bytes = vm.ctx.new_bytes(data.borrow_buf().to_vec());
    let data = bytes.as_bytes();
    let (mut text, mut at) = (Wtf8Buf::with_capacity(data.len()), 0);
    while let Some(byte) = data.get(at) {
        if let Some(found) = text_of(*byte, &mapping, table.as_deref(), vm)? {
            text.push_wtf8(&found);
            at += 1;
            continue;
        }
        let error = vm.new_unicode_decode_error_real(
            vm.ctx.new_str("charmap"),
            bytes.clone(),
            at,
            at + 1,
            vm.ctx.new_str("character maps to <undefined>"),
        );
        let (replacement, next) = handled(error, &errors, data.len(), vm)?;
        let Some(replacement) = replacement.downcast_ref::<PyStr>() else {
            return Err(vm.new_type_error("the handler of errors must answer (text, position)"));
        };
        text.push_wtf8(replacement.as_wtf8());
        at = next;
    }
    Ok((vm.ctx.new_str(text), data.len()))
}
