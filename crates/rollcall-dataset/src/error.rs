//! The possible errors of a dataset.

use std::fmt;

/// An error of this crate; [`Error::kind`] is its kind, and `Display` names the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// The kinds of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Columns of unequal length.
    Shape,
    /// A row has more or fewer cells than there are headers. The message is 7.9's own.
    RaggedRow {
        /// Which row, from 0.
        row: usize,
    },
    /// The cells of one column are of types that do not go together.
    MixedColumn {
        /// Which column, from 0.
        column: usize,
        /// The first row whose cell does not go with those before it, from 0.
        row: usize,
    },
    /// Rows were asked for that are not there.
    OutOfRange,
    /// A binary form is not valid.
    Malformed {
        /// The byte at which that shows.
        at: usize,
    },
    /// There is more than a binary form has numbers for.
    TooLarge,
    /// A text could not be written where it was to go.
    Write,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into() }
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
