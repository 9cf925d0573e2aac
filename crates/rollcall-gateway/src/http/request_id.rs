//! The id of a request: its name in the answer, in the log and on the telephone.
//!
//! A proxy may have given it one, under which its own log has it; that is kept, if it is short and plain. Whatever else a
//! peer sends is not, since it would come to stand in the log and in front of people.

use std::fmt;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use rollcall_session::Entropy;

use crate::clock::SystemEntropy;

/// The header with a request's id, in requests and in answers.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken from a proxy, in characters: two UUIDs find room.
const MAX_LENGTH: usize = 80;

/// A short word of ASCII letters, digits and `.`, `_`, `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The id of a request: the proxy's, else a new one.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut given = headers.get_all(REQUEST_ID).iter();
        let (first, second) = (given.next(), given.next());
        let taken = first.filter(|_| second.is_none()).and_then(|value| value.to_str().ok()).filter(|id| is_plain(id));
        taken.map_or_else(RequestId::generate, |id| RequestId(id.to_owned()))
    }

    /// A new one: eight digits, which can be read aloud.
    pub fn generate() -> Self {
        let mut bytes = [0; 4];
        // Without randomness all requests have the same id, which is not a reason to refuse them.
        let _ = SystemEntropy.fill(&mut bytes);
        RequestId(format!("{:08x}", u32::from_be_bytes(bytes)))
    }

    /// As the value of the header.
    pub fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_plain(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=MAX_LENGTH).contains(&id.len()) && id.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(given: &[&[u8]]) -> String {
        let mut headers = HeaderMap::new();
        for value in given {
            headers.append(REQUEST_ID, HeaderValue::from_bytes(value).expect("a header can have it"));
        }
        RequestId::of(&headers).to_string()
    }

    #[test]
    fn a_plain_id_of_a_proxy_is_kept() {
        let longest = "x".repeat(MAX_LENGTH);
        for id in ["7", "0b1d4c5e-7c7f-4d0e-9a50-3f8f6d2f9d11", "Req_1.2", longest.as_str()] {
            assert_eq!(of(&[id.as_bytes()]), id);
        }
    }

    #[test]
    fn anything_else_is_not() {
        let long = "x".repeat(MAX_LENGTH + 1);
        let hostile: [&[&[u8]]; 9] = [
            &[],
            &[b""],
            &[b"a b"],
            &[b"<script>"],
            &[b"a,b"],
            &[b"a\tb"],
            &[&[0xE9, 0xFF]],
            &[long.as_bytes()],
            &[b"one", b"two"],
        ];
        for given in hostile {
            let id = of(given);
            assert!(id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{given:?}: {id}");
        }
        assert_ne!(of(&[]), of(&[]));
    }
}
