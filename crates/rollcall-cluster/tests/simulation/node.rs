//! A node of the simulation: the pure parts of `rollcall-cluster`, put together as the gateway does it.

use std::collections::BTreeMap;

use rollcall_cluster::{
    Arrival, Arrivals, Departures, Hello, Incarnation, Mark, MemberState, Members, Name, Row, Stamp, Tenure, VERSION,
    Verdict,
};
use rollcall_session::{ClientId, Tick};

use crate::database::{Change, LEASE, Stored};

/// What a request to the database was for.
#[derive(Debug)]
pub enum Purpose {
    Claim { sent: Tick },
    Renew { sent: Tick },
    Restore(Arrival),
    Take(Arrival),
    Open { id: u64, created: i64 },
    Question(u64),
    Nothing,
}

/// A question that waits until all sessions have arrived.
#[derive(Debug)]
pub struct Waiting {
    pub question: u64,
    pub mark: Mark,
    pub since: Tick,
    pub until: u64,
}

#[derive(Debug)]
pub struct Node {
    pub name: usize,
    pub incarnation: u64,
    pub is_up: bool,
    /// Stopped until then.
    pub asleep_until: u64,
    /// By how much its clock is ahead.
    offset: u64,
    pub members: Members,
    pub tenure: Tenure,
    pub arrivals: Arrivals,
    departures: Departures<(u64, i64, i64)>,
    /// Epoch and time of creation.
    pub live: BTreeMap<u64, (i64, i64)>,
    pub fenced: bool,
    /// Since when the database has been reached without a break.
    pub steady_since: Option<Tick>,
    pub purposes: BTreeMap<u64, Purpose>,
    pub waiting: Vec<Waiting>,
}

pub fn name(node: usize) -> Name {
    format!("n{node}").parse().expect("a name")
}

pub fn number(name: &Name) -> usize {
    name.as_str()[1..].parse().expect("a number")
}

pub fn client(id: u64) -> ClientId {
    format!("{id:016X}").parse().expect("an id")
}

impl Node {
    pub fn new(node: usize, incarnation: u64, offset: u64) -> Self {
        Node {
            name: node,
            incarnation,
            is_up: true,
            asleep_until: 0,
            offset,
            members: Members::new(name(node)),
            tenure: Tenure::new(LEASE),
            arrivals: Arrivals::default(),
            departures: Departures::default(),
            live: BTreeMap::new(),
            fenced: true,
            steady_since: None,
            purposes: BTreeMap::new(),
            waiting: Vec::new(),
        }
    }

    pub fn tick(&self, now: u64) -> Tick {
        Tick(now + self.offset)
    }

    pub fn hello(&self, now: u64) -> Hello {
        let tick = self.tick(now);
        Hello {
            version: VERSION,
            node: name(self.name),
            incarnation: Incarnation(self.incarnation),
            tick: tick.0,
            has_store: self.tenure.reaches_store(tick),
            serves: !self.fenced,
            draining: false,
            sessions: self.live.len() as u64,
            release: String::new(),
            address: None,
            projects: BTreeMap::new(),
        }
    }

    fn verdict(&self, now: u64) -> Verdict {
        let tick = self.tick(now);
        self.tenure.verdict(tick, self.members.reach_store(tick).into_iter(), self.members.is_alone())
    }

    /// Fences itself where it has to; whether it must not serve.
    pub fn judge(&mut self, now: u64) -> bool {
        if !self.fenced && self.verdict(now) == Verdict::Fenced {
            tell!("{now} node {}: fenced", self.name);
            self.fenced = true;
            self.arrivals.doubt();
            self.live.clear();
        }
        self.fenced
    }

    pub fn know(&mut self, nodes: &[(usize, u64)], now: u64) {
        let tick = self.tick(now);
        self.members.known(nodes.iter().map(|(node, start)| (name(*node), Incarnation(*start))), tick);
    }

    pub fn carry_out(&mut self, change: Change, now: u64) {
        tell!("{now} node {}: {change:?}, has {:?}", self.name, self.live.get(&change.id));
        if change.ended {
            self.arrivals.ended(client(change.id), change.epoch);
            if self.live.get(&change.id).is_some_and(|(epoch, _)| *epoch <= change.epoch) {
                self.live.remove(&change.id);
            }
        } else {
            self.arrivals.moved(client(change.id), change.epoch);
            self.hand_over(change.id, change.epoch, now);
        }
    }

    fn hand_over(&mut self, id: u64, epoch: i64, now: u64) {
        if let Some((own, created)) = self.live.get(&id).copied().filter(|(own, _)| *own < epoch) {
            self.live.remove(&id);
            self.departures.note((id, own, created), self.tick(now));
        }
    }

    pub fn take_in(&mut self, taken: Stored, now: u64) {
        tell!("{now} node {}: takes in {taken:?}", self.name);
        if self.arrivals.admit(client(taken.id), taken.epoch) {
            self.hand_over(taken.id, taken.epoch, now);
            self.live.entry(taken.id).or_insert((taken.epoch, taken.created));
        }
    }

    /// Takes in what the database has of this node.
    pub fn restore(&mut self, sessions: Vec<Stored>, arrival: Arrival, now: u64) {
        tell!("{now} node {}: restores {sessions:?}", self.name);
        for session in sessions {
            let live = self.live.entry(session.id).or_insert((session.epoch, session.created));
            live.0 = live.0.max(session.epoch);
        }
        for (id, least) in self.arrivals.told() {
            let id = u64::from_str_radix(&id.to_string(), 16).expect("an id of ours");
            self.hand_over(id, least, now);
        }
        self.arrivals.end(arrival);
    }

    pub fn stamp(&self, node: usize, now: u64) -> Option<Stamp> {
        self.members.stamp(&name(node), self.tick(now))
    }

    /// The other nodes, and whether each is worth asking.
    pub fn others(&self, now: u64) -> Vec<(usize, bool)> {
        let members = self.members.all(self.tick(now));
        members
            .iter()
            .map(|it| (number(&it.node), matches!(it.state, MemberState::Here | MemberState::Suspect)))
            .collect()
    }

    /// Its list, with those that have left since then.
    pub fn rows(&self, since: Tick) -> Vec<Row> {
        let left = self.departures.since(since).into_iter().filter(|(id, ..)| !self.live.contains_key(id));
        let live = self.live.iter().map(|(id, (epoch, created))| (*id, *epoch, *created));
        let mut rows: Vec<Row> = live.chain(left).map(|(id, epoch, created)| row(id, epoch, created)).collect();
        rows.sort_by(|one, other| (one.created, &one.client_id).cmp(&(other.created, &other.client_id)));
        rows
    }
}

fn row(id: u64, epoch: i64, created: i64) -> Row {
    Row { client_id: client(id).to_string(), created, epoch, ..Row::default() }
}
