//! Doubles where plain numbers are not enough: equality that a dataset can rely on, and JSON.
//!
//! JSON has no NaN and no infinities, and the usual writer puts `null` in their place: a cell that a script computed
//! as 0.0/0.0 would come back as no cell. Here these three are strings, spelled as Java and JavaScript spell them
//! (`"NaN"`, `"Infinity"`, `"-Infinity"`); every other double is a number, which the reader must parse exactly (in
//! `serde_json` that is the feature `float_roundtrip`, which this workspace switches on).

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// Whether two doubles are the same cell, as `java.lang.Double.equals` has it: NaN is itself, 0.0 is not -0.0.
pub(crate) fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// The bits of a double; cells that are the same have the same.
pub(crate) fn bits(number: f64) -> u64 {
    if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() }
}

/// Writes a column.
pub(crate) fn serialize<S: Serializer>(values: &[Option<f64>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|value| value.map(Cell)))
}

/// Reads a column.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[Option<f64>]>, D::Error> {
    let cells: Vec<Option<Cell>> = Vec::deserialize(deserializer)?;
    Ok(cells.into_iter().map(|cell| cell.map(|Cell(value)| value)).collect())
}

/// One double, for a field: `#[serde(with = "rollcall_dataset::json_double")]`.
pub mod json_double {
    use super::{Cell, Deserialize, Deserializer, Serialize, Serializer};

    /// Writes it.
    ///
    /// # Errors
    /// As the serializer's.
    pub fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        Cell(*value).serialize(serializer)
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it is neither a number nor one of the three names.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        Cell::deserialize(deserializer).map(|Cell(value)| value)
    }
}

/// A double that is not null.
struct Cell(f64);

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            value if value.is_finite() => serializer.serialize_f64(value),
            value if value.is_nan() => serializer.serialize_str("NaN"),
            value if value > 0.0 => serializer.serialize_str("Infinity"),
            _ => serializer.serialize_str("-Infinity"),
        }
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl Visitor<'_> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, \"NaN\", \"Infinity\" or \"-Infinity\"")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Cell, E> {
        Ok(Cell(value))
    }

    // A writer in another language may leave ".0" out.
    fn visit_u64<E: Error>(self, value: u64) -> Result<Cell, E> {
        Ok(Cell(value as f64))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Cell, E> {
        Ok(Cell(value as f64))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cell, E> {
        match text {
            "NaN" => Ok(Cell(f64::NAN)),
            "Infinity" => Ok(Cell(f64::INFINITY)),
            "-Infinity" => Ok(Cell(f64::NEG_INFINITY)),
            _ => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }
}
