//! The order of creation, and its text: the cursor of a list.
//!
//! Sessions are in order of their creation time, and those of one millisecond in order of their client ids. Both are
//! part of the session, stored with it and visible to all, so every list has the same order: of a gateway before and
//! after its restart, or of several gateways side by side. A number that a registry counts up would order the sessions
//! of that registry alone.
//!
//! The creation time is read from the wall clock, which may be set back. Then a session that begins later has an
//! earlier time, and is sorted by that time. Nothing here takes it for granted that the newest comes last.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::{ClientId, Timestamp};

/// A session's place in the order of creation, and with it a cursor: "what comes after this one" has an answer whether
/// or not that session still exists, and whichever gateway had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey {
    /// When the session was created.
    pub creation_time: Timestamp,
    /// Its public name, which orders those of one millisecond.
    pub client_id: ClientId,
}

/// The beginning of a cursor: its form, which tells it from later forms.
const FORM: &str = "c1-";
/// How many hexadecimal digits follow for each of the two.
const DIGITS: usize = 16;
/// Turns the order of signed numbers into that of unsigned ones.
const SIGN: u64 = 1 << 63;

impl OrderKey {
    /// The key as one number, which orders as it does.
    pub(crate) fn number(self) -> u128 {
        (u128::from(self.creation_time.0 as u64 ^ SIGN) << 64) | u128::from(self.client_id.number())
    }

    /// The key of this number, for tests of ordered things.
    #[cfg(test)]
    pub(crate) fn of(number: u128) -> Self {
        OrderKey {
            creation_time: Timestamp(((number >> 64) as u64 ^ SIGN) as i64),
            client_id: ClientId::from_bytes((number as u64).to_be_bytes()),
        }
    }
}

/// The cursor that stands for this place. It is for reading back only: its form may change.
impl fmt::Display for OrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FORM}{:032x}", self.number())
    }
}

/// A text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseCursorError {
    /// It has the form of an earlier version: a bare number, which meant something to one gateway only.
    #[error("it is of an earlier version of the gateway; begin again with the first page")]
    Old,
    /// It has no form of ours.
    #[error("it is not one that a page gave; give nextCursor of the page before as it is, or none for the first page")]
    Malformed,
}

impl FromStr for OrderKey {
    type Err = ParseCursorError;

    /// Takes exactly what [`Display`](fmt::Display) writes, so that one place has one spelling.
    fn from_str(text: &str) -> Result<Self, ParseCursorError> {
        let Some(digits) = text.strip_prefix(FORM) else {
            let old = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            return Err(if old { ParseCursorError::Old } else { ParseCursorError::Malformed });
        };
        let number = |digits: &str| u64::from_str_radix(digits, 16).map_err(|_| ParseCursorError::Malformed);
        if digits.len() != 2 * DIGITS || !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(ParseCursorError::Malformed);
        }
        let (time, id) = digits.split_at(DIGITS);
        Ok(OrderKey {
            creation_time: Timestamp((number(time)? ^ SIGN) as i64),
            client_id: ClientId::from_bytes(number(id)?.to_be_bytes()),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(creation_time: i64, id: u64) -> OrderKey {
        OrderKey { creation_time: Timestamp(creation_time), client_id: ClientId::from_bytes(id.to_be_bytes()) }
    }

    proptest! {
        #[test]
        fn time_comes_first_and_then_the_id(a: (i64, u64), b: (i64, u64), same: bool) {
            let b = (if same { a.0 } else { b.0 }, b.1);
            let (one, other) = (key(a.0, a.1), key(b.0, b.1));
            prop_assert_eq!(one.cmp(&other), a.cmp(&b));
            prop_assert_eq!(one.number().cmp(&other.number()), a.cmp(&b));
            prop_assert_eq!(OrderKey::of(one.number()), one);
            prop_assert_eq!(one.to_string().parse(), Ok(one));
        }

        #[test]
        fn what_is_read_is_what_is_written(text in "(c1-)?[0-9a-fA-F+é-]{0,40}") {
            if let Ok(key) = text.parse::<OrderKey>() {
                prop_assert_eq!(key.to_string(), text);
            }
        }
    }

    #[test]
    fn the_cursor_of_a_session() {
        let key = key(1_500_000_000_000, 0xAB01);
        assert_eq!(key.to_string(), "c1-8000015d3ef79800000000000000ab01");
    }

    #[test]
    fn other_texts_are_refused_and_old_cursors_by_name() {
        for old in ["1", "1572864000000000000", "00"] {
            assert_eq!(old.parse::<OrderKey>(), Err(ParseCursorError::Old), "{old:?}");
        }
        let good = "c1-8000015d3ef79800000000000000ab01";
        let more = [&good[1..], &good[..34], &format!("{good}0"), &good.to_uppercase(), &format!(" {good}")];
        let hostile =
            ["", "c1-", "' OR 1", "-1", "c2-8000015d3ef79800000000000000ab01", "c1-+000015d3ef79800000000000000ab0é"];
        for text in more.into_iter().chain(hostile) {
            assert_eq!(text.parse::<OrderKey>(), Err(ParseCursorError::Malformed), "{text:?}");
        }
    }
}
