//! The attributes of a table's columns, as in the Table Customizer of 7.9: a dataset with a row for each column that
//! has any.
//!
//! It is a dataset, since scripts of 7.9 read and write the customizer's work as one (`columnAttributesData`). Which
//! columns that has there is not documented in public, so those here are ours. A window's file may write it as a list of
//! objects instead, one for each column of the table.

use std::sync::Arc;

use rollcall_dataset::{Column, ColumnType, Dataset, Value as Cell};

use crate::did_you_mean::suggestion;
use crate::pattern::{check_date, check_decimal};
use crate::wording::{one_of, shortened};

/// An attribute of a column.
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) cell_type: ColumnType,
    pub(crate) documentation: &'static str,
}

const fn attribute(name: &'static str, cell_type: ColumnType, documentation: &'static str) -> Attribute {
    Attribute { name, cell_type, documentation }
}

/// Java's `SwingConstants`, and -1 for the default of the column's type.
const ALIGNMENTS: [i64; 4] = [-1, 0, 2, 4];
/// The widest that a column can be made, in pixels.
const WIDEST: i64 = 10_000;

pub(crate) const ATTRIBUTES: &[Attribute] = &[
    attribute("name", ColumnType::String, "The column's name in the data."),
    attribute("title", ColumnType::String, "What stands in the header; the name where it is empty."),
    attribute("hidden", ColumnType::Boolean, "Whether it is not shown. Scripts and exports still have it."),
    attribute(
        "width",
        ColumnType::Integer,
        "Its width in pixels, until the person changes it; as its cells need, if absent.",
    ),
    attribute(
        "horizontalAlignment",
        ColumnType::Integer,
        "0 (center), 2 (left), 4 (right), or -1: numbers at the right.",
    ),
    attribute(
        "numberFormat",
        ColumnType::String,
        "How numbers are written, as java.text.DecimalFormat: #,##0.00, or 0.",
    ),
    attribute(
        "dateFormat",
        ColumnType::String,
        "How dates are written, as java.text.SimpleDateFormat: dd.MM.yyyy HH:mm.",
    ),
    attribute("prefix", ColumnType::String, "What stands before each cell that is not empty."),
    attribute("suffix", ColumnType::String, "What stands after each cell that is not empty, as in kg."),
    attribute("sortable", ColumnType::Boolean, "Whether a person can sort by it."),
    attribute("order", ColumnType::Integer, "Its place among the columns, from 0; that in the data if absent."),
];

/// The attribute of a name.
pub(crate) fn named(name: &str) -> Option<&'static Attribute> {
    ATTRIBUTES.iter().find(|known| known.name == name)
}

/// ` (did you mean "title"?)`, as [`suggestion`].
pub(crate) fn near(name: &str) -> String {
    suggestion(name, ATTRIBUTES.iter().map(|known| known.name))
}

/// Checks a dataset of attributes.
///
/// # Errors
/// The first thing that is wrong with it, in words.
pub(crate) fn check(attributes: &Dataset) -> Result<(), String> {
    for column in attributes.columns() {
        let name = &*column.name;
        let Some(known) = named(name) else {
            return Err(format!("nothing of a column is called {:?}{}", shortened(name), near(name)));
        };
        if !is_of_type(column, known.cell_type) {
            let found = column.values.column_type();
            return Err(format!("{name:?} is of the type {}, not {found}", known.cell_type));
        }
    }
    let Some(names) = attributes.columns().iter().find(|column| &*column.name == "name") else {
        return if attributes.column_count() == 0 { Ok(()) } else { Err("a column \"name\" is missing".into()) };
    };
    let mut seen = std::collections::BTreeSet::new();
    for row in 0..attributes.row_count() {
        let Some(Cell::String(name)) = names.values.get(row) else {
            return Err(format!("row {row} does not name its column"));
        };
        for column in attributes.columns() {
            if let Some(cell) = column.values.get(row) {
                check_cell(&column.name, &cell).map_err(|what| format!("the column {:?}: {what}", shortened(&name)))?;
            }
        }
        if !seen.insert(name.clone()) {
            return Err(format!("the column {:?} is named twice", shortened(&name)));
        }
    }
    Ok(())
}

/// Scripts make a column of a type that fits, which of whole numbers may be a long, and of nothing a string.
fn is_of_type(column: &Column, wanted: ColumnType) -> bool {
    let found = column.values.column_type();
    let is_number = wanted == ColumnType::Integer && found == ColumnType::Long;
    found == wanted || is_number || (0..column.values.len()).all(|row| column.values.get(row) == Some(Cell::Null))
}

