//! Numbers that are written as text: digits of any script, and in Python 2 nothing that only Python 3 takes.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr};
use rustpython_vm::{AsObject, Py, PyObjectRef, VirtualMachine};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::unicode::{from_host, is_unicode};

/// Where the ten decimal digits of scripts begin: the characters of category Nd below U+10000, as Unicode lists them.
const ZEROS: [u32; 37] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
    0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
];

/// The value of a decimal digit of any script.
pub(super) fn value(character: char) -> Option<u32> {
    let point = u32::from(character);
    ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&point)).map(|zero| point - zero)
}

/// Whether a text is decimal digits and nothing else.
pub(super) fn are_all(text: &str) -> bool {
    !text.is_empty() && text.chars().all(super::letters::is_digit)
}

/// A text with its digits as ASCII has them, for the engine; None if Python 2 knows no number that is written so.
/// Between a sign and the digits there may be blanks.
pub(super) fn plain(text: &Py<PyStr>, vm: &VirtualMachine) -> Option<PyObjectRef> {
    if let Some(signed) = text.to_str().and_then(without_blanks) {
        return plain(&vm.ctx.new_str(signed), vm);
    }
    if text.as_bytes().contains(&b'_') {
        return None;
    }
    if text.isascii() || !is_unicode(text.as_object()) {
        return Some(text.to_owned().into());
    }
    let plain = |character| value(character).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(character);
    Some(vm.ctx.new_str(text.to_str()?.chars().map(plain).collect::<String>()).into())
}

/// A text of Python 3 with its digits and blanks as ASCII has them, for the engine; None if it has no others.
pub(super) fn of_any_script(text: &Py<PyStr>, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let text = text.to_str().filter(|text| !text.is_ascii())?;
    let plain = |character: char| match decimal(character) {
        Some(digit) => char::from_digit(digit, 10).unwrap_or(character),
        None if character.is_whitespace() => ' ',
        None => character,
    };
    Some(vm.ctx.new_str(text.chars().map(plain).collect::<String>()).into())
}

/// The value of a decimal digit: those of a script stand side by side in order, and so may several tens.
fn decimal(character: char) -> Option<u32> {
    let is_decimal = |point: &u32| {
        let category = char::from_u32(*point).map(UnicodeGeneralCategory::general_category);
        category == Some(GeneralCategory::DecimalNumber)
    };
    let point = u32::from(character);
    let before = (0..point).rev().take_while(is_decimal).count();
    is_decimal(&point).then(|| u32::try_from(before % 10).unwrap_or_default())
}

/// A number whose sign has blanks behind it, without them.
fn without_blanks(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let digits = trimmed.strip_prefix(['+', '-'])?;
    let is_separate =
        digits.starts_with([' ', '\t']) && digits.trim_start().starts_with(|first: char| first.is_ascii_alphanumeric());
    is_separate.then(|| format!("{}{}", &trimmed[..1], digits.trim_start()))
}

/// The error for a text that is not a number; `before` and `after` stand around it. It is quoted as it was given.
pub(super) fn refused(before: &str, text: &Py<PyStr>, after: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let message = format!("{before}{}{after}", text.as_wtf8());
    let is_plain = message.is_ascii() || !is_unicode(text.as_object());
    let message = if is_plain { vm.ctx.new_str(message).into() } else { from_host(message, vm) };
    vm.new_exception(vm.ctx.exceptions.value_error.to_owned(), vec![message])
}
