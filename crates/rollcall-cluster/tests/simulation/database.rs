//! The database of the simulation: what `rollcall-store` does for a cluster, one transaction after the other, by a clock of
//! its own.

use std::collections::BTreeMap;

/// As in `rollcall-store`.
pub const LEASE: u64 = 5_000;
/// How long a lost node's sessions stay.
pub const RESUME: u64 = 20_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    pub id: u64,
    pub node: usize,
    pub epoch: i64,
    pub created: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub number: u64,
    node: usize,
    pub id: u64,
    pub epoch: i64,
    pub ended: bool,
}

#[derive(Clone, Debug)]
pub enum Request {
    Claim,
    Renew,
    Nodes,
    Own,
    Open { id: u64, created: i64 },
    Take { id: u64 },
    End { id: u64 },
    Done { numbers: Vec<u64> },
    RemoveLost,
}

#[derive(Clone, Debug)]
pub enum Reply {
    Done,
    /// The name is another process's, or the lease is.
    Refused,
    Renewed {
        nodes: Vec<(usize, u64)>,
        changes: Vec<Change>,
    },
    Nodes(Vec<(usize, u64)>),
    Sessions(Vec<Stored>),
}

#[derive(Debug, Default)]
pub struct Database {
    /// The incarnation and the end of the lease.
    nodes: BTreeMap<usize, (u64, u64)>,
    pub sessions: BTreeMap<u64, Stored>,
    changes: Vec<Change>,
    last: u64,
    /// When each session was ended.
    pub ended: BTreeMap<u64, u64>,
}

impl Database {
    /// Carries a transaction out for a process of a node.
    pub fn execute(&mut self, now: u64, node: usize, incarnation: u64, request: Request) -> Reply {
        match request {
            Request::Claim => match self.nodes.get(&node) {
                Some((other, end)) if *other != incarnation && *end > now => Reply::Refused,
                _ => {
                    self.nodes.insert(node, (incarnation, now + LEASE));
                    Reply::Done
                }
            },
            Request::Renew => match self.nodes.get_mut(&node) {
                Some((own, end)) if *own == incarnation => {
                    *end = now + LEASE;
                    let changes = self.changes.iter().filter(|change| change.node == node).copied().collect();
                    Reply::Renewed { nodes: self.known(), changes }
                }
                _ => Reply::Refused,
            },
            Request::Nodes => Reply::Nodes(self.known()),
            Request::Own => Reply::Sessions(self.sessions.values().filter(|it| it.node == node).copied().collect()),
            Request::Done { numbers } => {
                self.changes.retain(|change| !numbers.contains(&change.number));
                Reply::Done
            }
            Request::End { id } => {
                self.end(id, now, Some(node));
                Reply::Done
            }
            Request::RemoveLost => {
                self.remove_lost(now);
                Reply::Done
            }
            Request::Open { .. } | Request::Take { .. } if !self.has_lease(now, node, incarnation) => Reply::Refused,
            Request::Open { id, created } => {
                self.sessions.insert(id, Stored { id, node, epoch: 0, created });
                Reply::Done
            }
            Request::Take { id } => Reply::Sessions(self.take(id, now, node).into_iter().collect()),
        }
    }

    fn known(&self) -> Vec<(usize, u64)> {
        self.nodes.iter().map(|(node, (incarnation, _))| (*node, *incarnation)).collect()
    }

    fn has_lease(&self, now: u64, node: usize, incarnation: u64) -> bool {
        self.nodes.get(&node).is_some_and(|(own, end)| *own == incarnation && *end > now)
    }

    fn take(&mut self, id: u64, now: u64, node: usize) -> Option<Stored> {
        let session = self.sessions.get(&id).copied()?;
        if self.nodes.get(&session.node).is_some_and(|(_, end)| end + RESUME < now) {
            return None;
        }
        tell!("{now} database: node {node} takes {session:?}");
        let taken = Stored { node, epoch: session.epoch + 1, ..session };
        if session.node != node {
            self.change(session.node, id, taken.epoch, false);
        }
        self.sessions.insert(id, taken);
        Some(taken)
    }

    fn end(&mut self, id: u64, now: u64, by: Option<usize>) {
        let Some(session) = self.sessions.remove(&id) else { return };
        tell!("{now} database: node {by:?} ends {session:?}");
        self.ended.insert(id, now);
        if by.is_some() {
            self.change(session.node, id, session.epoch, true);
        }
    }

    fn change(&mut self, node: usize, id: u64, epoch: i64, ended: bool) {
        self.last += 1;
        self.changes.push(Change { number: self.last, node, id, epoch, ended });
    }

    fn remove_lost(&mut self, now: u64) {
        let lost: Vec<usize> =
            self.nodes.iter().filter(|(_, (_, end))| end + RESUME < now).map(|(node, _)| *node).collect();
        let of_lost = self.sessions.values().filter(|session| lost.contains(&session.node));
        for id in of_lost.map(|session| session.id).collect::<Vec<_>>() {
            self.end(id, now, None);
        }
        self.changes.retain(|change| !lost.contains(&change.node));
        self.nodes.retain(|node, _| !lost.contains(node));
    }
}
