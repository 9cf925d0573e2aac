//! One cell of a dataset.

use std::sync::Arc;

use crate::ColumnType;
use crate::double::same;

/// The value of one cell. `Null` is Java's `null`, Python's `None`.
///
/// Values are equal as Java's objects are: a double is equal to itself also when it is NaN, 0.0 and -0.0 differ, and
/// values of two types are never equal.
#[derive(Clone, Debug)]
pub enum Value {
    /// No value.
    Null,
    /// `java.lang.Boolean`.
    Boolean(bool),
    /// `java.lang.Integer`, 32 bits.
    Integer(i32),
    /// `java.lang.Long`, 64 bits.
    Long(i64),
    /// `java.lang.Double`.
    Double(f64),
    /// `java.util.Date`: milliseconds since 1970-01-01T00:00:00Z.
    Date(i64),
    /// `java.lang.String`.
    String(Arc<str>),
}

impl Value {
    /// The column type that the value asks for; a null asks for none.
    pub fn column_type(&self) -> Option<ColumnType> {
        match self {
            Value::Null => None,
            Value::Boolean(_) => Some(ColumnType::Boolean),
            Value::Integer(_) => Some(ColumnType::Integer),
            Value::Long(_) => Some(ColumnType::Long),
            Value::Double(_) => Some(ColumnType::Double),
            Value::Date(_) => Some(ColumnType::Date),
            Value::String(_) => Some(ColumnType::String),
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Boolean(a), Value::Boolean(b)) => a == b,
            (Value::Integer(a), Value::Integer(b)) => a == b,
            (Value::Long(a), Value::Long(b)) | (Value::Date(a), Value::Date(b)) => a == b,
            (Value::Double(a), Value::Double(b)) => same(*a, *b),
            (Value::String(a), Value::String(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Value {}
