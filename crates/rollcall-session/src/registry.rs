//! The registry: every session of one gateway, and the rules of their lives.
//!
//! It decides and remembers, and has no side effects. It opens no socket, writes no row and reads no clock: the
//! consequences of a change are in the return value of the call. A session that is over but whose end has not been
//! fetched yet ([`Registry::due`]) is still listed, but cannot be used or brought back to life: a late timer changes
//! when an end is noticed, never whether there is one.
//!
//! Everything here is the records and a few indexes with their slots, kept together by the only two functions that add
//! and remove a record, `insert` and `remove`. The columns of lists are not here but in the session's row in the
//! [`Roster`], which answers questions without the registry; both together make the [`Session`] that readers get.

use std::sync::Arc;

use hashbrown::HashTable;

use crate::deadlines::Deadlines;
use crate::lifespan::Lifespan;
use crate::order::Order;
use crate::record::{Beginning, Record};
use crate::roster::Roster;
use crate::roster::index::{Index, Newcomer};
use crate::roster::row::Row;
use crate::slots::Slots;
use crate::texts::Texts;
use crate::{
    Attached, ClientId, ConnectionId, EndReason, Ended, Entropy, EntropyError, Identity, Kind, LimitPolicy, Moment,
    NotReserved, OpenError, Opening, OrderKey, RestoreError, Restored, Session, Settings, State, Tick, TokenHash,
};

/// Draws of a client id before the source of random bytes is called broken. With 2⁶⁴ ids and a million sessions, two
/// draws in a row that hit a known one are already past belief.
const DRAWS: usize = 8;

/// The sessions of one gateway.
#[derive(Debug)]
pub struct Registry {
    settings: Settings,
    records: Slots<Record>,
    by_client: HashTable<u32>,
    by_token: HashTable<u32>,
    order: Order,
    deadlines: Deadlines,
    user_agents: Texts,
    roster: Roster,
    last_attachment: Option<ConnectionId>,
    reserved: usize,
}

impl Registry {
    /// A registry without sessions.
    pub fn new(settings: Settings) -> Self {
        Registry {
            settings,
            records: Slots::default(),
            by_client: HashTable::new(),
            by_token: HashTable::new(),
            order: Order::default(),
            deadlines: Deadlines::default(),
            user_agents: Texts::default(),
            roster: Roster::default(),
            last_attachment: None,
            reserved: 0,
        }
    }

    /// The rules that its sessions live by.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The handle by which threads ask who is on without holding up the registry.
    pub fn roster(&self) -> Roster {
        self.roster.clone()
    }

    /// Reserves a session for a log-in. It counts for the limit, but it is not listed, and its token opens nothing
    /// until it is [confirmed](Self::confirm). Returns the data to store.
    ///
    /// A reservation that is neither confirmed nor [abandoned](Self::abandon) lapses after the resume period, so that a
    /// log-in that got stuck does not count against its user for ever.
    ///
    /// # Errors
    /// When the limit denies it, the token is in use, or `entropy` fails.
    pub fn open(&mut self, opening: Opening, now: Moment, entropy: &mut dyn Entropy) -> Result<Session, OpenError> {
        if self.with_token(&opening.token).is_some() {
            return Err(OpenError::TokenInUse);
        }
        self.check_limit(&opening)?;
        let id = self.draw_client_id(entropy)?;
        Ok(self.insert(Restored { client_id: id, creation_time: now.wall, opening }, now).1)
    }

    /// Opens a reserved session for its client: the store has it. It is listed from now on, and the resume period
    /// starts. Returns the sessions that had to end for it, where the limit's policy is to end the oldest; until this
    /// moment nothing ends, since a log-in whose storing fails must not end another session.
    ///
    /// # Errors
    /// When the reservation is gone; the stored row must then be removed.
    pub fn confirm(&mut self, id: ClientId, now: Moment) -> Result<Vec<Ended>, NotReserved> {
        let missing = NotReserved(id);
        let slot = self.reservation(id).ok_or(missing)?;
        let record = self.records.get_mut(slot).ok_or(missing)?;
        if record.lifespan.is_over(now.tick, &self.settings) {
            self.remove(slot);
            return Err(missing);
        }
        record.hear(now);
        self.list(slot);
        Ok(self.end_oldest_beside(slot))
    }

