//! The registry: every session of one gateway, and what happens to it.
//!
//! It decides and remembers; it does nothing. It opens no socket, writes no row and reads no clock: what must follow
//! from a change is in the answer to the call. A session that is over but whose end nobody has fetched yet
//! ([`Registry::due`]) is still listed, but cannot be used or brought back to life: a late timer changes when an end
//! is noticed, never whether there is one.
//!
//! Everything here is one map of records in order of creation and three indexes into it, kept together by the only two
//! functions that add and remove a record, `insert` and `remove`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::deadlines::Deadlines;
use crate::lifespan::Lifespan;
use crate::owners::Owners;
use crate::sequence::Sequencer;
use crate::{
    Attached, Attachment, ClientId, EndReason, Ended, Entropy, EntropyError, LimitPolicy, Moment, NotReserved,
    OpenError, Opening, RestoreError, Restored, Sequence, Session, Settings, State, Tick, TokenHash,
};

/// Draws of a client id before the source of random bytes is called broken. With 2⁶⁴ ids and a million sessions, two
/// draws in a row that hit a known one are already past belief.
const DRAWS: usize = 8;

/// The sessions of one gateway.
#[derive(Debug)]
pub struct Registry {
    settings: Settings,
    records: BTreeMap<Sequence, Record>,
    by_client: HashMap<ClientId, Sequence>,
    by_token: HashMap<TokenHash, Sequence>,
    pub(crate) owners: Owners,
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

impl Registry {
    /// A registry without sessions.
    pub fn new(settings: Settings) -> Self {
        Registry {
            settings,
            records: BTreeMap::new(),
            by_client: HashMap::new(),
            by_token: HashMap::new(),
            owners: Owners::default(),
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

    /// Reserves a session for a log-in. It counts for the limit, but nobody sees it and its token opens nothing until
    /// it is [confirmed](Self::confirm). Answers with what there is to store.
    ///
    /// A reservation that is neither confirmed nor [abandoned](Self::abandon) lapses after the resume period, so that a
    /// log-in that got stuck does not count against its user for ever.
    ///
    /// # Errors
    /// When the limit denies it, the token is in use, or `entropy` fails.
    pub fn open(&mut self, mut opening: Opening, now: Moment, entropy: &mut dyn Entropy) -> Result<Session, OpenError> {
        if self.by_token.contains_key(&opening.token) {
            return Err(OpenError::TokenInUse);
        }
        self.check_limit(&opening)?;
        let id = self.draw_client_id(entropy)?;
        opening.username = self.owners.share(opening.username);
        let sequence = self.sequencer.draw(now.wall);
        let lifespan = Lifespan::new(opening.kind, now.wall, now, &self.settings);
        let token = opening.token;
        let session = Session::new(id, sequence, opening, now.wall, now.wall);
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
        let record = self.records.get_mut(&sequence).ok_or(missing)?;
        if record.lifespan.is_over(now.tick, &self.settings) {
            self.remove(sequence);
            return Err(missing);
        }
        record.session.state = State::Disconnected;
        record.hear(now);
        self.reserved -= 1;
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
        let Restored { client_id, creation_time, mut opening } = restored;
        if self.by_client.contains_key(&client_id) {
            return Err(RestoreError::ClientIdInUse(client_id));
        }
        if self.by_token.contains_key(&opening.token) {
            return Err(RestoreError::TokenInUse(client_id));
        }
        opening.username = self.owners.share(opening.username);
        let lifespan = Lifespan::new(opening.kind, creation_time, now, &self.settings);
        let token = opening.token;
        let sequence = self.sequencer.draw(now.wall);
        let mut session = Session::new(client_id, sequence, opening, creation_time, now.wall);
        session.state = State::Disconnected;
        self.insert(session, token, lifespan);
        Ok(())
    }

    /// The session that this token opens, if it is still worth something at `now`.
    pub fn find(&self, token: &TokenHash, now: Moment) -> Option<&Session> {
        let record = self.records.get(self.by_token.get(token)?)?;
        let alive = record.session.is_listed() && !record.lifespan.is_over(now.tick, &self.settings);
        alive.then_some(&record.session)
    }

    /// The listed session of this client id.
    pub fn get(&self, id: ClientId) -> Option<&Session> {
        let session = &self.records.get(self.by_client.get(&id)?)?.session;
        session.is_listed().then_some(session)
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
        let Some(record) = self.by_client.get(&id).and_then(|sequence| self.records.get_mut(sequence)) else {
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
        let sequence = *self.by_client.get(&id)?;
        self.end_one(sequence, &reason)
    }

    /// Ends all sessions of a user at once, and drops the user's reservations.
    pub fn end_user(&mut self, username: &str, reason: &EndReason) -> Vec<Ended> {
        let of_user = self.owners.projects(username).into_iter().flat_map(|projects| projects.values().flatten());
        let mut sequences: Vec<_> = of_user.copied().collect();
        sequences.sort_unstable();
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
        use std::ops::Bound::{Excluded, Unbounded};
        let records = self.records.range((Excluded(cursor), Unbounded));
        records.map(|(_, record)| &record.session).filter(|session| session.is_listed())
    }

    /// The session of this number, if it is listed.
    pub(crate) fn listed(&self, sequence: Sequence) -> Option<&Session> {
        self.records.get(&sequence).map(|record| &record.session).filter(|session| session.is_listed())
    }

    fn check_limit(&self, opening: &Opening) -> Result<(), OpenError> {
        let Some(limit) = self.settings.limit.filter(|limit| limit.policy == LimitPolicy::Deny) else { return Ok(()) };
        let held = self.owners.sessions(&opening.username, &opening.project).map_or(0, |sessions| sessions.len());
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
        let held = self.owners.sessions(&session.username, &session.project).into_iter().flatten().copied();
        let others: Vec<_> = held.filter(|held| *held != newest && self.listed(*held).is_some()).collect();
        let excess = (others.len() + 1).saturating_sub(limit.sessions.get());
        self.end_all(&others[..excess], &EndReason::Limit)
    }

    fn draw_client_id(&self, entropy: &mut dyn Entropy) -> Result<ClientId, EntropyError> {
        let mut bytes = [0; 8];
        for _ in 0..DRAWS {
            entropy.fill(&mut bytes)?;
            let id = ClientId::from_bytes(bytes);
            if !self.by_client.contains_key(&id) {
                return Ok(id);
            }
        }
        Err(EntropyError::new("the source repeats itself"))
    }

    fn reservation(&self, id: ClientId) -> Option<Sequence> {
        let sequence = *self.by_client.get(&id)?;
        let record = self.records.get(&sequence)?;
        (record.session.state == State::Reserved).then_some(sequence)
    }

    /// The record of a listed session that is not over.
    fn living(&mut self, id: ClientId, now: Moment) -> Option<&mut Record> {
        let record = self.records.get_mut(self.by_client.get(&id)?)?;
        let alive = record.session.is_listed() && !record.lifespan.is_over(now.tick, &self.settings);
        alive.then_some(record)
    }

    /// The session that is over first, with its tick and reason. Brings the front of the deadlines up to date.
    fn first_over(&mut self) -> Option<(Tick, Sequence, EndReason)> {
        loop {
            let (filed, sequence) = self.deadlines.first()?;
            let record = self.records.get_mut(&sequence)?;
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

    fn insert(&mut self, session: Session, token: TokenHash, lifespan: Lifespan) {
        let (filed, _) = lifespan.over(&self.settings);
        let sequence = session.sequence;
        self.by_client.insert(session.client_id, sequence);
        self.by_token.insert(token, sequence);
        self.owners.insert(&session.username, &session.project, sequence);
        self.deadlines.file(filed, sequence);
        self.reserved += usize::from(!session.is_listed());
        self.records.insert(sequence, Record { session, token, lifespan, filed });
    }

    fn remove(&mut self, sequence: Sequence) -> Option<Session> {
        let Record { session, token, filed, .. } = self.records.remove(&sequence)?;
        self.by_client.remove(&session.client_id);
        self.by_token.remove(&token);
        self.owners.remove(&session.username, &session.project, sequence);
        self.deadlines.remove(filed, sequence);
        self.reserved -= usize::from(!session.is_listed());
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
