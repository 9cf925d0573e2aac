//! What can be wrong with a dataset.

use std::fmt;

/// An error of this crate; [`Error::kind`] says which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// The kinds of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Columns of unequal length, or two columns of one name.
    Shape,
}

impl Error {
    pub(crate) fn shape(message: impl Into<String>) -> Self {
        Error { kind: ErrorKind::Shape, message: message.into() }
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
