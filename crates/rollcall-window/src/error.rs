//! Why a property could not be read or written.

use std::fmt;

/// A property that cannot be read or written so. [`PropertyError::kind`] is one of a few reasons; the text names the
/// property, its component, and the values that would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyError {
    kind: PropertyErrorKind,
    message: String,
}

/// The reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PropertyErrorKind {
    /// The window has no such component.
    NoComponent,
    /// The component has no such property; a script sees an `AttributeError`.
    NoProperty,
    /// The property is not for this writer; a script sees an `AttributeError`.
    ReadOnly,
    /// The value is of another type; a script sees a `TypeError`.
    Type,
    /// The type is right, the value is not; a script sees a `ValueError`.
    Value,
}

impl PropertyError {
    pub(crate) fn new(kind: PropertyErrorKind, message: impl Into<String>) -> Self {
        PropertyError { kind, message: message.into() }
    }

    /// The reason.
    pub fn kind(&self) -> PropertyErrorKind {
        self.kind
    }
}

impl fmt::Display for PropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PropertyError {}
