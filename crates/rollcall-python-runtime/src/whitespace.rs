//! Splitting and stripping at white space and at ends of lines, where the two kinds of texts differ.
//!
//! The engine's methods take every text for one of characters: of the bytes of an `à` in UTF-8 the second would be a
//! blank that `strip` takes off. And they go by today's Unicode, which counts neither the separators U+001C to U+001F
//! nor U+180E as blanks; a `unicode` of Python 2 does, and a text of Python 3 the former.

use rustpython_vm::builtins::PyStr;
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use super::job_is_python2;
use super::unicode::{self, is_unicode};

/// The answer of a method of texts; None if the engine's is right.
pub(super) fn answered(method: &str, args: &FuncArgs, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let [text, rest @ ..] = args.args.as_slice() else { return Ok(None) };
    let Some(text) = text.downcast_ref::<PyStr>().filter(|_| args.kwargs.is_empty()) else { return Ok(None) };
    let is_default = rest.first().is_none_or(|separator| vm.is_none(separator));
    let is_bytes = is_bytes(text);
    // Among ASCII the engine knows the blanks, but for the separators.
    let is_easy = || text.isascii() && !text.as_bytes().iter().any(|byte| matches!(byte, 0x1c..=0x1f));
    match method {
        "splitlines" if job_is_python2() => lines(text, rest, vm),
        "strip" | "lstrip" | "rstrip" if is_default && !is_easy() => stripped(text, method, vm).map(Some),
        "split" | "rsplit" if is_default && !is_bytes && !is_easy() => words(text, method, rest.get(1), vm).map(Some),
        "isspace" if job_is_python2() && !is_easy() => {
            let is_blank = if is_bytes { is_blank_byte } else { is_blank };
            let mut points = text.as_wtf8().code_points();
            Ok(Some(vm.ctx.new_bool(points.all(|point| is_blank(&point))).into()))
        }
        _ => Ok(None),
    }
}

/// Whether a text is one of bytes, a `str` of Python 2.
pub(crate) fn is_bytes(text: &Py<PyStr>) -> bool {
    job_is_python2() && !is_unicode(text.as_object())
}

/// A piece of a text, of its kind.
fn piece(points: &[CodePoint], of: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
    let piece: Wtf8Buf = points.iter().copied().collect();
    if is_unicode(of.as_object()) { unicode::new(piece, vm) } else { Ok(vm.ctx.new_str(piece).into()) }
}

/// `text.splitlines([keepends])`: lines end with `\n`, `\r` or both; in a `unicode` with U+2028 and U+2029, too.
fn lines(text: &Py<PyStr>, rest: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let keeps = match rest {
        [] => false,
        [keeps] => keeps.clone().try_to_bool(vm)?,
        _ => return Ok(None),
    };
    let points: Vec<CodePoint> = text.as_wtf8().code_points().collect();
    let is_bytes = !is_unicode(text.as_object());
    let ends = |point: CodePoint| match point.to_u32() {
        0x0a | 0x0d => true,
        0x2028 | 0x2029 => !is_bytes,
        _ => false,
    };
    let (mut found, mut start) = (Vec::new(), 0);
    while start < points.len() {
        let end = points[start..].iter().position(|point| ends(*point)).map_or(points.len(), |length| start + length);
        let is_pair = points.get(end..end + 2).is_some_and(|two| two[0].to_u32() == 0x0d && two[1].to_u32() == 0x0a);
        let next = (end + if is_pair { 2 } else { 1 }).min(points.len());
        found.push(piece(&points[start..if keeps { next } else { end }], text, vm)?);
        start = next;
    }
    Ok(Some(vm.ctx.new_list(found).into()))
}

/// White space among bytes.
fn is_blank_byte(point: &CodePoint) -> bool {
    matches!(point.to_u32(), 0x09..=0x0d | 0x20)
}

/// White space among characters.
fn is_blank(point: &CodePoint) -> bool {
    let is_old = point.to_u32() == 0x180e && job_is_python2();
    is_old || matches!(point.to_u32(), 0x1c..=0x1f) || point.to_char().is_some_and(char::is_whitespace)
}

fn stripped(text: &Py<PyStr>, method: &str, vm: &VirtualMachine) -> PyResult {
    let is_blank = if is_bytes(text) { is_blank_byte } else { is_blank };
    let points: Vec<CodePoint> = text.as_wtf8().code_points().collect();
    let start = if method == "rstrip" { 0 } else { points.iter().take_while(|point| is_blank(point)).count() };
    let kept = &points[start..];
    let blanks = if method == "lstrip" { 0 } else { kept.iter().rev().take_while(|point| is_blank(point)).count() };
    piece(&kept[..kept.len() - blanks], text, vm)
}

/// `text.split()` of a `unicode`: at every white space that Unicode knows.
fn words(text: &Py<PyStr>, method: &str, most: Option<&PyObjectRef>, vm: &VirtualMachine) -> PyResult {
    let most = most.map(|most| most.try_to_value::<i64>(vm)).transpose()?.and_then(|most| usize::try_from(most).ok());
    let mut points: Vec<CodePoint> = text.as_wtf8().code_points().collect();
    let is_from_right = method == "rsplit";
    if is_from_right {
        points.reverse();
    }
    let (mut found, mut rest) = (Vec::new(), points.as_slice());
    loop {
        rest = &rest[rest.iter().take_while(|point| is_blank(point)).count()..];
        if rest.is_empty() {
            break;
        }
        let is_last = most.is_some_and(|most| found.len() >= most);
        let length = if is_last { rest.len() } else { rest.iter().position(is_blank).unwrap_or(rest.len()) };
        let (word, after) = rest.split_at(length);
        found.push(word.to_vec());
        rest = if is_last { &[] } else { after };
    }
    if is_from_right {
        found.reverse();
        found.iter_mut().for_each(|word| word.reverse());
    }
    let found = found.iter().map(|word| piece(word, text, vm)).collect::<PyResult<_>>()?;
    Ok(vm.ctx.new_list(found).into())
}