    /// Gives a reservation up: the store failed. A session that is not merely reserved stays.
    pub fn abandon(&mut self, id: ClientId) {
        if let Some(slot) = self.reservation(id) {
            self.remove(slot);
        }
    }

    /// Takes in a session that a store kept, disconnected; in any order, when the gateway listens: the resume period and the
    /// idle time start at `now`. The lifetime goes on from the creation, and the limit, which is
    /// decided at log-in, is not asked.
    ///
    /// # Errors
    /// When the session contradicts one that is there; nothing is changed then.
    pub fn restore(&mut self, restored: Restored, now: Moment) -> Result<(), RestoreError> {
        let client_id = restored.client_id;
        if self.slot(client_id).is_some() {
            return Err(RestoreError::ClientIdInUse(client_id));
        }
        if self.with_token(&restored.opening.token).is_some() {
            return Err(RestoreError::TokenInUse(client_id));
        }
        let (slot, _) = self.insert(restored, now);
        self.list(slot);
        Ok(())
    }

    /// The session that this token opens, if it is still worth something at `now`.
    pub fn find(&self, token: &TokenHash, now: Moment) -> Option<Session> {
        let slot = self.with_token(token)?;
        let record = self.records.get(slot)?;
        let alive = record.listed && !record.lifespan.is_over(now.tick, &self.settings);
        alive.then(|| self.session(slot)).flatten()
    }

    /// The listed session of this client id.
    pub fn get(&self, id: ClientId) -> Option<Session> {
        self.session(self.slot(id)?).filter(Session::is_listed)
    }

    /// Gives the session a socket, in the place of the one that it may have. Asking for the socket counts as a frame.
    /// None when there is no such session (any more).
    pub fn attach(&mut self, id: ClientId, now: Moment) -> Option<Attached> {
        let connection_id = ConnectionId::after(self.last_attachment);
        let record = self.living(id, now)?;
        let replaced = record.socket.replace(connection_id);
        record.hear(now);
        self.last_attachment = Some(connection_id);
        Some(Attached { connection_id, replaced })
    }

    /// The socket of this number is closed. That is not an end, and no frame either: the session is disconnected and
    /// its period runs from the last frame. Ignored when the session has a newer socket; answers whether it was not.
    pub fn detach(&mut self, id: ClientId, connection_id: ConnectionId) -> bool {
        let Some(record) = self.slot(id).and_then(|slot| self.records.get_mut(slot)) else { return false };
        let current = record.socket == Some(connection_id);
        if current {
            record.socket = None;
        }
        current
    }

    /// The client has sent a frame of any kind. False when there is no such session (any more).
    ///
    /// This is the most frequent call of all; it costs a look-up and touches no index.
    pub fn frame(&mut self, id: ClientId, now: Moment) -> bool {
        self.living(id, now).map(|record| record.hear(now)).is_some()
    }

    /// The person did something or a script made a call; counts as a frame as well. False when there is no such
    /// session (any more).
    pub fn activity(&mut self, id: ClientId, now: Moment) -> bool {
        self.living(id, now).map(|record| record.act(now)).is_some()
    }

    /// Ends a session at once. None when it was not listed; a reservation is dropped all the same.
    pub fn end(&mut self, id: ClientId, reason: EndReason) -> Option<Ended> {
        let slot = self.slot(id)?;
        self.end_one(slot, &reason)
    }

