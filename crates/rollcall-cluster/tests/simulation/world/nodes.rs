//! What a node does by itself, and with what the database answers.

use rollcall_session::Tick;

use super::{BEAT, Event, NODES, World};
use crate::database::{Change, RESUME, Reply, Request};
use crate::node::{Node, Purpose};

impl World {
    pub(super) fn start(&mut self, node: usize) {
        let (incarnation, offset) = (self.random.u64(..), self.random.u64(..7_200_000));
        self.nodes[node] = Node::new(node, incarnation, offset);
        self.claim(node);
        self.at(self.now + 1, node, Event::Beat);
    }

    pub(super) fn claim(&mut self, node: usize) {
        let sent = self.nodes[node].tick(self.now);
        self.request(node, Request::Claim, Purpose::Claim { sent });
    }

    pub(super) fn beat(&mut self, node: usize) {
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

    pub(super) fn restore(&mut self, node: usize) {
        let arrival = self.nodes[node].arrivals.begin_recount();
        self.request(node, Request::Own, Purpose::Restore(arrival));
    }

    pub(super) fn hear_store(&mut self, node: usize, request: u64, reply: Reply) {
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
                self.known.insert(id, now);
            }
            (Purpose::Question(question), Reply::Nodes(nodes)) => {
                self.nodes[node].know(&nodes, now);
                self.begin(question, true);
            }
            _ => {}
        }
    }

    pub(super) fn renewed(&mut self, node: usize, sent: Tick, nodes: &[(usize, u64)], changes: Vec<Change>) {
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

    pub(super) fn give_up(&mut self, node: usize, request: u64) {
        match self.nodes[node].purposes.remove(&request) {
            Some(Purpose::Restore(arrival) | Purpose::Take(arrival)) => self.nodes[node].arrivals.lose(arrival),
            Some(Purpose::Claim { .. }) => self.claim(node),
            Some(Purpose::Renew { .. }) => self.nodes[node].steady_since = None,
            Some(Purpose::Question(question)) => self.begin(question, false),
            _ => {}
        }
    }
}
