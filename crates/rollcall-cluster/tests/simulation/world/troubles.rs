//! What people do, and what goes wrong.

use super::{NODES, World};
use crate::database::Request;
use crate::node::Purpose;

impl World {
    pub(super) fn step(&mut self) {
        let node = self.random.usize(..NODES);
        match self.random.u64(..100) {
            0..12 => self.open(node),
            12..45 => self.take_any(),
            45..50 => self.end_any(node),
            50..85 => self.ask(node),
            _ => self.trouble(node),
        }
    }

    pub(super) fn serves(&mut self, node: usize) -> bool {
        let awake = self.nodes[node].is_up && self.nodes[node].asleep_until <= self.now;
        awake && !self.nodes[node].judge(self.now)
    }

    pub(super) fn open(&mut self, node: usize) {
        if self.known.len() < 12 && self.serves(node) {
            self.last += 1;
            let (id, created) = (self.last, i64::try_from(self.now).expect("a time"));
            self.request(node, Request::Open { id, created }, Purpose::Open { id, created });
        }
    }

    pub(super) fn any_session(&mut self) -> Option<u64> {
        let alive: Vec<u64> = self.known.keys().filter(|id| self.database.sessions.contains_key(id)).copied().collect();
        self.random.choice(alive)
    }

    pub(super) fn take_any(&mut self) {
        if let Some(id) = self.any_session() {
            self.take(id);
        }
    }

    pub(super) fn take(&mut self, id: u64) {
        let node = self.random.usize(..NODES);
        if self.serves(node) {
            let arrival = self.nodes[node].arrivals.begin();
            self.request(node, Request::Take { id }, Purpose::Take(arrival));
        }
    }

    pub(super) fn end_any(&mut self, node: usize) {
        if let Some(id) = self.any_session().filter(|_| self.nodes[node].is_up) {
            self.request(node, Request::End { id }, Purpose::Nothing);
        }
    }

    pub(super) fn trouble(&mut self, node: usize) {
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

    pub(super) fn heal_some(&mut self, node: usize) {
        (self.cut[node], self.deaf[node], self.mute[node], self.store_away) = (false, false, false, false);
        if !self.nodes[node].is_up {
            self.start(node);
        }
    }

    pub(super) fn heal(&mut self) {
        (0..NODES).for_each(|node| self.heal_some(node));
        self.nodes.iter_mut().for_each(|node| node.asleep_until = 0);
        self.peace = true;
    }
}
