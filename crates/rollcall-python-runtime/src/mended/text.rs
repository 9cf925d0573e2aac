//! Texts: `replace` and `count` of an empty text, `zfill`, slices with a step, and formats.
//!
//! The engine does these with bytes: `u'é'.replace(u'', u'-')` made an invalid text, which later reads past its end,
//! and `'{0:.4}'.format(u'José')` was a panic. It also cuts a text to the precision when it has been filled up.

use rustpython_vm::builtins::{PyInt, PySlice, PyStr};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::function::{FuncArgs, PyMethodDef};
use rustpython_vm::{Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::letters;
use super::spec::Spec;
use crate::set_method;

/// So many characters are not worth the check for room.
const FEW: usize = 1 << 20;

/// Replaces `str.__format__`.
pub(super) fn install(vm: &VirtualMachine) {
    let class = vm.ctx.types.str_type;
    let Some(original) = class.slots.methods.iter().find(|definition| definition.name == "__format__") else { return };
    set_method(class, "__format__", move |args: FuncArgs, vm: &VirtualMachine| formatted(original, args, vm), vm);
}

/// The answer of a method that the engine gets wrong by counting bytes for characters; None if its answer is right.
pub(crate) fn answered(method: &str, args: &FuncArgs, vm: &VirtualMachine) -> Option<PyResult> {
    let text = args.args.first()?.downcast_ref::<PyStr>()?;
    match method {
        "expandtabs" => return letters::expanded(text, args, vm),
        "ljust" | "rjust" | "center" | "zfill" if !has_room(args) => {
            return Some(Err(vm.new_memory_error("the text is too long")));
        }
        "replace" if !has_room_to_replace(text, args) => {
            return Some(Err(vm.new_memory_error("the text is too long")));
        }
        _ => {}
    }
    let answer = match (method, args.args.as_slice()) {
        ("replace", [_, old, new, rest @ ..]) => {
            replaced(text, old, new, rest.first().or(args.kwargs.get("count")), vm)
        }
        ("strip" | "lstrip" | "rstrip", [_, characters]) => stripped(text, characters, method, vm),
        ("zfill", [_, width]) if !text.isascii() => filled(text, width, vm),
        ("count", [_, part]) if part.downcast_ref::<PyStr>()?.is_empty() => {
            Some(vm.ctx.new_int(text.char_len() + 1).into())
        }
        ("isalpha" | "isalnum" | "isdigit" | "isnumeric", [_]) if !text.isascii() => {
            let counts = letters::counting(method);
            let mut characters = text.as_wtf8().code_points().map(CodePoint::to_char);
            Some(vm.ctx.new_bool(characters.all(|character| character.is_some_and(counts))).into())
        }
        ("islower" | "isupper", [_]) if !text.isascii() => {
            Some(vm.ctx.new_bool(letters::is_of_case(text.as_wtf8(), method == "isupper")).into())
        }
        ("swapcase", [_]) if !text.isascii() => Some(vm.ctx.new_str(letters::swapped(text.as_wtf8())).into()),
        _ => None,
    };
    answer.map(Ok)
}

/// Whether there is memory for a text after all matches have been replaced by a longer text.
fn has_room_to_replace(text: &Py<PyStr>, args: &FuncArgs) -> bool {
    let part = |index: usize| args.args.get(index).and_then(|part| part.downcast_ref::<PyStr>());
    let (Some(old), Some(new)) = (part(1), part(2)) else { return true };
    let length = text.as_bytes().len();
    if length.saturating_mul(new.as_bytes().len()) < FEW || new.as_bytes().len() <= old.as_bytes().len() {
        return true;
    }
    let count = match (text.to_str(), old.to_str()) {
        (Some(text), Some(old)) => text.matches(old).count(),
        _ => return true,
    };
    let length = length.saturating_add(count.saturating_mul(new.as_bytes().len()));
    length < FEW || Vec::<u8>::new().try_reserve_exact(length.saturating_mul(2)).is_ok()
}

/// Whether there is memory for a text of the width that is asked for.
fn has_room(args: &FuncArgs) -> bool {
    let width = args.args.get(1).and_then(|width| width.downcast_ref::<PyInt>());
    let width = width.and_then(|width| usize::try_from(width.as_bigint()).ok()).unwrap_or(0);
    // A character takes four bytes, and the text is copied once.
    width < FEW || super::spec::with_room(width.saturating_mul(8)).is_some()
}

/// `text[a:b:step]` of a text that is not ASCII, of which the engine counts a character too many; None for other keys.
pub(crate) fn stepped(text: &PyObject, key: &PyObject, vm: &VirtualMachine) -> Option<PyResult<Wtf8Buf>> {
    let text = text.downcast_ref::<PyStr>().filter(|text| !text.isascii())?;
    let slice =
        key.downcast_ref::<PySlice>().filter(|slice| slice.step.as_ref().is_some_and(|step| !vm.is_none(step)))?;
    let slice = match slice.to_saturated(vm) {
        Ok(slice) => slice,
        Err(error) => return Some(Err(error)),
    };
    let (range, step, _) = slice.adjust_indices(text.char_len());
    let part = text.as_wtf8().code_points().skip(range.start).take(range.len());
    let width = step.unsigned_abs().max(1);
    Some(Ok(match step < 0 {
        true => part.collect::<Vec<CodePoint>>().into_iter().rev().step_by(width).collect(),
        false => part.step_by(width).collect(),
    }))
}

/// `text.replace('', new[, count])`, which puts `new` before each character and at the end.
fn replaced(
    text: &Py<PyStr>,
    old: &PyObject,
    new: &PyObject,
    count: Option<&PyObjectRef>,
    vm: &VirtualMachine,
) -> Option<PyObjectRef> {
    let (old, new) = (old.downcast_ref::<PyStr>()?, new.downcast_ref::<PyStr>()?);
    if !old.is_empty() {
        return None;
    }
    let count = match count {
        Some(count) => i64::try_from(count.downcast_ref::<PyInt>()?.as_bigint()).ok()?,
        None => -1,
    };
    let mut left = usize::try_from(count).unwrap_or(usize::MAX);
    // In Python 2 there is nothing to count in an empty text.
    if text.is_empty() && count >= 0 && crate::job_is_python2() {
        left = 0;
    }
    let mut made = Wtf8Buf::with_capacity(text.as_wtf8().len());
    for point in text.as_wtf8().code_points() {
        if left > 0 {
            made.push_wtf8(new.as_wtf8());
            left -= 1;
        }
        made.push(point);
    }
    if left > 0 {
        made.push_wtf8(new.as_wtf8());
    }
    Some(vm.ctx.new_str(made).into())
}

/// `text.strip(characters)` where one of these is not ASCII: the engine then finds no such character in a text that is.
fn stripped(text: &Py<PyStr>, characters: &PyObject, method: &str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let characters = characters.downcast_ref::<PyStr>().filter(|characters| !characters.isascii())?;
    let characters: Vec<CodePoint> = characters.as_wtf8().code_points().collect();
    let points: Vec<CodePoint> = text.as_wtf8().code_points().collect();
    let is_kept = |point: &CodePoint| !characters.contains(point);
    let begin = if method == "rstrip" { Some(0) } else { points.iter().position(is_kept) };
    let end = if method == "lstrip" { Some(points.len()) } else { points.iter().rposition(is_kept).map(|at| at + 1) };
    let kept = begin.zip(end).and_then(|(begin, end)| points.get(begin..end)).unwrap_or_default();
    Some(vm.ctx.new_str(kept.iter().copied().collect::<Wtf8Buf>()).into())
}

/// `text.zfill(width)`: zeros after a sign.
fn filled(text: &Py<PyStr>, width: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let width = usize::try_from(width.downcast_ref::<PyInt>()?.as_bigint()).unwrap_or(0);
    let points: Vec<CodePoint> = text.as_wtf8().code_points().collect();
    let sign = usize::from(matches!(points.first().and_then(|point| point.to_char()), Some('+' | '-')));
    let zeros = width.saturating_sub(points.len());
    // More than memory has is for the engine to refuse.
    if zeros > isize::MAX as usize / 4 {
        return None;
    }
    let zeros = std::iter::repeat_n(CodePoint::from('0'), zeros);
    let made = points[..sign].iter().copied().chain(zeros).chain(points[sign..].iter().copied());
    Some(vm.ctx.new_str(made.collect::<Wtf8Buf>()).into())
}

/// `text.__format__(spec)`, done here by characters; parts for numbers are refused.
///
/// # Errors
/// When the format is not valid for texts.
pub(crate) fn formatted(original: &'static PyMethodDef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if let [text, spec] = args.args.as_slice()
        && let Some(parts) = spec.downcast_ref::<PyStr>().and_then(|spec| Parts::of(spec.to_str()?))
        && let Some(text) = text.downcast_ref::<PyStr>()
    {
        parts.check(vm)?;
        let points: Vec<CodePoint> =
            text.as_wtf8().code_points().take(parts.0.precision.unwrap_or(usize::MAX)).collect();
        let padded = parts.0.padded_text(&points);
        return padded
            .map(|text| vm.ctx.new_str(text).into())
            .ok_or_else(|| vm.new_memory_error("the formatted text is too long"));
    }
    if let [text, spec] = args.args.as_slice() {
        refuse_half_pairs(text, spec, vm)?;
    }
    (original.func)(vm, args)
}

/// The engine fails on a text with half a pair of surrogates before it looks at a format that is not valid for texts.
fn refuse_half_pairs(text: &PyObject, spec: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let has_half = text.downcast_ref::<PyStr>().is_some_and(|text| text.to_str().is_none());
    let Some(spec) = spec.downcast_ref::<PyStr>().and_then(|spec| spec.to_str()).filter(|_| has_half) else {
        return Ok(());
    };
    match Spec::of(spec) {
        Some(spec) if matches!(spec.kind, "" | "s") => Ok(()),
        Some(spec) => {
            let words = format!("Unknown format code '{}' for object of type 'str'", spec.kind);
            Err(vm.new_value_error(words))
        }
        None => Err(vm.new_value_error("Invalid format specifier")),
    }
}

/// A format as texts use it.
struct Parts<'a>(Spec<'a>);

