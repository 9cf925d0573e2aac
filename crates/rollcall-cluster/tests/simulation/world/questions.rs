//! Questions to all nodes, and what a list must have and must not have.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_cluster::{Incarnation, NodeRows, Row, Rows, Stamp, merge};
use rollcall_session::Tick;

use super::{ENDED_LONG_AGO, Event, PATIENCE, Question, SETTLING, World};
use crate::database::Request;
use crate::node::{Purpose, Waiting, client, name, number};

impl World {
    pub(super) fn ask(&mut self, node: usize) {
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

    pub(super) fn begin(&mut self, question: u64, knows_all: bool) {
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

    pub(super) fn asked(&mut self, node: usize, question: u64, stamp: &Stamp) {
        let tick = self.nodes[node].tick(self.now);
        if stamp.check(&name(node), Incarnation(self.nodes[node].incarnation), tick).is_ok() {
            self.wait(node, question, Tick(stamp.tick));
        }
    }

    /// Answers a question once all sessions are in that are on their way now.
    pub(super) fn wait(&mut self, node: usize, question: u64, since: Tick) {
        let (mark, until) = (self.nodes[node].arrivals.mark(), self.now + SETTLING);
        self.nodes[node].waiting.push(Waiting { question, mark, since, until });
        self.at(until, node, Event::Look);
        self.look(node);
    }

    pub(super) fn look(&mut self, node: usize) {
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

    pub(super) fn answered(&mut self, question: u64, from: usize, rows: Option<Vec<Row>>) {
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

    pub(super) fn finish(&mut self, question: u64) {
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
        for (id, known) in self.known.iter().filter(|(_, known)| is_complete && **known <= entry.asked) {
            let lived = !self.database.ended.contains_key(id);
            let is_listed = ids.binary_search(&client(*id).to_string().as_str()).is_ok();
            assert!(
                !lived || is_listed,
                "a complete list, asked at {}, lacks session {id} acknowledged at {known}",
                entry.asked
            );
        }
    }
}
