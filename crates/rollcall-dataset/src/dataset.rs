//! The dataset itself: columns of one length.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::known::Known;
use crate::{Column, Error, ErrorKind, Value};

/// An immutable table of named columns. Cloning shares the columns.
///
/// Two columns may have the same name, as the result of a query that joins tables may: a look-up by name finds the
/// first, by index both. Datasets are equal when they have the same names, types and cells in the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset {
    columns: Vec<Column>,
    /// Its fingerprint, once a caller has asked for it.
    pub(crate) known: Known,
}

/// A dataset as formats for people have it; one that arrives is not yet known to be one.
#[derive(Serialize, Deserialize)]
pub(crate) struct Parts<'a> {
    columns: Cow<'a, [Column]>,
}

impl<'a> Parts<'a> {
    pub(crate) fn of(dataset: &'a Dataset) -> Self {
        Parts { columns: Cow::Borrowed(&dataset.columns) }
    }
}

impl TryFrom<Parts<'_>> for Dataset {
    type Error = Error;

    fn try_from(parts: Parts<'_>) -> Result<Self, Error> {
        Dataset::new(parts.columns.into_owned())
    }
}

impl Dataset {
    /// A dataset of these columns.
    ///
    /// # Errors
    /// When the columns are not all of one length.
    pub fn new(columns: Vec<Column>) -> Result<Self, Error> {
        if let Some(first) = columns.first() {
            let rows = first.values.len();
            if let Some(odd) = columns.iter().find(|c| c.values.len() != rows) {
                let (name, count) = (&odd.name, odd.values.len());
                let message = format!("column \"{name}\" has {count} rows, column \"{}\" has {rows}", first.name);
                return Err(Error::new(ErrorKind::Shape, message));
            }
        }
        Ok(Dataset { columns, known: Known::default() })
    }

    /// A dataset of columns that are of one length by construction.
    pub(crate) fn of_equal_columns(columns: Vec<Column>) -> Self {
        debug_assert!(columns.windows(2).all(|pair| pair[0].values.len() == pair[1].values.len()));
        Dataset { columns, known: Known::default() }
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows there are; a dataset without columns has no rows.
    pub fn row_count(&self) -> usize {
        self.columns.first().map_or(0, |c| c.values.len())
    }

    /// How many columns there are.
    pub fn column_count(&self) -> usize {
        self.columns.len()
    }

    /// The index of the first column of this name, ignoring case as `Dataset.getColumnIndex` does.
    pub fn column_index(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| is_same_name(&column.name, name))
    }

    /// The cell at `row`, `column`, or None outside the dataset.
    pub fn value(&self, row: usize, column: usize) -> Option<Value> {
        self.columns.get(column)?.values.get(row)
    }

    /// A dataset of some of the rows, in the same columns.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] when `rows` ends before it begins or past the last row.
    pub fn slice(&self, rows: Range<usize>) -> Result<Dataset, Error> {
        let count = self.row_count();
        if rows.start > rows.end || rows.end > count {
            let message = format!("rows {} to {} of a dataset of {count} rows", rows.start, rows.end);
            return Err(Error::new(ErrorKind::OutOfRange, message));
        }
        let columns = self.columns.iter().map(|c| Column::new(c.name.clone(), c.values.slice(rows.clone())));
        Ok(Dataset::of_equal_columns(columns.collect()))
    }
}

impl Dataset {
    /// The same cells in columns without names: for a part of a dataset whose names are known.
    pub fn nameless(&self) -> Dataset {
        let columns = self.columns.iter().map(|c| Column::new("", c.values.clone()));
        Dataset::of_equal_columns(columns.collect())
    }
}

/// Whether two names differ in nothing but case. A script looks a name up for each row, so the usual spellings must not
/// cost a copy.
fn is_same_name(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || (!(a.is_ascii() && b.is_ascii()) && a.to_lowercase() == b.to_lowercase())
}
