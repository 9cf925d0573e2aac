//! The world of the simulation: time, a network that loses, delays, doubles and cuts, nodes that are killed and stopped,
//! clients that log in, move and are ended, and questions, whose answers are held against what was true.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use fastrand::Rng;
use rollcall_cluster::{Hello, Incarnation, NodeRows, Row, Rows, Stamp, merge};
use rollcall_session::Tick;

use crate::database::{Database, RESUME, Reply, Request};
use crate::node::{Node, Purpose, Waiting, client, name, number};

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

/// A session that was acknowledged, and when.
#[derive(Clone, Copy, Debug)]
struct Known {
    acknowledged: u64,
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
    known: BTreeMap<u64, Known>,
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

    // A node.

    fn start(&mut self, node: usize) {
        let (incarnation, offset) = (self.random.u64(..), self.random.u64(..7_200_000));
        self.nodes[node] = Node::new(node, incarnation, offset);
        self.claim(node);
        self.at(self.now + 1, node, Event::Beat);
    }

    fn claim(&mut self, node: usize) {
        let sent = self.nodes[node].tick(self.now);
        self.request(node, Request::Claim, Purpose::Claim { sent });
    }

    fn beat(&mut self, node: usize) {
        self.at(self.now + BEAT, node, Event::Beat);
        let tick = self.nodes[node].tick(self.now);
        self.nodes[node].members.tick(tick);
        self.nodes[node].judge(self.now);
        self.request(node, Request::Renew, Purpose::Renew { sent: tick });
        let hello = self.nodes[node].hello(self.now);
        for to in (0..NODES).filter(|to| *to != node) {
            self.send(node, to, || Event::Hear(Box::new(hello.clone())));
        }
    }

    fn restore(&mut self, node: usize) {
        let arrival = self.nodes[node].arrivals.begin_recount();
        self.request(node, Request::Own, Purpose::Restore(arrival));
    }

    fn hear_store(&mut self, node: usize, request: u64, reply: Reply) {
        let now = self.now;
        let Some(purpose) = self.nodes[node].purposes.remove(&request) else { return };
        match (purpose, reply) {
            (Purpose::Claim { sent }, Reply::Done) => {
                self.nodes[node].tenure.renewed(sent);
                self.restore(node);
            }
            (Purpose::Claim { .. }, _) => {}
            (Purpose::Renew { sent }, Reply::Renewed { nodes, changes }) => self.renewed(node, sent, &nodes, changes),
            (Purpose::Renew { .. }, _) => {
                self.nodes[node].tenure.lost();
                self.nodes[node].judge(now);
                self.claim(node);
            }
            (Purpose::Restore(arrival), Reply::Sessions(sessions)) => {
                let this = &mut self.nodes[node];
                this.restore(sessions, arrival, now);
                this.fenced = !this.tenure.holds(this.tick(now));
                self.look(node);
            }
            (Purpose::Take(arrival), reply) => {
                if let Reply::Sessions(taken) = reply {
                    taken.into_iter().for_each(|taken| self.nodes[node].take_in(taken, now));
                }
                self.nodes[node].arrivals.end(arrival);
                self.look(node);
            }
            (Purpose::Open { id, created }, Reply::Done) => {
                self.nodes[node].live.insert(id, (0, created));
                self.known.insert(id, Known { acknowledged: now });
            }
            (Purpose::Question(question), Reply::Nodes(nodes)) => {
                self.nodes[node].know(&nodes, now);
                self.begin(question, true);
            }
            _ => {}
        }
    }

    fn renewed(&mut self, node: usize, sent: Tick, nodes: &[(usize, u64)], changes: Vec<crate::database::Change>) {
        let numbers: Vec<u64> = changes.iter().map(|change| change.number).collect();
        let now = self.now;
        let this = &mut self.nodes[node];
        changes.into_iter().for_each(|change| this.carry_out(change, now));
        this.tenure.renewed(sent);
        this.know(nodes, now);
        if !numbers.is_empty() {
            self.request(node, Request::Done { numbers }, Purpose::Nothing);
        }
        if self.nodes[node].fenced {
            self.restore(node);
        }
        if let Some(arrival) = self.nodes[node].arrivals.recount() {
            self.request(node, Request::Own, Purpose::Restore(arrival));
        }
        let steady = sent.0.saturating_sub(self.nodes[node].steady_since.get_or_insert(sent).0);
        if steady > RESUME {
            self.request(node, Request::RemoveLost, Purpose::Nothing);
        }
    }

