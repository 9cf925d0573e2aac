//! The value of a number.
//!
//! Python 2 has two kinds of integers, and the spelling alone decides which: `10L` is a `long`, and so is a literal
//! that does not fit Jython's `int` of 32 bits. In Python 3's tree both are one, so a `long` is lowered to a call.

use ruff_python_ast::{Expr, Int, Number, Operator, UnaryOp};

use crate::lowering;

/// The value of a literal and whether it is a `long`; None if the text is not a number, which the lexer rules out.
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

/// The value of an operation on whole numbers that are written out, if it is a `long`: the compiler would put together
/// plain numbers, and forget that one of them was a `long`. For results of more than 64 bits see [`outgrown`].
pub(crate) fn folded(left: &Expr, op: Operator, right: &Expr) -> Option<i64> {
    let ((a, a_is_long), (b, b_is_long)) = (constant(left, 0)?, constant(right, 0)?);
    let value = operation(a, op, b)?;
    let is_long = a_is_long || b_is_long || i32::try_from(value).is_err();
    i64::try_from(value).ok().filter(|_| is_long)
}

/// The left number of an operation on numbers that are written out, if the result needs more than 64 bits: as a `long` it
/// keeps the compiler from putting them together.
pub(crate) fn outgrown(left: &Expr, op: Operator, right: &Expr) -> Option<i64> {
    let ((a, is_long), (b, _)) = (constant(left, 0)?, constant(right, 0)?);
    let can_grow = matches!(op, Operator::Pow | Operator::LShift | Operator::Mult);
    if is_long || !can_grow || (b < 0 && op != Operator::Mult) {
        return None;
    }
    let fits = operation(a, op, b).is_some_and(|value| i64::try_from(value).is_ok());
    i64::try_from(a).ok().filter(|_| !fits)
}

fn operation(a: i128, op: Operator, b: i128) -> Option<i128> {
    match op {
        Operator::Add => a.checked_add(b),
        Operator::Sub => a.checked_sub(b),
        Operator::Mult => a.checked_mul(b),
        Operator::Pow => a.checked_pow(u32::try_from(b).ok()?),
        Operator::LShift if (0..64).contains(&b) => a.checked_mul(1_i128 << b),
        Operator::RShift if (0..64).contains(&b) => Some(a >> b),
        Operator::Mod if b != 0 => Some(a - b * floor(a, b)),
        Operator::FloorDiv | lowering::CLASSIC_DIVISION if b != 0 => Some(floor(a, b)),
        Operator::BitAnd => Some(a & b),
        Operator::BitOr => Some(a | b),
        Operator::BitXor => Some(a ^ b),
        _ => None,
    }
}

/// A quotient, towards negative infinity.
fn floor(a: i128, b: i128) -> i128 {
    let quotient = a / b;
    if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient }
}

/// How deep an operation on constants is looked into.
const MAX_CONSTANTS: usize = 8;

/// The value of a constant, and whether it is a `long`.
fn constant(expression: &Expr, depth: usize) -> Option<(i128, bool)> {
    match expression {
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(value) => Some((i128::from(value.as_i64()?), false)),
            _ => None,
        },
        Expr::UnaryOp(operation) if operation.op == UnaryOp::USub && depth < MAX_CONSTANTS => {
            let (value, is_long) = constant(&operation.operand, depth + 1)?;
            Some((value.checked_neg()?, is_long))
        }
        Expr::BinOp(inner) if depth < MAX_CONSTANTS => {
            let ((a, _), (b, _)) = (constant(&inner.left, depth + 1)?, constant(&inner.right, depth + 1)?);
            let value = operation(a, inner.op, b)?;
            Some((value, i32::try_from(value).is_err()))
        }
        Expr::Call(call) if lowering::reserved_callee(expression) == Some(lowering::LONG) => {
            Some((constant(call.arguments.args.first()?, depth + 1)?.0, true))
        }
        _ => None,
    }
}
