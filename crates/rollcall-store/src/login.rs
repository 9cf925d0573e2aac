//! A person's log-in: to the gateway itself, without a project. It is not a session and never appears among them.

use std::fmt;

/// A log-in of a person. `Debug` hides the token's hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The hash of the token that the person's browser or command holds.
    pub token_hash: [u8; 32],
    /// The user.
    pub username: String,
    /// When it was made, in milliseconds since 1970 UTC.
    pub creation_time: i64,
    /// The first moment at which it is no longer valid, in milliseconds since 1970 UTC.
    pub expiry: i64,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("username", &self.username)
            .field("creation_time", &self.creation_time)
            .field("expiry", &self.expiry)
            .finish_non_exhaustive()
    }
}
