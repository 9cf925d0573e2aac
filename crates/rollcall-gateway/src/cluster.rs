//! This gateway as a node of a cluster: beside the live sessions, and not there at all where a gateway is alone.
//!
//! What must be true is in the database: the names and leases of nodes, the owners of sessions, what was done to them
//! elsewhere. NATS carries what makes that quick: hellos, questions, and hints that there is something to read. So a
//! message that is lost, late or forged can make an answer incomplete, which is then named, and nothing else.
//!
//! | module | content |
//! |---|---|
//! | `joining` | the node's name becomes its own, before it serves anybody |
//! | `log_ins` | wrong passwords, counted over all nodes |
//! | `draining` | its clients go to other nodes before it is stopped |
//! | `messages` | messages of scripts to clients of other nodes |
//! | `numbers` | the messages that have come before |
//! | `leading` | what one node at a time does |
//! | `keeping` | each second: the lease, the mailbox, hellos; and what follows when the lease is lost |
//! | `changes` | what was done to this node's sessions elsewhere |
//! | `taking` | clients that come from other nodes |
//! | `arriving` | their sessions, until they are here |
//! | `bus` | NATS |
//! | `knowing` | which nodes there are to ask |
//! | `asking` | questions to other nodes |
//! | `gathering` | a page of the sessions of all nodes |
//! | `pages` | the sessions of this node, for lists |
//! | `listing` | the whole list of all nodes, for scripts |
//! | `sharing` | equal questions at once are one question |
//! | `answering` | the questions of other nodes |
//! | `nodes` | the list of nodes |

mod answering;
mod arriving;
mod asking;
mod bus;
mod changes;
mod draining;
mod gathering;
mod joining;
mod keeping;
mod knowing;
mod leading;
mod listing;
mod log_ins;
mod messages;
mod nodes;
mod numbers;
mod pages;
mod sharing;
mod taking;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context;
use rollcall_cluster::{AllRows, Incarnation, Members, Tenure, Verdict};
use rollcall_session::{Clock, Entropy, Tick};
use rollcall_store::{LEASE, Membership, Node, SessionLimit};
use tokio::sync::{Notify, watch};

use arriving::Arriving;
use bus::Bus;
pub use changes::REASON_TERMINATED;
use draining::Drain;
pub use draining::LONGEST as LONGEST_DRAIN;
pub use gathering::ClusterPage;
pub use joining::join;
pub use listing::list;
pub use log_ins::NotCounted;
use numbers::Numbers;
use sharing::Shared;
pub use taking::NotTaken;
use taking::Waiting;

use crate::client::signing::SigningKey;
use crate::clock::{SystemClock, SystemEntropy};
use crate::config::{self, Config};
use crate::live::LiveSessions;
use crate::who_is_on::WhoIsOnError;

/// This node of its cluster.
#[derive(Debug)]
pub struct Cluster {
    settings: config::cluster::Cluster,
    incarnation: Incarnation,
    membership: Membership,
    live: LiveSessions,
    clock: SystemClock,
    bus: Bus,
    members: Mutex<Members>,
    tenure: Mutex<Tenure>,
    /// The lease of the one that leads, counted like the node's own.
    lead: Mutex<Tenure>,
    /// How long a session outlives its client's last frame, in milliseconds.
    resume_period: u64,
    fenced: AtomicBool,
    /// Since when the database has been reached without a break.
    steady_since: Mutex<Option<Tick>>,
    /// Clients that have come and whose sessions are to be taken.
    waiting: Waiting,
    /// Sessions that are taken and not here yet.
    arriving: Arriving,
    /// Whole lists that are being made.
    lists: Shared<ListKey, List>,
    drain: Drain,
    /// Messages that have come.
    numbers: Numbers,
    /// Whether this node runs what one node at a time runs.
    leads: watch::Sender<bool>,
    /// There is something to read in the mailbox.
    hint: Notify,
    /// How often the mailbox has been read.
    reads: watch::Sender<u64>,
}

/// Lists of one key are equal: the filters, and how long nodes are waited for.
type ListKey = (Option<String>, Option<String>, Duration);
/// The list, or the fault of a filter.
type List = Result<Arc<AllRows>, Arc<WhoIsOnError>>;

