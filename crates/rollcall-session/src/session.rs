//! A session as readers see it, the data that opens one, and the reasons that end one.

use std::net::IpAddr;
use std::num::NonZeroU64;
use std::ops::Deref;
use std::sync::Arc;

use crate::{ClientId, Moment, OrderKey, Timestamp, TokenHash};

/// The kind of client that a person logged in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A running application.
    Client,
    /// A project opened for editing.
    Designer,
}

/// The data of a log-in. Whether the person may log in at all has been decided before.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The user of the log-in.
    pub username: Arc<str>,
    /// To which project.
    pub project: Arc<str>,
    /// The kind of client.
    pub kind: Kind,
    /// The host name that the client reports of itself; a blank one counts as absent.
    pub hostname: Option<Arc<str>>,
    /// The IP address that the gateway sees.
    pub ip: IpAddr,
    /// The client's user agent.
    pub user_agent: Option<Arc<str>>,
    /// The person's roles at log-in.
    pub roles: Arc<[Arc<str>]>,
    /// The hash of the session's token; not of any other session's.
    pub token: TokenHash,
}

/// A session that a store kept through a restart. The person's roles are the current ones, not those of the log-in.
#[derive(Clone, Debug)]
pub struct Restored {
    /// Its public name.
    pub client_id: ClientId,
    /// When it was created.
    pub creation_time: Timestamp,
    /// The data of the log-in.
    pub opening: Opening,
}

/// The username and roles that all sessions of one person share, held once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Person {
    /// The user who is logged in.
    pub username: Arc<str>,
    /// The person's roles at log-in.
    pub roles: Arc<[Arc<str>]>,
    /// The number that stands for the username while the person has a session.
    pub(crate) number: u32,
}

/// The part of a session that never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// Its public name.
    pub client_id: ClientId,
    /// The project.
    pub project: Arc<str>,
    /// The kind of client.
    pub kind: Kind,
    /// The IP address that the gateway saw.
    pub ip: IpAddr,
    /// The client's user agent.
    pub user_agent: Option<Arc<str>>,
    /// When the person logged in.
    pub creation_time: Timestamp,
    pub(crate) person: Arc<Person>,
    pub(crate) address: Arc<str>,
    /// Whether the address is a host name.
    pub(crate) is_named: bool,
}

impl Deref for Identity {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.person
    }
}

impl Identity {
    /// Its place in the order of creation.
    pub fn order_key(&self) -> OrderKey {
        OrderKey { creation_time: self.creation_time, client_id: self.client_id }
    }

    /// The host name that the client reported.
    pub fn hostname(&self) -> Option<&Arc<str>> {
        self.is_named.then_some(&self.address)
    }

    /// The client's host name as it reported it, else its IP address: the column `address` of 7.9's list.
    pub fn address(&self) -> &Arc<str> {
        &self.address
    }

    /// Whether it is a designer: the column `isDesigner`.
    pub fn is_designer(&self) -> bool {
        self.kind == Kind::Designer
    }
}

/// One session as it is at a moment. It is put together for the reader, who shares the texts: the registry's own form is
/// smaller, and changes with every frame.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Session {
    pub(crate) identity: Identity,
    /// The last input or script call; the log-in counts as one, and so does a restart of the gateway.
    pub last_activity: Timestamp,
    /// The time of the client's last frame. It starts at the log-in, and again at a restart of the gateway.
    pub last_frame: Timestamp,
    /// Where it is in its life.
    pub state: State,
}

impl Deref for Session {
    type Target = Identity;

    fn deref(&self) -> &Identity {
        &self.identity
    }
}

impl Session {
    /// A session of another registry, as far as a store knows it: who it is, and nothing of its activity.
    pub fn elsewhere(restored: Restored, now: Moment) -> Session {
        let Restored { client_id, creation_time, opening } = restored;
        let Opening { username, project, kind, hostname, ip, user_agent, roles, .. } = opening;
        let hostname = hostname.filter(|name| !name.trim().is_empty());
        let identity = Identity {
            client_id,
            project,
            kind,
            ip,
            user_agent,
            creation_time,
            person: Arc::new(Person { username, roles, number: 0 }),
            is_named: hostname.is_some(),
            address: hostname.unwrap_or_else(|| ip.to_string().into()),
        };
        Session { identity, last_activity: now.wall, last_frame: now.wall, state: State::Disconnected }
    }

    /// Whether lists show it, which they do from the moment that its log-in is safe on disk.
    pub(crate) fn is_listed(&self) -> bool {
        self.state != State::Reserved
    }
}

/// Where a session is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Counted by the limit and not listed until the store has it.
    Reserved,
    /// It has no socket and may come back.
    Disconnected,
    /// It has this socket.
    Active(ConnectionId),
}

/// The number of a socket, unique in a registry: it tells a late message about an old socket from one about the new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnectionId(NonZeroU64);

impl ConnectionId {
    /// The one after `last`.
    pub(crate) fn after(last: Option<ConnectionId>) -> Self {
        ConnectionId(last.map_or(NonZeroU64::MIN, |ConnectionId(last)| last.saturating_add(1)))
    }
}

/// A socket was attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its number, for [`Registry::detach`](crate::Registry::detach).
    pub connection_id: ConnectionId,
    /// The socket whose place it took; to be closed.
    pub replaced: Option<ConnectionId>,
}

/// Why a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The person logged out.
    LoggedOut,
    /// The client has sent nothing for longer than the resume period.
    Lost,
    /// The person did nothing for longer than the idle time.
    Idle,
    /// It grew older than its lifetime.
    Lifetime,
    /// A newer log-in of the same user took its place.
    Limit,
    /// An administrator or a script ended it.
    Terminated {
        /// The user who ended it.
        by: Arc<str>,
        /// The message of that user.
        message: Option<Arc<str>>,
    },
    /// The user was disabled or removed.
    UserDisabled,
    /// The user's password was changed: sessions under the old one must log in anew.
    PasswordChanged,
    /// The role that allowed the log-in was taken away.
    RoleRemoved,
    /// The project was removed or admits the user no longer.
    ProjectClosed,
    /// The node of the cluster that had it was lost, and its client did not come to another in time.
    NodeLost,
}

/// A session that was listed and has ended. Its token is void from this moment; the receiver of this value removes the
/// session from the store, notifies the client and closes its socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The session as it last was, its state included.
    pub session: Session,
    /// The hash of its token.
    pub token: TokenHash,
    /// Why it ended.
    pub reason: EndReason,
}
