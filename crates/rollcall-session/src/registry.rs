//! The registry: every session of one gateway, and what happens to it.
//!
//! It decides and remembers; it does nothing. It opens no socket, writes no row and reads no clock: what must follow
//! from a change is in the answer to the call. A session that is over but whose end nobody has fetched yet
//! ([`Registry::due`]) is still listed, but cannot be used or brought back to life: a late timer changes when an end
//! is noticed, never whether there is one.
//!
//! Everything here is the records in order of creation and a few indexes into them, kept together by the only two
//! functions that add and remove a record, `insert` and `remove`. What becomes listed and what no longer is, is told to
//! the [`Roster`], which answers questions away from here.

use std::sync::Arc;

use hashbrown::HashTable;

use crate::deadlines::Deadlines;
use crate::lifespan::Lifespan;
use crate::owners::Owners;
use crate::pages::{Numbered, Pages};
use crate::roster::{Change, Roster};
use crate::sequence::Sequencer;
use crate::texts::Texts;
use crate::{
    Attached, Attachment, ClientId, EndReason, Ended, Entropy, EntropyError, Identity, LimitPolicy, Moment,
    NotReserved, OpenError, Opening, RestoreError, Restored, Sequence, Session, Settings, State, Tick, Timestamp,
    TokenHash,
};

/// Draws of a client id before the source of random bytes is called broken. With 2⁶⁴ ids and a million sessions, two
/// draws in a row that hit a known one are already past belief.
const DRAWS: usize = 8;

/// The sessions of one gateway.
#[derive(Debug)]
pub struct Registry {
    settings: Settings,
    records: Pages<Record>,
    by_client: HashTable<Sequence>,
    by_token: HashTable<Sequence>,
    owners: Owners,
    texts: Texts,
    roster: Roster,
    deadlines: Deadlines,
    sequencer: Sequencer,
    last_attachment: u64,
    reserved: usize,
}

/// A session and what only the registry may know of it.
#[derive(Debug)]
struct Record {
    session: Session,
    token: TokenHash,
    lifespan: Lifespan,
    /// Where its entry stands in the deadlines.
    filed: Tick,
}

impl Numbered for Record {
    fn sequence(&self) -> Sequence {
        self.session.sequence
    }
}

impl Registry {
    /// A registry without sessions.
    pub fn new(settings: Settings) -> Self {
        Registry {
            settings,
            records: Pages::default(),
            by_client: HashTable::new(),
            by_token: HashTable::new(),
            owners: Owners::default(),
            texts: Texts::default(),
            roster: Roster::default(),
            deadlines: Deadlines::default(),
            sequencer: Sequencer::default(),
            last_attachment: 0,
            reserved: 0,
        }
    }

    /// The rules that its sessions live by.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The handle by which threads ask who is on without holding up what happens here.
    pub fn roster(&self) -> Roster {
        self.roster.clone()
    }

