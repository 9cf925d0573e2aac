//! The registry against a plain list: random lives of a few users' sessions, step by step the same in both.
//!
//! The periods are a few milliseconds and the clock moves by a few at a time, so that boundaries are met all the time.
//! The wall clock jumps back and forth at random beside the monotonic one; no deadline may follow it.

mod model;
mod questions;

use std::net::Ipv4Addr;
use std::num::NonZeroUsize;
use std::time::Duration;

use proptest::prelude::*;

use self::model::Model;
use self::questions::Questions;
use super::*;
use crate::{Kind, Limit, Timestamp};

const USERS: [&str; 6] = ["anna", "billy", "bob", "bert3", "carl3", "dora7"];
const PROJECTS: [&str; 2] = ["packaging", "plant"];

/// The possible steps. A `usize` picks one of the sessions, or sockets, that there ever were.
#[derive(Clone, Debug)]
enum Step {
    Open {
        user: usize,
        project: usize,
        kind: Kind,
    },
    Confirm(usize),
    Abandon(usize),
    Attach(usize),
    Detach {
        session: usize,
        socket: usize,
    },
    Frame(usize),
    Activity(usize),
    End(usize),
    DisableUser(usize),
    CloseProject(usize),
    Wait {
        tick: u64,
        wall: i64,
    },
    Due,
    Restart,
    /// A session that has ended comes back as it was stored.
    Return(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let session = || 0usize..24;
    let kind = prop_oneof![Just(Kind::Client), Just(Kind::Designer)];
    let open = (0..USERS.len(), 0..PROJECTS.len(), kind);
    let step = prop_oneof![
        8 => open.prop_map(|(user, project, kind)| Step::Open { user, project, kind }),
        8 => session().prop_map(Step::Confirm),
        1 => session().prop_map(Step::Abandon),
        4 => session().prop_map(Step::Attach),
        3 => (session(), 0usize..12).prop_map(|(session, socket)| Step::Detach { session, socket }),
        6 => session().prop_map(Step::Frame),
        4 => session().prop_map(Step::Activity),
        1 => session().prop_map(Step::End),
        1 => (0..USERS.len()).prop_map(Step::DisableUser),
        1 => (0..PROJECTS.len()).prop_map(Step::CloseProject),
        8 => (0u64..6, -20i64..20).prop_map(|(tick, wall)| Step::Wait { tick, wall }),
        6 => Just(Step::Due),
        1 => Just(Step::Restart),
        1 => session().prop_map(Step::Return),
    ];
    prop::collection::vec(step, 0..120)
}

fn settings() -> impl Strategy<Value = Settings> {
    let period = |range: std::ops::Range<u64>| range.prop_map(Duration::from_millis);
    let policy = prop_oneof![Just(LimitPolicy::Deny), Just(LimitPolicy::EndOldest)];
    let limit = (1usize..4, policy).prop_map(|(sessions, policy)| {
        let sessions = NonZeroUsize::new(sessions).expect("the range begins at 1");
        Limit { sessions, policy }
    });
    (
        period(0..12),
        prop::option::of(period(0..16)),
        prop::option::of(period(0..40)),
        prop::option::of(period(0..40)),
        prop::option::of(limit),
    )
        .prop_map(|(resume_period, idle, client_lifetime, designer_lifetime, limit)| Settings {
            resume_period,
            idle,
            client_lifetime,
            designer_lifetime,
            limit,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_registry_is_the_plain_list(settings in settings(), steps in steps()) {
        let mut world = World::new(settings);
        for step in &steps {
            world.take(step);
            world.check();
        }
    }
}

/// Bytes that are distinct and in no order: a gateway needs unpredictable ones, the registry only distinct ones.
struct Counting(u64);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.0 += 1;
        bytes.copy_from_slice(&self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
        Ok(())
    }
}

struct World {
    registry: Registry,
    model: Model,
    now: Moment,
    entropy: Counting,
    known: Vec<(ClientId, TokenHash)>,
    /// All sessions that there ever were, as they began.
    begun: Vec<Session>,
    sockets: Vec<ConnectionId>,
    questions: Questions,
}

impl World {
    fn new(settings: Settings) -> Self {
        World {
            registry: Registry::new(settings.clone()),
            model: Model::new(settings),
            now: Moment { tick: Tick(1_000), wall: Timestamp(1_000_000) },
            entropy: Counting(0),
            known: Vec::new(),
            begun: Vec::new(),
            sockets: Vec::new(),
            questions: Questions::new(),
        }
    }

    /// Takes one step in both and compares the answers.
    fn take(&mut self, step: &Step) {
        let now = self.now;
        match *step {
            Step::Open { user, project, kind } => self.open(USERS[user], PROJECTS[project], kind),
            Step::Wait { tick, wall } => {
                self.now = Moment { tick: now.tick.plus(tick), wall: Timestamp(now.wall.0 + wall) };
            }
            Step::Due => assert_eq!(self.registry.due(now), self.model.due(now)),
            Step::Restart => self.restart(),
            Step::DisableUser(user) => {
                let reason = EndReason::UserDisabled;
                let expected = self.model.end_where(|session| *session.username == *USERS[user], &reason);
                assert_eq!(self.registry.end_user(USERS[user], &reason), expected);
            }
            Step::CloseProject(project) => {
                let reason = EndReason::ProjectClosed;
                let closed = |session: &Session| *session.project == *PROJECTS[project];
                assert_eq!(self.registry.end_where(closed, &reason), self.model.end_where(closed, &reason));
            }
            Step::Confirm(session)
            | Step::Abandon(session)
            | Step::Attach(session)
            | Step::Frame(session)
            | Step::Activity(session)
            | Step::End(session)
            | Step::Return(session)
            | Step::Detach { session, .. } => {
                if let Some((id, _)) = pick(&self.known, session) {
                    self.take_with(step, id);
                }
            }
        }
    }

    /// A step of one session.
    fn take_with(&mut self, step: &Step, id: ClientId) {
        let (registry, model, now) = (&mut self.registry, &mut self.model, self.now);
        match *step {
            Step::Confirm(_) => assert_eq!(registry.confirm(id, now).ok(), model.confirm(id, now)),
            Step::Abandon(_) => {
                registry.abandon(id);
                model.abandon(id);
            }
            Step::Frame(_) => assert_eq!(registry.frame(id, now), model.hear(id, now)),
            Step::Activity(_) => assert_eq!(registry.activity(id, now), model.act(id, now)),
            Step::End(_) => {
                let reason = EndReason::Terminated { by: "admin".into(), message: None };
                let expected = model.end_where(|session| session.client_id == id, &reason).pop();
                assert_eq!(registry.end(id, reason), expected);
            }
            Step::Return(_) => {
                let place = self.known.iter().position(|(known, _)| *known == id).expect("it is a known one");
                if !model.has(id) && !self.model.is_full(&self.begun[place]) {
                    self.restore(&self.begun[place].clone(), self.known[place].1);
                }
            }
            Step::Attach(_) => {
                let attached = registry.attach(id, now);
                assert_eq!(attached, model.attach(id, attached.map(|attached| attached.connection_id), now));
                self.sockets.extend(attached.map(|attached| attached.connection_id));
            }
            Step::Detach { socket, .. } => {
                if let Some(socket) = pick(&self.sockets, socket) {
                    assert_eq!(registry.detach(id, socket), model.detach(id, socket));
                }
            }
            _ => unreachable!("{step:?} is of no one session"),
        }
    }

    fn open(&mut self, username: &str, project: &str, kind: Kind) {
        let mut token = [0; 32];
        token[..8].copy_from_slice(&self.known.len().to_be_bytes());
        let token = TokenHash(token);
        let opening = Opening {
            username: username.into(),
            project: project.into(),
            kind,
            hostname: None,
            ip: Ipv4Addr::LOCALHOST.into(),
            user_agent: None,
            roles: [].into(),
            token,
        };
        match self.registry.open(opening, self.now, &mut self.entropy) {
            Ok(session) => {
                assert!(!self.model.denies(username, project));
                assert_eq!(session.state, State::Reserved);
                self.known.push((session.client_id, token));
                self.begun.push(session.clone());
                self.model.add(session, token, self.now);
            }
            Err(error) => {
                assert!(matches!(error, OpenError::Limit { .. }), "{error}");
                assert!(self.model.denies(username, project));
            }
        }
    }

    /// A new registry with the sessions that a store would have kept: the listed ones.
    fn restart(&mut self) {
        self.registry = Registry::new(self.registry.settings.clone());
        self.sockets.clear();
        for (session, token) in self.model.restart() {
            self.restore(&session, token);
        }
    }

    /// Takes a session in that a store kept.
    fn restore(&mut self, session: &Session, token: TokenHash) {
        let opening = Opening {
            username: session.username.clone(),
            project: session.project.clone(),
            kind: session.kind,
            hostname: session.hostname().cloned(),
            ip: session.ip,
            user_agent: session.user_agent.clone(),
            roles: session.roles.clone(),
            token,
        };
        let (client_id, creation_time, now) = (session.client_id, session.creation_time, self.now);
        self.registry.restore(Restored { client_id, creation_time, opening }, now).expect("nothing contradicts it");
        let restored = self.registry.get(client_id).expect("it was just restored");
        assert_eq!(restored.creation_time, creation_time);
        self.model.add(restored, token, now);
    }

    /// Compares all that can be seen, and looks after the registry's own order.
    fn check(&mut self) {
        let listed: Vec<_> = self.registry.sessions().collect();
        assert_eq!(listed, self.model.listed());
        assert_eq!(self.registry.len(), listed.len());
        assert_eq!(self.registry.next_due(), self.model.next_due());
        for (id, token) in &self.known {
            assert_eq!(self.registry.get(*id).as_ref(), listed.iter().find(|session| session.client_id == *id));
            let found = self.registry.find(token, self.now).map(|session| session.client_id);
            assert_eq!(found, self.model.is_alive(*id, self.now).then_some(*id));
        }
        self.questions.check(&self.registry, &listed);
        self.model.check_limit();
        self.check_indexes();
    }

    /// A record that is gone may be left behind nowhere.
    fn check_indexes(&self) {
        assert_eq!(self.registry.roster().session_count(), self.registry.len());
        let registry = &self.registry;
        let records = registry.records.len();
        assert_eq!([registry.by_client.len(), registry.by_token.len()], [records; 2]);
        assert_eq!(registry.order.iter().count(), records);
        let addresses = usize::from(records > 0);
        assert_eq!(registry.roster.index().counts(), [records, addresses], "all have the same address");
        assert_eq!(registry.deadlines.entries().count(), records);
        for (filed, slot) in registry.deadlines.entries() {
            let record = registry.records.get(slot).expect("an entry is of a record");
            assert_eq!(record.filed(), filed);
            assert!(filed.under <= record.lifespan.over(&registry.settings).0, "no entry stands too late");
        }
    }
}

fn pick<T: Copy>(from: &[T], number: usize) -> Option<T> {
    from.get(number % from.len().max(1)).copied()
}