impl<'a> Parts<'a> {
    /// None for an invalid format, and for one that the engine refuses for its kind.
    fn of(spec: &'a str) -> Option<Self> {
        Spec::of(spec).filter(|spec| matches!(spec.kind, "" | "s")).map(Parts)
    }

    /// # Errors
    /// When the format has parts for numbers only, in the words of the language.
    fn check(&self, vm: &VirtualMachine) -> PyResult<()> {
        let message = if crate::job_is_python2() { self.jythons_objection() } else { self.objection() };
        message.map_or(Ok(()), |message| Err(vm.new_value_error(message)))
    }

    fn objection(&self) -> Option<String> {
        match (self.0.sign, self.0.grouping) {
            (Some(' '), _) => Some("Space not allowed in string format specifier".to_owned()),
            (Some(_), _) => Some("Sign not allowed in string format specifier".to_owned()),
            _ if self.0.is_alternate => Some("Alternate form (#) not allowed in string format specifier".to_owned()),
            (_, Some(grouping)) => Some(format!("Cannot specify '{grouping}' with 's'.")),
            _ if self.0.align == Some('=') => Some("'=' alignment not allowed in string format specifier".to_owned()),
            _ => None,
        }
    }

    fn jythons_objection(&self) -> Option<String> {
        let pads_after_sign = self.0.align == Some('=') || (self.0.is_zero && self.0.align.is_none());
        if self.0.sign.is_some() {
            Some("Sign not allowed in string format specifier".to_owned())
        } else if self.0.is_alternate {
            Some("Alternate form (#) not allowed in string format specifier".to_owned())
        } else if self.0.grouping == Some(',') {
            // It shows the type that is not given by an invalid character.
            let kind = if self.0.kind.is_empty() { "\u{ffff}" } else { self.0.kind };
            Some(format!("Grouping not allowed with string format specifier '{kind}'"))
        } else if pads_after_sign {
            Some("'=' alignment flag not allowed in string format specifier".to_owned())
        } else {
            None
        }
    }
}
