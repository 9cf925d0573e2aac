//! The world of the simulation: time, a network that loses, delays, doubles and cuts, nodes that are killed and stopped,
//! clients that log in, move and are ended, and questions, whose answers are held against what was true.

mod nodes;
mod questions;
mod troubles;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use fastrand::Rng;
use rollcall_cluster::{Hello, Row, Stamp};

use crate::database::{Database, Reply, Request};
use crate::node::{Node, Purpose};

const NODES: usize = 3;
const BEAT: u64 = 1_000;
/// How long a question waits for answers, and a request for the database.
const PATIENCE: u64 = 1_000;
const STORE_PATIENCE: u64 = 3_000;
/// How long a node may wait for its sessions before it answers.
const SETTLING: u64 = 500;
/// A session that ended longer ago must not be on a list: a lease, a second until the mailbox is read, and what is under way.
const ENDED_LONG_AGO: u64 = 10_000;

#[derive(Debug)]
enum Event {
    Beat,
    ToStore { request: u64, wanted: Request },
    FromStore { request: u64, reply: Reply },
    GiveUp { request: u64 },
    Hear(Box<Hello>),
    Asked { question: u64, stamp: Stamp },
    Look,
    Answered { question: u64, from: usize, rows: Option<Vec<Row>> },
    Finish { question: u64 },
}

/// An event at a process of a node.
#[derive(Debug)]
struct Due {
    node: usize,
    incarnation: u64,
    event: Event,
}

#[derive(Debug)]
struct Question {
    asker: usize,
    asked: u64,
    /// None until there is an answer.
    answers: BTreeMap<usize, Option<Option<Vec<Row>>>>,
    knows_all: bool,
    begun: bool,
    /// The nodes that answered while the database was away for all: they cannot know what was ended just before.
    without_store: BTreeSet<usize>,
}

#[derive(Debug)]
pub struct World {
    now: u64,
    random: Rng,
    order: u64,
    queue: BinaryHeap<Reverse<(u64, u64)>>,
    due: BTreeMap<u64, Due>,
    nodes: Vec<Node>,
    database: Database,
    /// Whether messages from and to a node, and its requests, are lost.
    deaf: [bool; NODES],
    mute: [bool; NODES],
    cut: [bool; NODES],
    store_away: bool,
    /// Nothing is lost or late any more.
    peace: bool,
    /// When each session was acknowledged.
    known: BTreeMap<u64, u64>,
    questions: BTreeMap<u64, Question>,
    last: u64,
    pub lists: u64,
    pub complete: u64,
}

impl World {
    pub fn of(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let now = 10_000_000;
        let nodes = (0..NODES).map(|node| Node::new(node, random.u64(..), random.u64(..7_200_000))).collect();
        let mut world = World {
            now,
            random,
            order: 0,
            queue: BinaryHeap::new(),
            due: BTreeMap::new(),
            nodes,
            database: Database::default(),
            deaf: [false; NODES],
            mute: [false; NODES],
            cut: [false; NODES],
            store_away: false,
            peace: false,
            known: BTreeMap::new(),
            questions: BTreeMap::new(),
            last: 0,
            lists: 0,
            complete: 0,
        };
        (0..NODES).for_each(|node| world.start(node));
        world
    }

    /// Lives through trouble, and then through peace; after that everything must be as the database has it.
    pub fn live(&mut self, steps: u64) {
        self.run(3_000);
        for _ in 0..steps {
            let pause = self.random.u64(10..400);
            self.run(pause);
            self.step();
        }
        self.heal();
        self.run(15_000);
        let sessions = self.database.sessions.keys().filter(|id| self.known.contains_key(id));
        for id in sessions.copied().collect::<Vec<_>>() {
            self.take(id);
            self.run(100);
        }
        self.run(5_000);
        self.check_peace();
        let before = self.complete;
        self.ask(0);
        self.run(3_000);
        assert_eq!(self.complete, before + 1, "in peace a list is complete");
    }

