//! What is kept of a session so that its client can come back to it after the gateway was restarted.
//!
//! Roles are not kept: they are the user's at the moment of resuming. Neither is activity, which changes too often to
//! be written and starts anew when the gateway listens again.

use std::fmt;

use crate::Error;

/// A session that can be resumed. `Debug` hides the hashes of tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// The hash of the token that the client holds; unique.
    pub token_hash: [u8; 32],
    /// The hash of the person's log-in under which it was opened, where it was.
    pub login_hash: Option<[u8; 32]>,
    /// The public handle; unique.
    pub client_id: String,
    /// The user.
    pub username: String,
    /// The project.
    pub project: String,
    /// A designer's session, else a client's.
    pub designer: bool,
    /// The host name as the client reported it.
    pub hostname: Option<String>,
    /// The address that the client came from.
    pub ip: String,
    /// The user agent as the client reported it.
    pub user_agent: Option<String>,
    /// When it was made, in milliseconds since 1970 UTC.
    pub creation_time: i64,
    /// How often the session has changed hands between the nodes of a cluster; 0 outside of one.
    pub epoch: i64,
}

impl fmt::Debug for StoredSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredSession")
            .field("client_id", &self.client_id)
            .field("username", &self.username)
            .field("project", &self.project)
            .field("designer", &self.designer)
            .field("hostname", &self.hostname)
            .field("ip", &self.ip)
            .field("user_agent", &self.user_agent)
            .field("creation_time", &self.creation_time)
            .field("epoch", &self.epoch)
            .finish_non_exhaustive()
    }
}

/// A stored session that cannot be read.
#[derive(Debug)]
pub struct DamagedSession {
    /// Its row in the database.
    pub row: i64,
    /// What is wrong with it.
    pub fault: Error,
}

impl fmt::Display for DamagedSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the stored session in row {} cannot be read: {}", self.row, self.fault)
    }
}