/// The node of the store that this configuration describes.
///
/// # Errors
/// When there is no randomness.
pub fn node(config: &Config, cluster: &config::cluster::Cluster) -> anyhow::Result<Node> {
    let mut random = [0; 8];
    SystemEntropy.fill(&mut random)?;
    let sessions = &config.sessions;
    let limit = sessions.limit.and_then(|limit| u32::try_from(limit).ok());
    let limit = limit.and_then(|limit| match sessions.limit_policy {
        config::LimitPolicy::Allow => None,
        config::LimitPolicy::Deny => Some(SessionLimit { sessions: limit, ends_oldest: false }),
        config::LimitPolicy::EndOldest => Some(SessionLimit { sessions: limit, ends_oldest: true }),
    });
    Ok(Node {
        name: cluster.node.to_string(),
        incarnation: u64::from_le_bytes(random),
        address: cluster.advertise.clone(),
        limit,
    })
}

/// The key with which all nodes sign, and the one before it; `own` becomes the first of all where there is no other.
///
/// # Errors
/// When the database fails, or holds something else.
pub async fn signing_key(membership: &Membership, own: &SigningKey) -> anyhow::Result<SigningKey> {
    let keys = membership.signing_keys(own.as_bytes()).await?;
    let mut keys = keys.iter().map(|key| SigningKey::from_bytes(key).context("the cluster's signing key is damaged"));
    let newest = keys.next().context("the cluster has no signing key")??;
    Ok(match keys.next().transpose()? {
        Some(before) => newest.after(&before),
        None => newest,
    })
}

impl Cluster {
    /// The node, which has claimed its name with a lease from `claimed` on.
    ///
    /// # Errors
    /// When the files for NATS cannot be read, or its addresses are not valid.
    pub async fn new(
        config: &Config,
        settings: config::cluster::Cluster,
        node: &Node,
        membership: Membership,
        live: LiveSessions,
        clock: SystemClock,
        claimed: Tick,
    ) -> anyhow::Result<Arc<Self>> {
        let lease = u64::try_from(LEASE.as_millis()).unwrap_or(u64::MAX);
        let mut tenure = Tenure::new(lease);
        tenure.renewed(claimed);
        Ok(Arc::new(Cluster {
            incarnation: Incarnation(node.incarnation),
            membership,
            live,
            clock,
            bus: Bus::connect(&settings).await?,
            members: Mutex::new(Members::new(settings.node.clone())),
            lead: Mutex::new(Tenure::new(lease)),
            tenure: Mutex::new(tenure),
            resume_period: u64::try_from(config.sessions.resume_period.0.as_millis()).unwrap_or(u64::MAX),
            fenced: AtomicBool::new(false),
            steady_since: Mutex::default(),
            waiting: Waiting::default(),
            arriving: Arriving::default(),
            lists: Shared::default(),
            drain: Drain::default(),
            numbers: Numbers::default(),
            leads: watch::Sender::new(false),
            hint: Notify::new(),
            reads: watch::Sender::new(0),
            settings,
        }))
    }

    /// Whether this node must not serve sessions: others may have them. A process that was stopped, and goes on, is asked
    /// before its next beat, so the lease is looked at each time.
    pub fn is_fenced(&self) -> bool {
        self.fenced.load(Ordering::SeqCst) || self.verdict(self.now()) == Verdict::Fenced
    }

    fn verdict(&self, now: Tick) -> Verdict {
        let (others, is_alone) = {
            let members = self.members();
            (members.reach_store(now), members.is_alone())
        };
        self.tenure().verdict(now, others.into_iter(), is_alone)
    }

    /// Whether this node admits clients.
    ///
    /// # Errors
    /// When it must not, or is about to stop.
    pub fn admits(&self) -> Result<(), NotTaken> {
        if self.is_fenced() {
            Err(NotTaken::Fenced)
        } else if self.is_draining() {
            Err(NotTaken::Draining)
        } else {
            Ok(())
        }
    }

    /// Whether this node runs what one node at a time runs, now and later.
    pub fn leads(&self) -> watch::Receiver<bool> {
        self.leads.subscribe()
    }

    fn now(&self) -> Tick {
        self.clock.now().tick
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tenure(&self) -> MutexGuard<'_, Tenure> {
        self.tenure.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
