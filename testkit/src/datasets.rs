//! A tab's datasets that come in parts: rows are kept as they came, and put together once all are there.

use std::collections::{BTreeMap, HashMap};

use rollcall_dataset::{Column, ColumnType, Dataset, Value};
use rollcall_wire::pieces::Rows;

/// Datasets, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Datasets(HashMap<u32, Arriving>);

#[derive(Debug)]
struct Arriving {
    total: usize,
    came: usize,
    /// By the number of their first row; those at 0 have the names.
    parts: BTreeMap<u32, Dataset>,
    whole: Option<Dataset>,
}

impl Datasets {
    /// Rows have come.
    ///
    /// # Panics
    /// When they had come before, or belong to nothing.
    pub(crate) fn take(&mut self, rows: Rows) {
        let total = rows.total as usize;
        let fresh = || Arriving { total, came: 0, parts: BTreeMap::new(), whole: None };
        let arriving = self.0.entry(rows.dataset).or_insert_with(fresh);
        arriving.came += rows.rows.row_count();
        let before = arriving.parts.insert(rows.first, rows.rows);
        assert!(before.is_none() && arriving.came <= total, "rows of dataset {} came twice", rows.dataset);
        if arriving.came == total {
            arriving.whole = Some(together(std::mem::take(&mut arriving.parts)));
        }
    }

    /// A dataset of which every row has come.
    pub(crate) fn whole(&self, number: u32) -> Option<&Dataset> {
        self.0.get(&number)?.whole.as_ref()
    }

    /// Whether a row has come.
    pub(crate) fn has_row(&self, number: u32, row: u32) -> bool {
        let Some(arriving) = self.0.get(&number) else { return false };
        let before = arriving.parts.range(..=row).next_back();
        arriving.whole.is_some() || before.is_some_and(|(first, part)| row - first < part.row_count() as u32)
    }

    /// How many rows have come, and how many there are.
    pub(crate) fn progress(&self, number: u32) -> Option<(usize, usize)> {
        self.0.get(&number).map(|arriving| (arriving.came, arriving.total))
    }
}

fn together(mut parts: BTreeMap<u32, Dataset>) -> Dataset {
    if parts.len() == 1
        && let Some((_, only)) = parts.pop_first()
    {
        return only;
    }
    let first = parts.first_key_value().expect("a dataset has a first part").1;
    let columns = first.columns().iter().enumerate().map(|(at, column)| {
        let cells: Vec<Value> =
            parts.values().flat_map(|part| part.rows().map(move |row| row.get(at).expect("a cell"))).collect();
        column_of(&column.name, column.values.column_type(), cells)
    });
    Dataset::new(columns.collect()).expect("columns of one length")
}

fn column_of(name: &str, of: ColumnType, cells: Vec<Value>) -> Column {
    macro_rules! cells {
        ($variant:ident) => {
            cells.into_iter().map(|cell| match cell {
                Value::$variant(value) => Some(value),
                _ => None,
            })
        };
    }
    match of {
        ColumnType::Boolean => Column::booleans(name, cells!(Boolean)),
        ColumnType::Integer => Column::integers(name, cells!(Integer)),
        ColumnType::Long => Column::longs(name, cells!(Long)),
        ColumnType::Double => Column::doubles(name, cells!(Double)),
        ColumnType::Date => Column::dates(name, cells!(Date)),
        ColumnType::String => Column::strings(name, cells!(String)),
    }
}
