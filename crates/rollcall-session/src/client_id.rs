//! The public name of a session.
//!
//! A [`ClientId`] is the id that lists show and scripts pass around. It is drawn at random so that it does not reveal
//! how many sessions there were, but it is not a credential: it names a session and gives no access to it.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Sixteen upper-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(u64);

impl ClientId {
    pub(crate) fn from_bytes(bytes: [u8; 8]) -> Self {
        ClientId(u64::from_be_bytes(bytes))
    }

    /// The id as a number: the value of its text.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The hash by which an index finds it. The gateway draws it at random and no client chooses it, so no secret hash
    /// is needed; the multiplication is for the sake of sources that are less random than they should be.
    pub(crate) fn hash(self) -> u64 {
        self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016X}", self.0)
    }
}

impl fmt::Debug for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientId({self})")
    }
}

/// A text is not a client id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a client id is 16 upper-case hexadecimal digits")]
pub struct ParseClientIdError(());

impl FromStr for ClientId {
    type Err = ParseClientIdError;

    /// Takes exactly what [`Display`](fmt::Display) writes, so that one session has one spelling.
    fn from_str(text: &str) -> Result<Self, ParseClientIdError> {
        let well_formed = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
        if !well_formed {
            return Err(ParseClientIdError(()));
        }
        u64::from_str_radix(text, 16).map(ClientId).map_err(|_| ParseClientIdError(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        for (bytes, text) in [
            ([0; 8], "0000000000000000"),
            ([0, 0, 0, 0, 0, 0, 0, 0x2A], "000000000000002A"),
            ([0xFF; 8], "FFFFFFFFFFFFFFFF"),
        ] {
            let id = ClientId::from_bytes(bytes);
            assert_eq!(id.to_string(), text);
            assert_eq!(text.parse(), Ok(id));
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in ["", "2A", "000000000000002a", "+00000000000002A", "000000000000002A0", "00000000000000é"] {
            assert!(text.parse::<ClientId>().is_err(), "{text:?}");
        }
    }
}
