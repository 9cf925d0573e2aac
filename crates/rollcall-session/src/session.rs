//! A session as others see it, what opens one, and what ends one.

use std::net::IpAddr;
use std::num::NonZeroU64;
use std::ops::Deref;
use std::sync::Arc;

use crate::{ClientId, OrderKey, Timestamp, TokenHash};

/// What a person logged in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A running application.
    Client,
    /// A project opened for editing.
    Designer,
}

/// What a log-in brings. Whether the person may log in at all has been decided before.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Who logs in.
    pub username: Arc<str>,
    /// To which project.
    pub project: Arc<str>,
    /// As what.
    pub kind: Kind,
    /// The host name that the client reports of itself; a blank one counts as none.
    pub hostname: Option<Arc<str>>,
    /// The IP address that the gateway sees.
    pub ip: IpAddr,
    /// What the client calls itself.
    pub user_agent: Option<Arc<str>>,
    /// The person's roles at log-in.
    pub roles: Arc<[Arc<str>]>,
    /// The hash of the session's token; not of any other session's.
    pub token: TokenHash,
}

/// A session that a store kept through a restart. The person's roles are what they are now, not what they were.
#[derive(Clone, Debug)]
pub struct Restored {
    /// Its public name.
    pub client_id: ClientId,
    /// When it was created.
    pub creation_time: Timestamp,
    /// What the log-in brought.
    pub opening: Opening,
}

/// Who somebody is: what all sessions of one person have in common, held once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Person {
    /// Who is logged in.
    pub username: Arc<str>,
    /// The person's roles at log-in.
    pub roles: Arc<[Arc<str>]>,
    /// The number that stands for the username while the person has a session.
    pub(crate) number: u32,
}

/// What never changes of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// Its public name.
    pub client_id: ClientId,
    /// The project.
    pub project: Arc<str>,
    /// As what the person logged in.
    pub kind: Kind,
    /// The IP address that the gateway saw.
    pub ip: IpAddr,
    /// What the client called itself.
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
    /// The last that was heard of the client. It starts at the log-in, and again at a restart of the gateway.
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
    /// Whether lists show it, which they do from the moment that its log-in is safe on disk.
    pub(crate) fn is_listed(&self) -> bool {
        self.state != State::Reserved
    }
}

/// Where a session is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Counted by the limit and shown to nobody, until the store has it.
    Reserved,
    /// It has no socket and may come back.
    Disconnected,
    /// It has this socket.
    Active(ConnectionId),
}

/// The number of a socket, unique in a registry: how a late word about an old socket is told from one about the new.
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
    /// Nothing was heard of the client for longer than the resume period.
    Lost,
    /// The person did nothing for longer than the idle time.
    Idle,
    /// It grew older than its lifetime.
    Lifetime,
    /// A newer log-in of the same user took its place.
    Limit,
    /// Somebody ended it.
    Terminated {
        /// Who did.
        by: Arc<str>,
        /// What that person had to say.
        message: Option<Arc<str>>,
    },
    /// The user was disabled or removed.
    UserDisabled,
    /// The user's password was changed: whoever knew the old one must log in anew.
    PasswordChanged,
    /// The role that allowed the log-in was taken away.
    RoleRemoved,
    /// The project was removed or admits the user no longer.
    ProjectClosed,
}

/// A session that was listed and has ended. Its token is worth nothing from this moment; whoever gets this value
/// removes the session from the store, tells the client and closes its socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The session as it last was, its state included.
    pub session: Session,
    /// What its token was known by.
    pub token: TokenHash,
    /// Why it ended.
    pub reason: EndReason,
}
