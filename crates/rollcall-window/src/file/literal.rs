//! A property's value as a file writes it, and the message for the file's author where it is not valid.

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use rollcall_dataset::Dataset;
use std::sync::Arc;

use super::rows;
use super::scalar::{double, instant, shown};
use crate::wording::one_of;
use crate::{Type, Value, columns};

/// Why a value cannot be read. The first two follow the name of the property: `Table.width takes an int, not a string`.
pub(super) enum Fault {
    /// It is something else.
    Wanted(String),
    /// Something inside it is wrong, at these places.
    Inside(Vec<(usize, String)>),
}

/// Reads a value of this type.
pub(super) fn read(value_type: Type, literal: &ast::Value<'_>) -> Result<Value, Fault> {
    let wrong = || Fault::Wanted(format!("{}, not {}", wanted(value_type), shown(literal)));
    let value = match (value_type, literal) {
        (Type::Text | Type::Date | Type::Color | Type::Dataset | Type::Columns, ast::Value::NullKeyword(_)) => {
            Some(Value::Nothing)
        }
        (Type::Boolean, ast::Value::BooleanLit(yes)) => Some(Value::Boolean(yes.value)),
        (Type::Integer | Type::Named(_), ast::Value::NumberLit(digits)) => {
            digits.value.parse().ok().map(Value::Integer)
        }
        (Type::Named(names), ast::Value::StringLit(text)) => {
            let named = names.iter().find(|(_, name)| *name == text.value);
            named.map(|(number, _)| Value::Integer(*number))
        }
        (Type::Long, ast::Value::NumberLit(digits)) => digits.value.parse().ok().map(Value::Long),
        (Type::Double, ast::Value::NumberLit(digits)) => double(digits.value).map(Value::Double),
        (Type::Text | Type::Choice(_), ast::Value::StringLit(text)) => Some(Value::Text(text.value.as_ref().into())),
        (Type::Color, ast::Value::StringLit(text)) => text.value.parse().ok().map(Value::Color),
        (Type::Date, ast::Value::StringLit(text)) => instant(&text.value).map(Value::Date),
        (Type::Dataset, ast::Value::Object(object)) => return dataset(object),
        (Type::Rows, ast::Value::Array(rows)) => row_numbers(rows),
        (Type::Columns, ast::Value::Array(columns)) => return attributes(columns),
        _ => None,
    };
    value.ok_or_else(wrong)
}

/// The type that a component's own property has where the file does not give one.
pub(super) fn inferred_type(literal: &ast::Value<'_>) -> Option<Type> {
    match literal {
        ast::Value::BooleanLit(_) => Some(Type::Boolean),
        ast::Value::StringLit(_) => Some(Type::Text),
        ast::Value::NumberLit(digits) if digits.value.parse::<i32>().is_ok() => Some(Type::Integer),
        ast::Value::NumberLit(digits) if digits.value.parse::<i64>().is_ok() => Some(Type::Long),
        ast::Value::NumberLit(_) => Some(Type::Double),
        ast::Value::Object(object) if object.get("columns").is_some() => Some(Type::Dataset),
        _ => None,
    }
}

/// The types that a file can name, with their names: those of a dataset's columns, and more.
pub(crate) const NAMED_TYPES: &[(&str, Type)] = &[
    ("boolean", Type::Boolean),
    ("color", Type::Color),
    ("dataset", Type::Dataset),
    ("date", Type::Date),
    ("double", Type::Double),
    ("integer", Type::Integer),
    ("long", Type::Long),
    ("string", Type::Text),
];

fn dataset(object: &ast::Object<'_>) -> Result<Value, Fault> {
    let read: Result<Dataset, _> = rows::read(object);
    read.map(|dataset| Value::Dataset(Arc::new(dataset))).map_err(Fault::Inside)
}

/// The attributes of a table's columns, an object each.
fn attributes(list: &ast::Array<'_>) -> Result<Value, Fault> {
    let mut found = Vec::new();
    let mut rows = Vec::new();
    for column in &list.elements {
        let Some(object) = column.as_object() else {
            found.push((column.start(), format!("a column is {{\"name\": ...}}, not {}", shown(column))));
            continue;
        };
        if object.get("name").is_none() {
            found.push((column.start(), "which column is meant: \"name\" is missing".into()));
        }
        let cells = object.properties.iter().filter_map(|said| {
            let name = said.name.as_str();
            let Some(known) = columns::named(name) else {
                found.push((said.start(), format!("nothing of a column is called {name:?}{}", columns::near(name))));
                return None;
            };
            let cell = rows::cell(known.cell_type, &said.value);
            if cell.is_none() {
                let what = format!("{name:?} is of the type {}, but {} is not", known.cell_type, shown(&said.value));
                found.push((said.value.start(), what));
            }
            Some((known.name, cell?))
        });
        rows.push(cells.collect::<Vec<_>>());
    }
    match found.is_empty() {
        true => Ok(Value::Dataset(columns::of_rows(&rows))),
        false => Err(Fault::Inside(found)),
    }
}

fn row_numbers(rows: &ast::Array<'_>) -> Option<Value> {
    let number = |row: &ast::Value<'_>| row.as_number_lit().and_then(|digits| digits.value.parse().ok());
    let numbers = rows.elements.iter().map(|row| number(row).filter(|number: &i32| *number >= 0).map(Value::Integer));
    numbers.collect::<Option<Vec<Value>>>().map(Value::List)
}

/// The form in which a file writes this type.
pub(super) fn wanted(value_type: Type) -> String {
    match value_type {
        Type::Boolean => "true or false".into(),
        Type::Named(names) => one_of(names.iter().map(|(_, name)| format!("{name:?}"))),
        Type::Text => "a string".into(),
        Type::Date => "a date, as in \"2026-01-31T12:00:00Z\"".into(),
        Type::Dataset => "a dataset, as in {\"columns\": [...], \"rows\": [...]}".into(),
        Type::Rows => "a list of row numbers".into(),
        Type::Columns => "a list of columns, as in [{\"name\": \"order\", \"numberFormat\": \"0\"}]".into(),
        _ => value_type.wanted(),
    }
}
