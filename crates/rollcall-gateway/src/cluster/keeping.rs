//! What a node does each second: it renews its lease, reads its mailbox, says hello; and what follows when the lease is
//! lost.

use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use rollcall_cluster::{Goodbye, Hello, VERSION, Verdict};
use rollcall_session::{EndReason, Tick, TokenHash};
use rollcall_store::{ErrorKind, KnownNode, Renewed};
use tokio::sync::Notify;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use super::{Cluster, joining};
use crate::messages::Messages;
use crate::projects::ProjectCatalog;
use crate::services::Services;

/// How often.
const BEAT: Duration = Duration::from_secs(1);
/// How long a renewal is waited for, so that the next is not late.
const PATIENCE: Duration = Duration::from_secs(3);

impl Cluster {
    /// Keeps the node in its cluster, for ever.
    pub async fn keep<M>(&self, services: &Arc<Services>, messages: &M)
    where
        M: Messages + Clone + Send + 'static,
    {
        let store = async {
            let mut beat = interval(BEAT);
            beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                beat.tick().await;
                self.beat().await;
            }
        };
        let hints = async {
            loop {
                self.hint.notified().await;
                self.read_changes().await;
            }
        };
        let hellos = async {
            let mut beat = interval(BEAT);
            loop {
                beat.tick().await;
                let now = self.now();
                self.members().tick(now);
                self.judge(now);
                self.bus.hello(self.hello(now, &services.projects)).await;
            }
        };
        tokio::join!(
            store,
            hints,
            hellos,
            self.hear(),
            self.answer_questions(services, messages),
            self.take_all(&services.projects)
        );
    }

    /// Leaves the cluster: the others need not wait for the lease to end.
    pub async fn leave(&self) {
        let goodbye = Goodbye { node: self.settings.node.clone(), incarnation: self.incarnation };
        self.bus.goodbye(goodbye).await;
        if let Err(error) = self.membership.release().await {
            tracing::warn!("the lease of this node goes on for some seconds: {error}");
        }
    }

    pub(super) fn hello(&self, now: Tick, projects: &ProjectCatalog) -> Hello {
        let has_store = self.tenure().reaches_store(now);
        Hello {
            version: VERSION,
            node: self.settings.node.clone(),
            incarnation: self.incarnation,
            tick: now.0,
            has_store,
            serves: !self.is_fenced(),
            draining: self.is_draining(),
            sessions: self.live.ask(|registry| registry.len()) as u64,
            release: env!("CARGO_PKG_VERSION").to_owned(),
            address: self.settings.advertise.clone(),
            projects: projects.hashes(),
        }
    }

    async fn beat(&self) {
        let sent = self.now();
        let renewed = timeout(PATIENCE, self.membership.renew()).await;
        match renewed {
            Ok(Ok(renewed)) => self.renewed(sent, renewed).await,
            Ok(Err(error)) if error.kind() == ErrorKind::LeaseLost => {
                tracing::error!("{error}");
                self.tenure().lost();
                self.judge(self.now());
                self.join_again().await;
            }
            failed => {
                let was_steady = self.steady_since().take().is_some();
                if was_steady {
                    let why = failed.map_or_else(
                        |late| late.to_string(),
                        |failed| failed.err().map_or_else(String::new, |e| e.to_string()),
                    );
                    tracing::warn!("the lease of this node cannot be renewed, which is tried again: {why}");
                }
                self.judge(self.now());
            }
        }
    }

    async fn renewed(&self, sent: Tick, renewed: Renewed) {
        self.carry_out(renewed.changes).await;
        self.tenure().renewed(sent);
        let steady = sent.0.saturating_sub(self.steady_since().get_or_insert(sent).0);
        self.note_nodes(&renewed.nodes);
        if self.is_fenced() {
            self.serve_again().await;
        }
        self.recount().await;
        self.lead().await;
        // After an outage of the database all leases are over. Each node gets the time to renew its own.
        let is_lost = |node: &KnownNode| node.lease_left < 0 && node.lease_left.unsigned_abs() > self.resume_period;
        if steady > self.resume_period && renewed.nodes.iter().any(is_lost) {
            self.remove_lost().await;
        }
    }

    pub(super) fn steady_since(&self) -> MutexGuard<'_, Option<Tick>> {
        self.steady_since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the sessions of nodes that are lost.
    async fn remove_lost(&self) {
        loop {
            let (sessions, is_more) = match self.membership.remove_lost(self.resume_period).await {
                Ok(removed) => removed,
                Err(error) => return tracing::warn!("the sessions of a lost node are still stored: {error}"),
            };
            if !sessions.is_empty() {
                tracing::warn!(sessions = sessions.len(), "sessions of a lost node have ended");
            }
            for session in sessions {
                self.live.note_end(TokenHash(session.token_hash), EndReason::NodeLost);
            }
            if !is_more {
                return;
            }
        }
    }

    /// Decides whether this node may serve, and stops serving where it may not.
    fn judge(&self, now: Tick) {
        let verdict = self.verdict(now);
        self.judge_lead(now, verdict);
        if verdict == Verdict::Fenced && !self.fenced.swap(true, Ordering::SeqCst) {
            tracing::error!("this node cannot renew its lease while others may: it serves no sessions until it can");
            self.arriving.arrivals().doubt();
            self.live.hand_all_over();
        }
    }

    /// The lease is there again: the sessions that are still this node's come back.
    async fn serve_again(&self) {
        match self.restore().await {
            Ok(sessions) => {
                tracing::info!(sessions, "this node serves again");
                self.fenced.store(false, Ordering::SeqCst);
            }
            Err(error) => tracing::warn!("this node has its lease, and cannot read its sessions: {error}"),
        }
    }

    /// Others have removed this node, or its name is another's: it has to begin again.
    async fn join_again(&self) {
        match joining::join(&self.membership, self.clock).await {
            Ok(sent) => {
                self.tenure().renewed(sent);
                self.serve_again().await;
            }
            Err(error) => tracing::error!("this node cannot join its cluster again: {error}"),
        }
    }

    /// Something may be in the mailbox.
    pub(super) fn read_soon(&self) {
        Notify::notify_one(&self.hint);
    }

    /// Waits until the mailbox has been read once more from now on, or until `until`. Whether it was.
    pub(super) async fn read_once_more(&self, until: Instant) -> bool {
        let mut reads = self.reads.subscribe();
        // One that is under way may have begun before.
        let wanted = *reads.borrow_and_update() + 2;
        self.read_soon();
        let done = async {
            while *reads.borrow_and_update() < wanted {
                self.read_soon();
                if reads.changed().await.is_err() {
                    return;
                }
            }
        };
        tokio::time::timeout_at(until, done).await.is_ok()
    }
}
