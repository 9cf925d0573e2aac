//! Derived properties: the properties of one component that express the same thing in several ways.
//!
//! A table has the selected rows and the first of them, a dropdown its choice by number, by value and by label, a
//! numeric field its number in four types. Whichever is written, the others follow.
//!
//! A selection is of rows, and not of numbers of rows. When the data changes it stays with its rows, wherever they
//! stand now, and is dropped where they cannot be found; [`rows`] defines the same row. And a person's selection counts
//! only in the data that they saw ([`none_selected`]).

mod dropdown;
mod number;
mod rows;
mod table;

use std::sync::Arc;

use rollcall_dataset::Dataset;

use crate::{Kind, Value};

/// Reads a property of the component.
type Get<'a> = &'a dyn Fn(&str) -> Value;
/// Properties to be written.
type Follows = Vec<(&'static str, Value)>;

/// The component's data before it was written, where it was another.
type Before<'a> = Option<&'a Dataset>;

/// The values to write once `written` has been written; without it, whatever may have changed. `before` is the
/// component's previous data, where the data has changed.
pub(crate) fn from(kind: Kind, written: Option<&str>, get: Get<'_>, before: Before<'_>) -> Follows {
    match kind {
        Kind::Table => table::from(written, get, before),
        Kind::Dropdown => dropdown::from(written, get, before),
        Kind::NumericTextField => number::from(written, get),
        _ => Vec::new(),
    }
}

/// Whether a component has rows that a person selects, by their numbers in its data.
pub(crate) fn has_rows(kind: Kind) -> bool {
    matches!(kind, Kind::Table | Kind::Dropdown)
}

/// The property's value while nothing is selected, if it has a meaning only in the data that it was made in.
pub(crate) fn none_selected(kind: Kind, property: &str) -> Option<Value> {
    match (kind, property) {
        (Kind::Table, "selectedRows") => Some(Value::List(Vec::new())),
        (Kind::Table, "selectedRow" | "selectedColumn") | (Kind::Dropdown, "selectedIndex") => Some(or_none(None)),
        _ => None,
    }
}

/// The property that holds the selected rows.
pub(crate) fn selection(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Table => Some("selectedRows"),
        Kind::Dropdown => Some("selectedIndex"),
        _ => None,
    }
}

/// The bounds of the numbers that a person may enter, where the component has such bounds.
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

/// The data of a component; no data is a dataset without columns.
pub(crate) fn data_of(value: &Value) -> Arc<Dataset> {
    match value {
        Value::Dataset(data) => Arc::clone(data),
        _ => Arc::default(),
    }
}

fn index(value: &Value) -> Option<usize> {
    match value {
        Value::Integer(number) => usize::try_from(*number).ok(),
        _ => None,
    }
}

/// A row or column number as Java gives it: -1 for no row or column.
fn or_none(index: Option<usize>) -> Value {
    Value::Integer(index.and_then(|index| i32::try_from(index).ok()).unwrap_or(-1))
}