    /// Ends all sessions of a user at once, and drops the user's reservations.
    pub fn end_user(&mut self, username: &str, reason: &EndReason) -> Vec<Ended> {
        let ids: Vec<_> = self.roster.index().rows_of(username).iter().map(|row| row.client_id).collect();
        self.end_all(ids, reason)
    }

    /// Ends all sessions at once for which `applies` holds, and drops such reservations. It looks at every session.
    pub fn end_where(&mut self, applies: impl Fn(&Session) -> bool, reason: &EndReason) -> Vec<Ended> {
        let all = self.order.iter().filter_map(|key| self.session(self.slot(key.client_id)?));
        let ids: Vec<_> = all.filter(|session| applies(session)).map(|session| session.client_id).collect();
        self.end_all(ids, reason)
    }

    /// Ends every session that is over at `now`, in the order in which they came to be over, each for the reason that
    /// came first. Reservations that have lapsed are dropped silently.
    pub fn due(&mut self, now: Moment) -> Vec<Ended> {
        let mut ended = Vec::new();
        while let Some((tick, slot, reason)) = self.first_over().filter(|(tick, ..)| *tick <= now.tick) {
            ended.extend(self.end_one(slot, &reason).map(|end| (tick, end)));
        }
        ended.sort_by_key(|(tick, end)| (*tick, end.session.order_key()));
        ended.into_iter().map(|(_, end)| end).collect()
    }

    /// The first tick at which [`due`](Self::due) would end something if nothing more happened before; None without
    /// sessions. A new session may be over sooner: ask again after [`open`](Self::open) and [`restore`](Self::restore).
    pub fn next_due(&mut self) -> Option<Tick> {
        self.first_over().map(|(tick, ..)| tick)
    }

    /// The listed sessions, in order of creation.
    pub fn sessions(&self) -> impl Iterator<Item = Session> {
        self.order.iter().filter_map(|key| self.get(key.client_id))
    }

    /// How many sessions are listed.
    pub fn len(&self) -> usize {
        self.records.len() - self.reserved
    }

    /// Whether no session is listed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The listed sessions that come after `cursor`, in order of creation.
    pub(crate) fn sessions_after(&self, cursor: OrderKey) -> impl Iterator<Item = Session> {
        self.order.after(cursor).filter_map(|key| self.get(key.client_id))
    }

    fn check_limit(&self, opening: &Opening) -> Result<(), OpenError> {
        let Some(limit) = self.settings.limit.filter(|limit| limit.policy == LimitPolicy::Deny) else { return Ok(()) };
        let index = self.roster.index();
        if held(&index, &opening.username, &opening.project).count() < limit.sessions.get() {
            return Ok(());
        }
        Err(OpenError::Limit {
            username: Arc::clone(&opening.username),
            project: Arc::clone(&opening.project),
            limit: limit.sessions,
        })
    }

    /// Ends the oldest listed sessions, by their creation times, of the user and project of `newest` until the limit holds. Never `newest`
    /// itself, which was promised to its client; other reservations are not counted, their turn comes.
    fn end_oldest_beside(&mut self, newest: u32) -> Vec<Ended> {
        let Some(limit) = self.settings.limit.filter(|limit| limit.policy == LimitPolicy::EndOldest) else {
            return Vec::new();
        };
        let Some(session) = self.session(newest) else { return Vec::new() };
        let index = self.roster.index();
        let listed = held(&index, &session.username, &session.project).filter(|row| row.flags.listed);
        let mut others: Vec<_> = listed.map(|row| row.client_id).filter(|id| *id != session.client_id).collect();
        drop(index);
        let excess = (others.len() + 1).saturating_sub(limit.sessions.get());
        others.truncate(excess);
        self.end_all(others, &EndReason::Limit)
    }

    fn draw_client_id(&self, entropy: &mut dyn Entropy) -> Result<ClientId, EntropyError> {
        let mut bytes = [0; 8];
        for _ in 0..DRAWS {
            entropy.fill(&mut bytes)?;
            let id = ClientId::from_bytes(bytes);
            if self.slot(id).is_none() {
                return Ok(id);
            }
        }
        Err(EntropyError::new("the source repeats itself"))
    }

