//! A dataset row by row.

use crate::{Dataset, Value};

/// One row of a dataset: a place in it, not a copy.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    dataset: &'a Dataset,
    index: usize,
}

impl<'a> Row<'a> {
    pub(crate) fn new(dataset: &'a Dataset, index: usize) -> Self {
        Row { dataset, index }
    }

    /// Which row it is, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.dataset.column_count()
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of this column, or None past the last.
    pub fn get(&self, column: usize) -> Option<Value> {
        self.dataset.value(self.index, column)
    }

    /// The cell of the first column of this name, ignoring case, or None when there is no such column.
    pub fn by_name(&self, column: &str) -> Option<Value> {
        self.get(self.dataset.column_index(column)?)
    }

    /// The cells, in the order of the columns.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Value> + use<'a> {
        let index = self.index;
        self.dataset.columns().iter().map(move |column| column.values.get(index).unwrap_or(Value::Null))
    }
}

impl Dataset {
    /// The rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.row_count()).map(|index| Row::new(self, index))
    }

    /// The row at `index`, or None past the last.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        (index < self.row_count()).then(|| Row::new(self, index))
    }
}
