//! What a number is worth.
//!
//! Python 2 has two kinds of integers, and the spelling alone tells which: `10L` is a `long`, and so is a literal that
//! does not fit Jython's `int` of 32 bits. In Python 3's tree both are one, so a `long` is lowered to a call.

use ruff_python_ast::{Int, Number};

/// The value of a literal and whether it is a `long`; none if the text is no number, which the lexer rules out.
pub(crate) fn value(text: &str) -> Option<(Number, bool)> {
    if !is_based(text) {
        if let Some(imaginary) = text.strip_suffix(['j', 'J']) {
            return Some((Number::Complex { real: 0.0, imag: imaginary.parse().ok()? }, false));
        }
        if text.contains(['.', 'e', 'E']) {
            return Some((Number::Float(text.parse().ok()?), false));
        }
    }
    let digits = text.strip_suffix(['l', 'L']).unwrap_or(text);
    let value = integer(digits)?;
    let is_long = digits.len() != text.len() || value.as_i32().is_none();
    Some((Number::Int(value), is_long))
}

/// `0x`, `0o`, `0b`, in which `e` is a digit or nothing.
fn is_based(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', ..])
}

fn integer(digits: &str) -> Option<Int> {
    let (radix, number) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, digits.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, digits.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, digits.get(2..)?),
        [b'0', _, ..] => return Int::from_str_radix(&digits[1..], 8, &format!("0o{}", &digits[1..])).ok(),
        _ => return digits.parse().ok(),
    };
    Int::from_str_radix(number, radix, digits).ok()
}
