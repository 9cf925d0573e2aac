//! One cell of a dataset.

use std::sync::Arc;

/// The value of one cell. `Null` is Java's `null`, Python's `None`.
#[derive(Clone, Debug, PartialEq)]
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
