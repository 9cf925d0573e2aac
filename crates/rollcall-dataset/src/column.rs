//! A column: a name, a type and the values, shared between datasets.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{ColumnType, Value, double};

/// The values of one column; `None` is a null cell. Cells are equal as [`Value`]s are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", content = "values", rename_all = "camelCase")]
pub enum Values {
    /// Booleans.
    Boolean(Arc<[Option<bool>]>),
    /// 32-bit integers.
    Integer(Arc<[Option<i32>]>),
    /// 64-bit integers.
    Long(Arc<[Option<i64>]>),
    /// Doubles. In JSON, a double that JSON has no number for is a string: `"NaN"`, `"Infinity"`, `"-Infinity"`.
    Double(#[serde(with = "double")] Arc<[Option<f64>]>),
    /// Milliseconds since the epoch, UTC.
    Date(Arc<[Option<i64>]>),
    /// Strings.
    String(Arc<[Option<Arc<str>>]>),
}

/// A named column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The name, as the header shows it.
    pub name: Arc<str>,
    /// The values and with them the type.
    #[serde(flatten)]
    pub values: Values,
}

impl Column {
    /// A column of this name and these values.
    pub fn new(name: impl Into<Arc<str>>, values: Values) -> Self {
        Column { name: name.into(), values }
    }

    /// A column of booleans.
    pub fn booleans(name: impl Into<Arc<str>>, cells: impl IntoIterator<Item = Option<bool>>) -> Self {
        Column::new(name, Values::Boolean(cells.into_iter().collect()))
    }

    /// A column of 32-bit integers.
    pub fn integers(name: impl Into<Arc<str>>, cells: impl IntoIterator<Item = Option<i32>>) -> Self {
        Column::new(name, Values::Integer(cells.into_iter().collect()))
    }

    /// A column of 64-bit integers.
    pub fn longs(name: impl Into<Arc<str>>, cells: impl IntoIterator<Item = Option<i64>>) -> Self {
        Column::new(name, Values::Long(cells.into_iter().collect()))
    }

    /// A column of doubles.
    pub fn doubles(name: impl Into<Arc<str>>, cells: impl IntoIterator<Item = Option<f64>>) -> Self {
        Column::new(name, Values::Double(cells.into_iter().collect()))
    }

    /// A column of dates, in milliseconds since the epoch, UTC.
    pub fn dates(name: impl Into<Arc<str>>, cells: impl IntoIterator<Item = Option<i64>>) -> Self {
        Column::new(name, Values::Date(cells.into_iter().collect()))
    }

    /// A column of strings.
    pub fn strings<S: Into<Arc<str>>>(name: impl Into<Arc<str>>, cells: impl IntoIterator<Item = Option<S>>) -> Self {
        Column::new(name, Values::String(cells.into_iter().map(|cell| cell.map(Into::into)).collect()))
    }
}

impl Values {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        match self {
            Values::Boolean(v) => v.len(),
            Values::Integer(v) => v.len(),
            Values::Long(v) | Values::Date(v) => v.len(),
            Values::Double(v) => v.len(),
            Values::String(v) => v.len(),
        }
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column type.
    pub fn column_type(&self) -> ColumnType {
        match self {
            Values::Boolean(_) => ColumnType::Boolean,
            Values::Integer(_) => ColumnType::Integer,
            Values::Long(_) => ColumnType::Long,
            Values::Double(_) => ColumnType::Double,
            Values::Date(_) => ColumnType::Date,
            Values::String(_) => ColumnType::String,
        }
    }

    /// The cell in row `row`, or None past the end.
    pub fn get(&self, row: usize) -> Option<Value> {
        fn cell<T>(values: &[Option<T>], row: usize, wrap: impl Fn(&T) -> Value) -> Option<Value> {
            values.get(row).map(|v| v.as_ref().map_or(Value::Null, wrap))
        }
        match self {
            Values::Boolean(v) => cell(v, row, |b| Value::Boolean(*b)),
            Values::Integer(v) => cell(v, row, |i| Value::Integer(*i)),
            Values::Long(v) => cell(v, row, |i| Value::Long(*i)),
            Values::Double(v) => cell(v, row, |d| Value::Double(*d)),
            Values::Date(v) => cell(v, row, |ms| Value::Date(*ms)),
            Values::String(v) => cell(v, row, |s| Value::String(Arc::clone(s))),
        }
    }

    /// The cells of `rows`, which must lie within.
    pub(crate) fn slice(&self, rows: std::ops::Range<usize>) -> Values {
        match self {
            Values::Boolean(v) => Values::Boolean(v[rows].into()),
            Values::Integer(v) => Values::Integer(v[rows].into()),
            Values::Long(v) => Values::Long(v[rows].into()),
            Values::Double(v) => Values::Double(v[rows].into()),
            Values::Date(v) => Values::Date(v[rows].into()),
            Values::String(v) => Values::String(v[rows].into()),
        }
    }
}

impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Values::Boolean(a), Values::Boolean(b)) => a == b,
            (Values::Integer(a), Values::Integer(b)) => a == b,
            (Values::Long(a), Values::Long(b)) | (Values::Date(a), Values::Date(b)) => a == b,
            (Values::Double(a), Values::Double(b)) => {
                let same_cell = |(a, b): (&Option<f64>, &Option<f64>)| match (a, b) {
                    (Some(a), Some(b)) => double::same(*a, *b),
                    (None, None) => true,
                    _ => false,
                };
                a.len() == b.len() && a.iter().zip(b.iter()).all(same_cell)
            }
            (Values::String(a), Values::String(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Values {}
