//! Numbers that are formatted: grouped ones, characters, and floats without a letter.
//!
//! The engine groups whatever is before a point, also exponents (`1e,+06`), percent signs and `nan`; half a pair of
//! surrogates as `{:c}` was a panic. `crate::number` puts it into the types.

use rustpython_vm::builtins::{PyFloat, PyInt, PyStr};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::function::{FuncArgs, PyMethodDef};
use rustpython_vm::{Py, PyObject, PyResult, VirtualMachine};

use super::spec::Spec;

/// How many digits are in a group.
const GROUP: usize = 3;

/// `number.__format__(spec)`.
///
/// # Errors
/// When the format is not valid for this number.
pub(crate) fn formatted(original: &'static PyMethodDef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let [number, how] = args.args.as_slice() else { return (original.func)(vm, args) };
    let Some(spec) = how.downcast_ref::<PyStr>().and_then(|how| Spec::of(how.to_str()?)) else {
        return (original.func)(vm, args);
    };
    // The engine refuses a width that is not a number, but not one for which there is no memory.
    let width = spec.width.parse().unwrap_or(0_usize);
    if super::spec::with_room(
        width.max(spec.precision.filter(|digits| *digits < usize::MAX).unwrap_or(0)).saturating_mul(2),
    )
    .is_none()
    {
        return Err(vm.new_memory_error("the formatted text is too long"));
    }
    let is_of_floats = matches!(spec.kind, "e" | "E" | "f" | "F" | "g" | "G" | "%");
    if let Some(number) = number.downcast_ref::<PyInt>() {
        if spec.kind == "c" {
            return character(&spec, number, how, vm);
        }
        if spec.is_alternate && is_of_floats && crate::job_is_python2() {
            return Err(vm.new_value_error("Alternate form (#) not allowed in float format specifier"));
        }
    }
    let is_real = number.downcast_ref::<PyFloat>().is_some();
    let is_bare_float = is_real && spec.kind.is_empty();
    let is_whole = number.downcast_ref::<PyInt>().is_some();
    let is_grouped = spec.grouping.is_some() && (is_bare_float || (is_of_floats && (is_real || is_whole)));
    let is_pointed = is_bare_float && (spec.precision.is_some() || spec.is_alternate);
    if !is_grouped && !is_pointed {
        return (original.func)(vm, args);
    }
    let plain = vm.ctx.new_str(for_engine(&spec)).into();
    let made = (original.func)(vm, FuncArgs::from(vec![number.clone(), plain]))?;
    let Some(made) = made.downcast_ref::<PyStr>() else { return Ok(made) };
    let text = made.to_string_lossy();
    let padded = arranged(&spec, &text, is_bare_float);
    padded.map(|text| vm.ctx.new_str(text).into()).ok_or_else(|| vm.new_memory_error("the formatted text is too long"))
}

/// The format without the parts that are done here.
fn for_engine(spec: &Spec<'_>) -> String {
    let alternate = if spec.is_alternate { "#" } else { "" };
    // Without a letter a precision of zero counts as one.
    let precision = spec.precision.map(|digits| if spec.kind.is_empty() { digits.max(1) } else { digits });
    let precision = precision.map(|digits| format!(".{digits}")).unwrap_or_default();
    format!("{}{alternate}{precision}{}", spec.sign.map(String::from).unwrap_or_default(), spec.kind)
}

/// The engine's text of a number, with its point, in groups and filled up.
fn arranged(spec: &Spec<'_>, text: &str, is_bare: bool) -> Option<Wtf8Buf> {
    let (sign, number) = text.split_at(usize::from(text.starts_with(['+', '-', ' '])));
    let (digits, rest) = super::spec::digits(number);
    let point = match rest.chars().next() {
        None if is_bare && spec.precision.is_some() => ".0",
        Some('e') if is_bare && spec.is_alternate => ".",
        _ => "",
    };
    let others = sign.len() + point.len() + rest.len();
    let digits = match spec.grouping {
        // Python 3 takes the zeros before `nan` for no digits.
        Some(_) if digits.is_empty() && !crate::job_is_python2() => String::new(),
        Some(separator) => grouped(digits, separator, spec.least_digits(others)),
        None => digits.to_owned(),
    };
    let number: Vec<CodePoint> = format!("{digits}{point}{rest}").chars().map(CodePoint::from).collect();
    spec.padded(sign, &number)
}

/// Digits in groups, with zeros before them that make up the least length, which may be passed by one.
fn grouped(digits: &str, separator: char, least: usize) -> String {
    let mut reversed: Vec<char> = Vec::with_capacity(digits.len() + digits.len() / GROUP);
    let mut digits = digits.chars().rev().peekable();
    let mut in_group = 0;
    while digits.peek().is_some() || reversed.len() < least {
        if in_group == GROUP {
            reversed.push(separator);
            in_group = 0;
        }
        reversed.push(digits.next().unwrap_or('0'));
        in_group += 1;
    }
    reversed.into_iter().rev().collect()
}

/// `{:c}`.
fn character(spec: &Spec<'_>, number: &Py<PyInt>, how: &PyObject, vm: &VirtualMachine) -> PyResult {
    // A `str` of Python 2 has the characters of bytes.
    let has_bytes = how.downcast_ref::<PyStr>().is_some_and(crate::has_bytes);
    let limit = if has_bytes { 0x100 } else { 0x11_0000 };
    let objection = match (spec.grouping, spec.precision, spec.sign) {
        (Some(grouping), ..) => Some(format!("Cannot specify '{grouping}' with 'c'.")),
        (_, Some(_), _) => Some("Precision not allowed in integer format specifier".to_owned()),
        (.., Some(_)) => Some("Sign not allowed with integer format specifier 'c'".to_owned()),
        _ if spec.is_alternate => Some("Alternate form (#) not allowed with integer format specifier 'c'".to_owned()),
        _ => None,
    };
    if let Some(objection) = objection {
        return Err(vm.new_value_error(objection));
    }
    let point = u32::try_from(number.as_bigint()).ok().filter(|point| *point < limit).and_then(CodePoint::from_u32);
    let point = point.ok_or_else(|| vm.new_overflow_error(format!("%c arg not in range({limit:#x})")))?;
    match spec.padded("", &[point]) {
        Some(text) if crate::job_is_python2() && !has_bytes => crate::new_unicode(text, vm),
        Some(text) => Ok(vm.ctx.new_str(text).into()),
        None => Err(vm.new_memory_error("the formatted text is too long")),
    }
}