    fn reservation(&self, id: ClientId) -> Option<u32> {
        let slot = self.slot(id)?;
        let record = self.records.get(slot)?;
        (record.state() == State::Reserved).then_some(slot)
    }

    /// The record of a listed session that is not over.
    fn living(&mut self, id: ClientId, now: Moment) -> Option<&mut Record> {
        let record = self.records.get_mut(self.slot(id)?)?;
        let alive = record.listed && !record.lifespan.is_over(now.tick, &self.settings);
        alive.then_some(record)
    }

    /// A session that is over first, with its tick and reason. Brings the front of the deadlines up to date.
    fn first_over(&mut self) -> Option<(Tick, u32, EndReason)> {
        loop {
            let (filed, slot) = self.deadlines.first()?;
            let (tick, reason) = self.records.get(slot)?.lifespan.over(&self.settings);
            debug_assert!(filed <= tick, "a deadline only ever moves later, so no entry stands too late");
            if tick == filed {
                return Some((tick, slot, reason));
            }
            self.unfile(slot);
            self.file(slot, tick, Some(filed));
        }
    }

    fn file(&mut self, slot: u32, over: Tick, after: Option<Tick>) {
        let filed = self.deadlines.file(slot, over, after);
        if let Some(record) = self.records.get_mut(slot) {
            record.set_filed(filed);
        }
    }

    fn unfile(&mut self, slot: u32) {
        let Some(filed) = self.records.get(slot).map(Record::filed) else { return };
        let moved = self.deadlines.remove(filed);
        if let Some(record) = moved.and_then(|moved| self.records.get_mut(moved)) {
            record.set_filed(filed);
        }
    }

    fn end_all(&mut self, ids: Vec<ClientId>, reason: &EndReason) -> Vec<Ended> {
        ids.into_iter().filter_map(|id| self.end(id, reason.clone())).collect()
    }

    fn end_one(&mut self, slot: u32, reason: &EndReason) -> Option<Ended> {
        let token = self.records.get(slot)?.token;
        let session = self.remove(slot)?;
        session.is_listed().then(|| Ended { session, token, reason: reason.clone() })
    }

    /// The slot of the session of this client id.
    fn slot(&self, id: ClientId) -> Option<u32> {
        let is_it = |slot: &u32| self.records.get(*slot).is_some_and(|record| record.client_id == id);
        self.by_client.find(id.hash(), is_it).copied()
    }

    fn with_token(&self, token: &TokenHash) -> Option<u32> {
        let is_it = |slot: &u32| self.records.get(*slot).is_some_and(|record| record.token == *token);
        self.by_token.find(token.hash(), is_it).copied()
    }

    /// The session of a slot, reserved or not.
    fn session(&self, slot: u32) -> Option<Session> {
        let record = self.records.get(slot)?;
        let index = self.roster.index();
        let row = index.row(record.person.number, record.order_key())?;
        Some(self.put_together(record, row, &index))
    }

    fn put_together(&self, record: &Record, row: &Row, index: &Index) -> Session {
        Session {
            identity: Identity {
                client_id: record.client_id,
                project: index.project(row),
                kind: if row.flags.designer { Kind::Designer } else { Kind::Client },
                ip: record.ip,
                user_agent: record.user_agent.map(|number| self.user_agents.share(number)),
                creation_time: row.creation_time,
                person: Arc::clone(&record.person),
                address: index.address(row),
                is_named: row.flags.named,
            },
            last_activity: record.last_activity,
            last_frame: record.last_frame,
            state: record.state(),
        }
    }

