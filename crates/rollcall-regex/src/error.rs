//! The possible errors of a filter, in Java's words where Java has them.

use std::fmt;
use std::sync::Arc;

use crate::options::JavaVersion;

/// Which of the four ways a filter failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The pattern is not in Java's syntax: Java reports a `PatternSyntaxException`.
    Syntax,
    /// Java accepts the pattern, this crate does not know how to answer it exactly, and so does not answer.
    Unsupported,
    /// The pattern is past one of the [`Limits`](crate::Limits).
    TooLarge,
    /// Matching took more steps or time than the [`Budget`](crate::Budget) allows.
    BudgetExceeded,
}

/// A filter that could not be compiled or matched.
///
/// `Display` of a [`ErrorKind::Syntax`] error is exactly what Java's `PatternSyntaxException.getMessage()` returns, with
/// `\n` as the line separator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Arc<Inner>);

#[derive(Debug, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    description: String,
    index: Option<i64>,
    pattern: String,
    version: JavaVersion,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        description: impl Into<String>,
        index: Option<i64>,
        pattern: impl Into<String>,
        version: JavaVersion,
    ) -> Self {
        let (description, pattern) = (description.into(), pattern.into());
        Self(Arc::new(Inner { kind, description, index, pattern, version }))
    }

    /// Which way the filter failed.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The mistake: for [`ErrorKind::Syntax`] the text of `PatternSyntaxException.getDescription()`.
    pub fn description(&self) -> &str {
        &self.0.description
    }

    /// Where in the pattern, as `PatternSyntaxException.getIndex()` counts: places of the pattern as Java's parser holds
    /// it, which are UTF-16 units unless the pattern has supplementary characters or `\Q…\E`. It may be -1, or past the
    /// end. `None` when no one place is at fault.
    pub fn index(&self) -> Option<i64> {
        self.0.index
    }

    /// The pattern as it was given.
    pub fn pattern(&self) -> &str {
        &self.0.pattern
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, description, index, pattern, version } = &*self.0;
        f.write_str(description)?;
        let at = index.filter(|&at| at >= 0);
        if let Some(at) = at {
            write!(f, " near index {at}")?;
        }
        write!(f, "\n{pattern}")?;
        match at.and_then(|at| usize::try_from(at).ok()) {
            Some(at) if *kind == ErrorKind::Syntax && at < pattern.encode_utf16().count() => {
                f.write_str("\n")?;
                write_caret(f, pattern, at, *version)
            }
            _ => Ok(()),
        }
    }
}

/// The line that points at UTF-16 unit `at`; later Javas keep tabs, so that the caret stands under its character.
fn write_caret(f: &mut fmt::Formatter<'_>, pattern: &str, at: usize, version: JavaVersion) -> fmt::Result {
    for unit in pattern.encode_utf16().take(at) {
        let tab = version == JavaVersion::V17 && unit == u16::from(b'\t');
        f.write_str(if tab { "\t" } else { " " })?;
    }
    f.write_str("^")
}

impl std::error::Error for Error {}
