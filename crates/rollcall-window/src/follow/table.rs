//! A table's selection: rows and a column that are there, as many as its mode allows, and those that were chosen.

use rollcall_dataset::Dataset;

use super::{Before, Follows, Get, data_of, index, or_none, rows};
use crate::Value;

pub(super) fn from(written: Option<&str>, get: Get<'_>, before: Before<'_>) -> Follows {
    if let Some("data" | "selectedRow" | "selectedRows" | "selectedColumn" | "selectionMode") | None = written {
        let data = data_of(&get("data"));
        let is_new = matches!(written, Some("data") | None);
        let selected = match written {
            Some("selectedRow") => index(&get("selectedRow")).into_iter().collect(),
            _ => indexes(&get("selectedRows")),
        };
        let selected = match before {
            Some(before) if is_new => rows::stayed(before, &data, &selected, &key(get)),
            _ => selected,
        };
        let selected = allowed(selected, data.row_count(), &get("selectionMode"));
        let first = selected.first().copied();
        vec![
            ("selectedRows", Value::List(selected.into_iter().map(|row| or_none(Some(row))).collect())),
            ("selectedRow", or_none(first)),
            ("selectedColumn", or_none(column(get, &data, before.filter(|_| is_new)))),
        ]
    } else {
        Vec::new()
    }
}

/// The selected column, which in new data is the one of the same name.
fn column(get: Get<'_>, data: &Dataset, before: Before<'_>) -> Option<usize> {
    let selected = index(&get("selectedColumn"))?;
    let column = before.map_or(Some(selected), |before| rows::same_column(before, data, selected));
    column.filter(|column| *column < data.column_count())
}

fn key(get: Get<'_>) -> String {
    match get("keyColumn") {
        Value::Text(name) => name.to_string(),
        _ => String::new(),
    }
}

fn indexes(rows: &Value) -> Vec<usize> {
    match rows {
        Value::List(rows) => rows.iter().filter_map(index).collect(),
        _ => Vec::new(),
    }
}

/// The rows, which are ascending, that the data and the mode allow.
fn allowed(mut selected: Vec<usize>, rows: usize, mode: &Value) -> Vec<usize> {
    selected.retain(|row| *row < rows);
    let length = match mode {
        Value::Integer(0) => 1,
        Value::Integer(1) => 1 + selected.windows(2).take_while(|pair| pair[1] == pair[0] + 1).count(),
        _ => usize::MAX,
    };
    selected.truncate(length);
    selected
}
