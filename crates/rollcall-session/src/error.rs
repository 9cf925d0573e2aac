//! Why the registry refuses something.

use std::num::NonZeroUsize;
use std::sync::Arc;

use thiserror::Error;

use crate::{ClientId, EntropyError};

/// Why a log-in opens no session.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The user has as many sessions in the project as the limit allows, and its policy is to deny.
    #[error(
        "{username} has {limit} session(s) in {project} already, which is the limit; \
         log out of one, or wait until one that lost its client has ended"
    )]
    Limit {
        /// The user of the log-in.
        username: Arc<str>,
        /// To which project.
        project: Arc<str>,
        /// How many sessions the user may have there.
        limit: NonZeroUsize,
    },
    /// A session has this token already. Tokens are random, so this is an error in the code that draws them.
    #[error("the token is another session's")]
    TokenInUse,
    /// There is no client id for it.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

/// Why a stored session is not taken in: it contradicts one that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// There is a session of this client id.
    #[error("there is a session {0} already")]
    ClientIdInUse(ClientId),
    /// Another session has this token.
    #[error("session {0} has the token of another session")]
    TokenInUse(ClientId),
}

/// There is nothing to confirm: while the log-in was being stored, its user was disabled, its session was ended, or it
/// took longer than the resume period. The log-in has failed, and its stored row must be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the log-in of session {0} was ended while it was being stored")]
pub struct NotReserved(pub ClientId);
