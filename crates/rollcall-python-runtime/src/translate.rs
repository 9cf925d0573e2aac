//! `translate`: each character put in another's place, by a table.
//!
//! The table of a `str` has 256 bytes. That of a `unicode` is anything that is asked by the number of a character, and
//! may answer that it has no entry (LookupError), that it goes (None), or with its replacement: a number or a
//! `unicode`.

use rustpython_vm::builtins::{PyInt, PyStr};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObject, PyResult, VirtualMachine};

use super::{buffer, text, unicode};

/// The result of `text.translate(table[, deleted])`, for either kind of text.
pub(super) fn translate(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let wrong = |words: String| Err(vm.new_type_error(words));
    if !args.kwargs.is_empty() {
        return wrong("translate() takes no keyword arguments".to_owned());
    }
    let given = args.args.len().saturating_sub(1);
    let Some((text, rest)) = args.args.split_first() else { return wrong("a text was expected".to_owned()) };
    let Some(text) = text.downcast_ref::<PyStr>() else { return wrong("a text was expected".to_owned()) };
    match (unicode::is_unicode(text.as_object()), rest) {
        (true, [table]) => of_unicode(text, table, vm),
        (true, _) => wrong(format!("translate() takes 2 arguments ({given} given)")),
        (false, [table]) => of_str(text, table, None, vm),
        (false, [table, deleted]) => of_str(text, table, Some(deleted), vm),
        (false, _) => wrong(format!("translate() takes 1-3 arguments ({given} given)")),
    }
}

fn of_str(text: &Py<PyStr>, table: &PyObject, deleted: Option<&PyObject>, vm: &VirtualMachine) -> PyResult {
    let table = bytes(table, vm)?;
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(vm.new_value_error("translation table must be 256 characters long"));
    }
    let deleted = deleted.map_or(Ok(None), |deleted| bytes(deleted, vm))?.unwrap_or_default();
    let is_kept = |byte: &u8| !deleted.contains(byte);
    let put = |byte: u8| table.as_ref().and_then(|table| table.get(usize::from(byte)).copied()).unwrap_or(byte);
    let Some(all) = text::bytes(text) else { return Ok(text.to_owned().into()) };
    let translated: Vec<u8> = all.into_iter().filter(is_kept).map(put).collect();
    Ok(text::from_bytes(&translated, vm).into())
}

/// The bytes of an object that may be a table; None for Python's None.
fn bytes(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Vec<u8>>> {
    if vm.is_none(object) {
        return Ok(None);
    }
    let found = buffer::bytes_of_any(object, vm)?;
    found.map(Some).ok_or_else(|| vm.new_type_error("expected None, str or buffer compatible object"))
}

fn of_unicode(text: &Py<PyStr>, table: &PyObject, vm: &VirtualMachine) -> PyResult {
    let mut translated = Wtf8Buf::with_capacity(text.byte_len());
    for point in text.as_wtf8().code_points() {
        put(&mut translated, point, table, vm)?;
    }
    unicode::new(translated, vm)
}

/// Adds the replacement of a character.
fn put(translated: &mut Wtf8Buf, point: CodePoint, table: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let found = match table.get_item(vm.ctx.new_int(point.to_u32()).as_object(), vm) {
        Ok(found) => found,
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.lookup_error) => {
            translated.push(point);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    if let Some(number) = found.downcast_ref::<PyInt>() {
        let point = u32::try_from(number.as_bigint()).ok().and_then(CodePoint::from_u32);
        let point = point.ok_or_else(|| vm.new_type_error("character mapping must be in range(0x110000)"))?;
        translated.push(point);
        return Ok(());
    }
    match found.downcast_ref::<PyStr>() {
        Some(text) if unicode::is_unicode(&found) => translated.push_wtf8(text.as_wtf8()),
        _ if vm.is_none(&found) => {}
        _ => return Err(vm.new_type_error("character mapping must return integer, None or unicode")),
    }
    Ok(())
}
