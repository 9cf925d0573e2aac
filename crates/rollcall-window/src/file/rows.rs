//! A dataset as a file writes it: the columns with their types, and the rows one by one, as people think of them.
//!
//! ```json
//! { "columns": [{ "name": "line", "type": "string" }, { "name": "target", "type": "integer" }],
//!   "rows": [["press", 120], ["packer", null]] }
//! ```

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use rollcall_dataset::{Column, ColumnType, Dataset, Value, Values};

use super::scalar::{double, instant, shown};
use crate::did_you_mean::suggestion;

/// The types of columns, with their names.
pub(crate) const COLUMN_TYPES: &[(&str, ColumnType)] = &[
    ("boolean", ColumnType::Boolean),
    ("date", ColumnType::Date),
    ("double", ColumnType::Double),
    ("integer", ColumnType::Integer),
    ("long", ColumnType::Long),
    ("string", ColumnType::String),
];

type Findings = Vec<(usize, String)>;

/// Reads a dataset.
///
/// # Errors
/// All that is wrong with it, each with its place.
pub(super) fn read(object: &ast::Object<'_>) -> Result<Dataset, Findings> {
    let mut found = Findings::new();
    let (mut columns, mut rows) = (None, None);
    for property in &object.properties {
        let value = &property.value;
        let twice = match property.name.as_str() {
            "columns" => columns.replace(value).is_some(),
            "rows" => rows.replace(value).is_some(),
            name => {
                let near = suggestion(name, ["columns", "rows"]);
                found.push((property.start(), format!("a dataset has \"columns\" and \"rows\", not {name:?}{near}")));
                false
            }
        };
        if twice {
            found.push((property.start(), format!("{:?} is there twice", property.name.as_str())));
        }
    }
    let names = match columns {
        Some(columns) => column_types(columns, &mut found),
        None => {
            found.push((object.start(), "a dataset needs \"columns\"".into()));
            None
        }
    };
    let rows = rows.map_or(Some(Vec::new()), |rows| list(rows, "\"rows\"", &mut found));
    let dataset = names.zip(rows).map(|(names, rows)| cells(&names, &rows, &mut found));
    match (found.is_empty(), dataset) {
        (true, Some(columns)) => Dataset::new(columns).map_err(|error| vec![(object.start(), error.to_string())]),
        _ => Err(found),
    }
}

fn list<'a, 'text>(
    value: &'a ast::Value<'text>,
    what: &str,
    found: &mut Findings,
) -> Option<Vec<&'a ast::Value<'text>>> {
    match value {
        ast::Value::Array(array) => Some(array.elements.iter().collect()),
        other => {
            found.push((other.start(), format!("{what} must be a list, not {}", shown(other))));
            None
        }
    }
}

/// Names and types of the columns.
fn column_types(columns: &ast::Value<'_>, found: &mut Findings) -> Option<Vec<(String, ColumnType)>> {
    let columns = list(columns, "\"columns\"", found)?;
    let read: Vec<Option<_>> = columns.into_iter().map(|column| column_type(column, found)).collect();
    read.into_iter().collect()
}

fn column_type(column: &ast::Value<'_>, found: &mut Findings) -> Option<(String, ColumnType)> {
    let mut complain = |place: &dyn Ranged, what: String| {
        found.push((place.start(), what));
        None
    };
    let Some(object) = column.as_object() else {
        return complain(column, format!("a column is {{\"name\": ..., \"type\": ...}}, not {}", shown(column)));
    };
    if let Some(other) = object.properties.iter().find(|known| !matches!(known.name.as_str(), "name" | "type")) {
        return complain(other, format!("a column has \"name\" and \"type\", not {:?}", other.name.as_str()));
    }
    let (Some(name), Some(type_name)) = (object.get_string("name"), object.get_string("type")) else {
        return complain(column, "a column needs \"name\" and \"type\", both strings".into());
    };
    match COLUMN_TYPES.iter().find(|(known, _)| *known == type_name.value) {
        Some((_, column_type)) => Some((name.value.to_string(), *column_type)),
        None => {
            let near = suggestion(&type_name.value, COLUMN_TYPES.iter().map(|(known, _)| *known));
            complain(type_name, format!("{:?} is not a type of a column{near}", type_name.value))
        }
    }
}

/// The columns' cells, row by row.
fn cells(columns: &[(String, ColumnType)], rows: &[&ast::Value<'_>], found: &mut Findings) -> Vec<Column> {
    let mut cells: Vec<Vec<Value>> = vec![Vec::with_capacity(rows.len()); columns.len()];
    for row in rows {
        let Some(array) = row.as_array().filter(|array| array.elements.len() == columns.len()) else {
            found.push((
                row.start(),
                format!("a row is a list of one value for each column, which makes {}", columns.len()),
            ));
            continue;
        };
        for (literal, (column, cells)) in array.elements.iter().zip(columns.iter().zip(&mut cells)) {
            match cell(column.1, literal) {
                Some(value) => cells.push(value),
                None => {
                    let what = COLUMN_TYPES.iter().find(|(_, known)| *known == column.1).map_or("", |(name, _)| *name);
                    found.push((
                        literal.start(),
                        format!("the column {:?} is of the type {what}, but {} is not", column.0, shown(literal)),
                    ));
                }
            }
        }
    }
    let named = columns.iter().zip(cells);
    named.map(|((name, column_type), cells)| Column::new(name.as_str(), values(*column_type, cells))).collect()
}

pub(super) fn cell(column_type: ColumnType, literal: &ast::Value<'_>) -> Option<Value> {
    match (column_type, literal) {
        (_, ast::Value::NullKeyword(_)) => Some(Value::Null),
        (ColumnType::Boolean, ast::Value::BooleanLit(yes)) => Some(Value::Boolean(yes.value)),
        (ColumnType::Integer, ast::Value::NumberLit(digits)) => digits.value.parse().ok().map(Value::Integer),
        (ColumnType::Long, ast::Value::NumberLit(digits)) => digits.value.parse().ok().map(Value::Long),
        (ColumnType::Double, ast::Value::NumberLit(digits)) => double(digits.value).map(Value::Double),
        (ColumnType::Date, ast::Value::StringLit(text)) => instant(&text.value).map(Value::Date),
        (ColumnType::String, ast::Value::StringLit(text)) => Some(Value::String(text.value.as_ref().into())),
        _ => None,
    }
}

/// The cells as a column keeps them; all are of its type or null.
fn values(column_type: ColumnType, cells: Vec<Value>) -> Values {
    macro_rules! column {
        ($variant:ident) => {
            Values::$variant(
                cells
                    .into_iter()
                    .map(|cell| if let Value::$variant(cell) = cell { Some(cell) } else { None })
                    .collect(),
            )
        };
    }
    match column_type {
        ColumnType::Boolean => column!(Boolean),
        ColumnType::Integer => column!(Integer),
        ColumnType::Long => column!(Long),
        ColumnType::Double => column!(Double),
        ColumnType::Date => column!(Date),
        ColumnType::String => column!(String),
    }
}
