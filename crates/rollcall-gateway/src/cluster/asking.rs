//! Questions to all nodes at once, and the answers of all: a page of the sessions of the whole cluster, which is complete
//! or names each node that is missing from it; and the hint that a mailbox is to be read.

use std::time::Duration;

use futures_util::future::join_all;
use rollcall_cluster::{
    Answer, Ask, Member, MemberState, Name, NodeResult, NodeRows, Page, Query, Question, Refusal, Reply, Rows, Stamp,
    VERSION, merge,
};
use rollcall_session::ClientId;
use tokio::time::Instant;

use super::Cluster;
use super::bus::NoAnswer;
use crate::services::Services;

/// How long a suspect node is waited for: it may be there, and is not worth a delay of each question.
const SUSPECT: Duration = Duration::from_millis(20);
/// How long the other nodes are waited for to read their mailboxes.
const READING: Duration = Duration::from_millis(500);

/// A page of the sessions of all nodes.
#[derive(Debug)]
pub struct ClusterPage {
    /// The sessions with their nodes.
    pub page: Page,
    /// How many match on the nodes that answered.
    pub total: u64,
    /// What each node did, in order of their names.
    pub nodes: Vec<NodeResult>,
}

impl ClusterPage {
    /// Whether every node answered.
    pub fn is_complete(&self) -> bool {
        self.nodes.iter().all(|node| node.error.is_none())
    }

    /// The filter's fault, where that is why a node did not answer: it is the caller's, and no node's.
    pub fn fault_of_filter(&self) -> Option<&str> {
        let of_filter = self.nodes.iter().find(|node| node.status == "filter");
        of_filter.and_then(|node| node.error.as_deref())
    }
}

impl Cluster {
    /// The sessions of all nodes that match, a page of them. A node is waited for until `patience` is over.
    pub async fn page(&self, services: &Services, query: Query, patience: Duration) -> ClusterPage {
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX).max(1);
        let knows_all = self.learn_nodes().await;
        let own = async {
            let started = Instant::now();
            let rows = self.own_rows(services, query.clone(), self.now(), started + patience).await;
            (self.settings.node.clone(), rows.map_err(|refusal| (refusal.why, refusal.message)), started.elapsed())
        };
        let others = self.members().all(self.now());
        let asked = others.into_iter().map(|member| async {
            let started = Instant::now();
            let rows =
                self.ask_one(&member, Ask::Sessions(query.clone()), patience).await.and_then(|reply| match reply {
                    Reply::Sessions(rows) => Ok(rows),
                    _ => Err(unknown()),
                });
            (member.node, rows, started.elapsed())
        });
        let (own, others) = tokio::join!(own, join_all(asked));
        let mut page = gathered(std::iter::once(own).chain(others), limit);
        page.nodes.iter_mut().for_each(|node| self.doubt(node, &knows_all));
        page
    }

    /// A list that may lack a node is not whole: this node is named for that.
    pub(super) fn doubt(&self, node: &mut NodeResult, knows_all: &Result<(), Fault>) {
        if let (Err((status, error)), true, None) = (knows_all, node.node == self.settings.node, &node.error) {
            (node.status, node.error) = (status.clone(), Some(error.clone()));
        }
    }

    /// Has all nodes read their mailboxes; what became of it on each of the others.
    pub async fn have_changes_read(&self) -> Vec<NodeResult> {
        let others = self.members().all(self.now());
        let asked = others.into_iter().map(|member| async {
            let started = Instant::now();
            let read = self.ask_one(&member, Ask::ReadChanges, READING).await;
            result(member.node, &read.map(|_| 0), started.elapsed())
        });
        self.read_soon();
        join_all(asked).await
    }

    /// Ends a session in the database, whichever node has it; whether there was one. The nodes learn of it by
    /// [`have_changes_read`](Self::have_changes_read), or within a second; this node is to end its own.
    ///
    /// # Errors
    /// When the database cannot be written; nothing has ended then.
    pub async fn end(&self, id: ClientId, reason: &str, message: Option<&str>) -> Result<bool, rollcall_store::Error> {
        Ok(self.membership.end_sessions(&[id.to_string()], reason, message).await? > 0)
    }

    pub(super) async fn ask_one(&self, member: &Member, ask: Ask, patience: Duration) -> Result<Reply, Fault> {
        self.ask_stamped(member, |_| ask, patience).await
    }

    /// Asks a question that depends on its stamp.
    pub(super) async fn ask_stamped(
        &self,
        member: &Member,
        ask: impl FnOnce(&Stamp) -> Ask,
        patience: Duration,
    ) -> Result<Reply, Fault> {
        let fault = |status: &str, message: &str| Err((status.to_owned(), message.to_owned()));
        let patience = match member.state {
            MemberState::Here => patience,
            MemberState::Suspect => SUSPECT.min(patience),
            MemberState::Away => return fault("unreachable", "it has not been heard of late"),
            MemberState::Incompatible => return fault("incompatible", "its messages have another version"),
        };
        let Some(stamp) = self.members().stamp(&member.node, self.now()) else {
            return fault("unreachable", "it has not been heard");
        };
        let ask = ask(&stamp);
        let question = Question { version: VERSION, stamp, ask };
        match self.bus.ask(&question, patience).await {
            Ok(Answer { node, incarnation, .. })
                if node != member.node || incarnation != question.stamp.incarnation =>
            {
                Err(unknown())
            }
            Ok(Answer { reply: Ok(reply), .. }) => Ok(reply),
            Ok(Answer { reply: Err(Refusal { why, message }), .. }) => Err((why, message)),
            Err(no_answer) => {
                if no_answer != NoAnswer::NoBus {
                    self.members().missed(&member.node);
                }
                match no_answer {
                    NoAnswer::NoBus => fault("unreachable", "this node has no connection to NATS"),
                    NoAnswer::Nobody => fault("unreachable", "it does not listen"),
                    NoAnswer::Late => fault("timeout", &format!("no answer within {} ms", patience.as_millis())),
                    NoAnswer::Unknown => Err(unknown()),
                }
            }
        }
    }
}

pub(super) fn unknown() -> Fault {
    ("incompatible".to_owned(), "its answer cannot be understood".to_owned())
}

/// Why a node did not answer: in a word, and in words.
pub(super) type Fault = (String, String);

fn gathered(answers: impl Iterator<Item = (Name, Result<Rows, Fault>, Duration)>, limit: usize) -> ClusterPage {
    let (mut nodes, mut rows, mut total) = (Vec::new(), Vec::new(), 0);
    for (node, answer, took) in answers {
        nodes.push(result(node.clone(), &answer.as_ref().map(|rows| rows.rows.len()).map_err(Clone::clone), took));
        if let Ok(answer) = answer {
            total += answer.total;
            rows.push(NodeRows { node, rows: answer });
        }
    }
    nodes.sort_by(|one, other| one.node.cmp(&other.node));
    ClusterPage { page: merge(rows, limit), total, nodes }
}

/// What became of a question to a node: how many rows it sent, or why it did not.
pub(super) fn result(node: Name, answer: &Result<usize, Fault>, took: Duration) -> NodeResult {
    let (status, error, rows) = match answer {
        Ok(rows) => ("ok".to_owned(), None, *rows),
        Err((status, message)) => (status.clone(), Some(message.clone()), 0),
    };
    NodeResult { node, status, rows, millis: u64::try_from(took.as_millis()).unwrap_or(u64::MAX), error }
}
