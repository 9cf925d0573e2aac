//! Which names users and roles may have.
//!
//! The rule keeps out what would break a line of a list or a log, or could not be told from another name by looking at
//! its ends; it does not try to keep out what is dangerous only to a careless display (markup, right-to-left marks):
//! every display escapes what it shows. Names are compared byte for byte, without regard to Unicode normalisation.

use crate::{Error, ErrorKind};

/// The longest name of a user or role, in characters (Unicode scalar values).
pub const MAX_NAME_CHARS: usize = 255;

/// Accepts a name or says what is wrong with it; `what` is what is named ("user", "role").
pub(crate) fn check(what: &str, name: &str) -> Result<(), Error> {
    let refuse = |reason: String| Err(Error::new(ErrorKind::Invalid, format!("a {what}'s name {reason}")));
    if name.is_empty() {
        return refuse("may not be empty".into());
    }
    let length = name.chars().count();
    if length > MAX_NAME_CHARS {
        return refuse(format!("may have at most {MAX_NAME_CHARS} characters; this one has {length}"));
    }
    if let Some(c) = name.chars().find(|c| breaks_lines(*c)) {
        return refuse(format!("may not contain control characters or line breaks; {name:?} has U+{:04X}", c as u32));
    }
    if matches!(name, "." | "..") {
        return refuse(format!("may not be {name:?}, which no address can hold: it would mean another place"));
    }
    if name.trim() != name {
        return refuse(format!("may not begin or end with a space; {name:?} does"));
    }
    Ok(())
}

/// Control characters, and the two separators that Unicode treats as line breaks without calling them control.
fn breaks_lines(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}
