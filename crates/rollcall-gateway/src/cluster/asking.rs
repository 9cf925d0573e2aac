//! Questions to other nodes: how long each is waited for, and what became of it; and the hint that a mailbox is to be read.

use std::time::Duration;

use futures_util::future::join_all;
use rollcall_cluster::{Answer, Ask, Member, MemberState, Name, NodeResult, Question, Refusal, Reply, Stamp, VERSION};
use rollcall_session::ClientId;
use tokio::time::{Instant, sleep};

use super::Cluster;
use super::bus::NoAnswer;

/// How long a suspect node is waited for: it may be there, and is not worth a delay of each question.
const SUSPECT: Duration = Duration::from_millis(20);
/// How long an answer may take before the node is asked for a sign of life, and how long that may take. A process that is
/// stopped costs one question so much; one that is merely slow says that it is there.
const SLOW: Duration = Duration::from_millis(80);
const SIGN: Duration = Duration::from_millis(120);
/// How long the other nodes are waited for to read their mailboxes.
const READING: Duration = Duration::from_millis(500);

impl Cluster {
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

    /// Resolves when a node that has not answered gives no sign of life either.
    pub(super) async fn silence(&self, member: &Member) -> Fault {
        sleep(SLOW).await;
        match self.ask_one(member, Ask::Ping, SIGN).await {
            Err((status, _)) if status == "timeout" => (status, "no answer, and no sign of life".to_owned()),
            Err(fault) if fault.0 == "unreachable" => fault,
            _ => std::future::pending().await,
        }
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

/// What became of a question to a node: how many rows it sent, or why it did not.
pub(super) fn result(node: Name, answer: &Result<usize, Fault>, took: Duration) -> NodeResult {
    let (status, error, rows) = match answer {
        Ok(rows) => ("ok".to_owned(), None, *rows),
        Err((status, message)) => (status.clone(), Some(message.clone()), 0),
    };
    NodeResult { node, status, rows, millis: u64::try_from(took.as_millis()).unwrap_or(u64::MAX), error }
}
