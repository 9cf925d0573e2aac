//! A gateway among others on the same database: what it is called, what it may do, and what others did to its sessions.

use std::time::Duration;

use crate::{StoredSession, User};

/// How long a node may serve after it has last renewed its lease, by the clock of the database's server. A node counts
/// the same time on its own clock, from before it asked.
pub const LEASE: Duration = Duration::from_secs(5);

/// A gateway of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name, unique in the cluster.
    pub name: String,
    /// Drawn at random at each start, so that a process is not taken for the one before it.
    pub incarnation: u64,
    /// Where clients reach it.
    pub address: Option<String>,
    /// How many sessions a user may have in a project, on all nodes together.
    pub limit: Option<SessionLimit>,
}

/// A limit on the sessions of a user in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimit {
    /// How many.
    pub sessions: u32,
    /// Whether the oldest end for a new one; else the new one is refused.
    pub ends_oldest: bool,
}

/// A node as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownNode {
    /// Its name.
    pub name: String,
    /// Its latest incarnation.
    pub incarnation: u64,
    /// Where clients reach it.
    pub address: Option<String>,
    /// How long ago it started, in milliseconds.
    pub age: u64,
    /// How much of its lease is left, in milliseconds; negative for how long it has been over.
    pub lease_left: i64,
}

/// What a node learns when it renews its lease.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renewed {
    /// All nodes, in order of their names.
    pub nodes: Vec<KnownNode>,
    /// What others did to its sessions, in order.
    pub changes: Vec<SessionChange>,
}

/// Something that was done to a session of this node, elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionChange {
    /// Its place in the order of changes.
    pub sequence: i64,
    /// The session.
    pub client_id: String,
    /// How often the session had changed hands: a node that has got it back since then ignores the change.
    pub epoch: i64,
    /// What was done.
    pub kind: ChangeKind,
}

/// What was done to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is over.
    Ended {
        /// Why, in a word of the caller's.
        reason: String,
        /// A text for the person.
        message: Option<String>,
    },
    /// Another node has taken it. The epoch is the new one.
    Moved,
    /// The roles of its user were changed.
    UserChanged,
}

/// A session that this node has taken from another, or back from a time without a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenSession {
    /// The session, with its new epoch.
    pub session: StoredSession,
    /// Its user, who is enabled.
    pub user: User,
    /// The node that had it before, where there was one.
    pub from: Option<String>,
}

/// Whether a log-in may be tried, as all nodes together count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogInTry {
    /// It may, and counts until it is settled.
    Begun {
        /// Its number.
        number: i64,
    },
    /// The name has had too many wrong passwords from this place.
    Locked {
        /// For how long, in milliseconds.
        millis: u64,
    },
    /// Too many are under way, or this place has had too many wrong passwords: it may try again in a moment.
    Later,
}

/// A session and the node that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedSession {
    /// The session.
    pub session: StoredSession,
    /// Its user, who is enabled.
    pub user: User,
    /// The node that has it.
    pub node: Option<String>,
}

/// The session ended because of a limit on all nodes together.
pub const REASON_LIMIT: &str = "limit";
/// The session ended because its user was disabled or removed.
pub const REASON_USER_DISABLED: &str = "userDisabled";
/// The session ended because its user's password was changed.
pub const REASON_PASSWORD_CHANGED: &str = "passwordChanged";
/// The session ended because its log-in is over.
pub const REASON_LOGGED_OUT: &str = "loggedOut";