fn check_cell(attribute: &str, cell: &Cell) -> Result<(), String> {
    let whole = match cell {
        Cell::Integer(number) => Some(i64::from(*number)),
        Cell::Long(number) => Some(*number),
        _ => None,
    };
    let pattern = |kind: &str, text: &str, checked: Result<(), String>| {
        checked.map_err(|what| format!("{:?} is not a pattern for {kind}: {what}", shortened(text)))
    };
    match (attribute, cell, whole) {
        ("numberFormat", Cell::String(text), _) if !text.is_empty() => pattern("numbers", text, check_decimal(text)),
        ("dateFormat", Cell::String(text), _) => pattern("dates", text, check_date(text)),
        ("width", _, Some(width)) if !(1..=WIDEST).contains(&width) => {
            Err(format!("its width is from 1 to {WIDEST} pixels, not {width}"))
        }
        ("horizontalAlignment", _, Some(number)) if !ALIGNMENTS.contains(&number) => {
            let known = one_of(ALIGNMENTS.iter().map(ToString::to_string));
            Err(format!("its horizontalAlignment is {known}, not {number}"))
        }
        ("order", _, Some(place)) if !(0..=i64::from(i32::MAX)).contains(&place) => {
            Err(format!("its order is a place from 0, not {place}"))
        }
        _ => Ok(()),
    }
}

/// A dataset of attributes, from a file's entry for each column: names of attributes with their cells.
pub(crate) fn of_rows(rows: &[Vec<(&'static str, Cell)>]) -> Arc<Dataset> {
    let said = |known: &&Attribute| known.name == "name" || rows.iter().flatten().any(|(name, _)| *name == known.name);
    let columns = ATTRIBUTES.iter().filter(said).map(|known| {
        let cells = rows.iter().map(|row| row.iter().find(|(name, _)| *name == known.name).map(|(_, cell)| cell));
        match known.cell_type {
            ColumnType::Boolean => Column::booleans(
                known.name,
                cells.map(|cell| match cell {
                    Some(Cell::Boolean(yes)) => Some(*yes),
                    _ => None,
                }),
            ),
            ColumnType::Integer => Column::integers(
                known.name,
                cells.map(|cell| match cell {
                    Some(Cell::Integer(number)) => Some(*number),
                    _ => None,
                }),
            ),
            _ => Column::strings(
                known.name,
                cells.map(|cell| match cell {
                    Some(Cell::String(text)) => Some(Arc::clone(text)),
                    _ => None,
                }),
            ),
        }
    });
    // They are of one length by construction.
    Arc::new(Dataset::new(columns.collect()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said() {
        let names = || Column::strings("name", [Some("order")]);
        let with = |column: Column| Dataset::new(vec![names(), column]).expect("one row each");
        let good = [
            with(Column::strings("numberFormat", [Some("0")])),
            with(Column::longs("width", [Some(80)])),
            with(Column::strings("hidden", [None::<&str>])),
            with(Column::booleans("hidden", [Some(true)])),
            Dataset::default(),
        ];
        for attributes in good {
            assert_eq!(check(&attributes), Ok(()), "{attributes:?}");
        }
        let bad = [
            (with(Column::strings("numberFromat", [Some("0")])), "did you mean \"numberFormat\"?"),
            (
                with(Column::strings("numberFormat", [Some("0#")])),
                "the column \"order\": \"0#\" is not a pattern for numbers",
            ),
            (with(Column::strings("dateFormat", [Some("YYYY")])), "the letter Y means nothing here"),
            (with(Column::integers("width", [Some(0)])), "from 1 to 10000 pixels"),
            (with(Column::strings("width", [Some("wide")])), "of the type Integer, not String"),
            (with(Column::integers("horizontalAlignment", [Some(1)])), "-1, 0, 2 or 4, not 1"),
            (Dataset::new(vec![Column::strings("title", [Some("Order")])]).expect("a column"), "\"name\" is missing"),
            (Dataset::new(vec![Column::strings("name", [Some("a"), Some("a")])]).expect("a column"), "named twice"),
            (Dataset::new(vec![Column::strings("name", [None::<&str>])]).expect("a column"), "does not name"),
        ];
        for (attributes, expected) in bad {
            let found = check(&attributes).expect_err(expected);
            assert!(found.contains(expected), "{found}");
        }
    }
}