    fn give_up(&mut self, node: usize, request: u64) {
        match self.nodes[node].purposes.remove(&request) {
            Some(Purpose::Restore(arrival) | Purpose::Take(arrival)) => self.nodes[node].arrivals.lose(arrival),
            Some(Purpose::Claim { .. }) => self.claim(node),
            Some(Purpose::Renew { .. }) => self.nodes[node].steady_since = None,
            Some(Purpose::Question(question)) => self.begin(question, false),
            _ => {}
        }
    }

    // Questions.

    fn ask(&mut self, node: usize) {
        if !self.nodes[node].is_up || self.nodes[node].asleep_until > self.now {
            return;
        }
        self.last += 1;
        let question = Question {
            asker: node,
            asked: self.now,
            answers: BTreeMap::new(),
            knows_all: false,
            begun: false,
            without_store: BTreeSet::new(),
        };
        self.questions.insert(self.last, question);
        let question = self.last;
        self.request(node, Request::Nodes, Purpose::Question(question));
    }

    fn begin(&mut self, question: u64, knows_all: bool) {
        let Some(asker) = self.questions.get(&question).filter(|it| !it.begun).map(|it| it.asker) else { return };
        let now = self.now;
        let others = self.nodes[asker].others(now);
        let tick = self.nodes[asker].tick(now);
        let away_for_all = self.nodes[asker].members.is_store_away(tick);
        let entry = self.questions.get_mut(&question).expect("it was asked");
        (entry.begun, entry.knows_all) = (true, knows_all || away_for_all);
        entry.answers = others.iter().map(|(node, _)| (*node, None)).chain([(asker, None)]).collect();
        self.wait(asker, question, tick);
        for (to, is_asked) in others {
            match self.nodes[asker].stamp(to, now).filter(|_| is_asked) {
                Some(stamp) => self.send(asker, to, || Event::Asked { question, stamp: stamp.clone() }),
                None => self.answered(question, to, None),
            }
        }
        self.at(now + PATIENCE, asker, Event::Finish { question });
    }

    fn asked(&mut self, node: usize, question: u64, stamp: &Stamp) {
        let tick = self.nodes[node].tick(self.now);
        if stamp.check(&name(node), Incarnation(self.nodes[node].incarnation), tick).is_ok() {
            self.wait(node, question, Tick(stamp.tick));
        }
    }

    /// Answers a question once all sessions are in that are on their way now.
    fn wait(&mut self, node: usize, question: u64, since: Tick) {
        let (mark, until) = (self.nodes[node].arrivals.mark(), self.now + SETTLING);
        self.nodes[node].waiting.push(Waiting { question, mark, since, until });
        self.at(until, node, Event::Look);
        self.look(node);
    }

    fn look(&mut self, node: usize) {
        for waiting in std::mem::take(&mut self.nodes[node].waiting) {
            let is_fenced = self.nodes[node].judge(self.now);
            let this = &self.nodes[node];
            let rows = match this.arrivals.is_settled(waiting.mark) {
                _ if is_fenced => None,
                true => Some(this.rows(waiting.since)),
                false if waiting.until <= self.now => None,
                false => {
                    self.nodes[node].waiting.push(waiting);
                    continue;
                }
            };
            let (question, holds) = (waiting.question, this.tenure.holds(this.tick(self.now)));
            let Some(entry) = self.questions.get_mut(&question) else { continue };
            if !holds {
                entry.without_store.insert(node);
            }
            let asker = entry.asker;
            if asker == node {
                self.answered(question, node, rows);
            } else {
                self.send(node, asker, || Event::Answered { question, from: node, rows: rows.clone() });
            }
        }
    }

    fn answered(&mut self, question: u64, from: usize, rows: Option<Vec<Row>>) {
        tell!(
            "{} question {question}: node {from} answers with {:?}",
            self.now,
            rows.as_ref().map(|rows| rows.iter().map(|row| &row.client_id).collect::<Vec<_>>())
        );
        let Some(entry) = self.questions.get_mut(&question) else { return };
        if let Some(answer) = entry.answers.get_mut(&from).filter(|answer| answer.is_none()) {
            *answer = Some(rows);
        }
        if entry.answers.values().all(Option::is_some) {
            self.finish(question);
        }
    }

