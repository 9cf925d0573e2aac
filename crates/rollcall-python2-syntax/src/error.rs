//! A fault in a script, and its place.
//!
//! The messages are Python 2's own, for people know them; the positions are those of the first token that cannot be,
//! as Jython gives them.

use std::borrow::Cow;

use ruff_text_size::TextSize;

/// Why a text is not a Python 2 script: the first fault in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct Error {
    line: usize,
    column: usize,
    message: Cow<'static, str>,
    indentation: bool,
}

impl Error {
    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in characters, from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    /// The fault there, in Python 2's words.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether Python calls it an `IndentationError` rather than a plain `SyntaxError`.
    pub fn is_indentation(&self) -> bool {
        self.indentation
    }

    /// A fault at a line of bytes that are not text yet, so that there is no column to count.
    pub(crate) fn at_line(line: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Self::at(line, 1, message)
    }

    pub(crate) fn at(line: usize, column: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Self { line, column, message: message.into(), indentation: false }
    }
}

/// A fault at a place in the text; [`Fault::locate`] makes an [`Error`] of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    at: TextSize,
    message: Cow<'static, str>,
    indentation: bool,
}

pub(crate) type Result<T> = std::result::Result<T, Fault>;

impl Fault {
    pub(crate) fn new(at: TextSize, message: impl Into<Cow<'static, str>>) -> Self {
        Self { at, message: message.into(), indentation: false }
    }

    pub(crate) fn indentation(at: TextSize, message: &'static str) -> Self {
        Self { at, message: message.into(), indentation: true }
    }

    /// Counts lines and columns, which only a faulty script has to pay for.
    pub(crate) fn locate(self, source: &str) -> Error {
        let before = source.get(..self.at.to_usize()).unwrap_or(source);
        let (mut line, mut column) = (1, 1);
        let mut characters = before.strip_prefix('\u{feff}').unwrap_or(before).chars().peekable();
        while let Some(character) = characters.next() {
            let half_of_crlf = character == '\r' && characters.peek() == Some(&'\n');
            if half_of_crlf {
                continue;
            }
            if matches!(character, '\n' | '\r') {
                (line, column) = (line + 1, 1);
            } else {
                column += 1;
            }
        }
        Error { line, column, message: self.message, indentation: self.indentation }
    }
}
