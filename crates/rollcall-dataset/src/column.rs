//! A column: a name, a type and the values, shared between datasets.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Value;

/// The type of a column, named as the Java class that 7.9's scripts know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ColumnType {
    /// `java.lang.Boolean`.
    Boolean,
    /// `java.lang.Integer`.
    Integer,
    /// `java.lang.Long`.
    Long,
    /// `java.lang.Double`.
    Double,
    /// `java.util.Date`.
    Date,
    /// `java.lang.String`.
    String,
}

/// The values of one column; `None` is a null cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "values", rename_all = "camelCase")]
pub enum Values {
    /// Booleans.
    Boolean(Arc<[Option<bool>]>),
    /// 32-bit integers.
    Integer(Arc<[Option<i32>]>),
    /// 64-bit integers.
    Long(Arc<[Option<i64>]>),
    /// Doubles.
    Double(Arc<[Option<f64>]>),
    /// Milliseconds since the epoch, UTC.
    Date(Arc<[Option<i64>]>),
    /// Strings.
    String(Arc<[Option<Arc<str>>]>),
}

/// A named column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

    /// Whether there is no cell.
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
}
