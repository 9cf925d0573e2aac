//! The texts of errors of encodings, which name a character as a `unicode` is written, and a byte by its number.

use rustpython_vm::builtins::{PyBytes, PyStr};
use rustpython_vm::common::wtf8::CodePoint;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use super::{job_is_python2, set_method, text};

/// Gives the three classes their `__str__`.
pub(super) fn install(vm: &VirtualMachine) {
    let classes = &vm.ctx.exceptions;
    set_method(classes.unicode_encode_error, "__str__", encode_error_text, vm);
    set_method(classes.unicode_decode_error, "__str__", decode_error_text, vm);
    set_method(classes.unicode_translate_error, "__str__", translate_error_text, vm);
}

/// The text of a `UnicodeEncodeError`, with the character as a `unicode`.
fn encode_error_text(exception: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    let part = |name: &'static str| exception.get_attr(name, vm);
    let (start, end) = (part("start")?, part("end")?);
    let (encoding, reason) = (part("encoding")?.str(vm)?, part("reason")?.str(vm)?);
    let (start, end): (usize, usize) = (start.try_to_value(vm)?, end.try_to_value(vm)?);
    let object = part("object")?;
    let character = object.downcast_ref::<PyStr>().and_then(|text| text.as_wtf8().code_points().nth(start));
    let place = shown_place(character, start, end);
    Ok(format!("'{encoding}' codec can't encode {place}: {reason}"))
}

/// The text of a `UnicodeTranslateError`.
fn translate_error_text(exception: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    let part = |name: &'static str| exception.get_attr(name, vm);
    let (start, end): (usize, usize) = (part("start")?.try_to_value(vm)?, part("end")?.try_to_value(vm)?);
    let (object, reason) = (part("object")?, part("reason")?.str(vm)?);
    let character = object.downcast_ref::<PyStr>().and_then(|text| text.as_wtf8().code_points().nth(start));
    Ok(format!("can't translate {}: {reason}", shown_place(character, start, end)))
}

/// Which characters an error is about: one is shown by its number, and in Python 2 as a `unicode`.
fn shown_place(character: Option<CodePoint>, start: usize, end: usize) -> String {
    let kind = if job_is_python2() { "u" } else { "" };
    match character.filter(|_| end == start + 1).map(CodePoint::to_u32) {
        Some(number @ ..0x100) => format!("character {kind}'\\x{number:02x}' in position {start}"),
        Some(number @ ..0x1_0000) => format!("character {kind}'\\u{number:04x}' in position {start}"),
        Some(number) => format!("character {kind}'\\U{number:08x}' in position {start}"),
        None => format!("characters in position {start}-{}", end.saturating_sub(1)),
    }
}

/// The text of a `UnicodeDecodeError`, whose bytes may be a `str`.
fn decode_error_text(exception: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    let part = |name: &'static str| exception.get_attr(name, vm);
    let (start, end): (usize, usize) = (part("start")?.try_to_value(vm)?, part("end")?.try_to_value(vm)?);
    let (encoding, reason) = (part("encoding")?.str(vm)?, part("reason")?.str(vm)?);
    let object = part("object")?;
    let byte = match object.downcast_ref::<PyStr>() {
        Some(text) => text::bytes(text).and_then(|bytes| bytes.get(start).copied()),
        None => object.downcast_ref::<PyBytes>().and_then(|bytes| bytes.as_bytes().get(start).copied()),
    };
    let place = match byte.filter(|_| end == start + 1) {
        Some(byte) => format!("byte 0x{byte:02x} in position {start}"),
        None => format!("bytes in position {start}-{}", end.saturating_sub(1)),
    };
    Ok(format!("'{encoding}' codec can't decode {place}: {reason}"))
}
