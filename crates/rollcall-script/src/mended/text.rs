//! Texts: `replace` and `count` of an empty text, `zfill`, slices with a step, and formats.
//!
//! The engine does these with bytes: `u'é'.replace(u'', u'-')` made a text that is no text, which later reads past its end,
//! and `'{0:.4}'.format(u'José')` was a panic. It also cuts a text to the precision when it has been filled up.

use rustpython_vm::builtins::{PyInt, PySlice, PyStr};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::function::{FuncArgs, PyMethodDef};
use rustpython_vm::{Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::python2::{self, set_method};

/// Replaces `str.__format__`.
pub(super) fn install(vm: &VirtualMachine) {
    let class = vm.ctx.types.str_type;
    let Some(original) = class.slots.methods.iter().find(|definition| definition.name == "__format__") else { return };
    set_method(class, "__format__", move |args: FuncArgs, vm: &VirtualMachine| formatted(original, args, vm), vm);
}

/// The answer of a method that the engine gets wrong by counting bytes for characters; none if its answer is right.
pub(crate) fn answered(method: &str, args: &FuncArgs, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let text = args.args.first()?.downcast_ref::<PyStr>()?;
    match (method, args.args.as_slice()) {
        ("replace", [_, old, new, rest @ ..]) => {
            replaced(text, old, new, rest.first().or(args.kwargs.get("count")), vm)
        }
        ("strip" | "lstrip" | "rstrip", [_, characters]) => stripped(text, characters, method, vm),
        ("zfill", [_, width]) if !text.isascii() => filled(text, width, vm),
        ("count", [_, part]) if part.downcast_ref::<PyStr>()?.is_empty() => {
            Some(vm.ctx.new_int(text.char_len() + 1).into())
        }
        _ => None,
    }
}

/// `text[a:b:step]` of a text that is not ASCII, of which the engine counts a character too many; none for other keys.
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

/// `text.strip(characters)` where one of these is not ASCII: the engine then finds none of them in a text that is.
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

/// `text.__format__(spec)`: what a precision cuts off is cut off here, and the engine is told of none; what is for numbers is
/// refused.
///
/// # Errors
/// That the format is none for texts.
pub(crate) fn formatted(original: &'static PyMethodDef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if let [text, spec] = args.args.as_mut_slice()
        && let Some(parts) = spec.downcast_ref::<PyStr>().and_then(|spec| Parts::of(spec.to_str()?))
    {
        parts.check(vm)?;
        let rest = vm.ctx.new_str(parts.for_engine()).into();
        if let Some(length) = parts.precision
            && let Some(whole) = text.downcast_ref::<PyStr>()
        {
            let points = whole.as_wtf8().code_points().take(length);
            *text = vm.ctx.new_str(points.collect::<Wtf8Buf>()).into();
        }
        *spec = rest;
    }
    (original.func)(vm, args)
}

/// A format for texts, `[[fill]align][sign][#][0][width][,][.precision][s]`.
struct Parts<'a> {
    fill: Option<char>,
    align: Option<char>,
    /// `+`, `-` or a blank.
    sign: Option<char>,
    is_alternate: bool,
    is_zero: bool,
    width: &'a str,
    grouping: Option<char>,
    precision: Option<usize>,
    kind: &'a str,
}

impl<'a> Parts<'a> {
    /// None for what is no format, and for one that the engine refuses for its kind.
    fn of(spec: &'a str) -> Option<Self> {
        let is_align = |c: char| matches!(c, '<' | '>' | '=' | '^');
        let mut rest = spec;
        let mut take = |wanted: &dyn Fn(char) -> bool| {
            let first = rest.chars().next().filter(|c| wanted(*c))?;
            rest = &rest[first.len_utf8()..];
            Some(first)
        };
        let has_fill = spec.chars().nth(1).is_some_and(is_align);
        let fill = if has_fill { take(&|_| true) } else { None };
        let align = take(&is_align);
        let sign = take(&|c| matches!(c, '+' | '-' | ' '));
        let is_alternate = take(&|c| c == '#').is_some();
        let is_zero = take(&|c| c == '0').is_some();
        let (width, after) = digits(rest);
        rest = after;
        let mut take = |wanted: char| {
            let has = rest.starts_with(wanted);
            rest = rest.strip_prefix(wanted).unwrap_or(rest);
            has.then_some(wanted)
        };
        let grouping = take(',').or_else(|| take('_').filter(|_| !python2::is_running()));
        let has_precision = take('.').is_some();
        let (precision, kind) = digits(rest);
        if !matches!(kind, "" | "s") || has_precision == precision.is_empty() {
            return None;
        }
        let precision = has_precision.then(|| precision.parse().unwrap_or(usize::MAX));
        Some(Parts { fill, align, sign, is_alternate, is_zero, width, grouping, precision, kind })
    }

    /// # Errors
    /// That the format has what only numbers have, in the words of the language.
    fn check(&self, vm: &VirtualMachine) -> PyResult<()> {
        let message = if python2::is_running() { self.jythons_objection() } else { self.objection() };
        message.map_or(Ok(()), |message| Err(vm.new_value_error(message)))
    }

    fn objection(&self) -> Option<String> {
        match (self.sign, self.grouping) {
            (Some(' '), _) => Some("Space not allowed in string format specifier".to_owned()),
            (Some(_), _) => Some("Sign not allowed in string format specifier".to_owned()),
            _ if self.is_alternate => Some("Alternate form (#) not allowed in string format specifier".to_owned()),
            (_, Some(grouping)) => Some(format!("Cannot specify '{grouping}' with 's'.")),
            _ if self.align == Some('=') => Some("'=' alignment not allowed in string format specifier".to_owned()),
            _ => None,
        }
    }

    fn jythons_objection(&self) -> Option<String> {
        let pads_after_sign = self.align == Some('=') || (self.is_zero && self.align.is_none());
        if self.sign.is_some() {
            Some("Sign not allowed in string format specifier".to_owned())
        } else if self.is_alternate {
            Some("Alternate form (#) not allowed in string format specifier".to_owned())
        } else if self.grouping == Some(',') {
            // It shows the type that is not given by a character that is none.
            let kind = if self.kind.is_empty() { "\u{ffff}" } else { self.kind };
            Some(format!("Grouping not allowed with string format specifier '{kind}'"))
        } else if pads_after_sign {
            Some("'=' alignment flag not allowed in string format specifier".to_owned())
        } else {
            None
        }
    }

    /// The format without its precision; zeros fill up as any character does.
    fn for_engine(&self) -> String {
        let fill = self.fill.or(self.is_zero.then_some('0'));
        let align = self.align.or(fill.map(|_| '<'));
        let mut made: String = fill.into_iter().chain(align).collect();
        made.push_str(self.width);
        made.push_str(self.kind);
        made
    }
}

/// The digits that a text begins with, and the rest.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}
