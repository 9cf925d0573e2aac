//! A dropdown's choice, in the four ways in which scripts ask for it.
//!
//! As in 7.9, what the data is decides: one column of labels; or values and labels, where the values are numbers or
//! texts. When the data changes, the row of the same value stays chosen, wherever it stands now.

use std::sync::Arc;

use rollcall_dataset::{Dataset, Value as Cell};

use super::{Follows, Get, index, or_none};
use crate::Value;

pub(super) fn from(written: Option<&str>, get: Get<'_>) -> Follows {
    let data = match get("data") {
        Value::Dataset(data) => data,
        _ => Arc::default(),
    };
    let row = match written {
        Some("selectedIndex") => index(&get("selectedIndex")).filter(|row| *row < data.row_count()),
        Some("selectedLabel") => row_of_text(&data, label_column(&data), &get("selectedLabel")),
        Some("selectedStringValue") => row_of_text(&data, text_column(&data), &get("selectedStringValue")),
        Some("selectedValue") => row_of_number(&data, &get("selectedValue")),
        Some("data") | None => row_that_stays(&data, get),
        Some(_) => return Vec::new(),
    };
    let text = |column| Value::Text(row.map_or_else(|| "".into(), |row| text(&data, row, column)));
    vec![
        ("selectedIndex", or_none(row)),
        ("selectedValue", Value::Integer(row.and_then(|row| number(&data, row)).unwrap_or(-1))),
        ("selectedStringValue", text(text_column(&data))),
        ("selectedLabel", text(label_column(&data))),
    ]
}

/// Where the chosen row is in data that may be new: the same number if the value is still the same there, since two rows
/// may have one value; else wherever that value is. No choice stays none, though a row may have the value of none.
fn row_that_stays(data: &Dataset, get: Get<'_>) -> Option<usize> {
    let before = index(&get("selectedIndex"))?;
    if has_numbers(data) {
        let wanted = get("selectedValue");
        let stays = before < data.row_count() && Value::Integer(number(data, before).unwrap_or(-1)) == wanted;
        return if stays { Some(before) } else { row_of_number(data, &wanted) };
    }
    let wanted = get("selectedStringValue");
    let stays = before < data.row_count() && Value::Text(text(data, before, text_column(data))) == wanted;
    if stays { Some(before) } else { row_of_text(data, text_column(data), &wanted) }
}

/// Whether the first of two columns has numbers.
fn has_numbers(data: &Dataset) -> bool {
    use rollcall_dataset::ColumnType::{Integer, Long};
    let first = data.columns().first().map(|column| column.values.column_type());
    data.column_count() > 1 && matches!(first, Some(Integer | Long))
}

/// Where the labels are: in the second column, or in the only one.
fn label_column(data: &Dataset) -> usize {
    usize::from(data.column_count() > 1)
}

/// Where `selectedStringValue` comes from.
fn text_column(data: &Dataset) -> usize {
    if has_numbers(data) { label_column(data) } else { 0 }
}

fn number(data: &Dataset, row: usize) -> Option<i32> {
    match data.value(row, 0)? {
        Cell::Integer(number) if has_numbers(data) => Some(number),
        Cell::Long(number) if has_numbers(data) => i32::try_from(number).ok(),
        _ => None,
    }
}

/// A cell as a text; empty where there is none.
fn text(data: &Dataset, row: usize, column: usize) -> Arc<str> {
    match data.value(row, column) {
        Some(Cell::String(text)) => text,
        Some(Cell::Boolean(yes)) => yes.to_string().into(),
        Some(Cell::Integer(number)) => number.to_string().into(),
        Some(Cell::Long(number) | Cell::Date(number)) => number.to_string().into(),
        Some(Cell::Double(number)) => number.to_string().into(),
        Some(Cell::Null) | None => "".into(),
    }
}

fn row_of_number(data: &Dataset, wanted: &Value) -> Option<usize> {
    let Value::Integer(wanted) = wanted else { return None };
    (0..data.row_count()).find(|row| number(data, *row) == Some(*wanted))
}

fn row_of_text(data: &Dataset, column: usize, wanted: &Value) -> Option<usize> {
    let Value::Text(wanted) = wanted else { return None };
    (0..data.row_count()).find(|row| text(data, *row, column) == *wanted)
}
