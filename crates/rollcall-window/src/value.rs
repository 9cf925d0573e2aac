//! The value of a component's property, as scripts read and write it.
//!
//! The types are those that properties have in 7.9: Java's boolean, int, long, double, String, Date and Color, a
//! Dataset, and a list for a component's report about several rows.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use rollcall_dataset::Dataset;
use serde::{Deserialize, Serialize};

/// The value of a property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "camelCase")]
pub enum Value {
    /// Nothing: Python's `None`.
    Nothing,
    /// Yes or no.
    Boolean(bool),
    /// A 32-bit number.
    Integer(i32),
    /// A 64-bit number.
    Long(i64),
    /// A floating-point number.
    Double(#[serde(with = "rollcall_dataset::json_double")] f64),
    /// A text.
    Text(Arc<str>),
    /// An instant, in milliseconds since 1970-01-01T00:00:00Z.
    Date(i64),
    /// A colour.
    Color(Color),
    /// A table of values; cloning shares it.
    Dataset(Arc<Dataset>),
    /// Several values, such as the numbers of the selected rows.
    List(Vec<Value>),
}

/// A colour with its opacity, a byte each. As text `#rrggbb`, or `#rrggbbaa` when it is not opaque.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
    /// Opacity: 255 is opaque.
    pub alpha: u8,
}

/// A text that is not a colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColorError(String);

impl fmt::Display for ColorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a colour: write #rrggbb, or #rrggbbaa with an opacity", self.0)
    }
}

impl std::error::Error for ColorError {}

impl FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        let error = || ColorError(text.to_owned());
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let digits = digits.ok_or_else(error)?;
        let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| error());
        let alpha = match digits.len() {
            6 => 255,
            8 => byte(6)?,
            _ => return Err(error()),
        };
        Ok(Color { red: byte(0)?, green: byte(2)?, blue: byte(4)?, alpha })
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Color { red, green, blue, alpha } = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")?;
        if *alpha == 255 { Ok(()) } else { write!(f, "{alpha:02x}") }
    }
}

impl TryFrom<String> for Color {
    type Error = ColorError;

    fn try_from(text: String) -> Result<Self, ColorError> {
        text.parse()
    }
}

impl From<Color> for String {
    fn from(color: Color) -> String {
        color.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_double_survives_json() {
        for number in [0.0, -0.5, 1e300, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            let text = serde_json::to_string(&Value::Double(number)).unwrap();
            let Value::Double(read) = serde_json::from_str(&text).unwrap() else { panic!("{text}") };
            assert!(read == number || read.is_nan() && number.is_nan(), "{text}");
        }
    }

    #[test]
    fn a_colour_is_read_and_written_alike() {
        for text in ["#000000", "#12abef", "#12abef80"] {
            assert_eq!(text.parse::<Color>().unwrap().to_string(), text);
        }
        assert_eq!("#FFFFFFFF".parse::<Color>().unwrap().to_string(), "#ffffff");
        for text in ["", "#", "red", "#12345", "#1234567", "12abef", "#ééé"] {
            assert!(text.parse::<Color>().is_err(), "{text}");
        }
    }
}
