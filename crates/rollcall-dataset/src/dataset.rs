//! The dataset itself: columns of one length.

use serde::{Deserialize, Serialize};

use crate::{Column, Error, Value};

/// An immutable table of named columns. Cloning shares the columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Dataset {
    columns: Vec<Column>,
}

/// What arrives over a wire, before it is known to be a dataset.
#[derive(Deserialize)]
struct Parts {
    columns: Vec<Column>,
}

impl TryFrom<Parts> for Dataset {
    type Error = Error;

    fn try_from(parts: Parts) -> Result<Self, Error> {
        Dataset::new(parts.columns)
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
                return Err(Error::shape(format!(
                    "column \"{}\" has {} rows, column \"{}\" has {rows}",
                    odd.name,
                    odd.values.len(),
                    first.name
                )));
            }
        }
        Ok(Dataset { columns })
    }

    /// A dataset of columns that are of one length by construction.
    pub(crate) fn of_equal_columns(columns: Vec<Column>) -> Self {
        debug_assert!(columns.windows(2).all(|pair| pair[0].values.len() == pair[1].values.len()));
        Dataset { columns }
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows there are.
    pub fn row_count(&self) -> usize {
        self.columns.first().map_or(0, |c| c.values.len())
    }

    /// How many columns there are.
    pub fn column_count(&self) -> usize {
        self.columns.len()
    }

    /// The index of the first column of this name, ignoring case as `Dataset.getColumnIndex` does.
    pub fn column_index(&self, name: &str) -> Option<usize> {
        let wanted = name.to_lowercase();
        self.columns.iter().position(|c| c.name.to_lowercase() == wanted)
    }

    /// The cell at `row`, `column`, or None outside the dataset.
    pub fn value(&self, row: usize, column: usize) -> Option<Value> {
        self.columns.get(column)?.values.get(row)
    }
}
