//! The part of a session that only the registry knows: its credential, its clocks, and its places in the indexes.
//!
//! There is one for each session, so it is small: the columns of lists are in the session's row, texts are numbers, and
//! the record has the keys that find them.

use std::net::IpAddr;
use std::sync::Arc;

use crate::deadlines::Filed;
use crate::lifespan::Lifespan;
use crate::{ClientId, ConnectionId, Moment, OrderKey, Person, State, Tick, Timestamp, TokenHash};

/// A session, apart from its [`Row`](crate::roster::row::Row).
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) token: TokenHash,
    pub(crate) client_id: ClientId,
    pub(crate) creation_time: Timestamp,
    pub(crate) person: Arc<Person>,
    pub(crate) lifespan: Lifespan,
    pub(crate) last_frame: Timestamp,
    pub(crate) last_activity: Timestamp,
    pub(crate) socket: Option<ConnectionId>,
    /// Where its entry stands in the deadlines: in two fields, which pack better.
    filed_under: Tick,
    filed_place: u32,
    /// The number of the client's user agent.
    pub(crate) user_agent: Option<u32>,
    pub(crate) ip: IpAddr,
    /// Whether it is more than reserved.
    pub(crate) listed: bool,
}

/// A record of a session that begins now.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) token: TokenHash,
    pub(crate) client_id: ClientId,
    pub(crate) creation_time: Timestamp,
    pub(crate) person: Arc<Person>,
    pub(crate) lifespan: Lifespan,
    pub(crate) user_agent: Option<u32>,
    pub(crate) ip: IpAddr,
}

impl Record {
    pub(crate) fn new(beginning: Beginning, now: Timestamp) -> Self {
        let Beginning { token, client_id, creation_time, person, lifespan, user_agent, ip } = beginning;
        Record {
            token,
            client_id,
            creation_time,
            person,
            lifespan,
            last_frame: now,
            last_activity: now,
            socket: None,
            filed_under: Tick(0),
            filed_place: 0,
            user_agent,
            ip,
            listed: false,
        }
    }

    /// Its place in the order of creation.
    pub(crate) fn order_key(&self) -> OrderKey {
        OrderKey { creation_time: self.creation_time, client_id: self.client_id }
    }

    pub(crate) fn state(&self) -> State {
        match self.socket {
            _ if !self.listed => State::Reserved,
            None => State::Disconnected,
            Some(connection_id) => State::Active(connection_id),
        }
    }

    /// The client has sent a frame.
    pub(crate) fn hear(&mut self, now: Moment) {
        if self.lifespan.frame(now.tick) {
            self.last_frame = now.wall;
        }
    }

    /// The person did something.
    pub(crate) fn act(&mut self, now: Moment) {
        self.hear(now);
        if self.lifespan.activity(now.tick) {
            self.last_activity = now.wall;
        }
    }

    pub(crate) fn filed(&self) -> Filed {
        Filed { under: self.filed_under, place: self.filed_place }
    }

    pub(crate) fn set_filed(&mut self, filed: Filed) {
        (self.filed_under, self.filed_place) = (filed.under, filed.place);
    }
}
