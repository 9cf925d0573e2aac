//! A dropdown's choice, in the four ways in which scripts ask for it.
//!
//! As in 7.9, the form of the data decides: one column of labels; or values and labels, where the values are numbers or
//! texts. When the data changes, the row of the same value stays chosen, wherever it stands now; where several rows
//! have that value, the one that has the label, too.

use std::sync::Arc;

use rollcall_dataset::{Dataset, Value as Cell};

use super::{Before, Follows, Get, data_of, index, or_none};
use crate::Value;

pub(super) fn from(written: Option<&str>, get: Get<'_>, before: Before<'_>) -> Follows {
    let data = data_of(&get("data"));
    let row = match written {
        Some("selectedIndex") => index(&get("selectedIndex")).filter(|row| *row < data.row_count()),
        Some("selectedLabel") => row_of_text(&data, label_column(&data), &get("selectedLabel")),
        Some("selectedStringValue") => row_of_text(&data, text_column(&data), &get("selectedStringValue")),
        Some("selectedValue") => row_of_number(&data, &get("selectedValue")),
        Some("data") | None => match before {
            Some(before) => row_that_stays(before, &data, get),
            None => index(&get("selectedIndex")).filter(|row| *row < data.row_count()),
        },
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

/// Where the chosen row is in new data. No choice stays no choice, though a row may have the value that stands for it;
/// and where the values have changed their kind, the chosen one is not found.
fn row_that_stays(before: &Dataset, data: &Dataset, get: Get<'_>) -> Option<usize> {
    let chosen = index(&get("selectedIndex"))?;
    if has_numbers(before) != has_numbers(data) {
        return None;
    }
    let (value, label) = (identity(before, chosen)?, text(before, chosen, label_column(before)));
    let of_value: Vec<usize> =
        (0..data.row_count()).filter(|row| identity(data, *row).as_ref() == Some(&value)).collect();
    if let [only] = of_value[..] {
        return Some(only);
    }
    let alike = |row: &usize| text(data, *row, label_column(data)) == label;
    // Rows that are alike in both are one choice, wherever they stand; the place that it had comes first.
    let same_place = of_value.iter().copied().find(|row| *row == chosen && alike(row));
    same_place.or_else(|| of_value.iter().copied().find(alike))
}

/// The identity of a chosen row: its number, or its text.
fn identity(data: &Dataset, row: usize) -> Option<Value> {
    if row >= data.row_count() {
        return None;
    }
    Some(match has_numbers(data) {
        true => number(data, row).map_or(Value::Nothing, Value::Integer),
        false => Value::Text(text(data, row, text_column(data))),
    })
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

/// A cell as a text; empty where there is no cell.
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