    fn check_peace(&self) {
        for (id, stored) in self.database.sessions.iter().filter(|(id, _)| self.known.contains_key(id)) {
            let at = self.nodes.iter().filter_map(|node| Some((node.name, node.live.get(id)?.0)));
            assert_eq!(at.collect::<Vec<_>>(), [(stored.node, stored.epoch)], "session {id}");
        }
        for node in &self.nodes {
            let gone = node.live.keys().find(|id| !self.database.sessions.contains_key(id));
            assert_eq!(gone, None, "it has ended, and is on node {}", node.name);
        }
    }

    // Time.

    fn at(&mut self, time: u64, node: usize, event: Event) {
        let incarnation = self.nodes[node].incarnation;
        self.order += 1;
        self.due.insert(self.order, Due { node, incarnation, event });
        self.queue.push(Reverse((time, self.order)));
    }

    fn run(&mut self, span: u64) {
        let end = self.now + span;
        while let Some(Reverse((time, number))) = self.queue.peek().copied().filter(|Reverse((time, _))| *time <= end) {
            self.queue.pop();
            self.now = self.now.max(time);
            let Some(due) = self.due.remove(&number) else { continue };
            let node = &self.nodes[due.node];
            if !node.is_up || node.incarnation != due.incarnation {
                // A transaction that is under way is carried out without its process.
                if let Event::ToStore { wanted, .. } = due.event {
                    self.database.execute(self.now, due.node, due.incarnation, wanted);
                }
            } else if node.asleep_until > self.now && !matches!(due.event, Event::ToStore { .. }) {
                let wake = node.asleep_until + self.random.u64(..20);
                self.due.insert(number, due);
                self.queue.push(Reverse((wake, number)));
            } else {
                self.handle(due.node, due.event);
            }
        }
        self.now = end;
    }

    fn handle(&mut self, node: usize, event: Event) {
        match event {
            Event::Beat => self.beat(node),
            Event::ToStore { request, wanted } => self.at_store(node, request, wanted),
            Event::FromStore { request, reply } => self.hear_store(node, request, reply),
            Event::GiveUp { request } => self.give_up(node, request),
            Event::Hear(hello) => {
                let tick = self.nodes[node].tick(self.now);
                self.nodes[node].members.hear(*hello, tick);
            }
            Event::Asked { question, stamp } => self.asked(node, question, &stamp),
            Event::Look => self.look(node),
            Event::Answered { question, from, rows } => self.answered(question, from, rows),
            Event::Finish { question } => self.finish(question),
        }
    }

    // The network.

    fn delay(&mut self) -> u64 {
        match self.random.u64(..100) {
            _ if self.peace => self.random.u64(1..20),
            0 => self.random.u64(200..2_500),
            1..10 => self.random.u64(20..200),
            _ => self.random.u64(1..20),
        }
    }

    fn is_lost(&mut self) -> bool {
        !self.peace && self.random.u64(..100) == 0
    }

    /// Sends a message; it may be lost, or come twice.
    fn send(&mut self, from: usize, to: usize, event: impl Fn() -> Event) {
        if self.mute[from] || self.deaf[to] || self.is_lost() {
            return;
        }
        let copies = 1 + u64::from(self.is_lost());
        for _ in 0..copies {
            let time = self.now + self.delay();
            self.at(time, to, event());
        }
    }

    fn request(&mut self, node: usize, wanted: Request, purpose: Purpose) {
        self.last += 1;
        let request = self.last;
        self.nodes[node].purposes.insert(request, purpose);
        self.at(self.now + STORE_PATIENCE, node, Event::GiveUp { request });
        if !self.cut[node] && !self.store_away && !self.is_lost() {
            let time = self.now + self.delay();
            self.at(time, node, Event::ToStore { request, wanted });
        }
    }

    fn at_store(&mut self, node: usize, request: u64, wanted: Request) {
        if self.store_away {
            return;
        }
        let incarnation = self.nodes[node].incarnation;
        let reply = self.database.execute(self.now, node, incarnation, wanted);
        if !self.cut[node] && !self.is_lost() {
            let time = self.now + self.delay();
            self.at(time, node, Event::FromStore { request, reply });
        }
    }
}
