//! Failures of a request about projects, as opposed to mistakes *in* a project, which are [`Problem`](crate::Problem)s.

use std::fmt;
use std::io;

/// An error of this crate. [`Error::kind`] is its kind; its text names the failure, its cause and its remedy.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<io::Error>,
}

/// The kinds of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A name or role that is never accepted.
    Invalid,
    /// There is a project, or a file, of that name already.
    Conflict,
    /// There is no such project or file.
    NotFound,
    /// A file or folder could not be read or written.
    Io,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), source: None }
    }

    pub(crate) fn io(what: impl fmt::Display, source: io::Error) -> Self {
        Error { kind: ErrorKind::Io, message: format!("{what}: {source}"), source: Some(source) }
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

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
