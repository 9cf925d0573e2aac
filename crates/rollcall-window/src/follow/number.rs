//! A numeric field's number, in the four types in which scripts ask for it.
//!
//! The mode decides which of them has the exact number: a long has digits that a double lacks, and the other way round.

use super::{Follows, Get, number};
use crate::Value;

pub(super) fn from(written: Option<&str>, get: Get<'_>) -> Follows {
    let mode = match get("mode") {
        Value::Integer(mode) => mode,
        _ => 0,
    };
    let source = match written {
        Some(written @ ("intValue" | "longValue" | "floatValue" | "doubleValue")) => written,
        Some("mode") | None if matches!(mode, 0 | 1) => "longValue",
        Some("mode") | None => "doubleValue",
        Some(_) => return Vec::new(),
    };
    let given = get(source);
    let (whole, real) = match mode {
        0 => whole_number(long(&given).clamp(i32::MIN.into(), i32::MAX.into())),
        1 => whole_number(long(&given)),
        2 => real_number(f64::from(number(&given).unwrap_or_default() as f32)),
        _ => real_number(number(&given).unwrap_or_default()),
    };
    vec![
        ("intValue", Value::Integer(whole.clamp(i32::MIN.into(), i32::MAX.into()) as i32)),
        ("longValue", Value::Long(whole)),
        ("floatValue", Value::Double(f64::from(real as f32))),
        ("doubleValue", Value::Double(real)),
    ]
}

/// A number that a long has the whole of.
fn whole_number(whole: i64) -> (i64, f64) {
    (whole, whole as f64)
}

/// A number that a double has the whole of.
fn real_number(real: f64) -> (i64, f64) {
    (long(&Value::Double(real)), real)
}

/// Without a fraction; the nearest long where it is too large, 0 for NaN, as Java casts.
fn long(value: &Value) -> i64 {
    match value {
        Value::Integer(number) => (*number).into(),
        Value::Long(number) => *number,
        Value::Double(number) => *number as i64,
        _ => 0,
    }
}
