//! The plain list: the meaning of the registry, without indexes, with every question answered by a walk over
//! everything.

use crate::{
    Attached, ClientId, ConnectionId, EndReason, Ended, Kind, LimitPolicy, Moment, Session, Settings, State, Tick,
    TokenHash,
};

pub(super) struct Model {
    settings: Settings,
    /// In order of creation: by time, then by client id.
    rows: Vec<Row>,
}

/// A session with the ticks of its events. Signed and wide: a restored session was born before tick 0.
struct Row {
    session: Session,
    token: TokenHash,
    met: i128,
    born: i128,
    heard: i128,
    acted: i128,
}

impl Model {
    pub(super) fn new(settings: Settings) -> Self {
        Model { settings, rows: Vec::new() }
    }

    pub(super) fn add(&mut self, session: Session, token: TokenHash, now: Moment) {
        let tick = i128::from(now.tick.0);
        let age = i128::from((now.wall.0 - session.creation_time.0).max(0));
        let key = |session: &Session| (session.creation_time, session.client_id);
        let place = self.rows.partition_point(|row| key(&row.session) < key(&session));
        self.rows.insert(place, Row { session, token, met: tick, born: tick - age, heard: tick, acted: tick });
    }

    /// Forgets everything; the listed sessions go into the new registry.
    pub(super) fn restart(&mut self) -> Vec<(Session, TokenHash)> {
        let rows = std::mem::take(&mut self.rows).into_iter().filter(|row| row.session.state != State::Reserved);
        rows.map(|row| (row.session, row.token)).collect()
    }

    pub(super) fn listed(&self) -> Vec<Session> {
        let sessions = self.rows.iter().map(|row| row.session.clone());
        sessions.filter(|session| session.state != State::Reserved).collect()
    }

    /// Whether there is such a session, reserved or listed.
    pub(super) fn has(&self, id: ClientId) -> bool {
        self.rows.iter().any(|row| row.session.client_id == id)
    }

    /// Whether the user has as many sessions of the project as the limit allows, reserved ones included.
    pub(super) fn is_full(&self, session: &Session) -> bool {
        let same = |row: &&Row| row.session.username == session.username && row.session.project == session.project;
        let held = self.rows.iter().filter(same).count();
        self.settings.limit.is_some_and(|limit| held >= limit.sessions.get())
    }

    pub(super) fn denies(&self, username: &str, project: &str) -> bool {
        let held = self.rows.iter().filter(|r| *r.session.username == *username && *r.session.project == *project);
        let limit = self.settings.limit.filter(|limit| limit.policy == LimitPolicy::Deny);
        limit.is_some_and(|limit| held.count() >= limit.sessions.get())
    }

    pub(super) fn is_alive(&self, id: ClientId, now: Moment) -> bool {
        self.rows.iter().any(|row| row.session.client_id == id && self.lives(row, now))
    }

    fn lives(&self, row: &Row, now: Moment) -> bool {
        row.session.state != State::Reserved && i128::from(now.tick.0) <= self.last_tick(row).0
    }

    /// The last tick at which a row lives, and the reason for its end then.
    fn last_tick(&self, row: &Row) -> (i128, EndReason) {
        let period = |duration: std::time::Duration| duration.as_millis() as i128;
        let lifetime = match row.session.kind {
            Kind::Client => self.settings.client_lifetime,
            Kind::Designer => self.settings.designer_lifetime,
        };
        let mut limits = vec![(row.heard + period(self.settings.resume_period), EndReason::Lost)];
        limits.extend(self.settings.idle.map(|idle| (row.acted + period(idle), EndReason::Idle)));
        // Whatever was over before the registry met the session is over at that moment.
        limits.extend(lifetime.map(|age| ((row.born + period(age)).max(row.met - 1), EndReason::Lifetime)));
        limits.into_iter().min_by_key(|(tick, _)| *tick).expect("there is always the resume period")
    }

    fn living(&mut self, id: ClientId, now: Moment) -> Option<&mut Row> {
        let place = self.rows.iter().position(|row| row.session.client_id == id && self.lives(row, now))?;
        self.rows.get_mut(place)
    }

