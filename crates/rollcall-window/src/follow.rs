//! What follows from what: the properties of one component that say the same thing in several ways.
//!
//! A table has the selected rows and the first of them, a dropdown its choice by number, by value and by label, a
//! numeric field its number in four types. Whichever is written, the others follow. A selection outside of the data
//! selects nothing, as when a table's data shrinks.

mod dropdown;
mod number;
mod table;

use crate::{Kind, Value};

/// Reads a property of the component.
type Get<'a> = &'a dyn Fn(&str) -> Value;
/// Properties to be written.
type Follows = Vec<(&'static str, Value)>;

/// What must be written once `written` has been; without it, whatever may have changed.
pub(crate) fn from(kind: Kind, written: Option<&str>, get: Get<'_>) -> Follows {
    match kind {
        Kind::Table => table::from(written, get),
        Kind::Dropdown => dropdown::from(written, get),
        Kind::NumericTextField => number::from(written, get),
        _ => Vec::new(),
    }
}

/// Between what numbers a person's entry must lie, where the component has such bounds.
pub(crate) fn entered_bounds(kind: Kind, get: &dyn Fn(&str) -> Option<Value>) -> Option<(f64, f64)> {
    match (kind, get("useBounds")?) {
        (Kind::NumericTextField, Value::Boolean(true)) => Some((number(&get("minimum")?)?, number(&get("maximum")?)?)),
        _ => None,
    }
}

/// A number of any type.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some((*number).into()),
        Value::Long(number) => Some(*number as f64),
        Value::Double(number) => Some(*number),
        _ => None,
    }
}

fn index(value: &Value) -> Option<usize> {
    match value {
        Value::Integer(number) => usize::try_from(*number).ok(),
        _ => None,
    }
}

/// A row or column number as Java gives it: -1 for none.
fn or_none(index: Option<usize>) -> Value {
    Value::Integer(index.and_then(|index| i32::try_from(index).ok()).unwrap_or(-1))
}
