//! The types that a column can have.

use std::fmt;

use serde::{Deserialize, Serialize};

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

impl fmt::Display for ColumnType {
    /// The simple name of the Java class.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            ColumnType::Boolean => "Boolean",
            ColumnType::Integer => "Integer",
            ColumnType::Long => "Long",
            ColumnType::Double => "Double",
            ColumnType::Date => "Date",
            ColumnType::String => "String",
        })
    }
}
