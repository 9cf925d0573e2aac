//! The registry's knowledge of a session's credential: a hash of it, and never the credential.
//!
//! The token itself (256 random bits) is made, sent and hashed by the gateway. The hash is looked up in an ordinary
//! map: a comparison that takes longer for a longer common prefix gives an attacker nothing, because a prefix of a hash
//! cannot be turned into a token.

use std::fmt;

/// A hash of a session's token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// The hash by which an index finds it: a part of it, since it is the output of a cryptographic hash of random
    /// bytes already. A stranger who sends chosen tokens looks for entries, but makes none.
    pub(crate) fn hash(&self) -> u64 {
        let mut part = [0; 8];
        part.copy_from_slice(&self.0[..8]);
        u64::from_le_bytes(part).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

/// Written by hand so that no log ever holds one: a thief of the database would look for a stored hash.
impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(..)")
    }
}