    /// Reserves a session for a log-in. It counts for the limit, but nobody sees it and its token opens nothing until
    /// it is [confirmed](Self::confirm). Answers with what there is to store.
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
        let lifespan = Lifespan::new(opening.kind, now.wall, now, &self.settings);
        let token = opening.token;
        let session = Session::new(self.identity(id, opening, now.wall, now), now.wall);
        self.insert(session.clone(), token, lifespan);
        Ok(session)
    }

    /// Opens a reserved session for its client: the store has it. It is listed from now on, and the resume period
    /// starts. Answers with the sessions that had to end for it, where the limit's policy is to end the oldest; until
    /// this moment nothing ends, since a log-in whose storing fails must not cost anybody a session.
    ///
    /// # Errors
    /// When the reservation is gone; what was stored must then be removed.
    pub fn confirm(&mut self, id: ClientId, now: Moment) -> Result<Vec<Ended>, NotReserved> {
        let missing = NotReserved(id);
        let sequence = self.reservation(id).ok_or(missing)?;
        let record = self.records.get_mut(sequence).ok_or(missing)?;
        if record.lifespan.is_over(now.tick, &self.settings) {
            self.remove(sequence);
            return Err(missing);
        }
        record.session.state = State::Disconnected;
        record.hear(now);
        let identity = Arc::clone(&record.session.identity);
        self.reserved -= 1;
        self.roster.note(Change::Listed(identity));
        Ok(self.end_oldest_beside(sequence))
    }

    /// Gives a reservation up: the store failed. A session that is not merely reserved stays.
    pub fn abandon(&mut self, id: ClientId) {
        if let Some(sequence) = self.reservation(id) {
            self.remove(sequence);
        }
    }

    /// Takes in a session that a store kept, disconnected. Call it in order of creation, when the gateway listens: the
    /// resume period and the idle time start at `now`. The lifetime goes on from the creation, and the limit, which is
    /// decided at log-in, is not asked.
    ///
    /// # Errors
    /// When the session contradicts one that is there; nothing is changed then.
    pub fn restore(&mut self, restored: Restored, now: Moment) -> Result<(), RestoreError> {
        let Restored { client_id, creation_time, opening } = restored;
        if self.numbered(client_id).is_some() {
            return Err(RestoreError::ClientIdInUse(client_id));
        }
        if self.with_token(&opening.token).is_some() {
            return Err(RestoreError::TokenInUse(client_id));
        }
        let lifespan = Lifespan::new(opening.kind, creation_time, now, &self.settings);
        let token = opening.token;
        let mut session = Session::new(self.identity(client_id, opening, creation_time, now), now.wall);
        session.state = State::Disconnected;
        self.roster.note(Change::Listed(Arc::clone(&session.identity)));
        self.insert(session, token, lifespan);
        Ok(())
    }

    /// The session that this token opens, if it is still worth something at `now`.
    pub fn find(&self, token: &TokenHash, now: Moment) -> Option<&Session> {
        let record = self.with_token(token)?;
        let alive = record.session.is_listed() && !record.lifespan.is_over(now.tick, &self.settings);
        alive.then_some(&record.session)
    }

    /// The listed session of this client id.
    pub fn get(&self, id: ClientId) -> Option<&Session> {
        self.numbered(id).and_then(|sequence| self.listed(sequence))
    }

    /// Gives the session a socket, in the place of the one that it may have. Asking for the socket counts as a frame.
    /// None when there is no such session (any more).
    pub fn attach(&mut self, id: ClientId, now: Moment) -> Option<Attached> {
        let attachment = Attachment(self.last_attachment + 1);
        let record = self.living(id, now)?;
        let replaced = match record.session.state {
            State::Active(older) => Some(older),
            State::Reserved | State::Disconnected => None,
        };
        record.session.state = State::Active(attachment);
        record.hear(now);
        self.last_attachment = attachment.0;
        Some(Attached { attachment, replaced })
    }

    /// The socket of this number is closed. That is not an end, and no frame either: the session is disconnected and
    /// its period runs from the last frame. Ignored when the session has a newer socket; answers whether it was not.
    pub fn detach(&mut self, id: ClientId, attachment: Attachment) -> bool {
        let Some(record) = self.numbered(id).and_then(|sequence| self.records.get_mut(sequence)) else {
            return false;
        };
        let current = record.session.state == State::Active(attachment);
        if current {
            record.session.state = State::Disconnected;
        }
        current
    }

    /// The client said something, whatever it was. False when there is no such session (any more).
    ///
    /// This is what happens most often of all; it costs a look-up and touches no index.
    pub fn frame(&mut self, id: ClientId, now: Moment) -> bool {
        self.living(id, now).map(|record| record.hear(now)).is_some()
    }

    /// The person did something or a script made a call; counts as a frame as well. False when there is no such
    /// session (any more).
    pub fn activity(&mut self, id: ClientId, now: Moment) -> bool {
        let Some(record) = self.living(id, now) else { return false };
        record.hear(now);
        if record.lifespan.activity(now.tick) {
            record.session.last_activity = now.wall;
        }
        true
    }

    /// Ends a session at once. None when it was not listed; a reservation is dropped all the same.
    pub fn end(&mut self, id: ClientId, reason: EndReason) -> Option<Ended> {
        let sequence = self.numbered(id)?;
        self.end_one(sequence, &reason)
    }

    /// Ends all sessions of a user at once, and drops the user's reservations.
    pub fn end_user(&mut self, username: &str, reason: &EndReason) -> Vec<Ended> {
        let sequences = self.owners.sessions(username).to_vec();
        self.end_all(&sequences, reason)
    }

    /// Ends all sessions at once for which `applies` holds, and drops such reservations. It looks at every session.
    pub fn end_where(&mut self, applies: impl Fn(&Session) -> bool, reason: &EndReason) -> Vec<Ended> {
        let chosen = self.records.values().map(|record| &record.session).filter(|session| applies(session));
        let sequences: Vec<_> = chosen.map(|session| session.sequence).collect();
        self.end_all(&sequences, reason)
    }

    /// Ends every session that is over at `now`, in the order in which they came to be over, each for the reason
    /// that came first. Reservations that have lapsed are dropped without a word.
    pub fn due(&mut self, now: Moment) -> Vec<Ended> {
        let mut ended = Vec::new();
        while let Some((_, sequence, reason)) = self.first_over().filter(|(tick, ..)| *tick <= now.tick) {
            ended.extend(self.end_one(sequence, &reason));
        }
        ended
    }

    /// The first tick at which [`due`](Self::due) would end something if nothing more happened before; None without
    /// sessions. A new session may be over sooner: ask again after [`open`](Self::open) and [`restore`](Self::restore).
    pub fn next_due(&mut self) -> Option<Tick> {
        self.first_over().map(|(tick, ..)| tick)
    }

    /// The listed sessions, in order of creation.
    pub fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions_after(Sequence::START)
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
    pub(crate) fn sessions_after(&self, cursor: Sequence) -> impl Iterator<Item = &Session> {
        self.records.after(cursor).map(|record| &record.session).filter(|session| session.is_listed())
    }

    /// The session of this number, if it is listed.
    pub(crate) fn listed(&self, sequence: Sequence) -> Option<&Session> {
        self.records.get(sequence).map(|record| &record.session).filter(|session| session.is_listed())
    }

    fn check_limit(&self, opening: &Opening) -> Result<(), OpenError> {
        let Some(limit) = self.settings.limit.filter(|limit| limit.policy == LimitPolicy::Deny) else { return Ok(()) };
        let held = self.held(&opening.username, &opening.project).count();
        if held < limit.sessions.get() {
            return Ok(());
        }
        Err(OpenError::Limit {
            username: Arc::clone(&opening.username),
            project: Arc::clone(&opening.project),
            limit: limit.sessions,
        })
    }

    /// Ends the oldest listed sessions of the user and project of `newest` until the limit holds. Never `newest`
    /// itself, which was promised to its client; other reservations are not counted, their turn comes.
    fn end_oldest_beside(&mut self, newest: Sequence) -> Vec<Ended> {
        let Some(limit) = self.settings.limit.filter(|limit| limit.policy == LimitPolicy::EndOldest) else {
            return Vec::new();
        };
        let Some(session) = self.listed(newest) else { return Vec::new() };
        let held = self.held(&session.username, &session.project).filter(|held| held.is_listed());
        let others: Vec<_> = held.map(|held| held.sequence).filter(|held| *held != newest).collect();
        let excess = (others.len() + 1).saturating_sub(limit.sessions.get());
        self.end_all(&others[..excess], &EndReason::Limit)
    }

    /// The sessions of a user in a project, the oldest first, reserved ones included.
    fn held(&self, username: &str, project: &str) -> impl Iterator<Item = &Session> {
        let of_user = self.owners.sessions(username).iter().filter_map(|sequence| self.records.get(*sequence));
        of_user.map(|record| &record.session).filter(move |session| *session.project == *project)
    }

    /// What is told of a new session to everybody, each text in it held once.
    fn identity(&mut self, client_id: ClientId, opening: Opening, creation_time: Timestamp, now: Moment) -> Identity {
        let sequence = self.sequencer.draw(now.wall);
        let Opening { username, project, kind, hostname, ip, user_agent, roles, .. } = opening;
        let hostname = hostname.filter(|name| !name.trim().is_empty());
        let is_named = hostname.is_some();
        let address = self.texts.share(hostname.unwrap_or_else(|| ip.to_string().into()));
        let user_agent = user_agent.map(|text| self.texts.share(text));
        let (person, project, project_number) = self.owners.insert(username, roles, project, sequence);
        Identity {
            client_id,
            sequence,
            project,
            kind,
            ip,
            user_agent,
            creation_time,
            person,
            address,
            is_named,
            project_number,
        }
    }

    fn draw_client_id(&self, entropy: &mut dyn Entropy) -> Result<ClientId, EntropyError> {
        let mut bytes = [0; 8];
        for _ in 0..DRAWS {
            entropy.fill(&mut bytes)?;
            let id = ClientId::from_bytes(bytes);
            if self.numbered(id).is_none() {
                return Ok(id);
            }
        }
        Err(EntropyError::new("the source repeats itself"))
    }

    fn reservation(&self, id: ClientId) -> Option<Sequence> {
        let sequence = self.numbered(id)?;
        let record = self.records.get(sequence)?;
        (record.session.state == State::Reserved).then_some(sequence)
    }

    /// The record of a listed session that is not over.
    fn living(&mut self, id: ClientId, now: Moment) -> Option<&mut Record> {
        let record = self.records.get_mut(self.numbered(id)?)?;
        let alive = record.session.is_listed() && !record.lifespan.is_over(now.tick, &self.settings);
        alive.then_some(record)
    }

    /// The session that is over first, with its tick and reason. Brings the front of the deadlines up to date.
    fn first_over(&mut self) -> Option<(Tick, Sequence, EndReason)> {
        loop {
            let (filed, sequence) = self.deadlines.first()?;
            let record = self.records.get_mut(sequence)?;
            let (tick, reason) = record.lifespan.over(&self.settings);
            if tick == filed {
                return Some((tick, sequence, reason));
            }
            self.deadlines.remove(filed, sequence);
            self.deadlines.file(tick, sequence);
            record.filed = tick;
        }
    }

    fn end_all(&mut self, sequences: &[Sequence], reason: &EndReason) -> Vec<Ended> {
        sequences.iter().filter_map(|sequence| self.end_one(*sequence, reason)).collect()
    }

    fn end_one(&mut self, sequence: Sequence, reason: &EndReason) -> Option<Ended> {
        let session = self.remove(sequence)?;
        session.is_listed().then(|| Ended { session, reason: reason.clone() })
    }

    /// The number of the session of this client id.
    fn numbered(&self, id: ClientId) -> Option<Sequence> {
        let is_it = |sequence: &Sequence| self.records.get(*sequence).is_some_and(|r| r.session.client_id == id);
        self.by_client.find(id.hash(), is_it).copied()
    }

    fn with_token(&self, token: &TokenHash) -> Option<&Record> {
        let is_it = |sequence: &Sequence| self.records.get(*sequence).is_some_and(|r| r.token == *token);
        self.records.get(*self.by_token.find(token.hash(), is_it)?)
    }

    fn insert(&mut self, session: Session, token: TokenHash, lifespan: Lifespan) {
        let (filed, _) = lifespan.over(&self.settings);
        let (sequence, client_id) = (session.sequence, session.client_id);
        self.deadlines.file(filed, sequence);
        self.reserved += usize::from(!session.is_listed());
        self.records.insert(Record { session, token, lifespan, filed });
        let records = &self.records;
        let client_hash = |sequence: &Sequence| records.get(*sequence).map_or(0, |r| r.session.client_id.hash());
        self.by_client.insert_unique(client_id.hash(), sequence, client_hash);
        let token_hash = |sequence: &Sequence| records.get(*sequence).map_or(0, |r| r.token.hash());
        self.by_token.insert_unique(token.hash(), sequence, token_hash);
    }

    fn remove(&mut self, sequence: Sequence) -> Option<Session> {
        let Record { session, token, filed, .. } = self.records.remove(sequence)?;
        for (index, hash) in [(&mut self.by_client, session.client_id.hash()), (&mut self.by_token, token.hash())] {
            if let Ok(entry) = index.find_entry(hash, |other| *other == sequence) {
                entry.remove();
            }
        }
        self.owners.remove(&session.username, &session.project, sequence);
        self.texts.release(session.address());
        if let Some(user_agent) = &session.user_agent {
            self.texts.release(user_agent);
        }
        self.deadlines.remove(filed, sequence);
        if session.is_listed() {
            self.roster.note(Change::Ended(Arc::clone(&session.identity)));
        } else {
            self.reserved -= 1;
        }
        Some(session)
    }
}

impl Record {
    fn hear(&mut self, now: Moment) {
        if self.lifespan.frame(now.tick) {
            self.session.last_frame = now.wall;
        }
    }
}

#[cfg(test)]
mod tests;