    /// Takes in a session, reserved. Answers with its slot, too.
    fn insert(&mut self, new: Restored, now: Moment) -> (u32, Session) {
        let Restored { client_id, creation_time, opening } = new;
        let Opening { username, project, kind, hostname, ip, user_agent, roles, token } = opening;
        debug_assert!(self.slot(client_id).is_none(), "a client id names one session");
        debug_assert!(self.with_token(&token).is_none(), "a token opens one session");
        let hostname = hostname.filter(|name| !name.trim().is_empty());
        let named = hostname.is_some();
        let address = hostname.unwrap_or_else(|| ip.to_string().into());
        let newcomer = Newcomer {
            client_id,
            creation_time,
            username: &username,
            roles,
            project: &project,
            kind,
            address: &address,
            named,
        };
        let user_agent = user_agent.map(|text| self.user_agents.take(&text).number);
        let lifespan = Lifespan::new(kind, creation_time, now, &self.settings);
        let (over, _) = lifespan.over(&self.settings);
        let mut index = self.roster.index();
        let (person, row) = index.insert(newcomer);
        let beginning = Beginning { token, client_id, creation_time, person, lifespan, user_agent, ip };
        let record = Record::new(beginning, now.wall);
        let session = self.put_together(&record, &row, &index);
        drop(index);
        let slot = self.records.insert(record);
        self.reserved += 1;
        self.file(slot, over, None);
        self.order.insert(session.order_key());
        let records = &self.records;
        let client_hash = |slot: &u32| records.get(*slot).map_or(0, |record| record.client_id.hash());
        self.by_client.insert_unique(client_id.hash(), slot, client_hash);
        let token_hash = |slot: &u32| records.get(*slot).map_or(0, |record| record.token.hash());
        self.by_token.insert_unique(token.hash(), slot, token_hash);
        self.assert_consistent();
        (slot, session)
    }

    /// A reserved session is listed from now on.
    fn list(&mut self, slot: u32) {
        let Some(record) = self.records.get_mut(slot) else { return };
        debug_assert!(!record.listed, "a session is listed once");
        record.listed = true;
        self.reserved -= 1;
        self.roster.index().list(record.person.number, record.order_key());
        self.assert_consistent();
    }

    /// The invariants after each session that has come or gone, for the tests of everything that uses a registry.
    fn assert_consistent(&self) {
        let records = self.records.len();
        debug_assert_eq!(self.by_client.len(), records, "every session is found by its client id, and nothing else is");
        debug_assert_eq!(self.by_token.len(), records, "every session is found by its token, and nothing else is");
        debug_assert!(self.reserved <= records, "what is reserved is one of the sessions");
        debug_assert_eq!(self.roster.session_count(), self.len(), "the roster lists those who are listed here");
    }

    /// Takes a session out of everything. Answers with the session as it last was.
    fn remove(&mut self, slot: u32) -> Option<Session> {
        self.unfile(slot);
        let record = self.records.remove(slot)?;
        for (index, hash) in [(&mut self.by_client, record.client_id.hash()), (&mut self.by_token, record.token.hash())]
        {
            if let Ok(entry) = index.find_entry(hash, |other| *other == slot) {
                entry.remove();
            }
        }
        self.order.remove(record.order_key());
        self.reserved -= usize::from(!record.listed);
        let mut index = self.roster.index();
        let row = *index.row(record.person.number, record.order_key())?;
        let session = self.put_together(&record, &row, &index);
        index.remove(record.person.number, record.order_key());
        drop(index);
        if let Some(number) = record.user_agent {
            self.user_agents.release(number);
        }
        self.assert_consistent();
        Some(session)
    }
}

/// The sessions of a user in a project, the oldest first, reserved ones included.
fn held<'a>(index: &'a Index, username: &str, project: &str) -> impl Iterator<Item = &'a Row> + use<'a> {
    let project = index.project_number(project);
    index.rows_of(username).iter().filter(move |row| Some(row.project) == project)
}

#[cfg(test)]
mod tests;