    fn finish(&mut self, question: u64) {
        let Some(entry) = self.questions.remove(&question) else { return };
        let is_complete = entry.knows_all && entry.answers.values().all(|it| matches!(it, Some(Some(_))));
        let rows = entry.answers.into_iter().filter_map(|(node, rows)| {
            let rows = Rows { rows: rows??, total: 0, more: false };
            Some(NodeRows { node: name(node), rows })
        });
        let listed = merge(rows.collect(), usize::MAX).rows;
        self.lists += 1;
        self.complete += u64::from(is_complete);
        let mut ids: Vec<&str> = listed.iter().map(|(_, row)| row.client_id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), listed.len(), "a session is listed twice");
        for (node, row) in listed.iter().filter(|(node, _)| !entry.without_store.contains(&number(node))) {
            let id = u64::from_str_radix(&row.client_id, 16).expect("an id of ours");
            let ended = self.database.ended.get(&id).filter(|ended| **ended + ENDED_LONG_AGO < entry.asked);
            assert_eq!(ended, None, "{} lists session {id}, which ended long before {}", number(node), entry.asked);
        }
        for (id, known) in self.known.iter().filter(|(_, known)| is_complete && known.acknowledged <= entry.asked) {
            let lived = !self.database.ended.contains_key(id);
            let is_listed = ids.binary_search(&client(*id).to_string().as_str()).is_ok();
            assert!(!lived || is_listed, "a complete list, asked at {}, lacks session {id} {known:?}", entry.asked);
        }
    }

    // What happens.

    fn step(&mut self) {
        let node = self.random.usize(..NODES);
        match self.random.u64(..100) {
            0..12 => self.open(node),
            12..45 => self.take_any(),
            45..50 => self.end_any(node),
            50..85 => self.ask(node),
            _ => self.trouble(node),
        }
    }

    fn serves(&mut self, node: usize) -> bool {
        let awake = self.nodes[node].is_up && self.nodes[node].asleep_until <= self.now;
        awake && !self.nodes[node].judge(self.now)
    }

    fn open(&mut self, node: usize) {
        if self.known.len() < 12 && self.serves(node) {
            self.last += 1;
            let (id, created) = (self.last, i64::try_from(self.now).expect("a time"));
            self.request(node, Request::Open { id, created }, Purpose::Open { id, created });
        }
    }

    fn any_session(&mut self) -> Option<u64> {
        let alive: Vec<u64> = self.known.keys().filter(|id| self.database.sessions.contains_key(id)).copied().collect();
        self.random.choice(alive)
    }

    fn take_any(&mut self) {
        if let Some(id) = self.any_session() {
            self.take(id);
        }
    }

    fn take(&mut self, id: u64) {
        let node = self.random.usize(..NODES);
        if self.serves(node) {
            let arrival = self.nodes[node].arrivals.begin();
            self.request(node, Request::Take { id }, Purpose::Take(arrival));
        }
    }

    fn end_any(&mut self, node: usize) {
        if let Some(id) = self.any_session().filter(|_| self.nodes[node].is_up) {
            self.request(node, Request::End { id }, Purpose::Nothing);
        }
    }

    fn trouble(&mut self, node: usize) {
        let kind = self.random.u64(..12);
        tell!("{} trouble {kind} at node {node}", self.now);
        match kind {
            0 => self.nodes[node].is_up = false,
            1 => self.nodes[node].asleep_until = self.now + self.random.u64(300..9_000),
            2 => self.cut[node] = true,
            3 => self.deaf[node] = true,
            4 => self.mute[node] = true,
            5 => self.store_away = true,
            _ => self.heal_some(node),
        }
    }

    fn heal_some(&mut self, node: usize) {
        (self.cut[node], self.deaf[node], self.mute[node], self.store_away) = (false, false, false, false);
        if !self.nodes[node].is_up {
            self.start(node);
        }
    }

    fn heal(&mut self) {
        (0..NODES).for_each(|node| self.heal_some(node));
        self.nodes.iter_mut().for_each(|node| node.asleep_until = 0);
        self.peace = true;
    }
}
