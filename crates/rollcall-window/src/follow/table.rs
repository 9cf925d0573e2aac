//! A table's selection: rows and a column that are there, as many as its mode allows.

use super::{Follows, Get, index, or_none};
use crate::Value;

pub(super) fn from(written: Option<&str>, get: Get<'_>) -> Follows {
    if let Some("data" | "selectedRow" | "selectedRows" | "selectedColumn" | "selectionMode") | None = written {
        let (rows, columns) = match get("data") {
            Value::Dataset(data) => (data.row_count(), data.column_count()),
            _ => (0, 0),
        };
        let selected = match written {
            Some("selectedRow") => index(&get("selectedRow")).into_iter().collect(),
            _ => indexes(&get("selectedRows")),
        };
        let selected = allowed(selected, rows, &get("selectionMode"));
        let column = index(&get("selectedColumn")).filter(|column| *column < columns);
        let first = selected.first().copied();
        vec![
            ("selectedRows", Value::List(selected.into_iter().map(|row| or_none(Some(row))).collect())),
            ("selectedRow", or_none(first)),
            ("selectedColumn", or_none(column)),
        ]
    } else {
        Vec::new()
    }
}

fn indexes(rows: &Value) -> Vec<usize> {
    match rows {
        Value::List(rows) => rows.iter().filter_map(index).collect(),
        _ => Vec::new(),
    }
}

/// Those of the rows, which are ascending, that the data and the mode allow.
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
