//! The settings of sessions, which an administrator decides.

use std::num::NonZeroUsize;
use std::time::Duration;

use crate::Kind;

/// The rules that sessions live by. They stand for the life of a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How long a session outlives its client's last frame. At exactly this age it still lives.
    pub resume_period: Duration,
    /// How long a person may do nothing; for ever when absent.
    pub idle: Option<Duration>,
    /// How long a client's session may last in all; for ever when absent.
    pub client_lifetime: Option<Duration>,
    /// How long a designer's session may last in all; for ever when absent.
    pub designer_lifetime: Option<Duration>,
    /// How many sessions one user may have in one project; any number when absent.
    pub limit: Option<Limit>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            resume_period: Duration::from_secs(30),
            idle: None,
            client_lifetime: None,
            designer_lifetime: None,
            limit: None,
        }
    }
}

impl Settings {
    pub(crate) fn lifetime(&self, kind: Kind) -> Option<Duration> {
        match kind {
            Kind::Client => self.client_lifetime,
            Kind::Designer => self.designer_lifetime,
        }
    }
}

/// A limit of sessions for each user and project. Clients and designers count together, and a disconnected session
/// counts too, since it may come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// At most this many.
    pub sessions: NonZeroUsize,
    /// What happens at a log-in that would be one more.
    pub policy: LimitPolicy,
}

/// What happens at a log-in over the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitPolicy {
    /// The log-in is denied.
    Deny,
    /// The log-in succeeds, and the user's oldest session in the project ends.
    EndOldest,
}
