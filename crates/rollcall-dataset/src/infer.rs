//! Columns from rows of loose values, as `system.dataset.toDataSet(headers, rows)` takes them.
//!
//! A column has one type, and it follows from its cells:
//!
//! | cells (nulls apart) | column |
//! |---|---|
//! | no values | String |
//! | all of one type | that type |
//! | Integer and Long | Long |
//! | Integer or Long, and Double | Double |
//! | any other mixture | an error that names the column and the row |
//!
//! 7.9 makes a mixed column one of `java.lang.Object`. There is no such type here, and to turn a number into its text
//! silently would be a wrong answer that shows up later and elsewhere, hence the error. A Long beyond 2⁵³ among doubles
//! is an error for the same reason: it would change its value.

use std::sync::Arc;

use crate::{Column, ColumnType, Dataset, Error, ErrorKind, Value, Values};

impl Dataset {
    /// A dataset with these column names and rows, the types of the columns following from the cells.
    ///
    /// # Errors
    /// [`ErrorKind::RaggedRow`] when a row is not as long as `headers`, [`ErrorKind::MixedColumn`] when the cells of
    /// a column do not go together.
    pub fn from_rows(headers: Vec<Arc<str>>, rows: Vec<Vec<Value>>) -> Result<Dataset, Error> {
        if let Some(row) = rows.iter().position(|row| row.len() != headers.len()) {
            let message = format!("Row {row} doesn't have the same number of columns as header list.");
            return Err(Error::new(ErrorKind::RaggedRow { row }, message));
        }
        let columns = headers.into_iter().enumerate().map(|(index, name)| {
            let cells: Vec<_> = rows.iter().map(|row| &row[index]).collect();
            let column_type = column_type(&cells).map_err(|misfit| misfit.into_error(index, &name))?;
            Ok(Column::new(name, values(column_type, &cells)))
        });
        Ok(Dataset::of_equal_columns(columns.collect::<Result<_, Error>>()?))
    }
}

/// Why a cell does not go with the others of its column.
enum Misfit {
    /// It is of a type that does not go with the type of the cells before it.
    Type { row: usize, before: ColumnType, cell: ColumnType },
    /// It is a Long among doubles, and no double is the same number.
    Inexact { row: usize },
}

impl Misfit {
    fn into_error(self, column: usize, name: &str) -> Error {
        let (row, message) = match self {
            Misfit::Type { row, before, cell } => (
                row,
                format!(
                    "column \"{name}\" holds {before} cells, and row {row} has one of type {cell}; make them one type"
                ),
            ),
            Misfit::Inexact { row } => (
                row,
                format!(
                    "column \"{name}\" holds Double cells, and the Long in row {row} is too large to be one exactly"
                ),
            ),
        };
        Error::new(ErrorKind::MixedColumn { column, row }, message)
    }
}

/// The type of a column with these cells.
fn column_type(cells: &[&Value]) -> Result<ColumnType, Misfit> {
    let mut found: Option<ColumnType> = None;
    for (row, cell) in cells.iter().enumerate() {
        let Some(cell) = cell.column_type() else { continue };
        found = Some(match found {
            None => cell,
            Some(before) => wider(before, cell).ok_or(Misfit::Type { row, before, cell })?,
        });
    }
    let found = found.unwrap_or(ColumnType::String);
    let inexact = |cell: &&Value| matches!(cell, Value::Long(long) if (*long as f64) as i128 != i128::from(*long));
    match cells.iter().position(inexact).filter(|_| found == ColumnType::Double) {
        Some(row) => Err(Misfit::Inexact { row }),
        None => Ok(found),
    }
}

/// The narrowest type that holds both without changing a cell's value.
fn wider(a: ColumnType, b: ColumnType) -> Option<ColumnType> {
    use ColumnType::{Double, Integer, Long};
    match (a, b) {
        _ if a == b => Some(a),
        (Integer, Long) | (Long, Integer) => Some(Long),
        (Integer | Long, Double) | (Double, Integer | Long) => Some(Double),
        _ => None,
    }
}

/// The cells as values of `column_type`, to which all of them go.
fn values(column_type: ColumnType, cells: &[&Value]) -> Values {
    fn collect<T>(cells: &[&Value], cell: impl Fn(&Value) -> Option<T>) -> Arc<[Option<T>]> {
        cells.iter().map(|value| cell(value)).collect()
    }
    macro_rules! cells_of {
        ($($pattern:pat => $value:expr),+) => {
            collect(cells, |value| match value { $($pattern => Some($value),)+ _ => None })
        };
    }
    match column_type {
        ColumnType::Boolean => Values::Boolean(cells_of!(Value::Boolean(b) => *b)),
        ColumnType::Integer => Values::Integer(cells_of!(Value::Integer(i) => *i)),
        ColumnType::Long => Values::Long(cells_of!(Value::Integer(i) => i64::from(*i), Value::Long(i) => *i)),
        ColumnType::Double => Values::Double(cells_of!(
            Value::Integer(i) => f64::from(*i), Value::Long(i) => *i as f64, Value::Double(d) => *d
        )),
        ColumnType::Date => Values::Date(cells_of!(Value::Date(ms) => *ms)),
        ColumnType::String => Values::String(cells_of!(Value::String(s) => Arc::clone(s))),
    }
}
