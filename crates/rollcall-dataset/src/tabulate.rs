//! A dataset from rows of any type: one function for each column, called once for each row.

use std::sync::Arc;

use crate::{Column, Dataset, Values};

/// How the cells of one column follow from a row of type `T`; the variant is the column's type.
#[expect(missing_debug_implementations, reason = "a function has nothing to show")]
pub enum Cells<'a, T> {
    /// Booleans.
    Boolean(&'a dyn Fn(&T) -> Option<bool>),
    /// 32-bit integers.
    Integer(&'a dyn Fn(&T) -> Option<i32>),
    /// 64-bit integers.
    Long(&'a dyn Fn(&T) -> Option<i64>),
    /// Doubles.
    Double(&'a dyn Fn(&T) -> Option<f64>),
    /// Milliseconds since the epoch, UTC.
    Date(&'a dyn Fn(&T) -> Option<i64>),
    /// Strings.
    String(&'a dyn Fn(&T) -> Option<Arc<str>>),
}

impl<T> Cells<'_, T> {
    fn values(&self, rows: &[T]) -> Values {
        match self {
            Cells::Boolean(cell) => Values::Boolean(rows.iter().map(cell).collect()),
            Cells::Integer(cell) => Values::Integer(rows.iter().map(cell).collect()),
            Cells::Long(cell) => Values::Long(rows.iter().map(cell).collect()),
            Cells::Double(cell) => Values::Double(rows.iter().map(cell).collect()),
            Cells::Date(cell) => Values::Date(rows.iter().map(cell).collect()),
            Cells::String(cell) => Values::String(rows.iter().map(cell).collect()),
        }
    }
}

impl Dataset {
    /// A dataset with one row for each of `rows`, in their order, and these columns. It cannot fail: every column has
    /// as many cells as there are rows.
    pub fn tabulate<T>(rows: &[T], columns: &[(&str, Cells<'_, T>)]) -> Dataset {
        let columns = columns.iter().map(|(name, cells)| Column::new(*name, cells.values(rows)));
        Dataset::of_equal_columns(columns.collect())
    }
}
