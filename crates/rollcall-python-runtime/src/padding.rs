//! `ljust`, `rjust` and `center` of Python 2 with a character to fill up with: it becomes one of the text's kind, by its
//! number, and is looked at only where there is something to fill.

use rustpython_vm::builtins::{PyInt, PyStr};
use rustpython_vm::function::{FuncArgs, PyMethodDef};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use super::unicode::{self, is_unicode};
use super::{characters, text};

/// The answer, where the fill and the text are not of one kind or have characters that are not ASCII.
pub(super) fn padded(
    definition: &'static PyMethodDef,
    args: &FuncArgs,
    vm: &VirtualMachine,
) -> PyResult<Option<PyObjectRef>> {
    let ("ljust" | "rjust" | "center", [given, width, fill]) = (definition.name, args.args.as_slice()) else {
        return Ok(None);
    };
    let (Some(text), Some(fill), Some(width)) =
        (given.downcast_ref::<PyStr>(), fill.downcast_ref::<PyStr>(), width.downcast_ref::<PyInt>())
    else {
        return Ok(None);
    };
    let makes_unicode = is_unicode(text.as_object());
    let width = i64::try_from(width.as_bigint()).unwrap_or(i64::MAX);
    let is_wide = i64::try_from(text.char_len()).is_ok_and(|length| length >= width);
    if is_wide && makes_unicode {
        return unicode::new(text.as_wtf8().to_owned(), vm).map(Some);
    }
    let mut points = fill.as_wtf8().code_points();
    let only = points.next().filter(|point| points.next().is_none() && (makes_unicode || point.to_u32() <= 0xffff));
    if only.is_none() {
        return Err(vm.new_type_error(format!("{}() argument 2 must be char, not str", definition.name)));
    }
    let plain = |text: &Py<PyStr>| vm.ctx.new_str(text.as_wtf8().to_owned()).into();
    let plain_args = vec![plain(text), args.args[1].clone(), plain(fill)];
    let made = characters::call(definition, FuncArgs::from(plain_args), vm)?;
    if makes_unicode {
        return unicode::of(made, vm).map(Some);
    }
    match made.downcast_ref::<PyStr>() {
        Some(text) if text::bytes(text).is_none() => Err(text::refused_characters(text, vm)),
        _ => Ok(Some(made)),
    }
}
