//! Names that are safe as the name of a folder and yet wide enough for those that people have given their projects.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use crate::{Error, ErrorKind};

/// The longest name, in characters (Unicode scalar values).
const MAX_CHARS: usize = 64;
/// The longest name of a file that Linux file systems take is 255 bytes; a few are kept for an extension.
const MAX_BYTES: usize = 240;

/// The name of a project, which is the name of its folder.
///
/// 1 to 64 letters and digits of any script, `_`, `-`, `.` and spaces; the first is a letter, a digit or `_`, the last
/// is not a space or a dot. So a name cannot be hidden, lead out of the projects folder, or break a line. Names are
/// compared byte for byte; marks that combine with the letter before them are refused, because two names that look the
/// same would differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectName(String);

impl ProjectName {
    /// Accepts a name.
    ///
    /// # Errors
    /// `Invalid`, with the mistake.
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        let name = name.into();
        match check(&name) {
            Ok(()) => Ok(ProjectName(name)),
            Err(reason) => {
                let message = format!("{name:?} cannot be the name of a project: {reason}");
                Err(Error::new(ErrorKind::Invalid, message))
            }
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The reason why `name` cannot be a project's or a timer's.
pub(crate) fn check(name: &str) -> Result<(), String> {
    let Some(first) = name.chars().next() else { return Err("it is empty".into()) };
    let length = name.chars().count();
    if length > MAX_CHARS {
        return Err(format!("it has {length} characters, and at most {MAX_CHARS} are allowed"));
    }
    if name.len() > MAX_BYTES {
        return Err(format!("it has {} bytes, and at most {MAX_BYTES} are allowed", name.len()));
    }
    if let Some(c) = name.chars().find(|c| !is_allowed(*c)) {
        return Err(format!("it contains {c:?}; letters, digits, '_', '-', '.' and spaces are allowed"));
    }
    if !(first.is_alphanumeric() || first == '_') {
        return Err("it must begin with a letter, a digit or '_'".into());
    }
    if name.ends_with([' ', '.']) {
        return Err("it must not end with a space or a dot".into());
    }
    Ok(())
}

fn is_allowed(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ')
}

impl fmt::Display for ProjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for ProjectName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A map of projects can be asked for a name that is not known to be one.
impl Borrow<str> for ProjectName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProjectName {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        ProjectName::new(name)
    }
}