    /// None where there is nothing to confirm.
    pub(super) fn confirm(&mut self, id: ClientId, now: Moment) -> Option<Vec<Ended>> {
        let place = self.rows.iter().position(|r| r.session.client_id == id && r.session.state == State::Reserved)?;
        if i128::from(now.tick.0) > self.last_tick(&self.rows[place]).0 {
            self.rows.remove(place);
            return None;
        }
        let row = &mut self.rows[place];
        row.session.state = State::Disconnected;
        row.hear(now);
        let (username, project) = (row.session.username.clone(), row.session.project.clone());
        let mut ended = Vec::new();
        while self.is_over_limit(&username, &project) {
            let oldest = |s: &Session| s.client_id != id && s.username == username && s.project == project;
            let oldest = self.listed().into_iter().find(|session| oldest(session)).expect("the limit is at least 1");
            ended.extend(self.end_where(|session| session.client_id == oldest.client_id, &EndReason::Limit));
        }
        Some(ended)
    }

    fn is_over_limit(&self, username: &str, project: &str) -> bool {
        let held = self.listed().into_iter().filter(|s| *s.username == *username && *s.project == *project).count();
        let limit = self.settings.limit.filter(|limit| limit.policy == LimitPolicy::EndOldest);
        limit.is_some_and(|limit| held > limit.sessions.get())
    }

    /// No user ever has more sessions than the limit allows; where log-ins are denied, reserved ones included.
    pub(super) fn check_limit(&self) {
        let Some(limit) = self.settings.limit else { return };
        for row in &self.rows {
            let same = |other: &&Row| {
                let counts = limit.policy == LimitPolicy::Deny || other.session.state != State::Reserved;
                counts && other.session.username == row.session.username && other.session.project == row.session.project
            };
            assert!(self.rows.iter().filter(same).count() <= limit.sessions.get());
        }
    }

    pub(super) fn abandon(&mut self, id: ClientId) {
        self.rows.retain(|row| row.session.client_id != id || row.session.state != State::Reserved);
    }

    pub(super) fn attach(&mut self, id: ClientId, socket: Option<ConnectionId>, now: Moment) -> Option<Attached> {
        let unused = self.rows.iter().all(|row| socket.is_none_or(|socket| row.session.state != State::Active(socket)));
        let row = self.living(id, now)?;
        assert!(unused, "a number is given once");
        row.hear(now);
        let connection_id = socket?;
        let before = std::mem::replace(&mut row.session.state, State::Active(connection_id));
        let replaced = if let State::Active(older) = before { Some(older) } else { None };
        Some(Attached { connection_id, replaced })
    }

    pub(super) fn detach(&mut self, id: ClientId, socket: ConnectionId) -> bool {
        let has = |row: &&mut Row| row.session.client_id == id && row.session.state == State::Active(socket);
        let row = self.rows.iter_mut().find(has);
        row.map(|row| row.session.state = State::Disconnected).is_some()
    }

    pub(super) fn hear(&mut self, id: ClientId, now: Moment) -> bool {
        self.living(id, now).map(|row| row.hear(now)).is_some()
    }

    pub(super) fn act(&mut self, id: ClientId, now: Moment) -> bool {
        let Some(row) = self.living(id, now) else { return false };
        row.hear(now);
        row.acted = i128::from(now.tick.0);
        row.session.last_activity = now.wall;
        true
    }

    pub(super) fn end_where(&mut self, applies: impl Fn(&Session) -> bool, reason: &EndReason) -> Vec<Ended> {
        let token = |session: &Session| {
            let row = self.rows.iter().find(|row| row.session.client_id == session.client_id);
            row.map_or(TokenHash([0; 32]), |row| row.token)
        };
        let ended = self.listed().into_iter().filter(|session| applies(session));
        let ended = ended.map(|session| Ended { token: token(&session), session, reason: reason.clone() }).collect();
        self.rows.retain(|row| !applies(&row.session));
        ended
    }

    pub(super) fn due(&mut self, now: Moment) -> Vec<Ended> {
        let over = self.rows.iter().map(|row| (self.last_tick(row), row.session.client_id));
        let mut over: Vec<_> = over.filter(|((tick, _), _)| *tick < i128::from(now.tick.0)).collect();
        over.sort_by_key(|((tick, _), _)| *tick);
        let end = |((_, reason), id)| self.end_where(|session| session.client_id == id, &reason);
        over.into_iter().flat_map(end).collect()
    }

    pub(super) fn next_due(&self) -> Option<Tick> {
        let first = self.rows.iter().map(|row| self.last_tick(row).0).min()?;
        Some(Tick(u64::try_from(first + 1).expect("no session is over before the clock began")))
    }
}

impl Row {
    fn hear(&mut self, now: Moment) {
        self.heard = i128::from(now.tick.0);
        self.session.last_frame = now.wall;
    }
}
