//! Methods of texts that the engine does with bytes, done with characters: those that [`crate::mended`] does not mend.
//!
//! An empty text is counted in a part of another, and characters that are not ASCII are stripped from a text that is.
//! Corrections that are right for both languages are done here, for both.

use rustpython_vm::builtins::PyStr;
use rustpython_vm::common::wtf8::{CodePoint, Wtf8, Wtf8Buf};
use rustpython_vm::function::{FuncArgs, PyMethodDef};
use rustpython_vm::{Py, PyObjectRef, PyResult, VirtualMachine};

use crate::mended;

/// The result of a method of texts.
pub(super) fn call(definition: &'static PyMethodDef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if matches!(definition.name, "title" | "capitalize")
        && let Some(text) = args.args.first_mut()
        && let Some(made) = text.downcast_ref::<PyStr>().and_then(|text| mended::with_last_sigmas(text, vm))
    {
        *text = made;
    }
    let own = answered(definition.name, &args, vm).map(Ok);
    match own.or_else(|| mended::answered(definition.name, &args, vm)) {
        Some(answer) => answer,
        None => (definition.func)(vm, args),
    }
}

/// The answer, where it is not the engine's.
fn answered(method: &str, args: &FuncArgs, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let text = args.args.first()?.downcast_ref::<PyStr>()?;
    let second = args.args.get(1)?.downcast_ref::<PyStr>()?;
    match method {
        "count" if second.is_empty() => Some(vm.ctx.new_int(places(text, args, vm)?).into()),
        "strip" | "lstrip" | "rstrip" if text.isascii() && !second.isascii() => {
            Some(vm.ctx.new_str(stripped(method, text.as_wtf8(), second.as_wtf8())).into())
        }
        _ => None,
    }
}

/// In how many places of a part of a text nothing is.
fn places(text: &Py<PyStr>, args: &FuncArgs, vm: &VirtualMachine) -> Option<usize> {
    let length = isize::try_from(text.char_len()).ok()?;
    let bound = |index: usize, otherwise: isize| -> Option<isize> {
        match args.args.get(index).filter(|bound| !vm.is_none(bound)) {
            Some(bound) => {
                let bound = bound.try_index_opt(vm)?.ok()?.try_to_primitive::<isize>(vm).ok()?;
                Some(if bound < 0 { (bound + length).max(0) } else { bound })
            }
            None => Some(otherwise),
        }
    };
    let (start, end) = (bound(2, 0)?, bound(3, length)?.min(length));
    if start > end { Some(0) } else { usize::try_from(end - start + 1).ok() }
}

fn stripped(method: &str, text: &Wtf8, wanted: &Wtf8) -> Wtf8Buf {
    let wanted: Vec<CodePoint> = wanted.code_points().collect();
    let points: Vec<CodePoint> = text.code_points().collect();
    let is_kept = |point: &CodePoint| !wanted.contains(point);
    let start = if method == "rstrip" { 0 } else { points.iter().position(is_kept).unwrap_or(points.len()) };
    let end =
        if method == "lstrip" { points.len() } else { points.iter().rposition(is_kept).map_or(0, |last| last + 1) };
    points.get(start..end.max(start)).unwrap_or_default().iter().copied().collect()
}
