//! What comes from other nodes: hellos, and questions. A question is answered from this node's own sessions, in the turn
//! of the person for whom it is asked, with the same budget as a question of this node's own clients.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use rollcall_cluster::{Announcement, Answer, Ask, Query, Question, Refusal, Reply, Rows, VERSION, decode};
use rollcall_session::Tick;
use rollcall_supervisor::turnstile::User;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use super::Cluster;
use super::pages::{MOST, Pages};
use crate::messages::Messages;
use crate::services::Services;
use crate::who_is_on::{Filters, WhoIsOnError};

/// How many questions are answered at once.
const AT_ONCE: usize = 64;
/// The pause before a subscription that has ended is made again.
const PAUSE: Duration = Duration::from_secs(1);
/// How long reading the mailbox may take.
const READING: Duration = Duration::from_secs(2);
/// How long sessions on their way to this node are waited for.
const SETTLING: Duration = Duration::from_millis(500);

impl Cluster {
    /// Hears the hellos of others, for ever.
    pub(super) async fn hear(&self) {
        loop {
            if let Some(mut hellos) = self.bus.hellos().await {
                while let Some(message) = hellos.next().await {
                    match decode::<Announcement>(&message.payload) {
                        Ok(Announcement::Hello(hello)) => self.members().hear(hello, self.now()),
                        Ok(Announcement::Goodbye(goodbye)) => self.members().leave(&goodbye),
                        Err(error) => tracing::debug!("a hello cannot be understood: {error}"),
                    }
                }
            }
            sleep(PAUSE).await;
        }
    }

    /// Answers the questions of others, for ever.
    pub(super) async fn answer_questions<M>(&self, services: &Arc<Services>, messages: &M)
    where
        M: Messages + Clone + Send + 'static,
    {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        loop {
            if let Some(mut questions) = self.bus.questions(&self.settings.node).await {
                while let Some(message) = questions.next().await {
                    let Some(to) = message.reply else { continue };
                    let Some(cluster) = services.cluster.clone() else { continue };
                    let (services, messages) = (Arc::clone(services), messages.clone());
                    let place = Arc::clone(&places).try_acquire_owned();
                    tokio::spawn(async move {
                        let reply = match place {
                            Ok(_) => cluster.reply(&services, &messages, &message.payload).await,
                            Err(_) => Err(refusal("busy", "the node is asked too many questions at once")),
                        };
                        let (node, incarnation) = (cluster.settings.node.clone(), cluster.incarnation);
                        cluster.bus.answer(to, &Answer { node, incarnation, reply }).await;
                    });
                }
            }
            sleep(PAUSE).await;
        }
    }

    async fn reply(&self, services: &Services, messages: &impl Messages, bytes: &[u8]) -> Result<Reply, Refusal> {
        let question: Question = decode(bytes).map_err(|error| refusal("incompatible", &error.to_string()))?;
        if question.version != VERSION {
            return Err(refusal("incompatible", &format!("the node's messages have version {VERSION}")));
        }
        let checked = question.stamp.check(&self.settings.node, self.incarnation, self.now());
        checked.map_err(|error| refusal("late", &error.to_string()))?;
        match question.ask {
            Ask::Sessions(query) => {
                // A list that is made in pieces began at the first.
                let since = Tick(query.since.unwrap_or(question.stamp.tick));
                let mut rows = self.own_rows(services, query, since, Instant::now() + SETTLING).await?;
                rows.fit();
                Ok(Reply::Sessions(rows))
            }
            Ask::Send(sealed) => self.receive_message(services, messages, &question.stamp, *sealed),
            Ask::Ping => Ok(Reply::Pong),
            Ask::ReadChanges => {
                if self.read_once_more(Instant::now() + READING).await {
                    Ok(Reply::ChangesRead)
                } else {
                    Err(refusal("failed", "the node cannot read what was done to its sessions"))
                }
            }
        }
    }

    /// A page of the sessions of this node that match, with those that have left since then.
    pub(super) async fn own_rows(
        &self,
        services: &Services,
        query: Query,
        since: Tick,
        until: Instant,
    ) -> Result<Rows, Refusal> {
        self.may_list(until).await?;
        let after = query.after.as_deref().map(str::parse).transpose();
        let after = after.map_err(|why| refusal("filter", &format!("cursor: {why}")))?;
        let limit = usize::try_from(query.limit).unwrap_or(MOST).clamp(1, MOST);
        let filters = Filters { username: query.username, project: query.project };
        let user = User::Person(query.user.as_str().into());
        let pages = Pages { services, filters: &filters, user: &user };
        pages.page(after, limit, since).await.map_err(|error| {
            let why = match &error {
                WhoIsOnError::Filter(_) => "filter",
                WhoIsOnError::Busy => "busy",
                WhoIsOnError::Failed(_) => "failed",
            };
            refusal(why, &error.to_string())
        })
    }

    /// Waits until this node has all the sessions that are its own by now. Not where it must not serve.
    pub(super) async fn may_list(&self, until: Instant) -> Result<(), Refusal> {
        let is_settled = self.arriving.settle(until.min(Instant::now() + SETTLING)).await;
        if self.is_fenced() {
            return Err(refusal("fenced", "the node cannot reach the database, and serves no sessions"));
        }
        if is_settled {
            return Ok(());
        }
        Err(refusal("busy", "the node is taking sessions, and the database does not answer"))
    }
}

pub(super) fn refusal(why: &str, message: &str) -> Refusal {
    Refusal { why: why.to_owned(), message: message.to_owned() }
}
