//! Single values as a file writes them: numbers, times, and the form in which a wrong one is shown.

use jsonc_parser::ast;

use crate::wording::shortened;

/// A number as JSON writes it; None for one that would be infinite.
pub(super) fn double(digits: &str) -> Option<f64> {
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Milliseconds since the epoch of a time as RFC 3339 writes it.
pub(super) fn instant(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

/// The text for a wrong value: short values unchanged.
pub(super) fn shown(literal: &ast::Value<'_>) -> String {
    match literal {
        ast::Value::StringLit(text) => format!("{:?}", shortened(&text.value)),
        ast::Value::NumberLit(digits) => shortened(digits.value),
        ast::Value::BooleanLit(yes) => yes.value.to_string(),
        ast::Value::Object(_) => "an object".into(),
        ast::Value::Array(_) => "a list".into(),
        ast::Value::NullKeyword(_) => "null".into(),
    }
}
