//! A mistake in a project, for the person who edits it.

use std::ffi::OsStr;
use std::fmt;

/// Something wrong in a project. Displayed as `plant/project.toml:3:1: unknown key "titel"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the project's folder; empty where the projects folder itself is meant. Made safe to print.
    pub project: String,
    /// The file or folder, relative to the project's folder; empty for that folder itself. Made safe to print.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The mistake, its cause, and the remedy where that helps. One line.
    pub message: String,
}

impl Problem {
    pub(crate) fn in_file(project: &str, file: &str, message: impl Into<String>) -> Self {
        Problem { project: project.into(), file: file.into(), line: None, column: None, message: message.into() }
    }

    /// The same problem, with a position.
    pub(crate) fn at(self, position: Position) -> Self {
        Problem { line: Some(position.line), column: Some(position.column), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = [self.project.as_str(), self.file.as_str()].into_iter().filter(|part| !part.is_empty());
        f.write_str(&place.collect::<Vec<_>>().join("/"))?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// A place in a text: line and column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Position {
    /// The place of the byte at `offset`; the end of the text for one past it.
    pub(crate) fn of(text: &str, offset: usize) -> Position {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).map_or(0, |line| line.chars().count()) + 1,
        }
    }
}

/// The name of a file, fit for one line of a log: bytes that are not UTF-8 or would break the line are shown as
/// escapes.
pub(crate) fn printable(name: &OsStr) -> String {
    name.to_string_lossy()
        .chars()
        .map(|c| if c.is_control() { c.escape_default().collect() } else { c.to_string() })
        .collect()
}
