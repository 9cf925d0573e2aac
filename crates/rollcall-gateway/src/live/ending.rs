//! Sessions end: asked for, or because their time is up; see the head of `live.rs` for the order of things.

use std::sync::Arc;
use std::time::Duration;

use rollcall_session::{ClientId, Clock, EndReason, Ended, Session, TokenHash};
use thiserror::Error;

use super::LiveSessions;
use super::removals::Ticket;
use super::sockets::SocketOrder;

/// How long to wait before the store retries the withdrawals that it could not write.
const RETRY: Duration = Duration::from_secs(5);

/// The sessions are over, but the store still has them; it is asked again and again.
#[derive(Debug, Error)]
#[error("the store still has the ended sessions: {0}")]
pub struct NotRemoved(pub Arc<rollcall_store::Error>);

impl LiveSessions {
    /// Ends one session.
    ///
    /// # Errors
    /// When it is over but the store could not write that yet.
    pub async fn end(&self, id: ClientId, reason: EndReason) -> Result<(), NotRemoved> {
        let ended = self.registry().end(id, reason);
        self.finish(ended.into_iter().collect()).await
    }

    /// Ends a person's log-in and every session that was opened under it.
    ///
    /// # Errors
    /// As [`Self::end`]: everything has ended.
    pub async fn log_out(&self, login: TokenHash) -> Result<(), NotRemoved> {
        // The store first: a session that is being opened under it now either meets this, or is found below.
        let forgotten = self.removed(self.inner.removals.login(login)).await;
        let ids = self.under_login().of(&login);
        let ended = {
            let mut registry = self.registry();
            ids.into_iter().filter_map(|id| registry.end(id, EndReason::LoggedOut)).collect()
        };
        self.finish(ended).await.and(forgotten)
    }

    /// Ends all sessions of a user.
    ///
    /// # Errors
    /// As [`Self::end`].
    pub async fn end_user(&self, username: &str, reason: EndReason) -> Result<(), NotRemoved> {
        let ended = self.registry().end_user(username, &reason);
        self.finish(ended).await
    }

    /// Ends the sessions for which `applies` holds.
    ///
    /// # Errors
    /// As [`Self::end`].
    pub async fn end_where(&self, applies: impl Fn(&Session) -> bool, reason: EndReason) -> Result<(), NotRemoved> {
        let ended = self.registry().end_where(applies, &reason);
        self.finish(ended).await
    }

    /// Ends the sessions whose tabs are closed. A socket that is open all the same shows that a page is there: another
    /// one, or the page which was left, whose socket will close by itself.
    fn end_closed_tabs(&self) -> Vec<Ended> {
        let closed = self.tabs_left().closed(self.inner.clock.now().tick);
        let gone = closed.into_iter().filter(|id| !self.sockets().contains_key(id));
        gone.filter_map(|id| self.registry().end(id, EndReason::Lost)).collect()
    }

    /// Ends the sessions that are due, for ever: lost clients, idle persons, sessions past their lifetime.
    pub async fn keep_time(&self) {
        loop {
            let mut ended = self.registry().due(self.inner.clock.now());
            ended.extend(self.end_closed_tabs());
            // Failed removals are tried again below, after a while.
            let _ = self.finish(ended).await;
            let _ = self.remove_ended().await;
            self.settle().await;
            let due = [self.registry().next_due(), self.tabs_left().next()].into_iter().flatten().min();
            let next = due.map(|tick| self.inner.clock.instant(tick));
            let retry = self.inner.store.is_unsettled().then(|| std::time::Instant::now() + RETRY);
            let wake = next.into_iter().chain(retry).min();
            tokio::select! {
                () = sleep_until(wake) => {}
                () = self.inner.sooner.notified() => {}
            }
        }
    }

    /// Carries out the end of sessions outside the registry: see the head of `live.rs`.
    pub(super) async fn finish(&self, ended: Vec<Ended>) -> Result<(), NotRemoved> {
        let mut last = None;
        // All of them first: a client may come back with its token while the others are carried out.
        let now = self.inner.clock.now().tick;
        ended.iter().for_each(|ended| self.inner.why_ended.note(ended.token, ended.reason.clone(), now));
        for ended in ended {
            let id = ended.session.client_id;
            last = Some(match is_lapsed(&ended.reason) {
                true => self.inner.removals.lapsed(id, self.inner.epochs.of(id)),
                false => self.inner.removals.session(id),
            });
            self.carry_out(ended);
        }
        match last {
            Some(ticket) => self.removed(ticket).await,
            None => Ok(()),
        }
    }

    /// Carries out the end of a session outside the registry, but for the store.
    pub(super) fn carry_out(&self, Ended { session, reason, .. }: Ended) {
        tracing::info!(
            username = &*session.username,
            project = &*session.project,
            client_id = %session.client_id,
            "session ended: {reason:?}"
        );
        self.forget(session.client_id);
        if let Some(socket) = self.sockets().remove(&session.client_id) {
            let _ = socket.orders.send(SocketOrder::End(reason.clone()));
        }
        self.inner.events.ended(session, reason);
    }

    /// Waits until the store has forgotten everything that has ended.
    ///
    /// # Errors
    /// When it could write that nowhere; the timekeeper tries again.
    pub async fn remove_ended(&self) -> Result<(), NotRemoved> {
        self.removed(self.inner.removals.newest()).await
    }

    async fn removed(&self, ticket: Ticket) -> Result<(), NotRemoved> {
        let removed = self.inner.removals.done(ticket).await;
        if self.inner.store.is_unsettled() && !std::mem::replace(&mut *self.failing(), true) {
            tracing::error!("what has ended cannot be written to the database, it is kept and tried again");
            self.inner.sooner.notify_one();
        }
        removed.map_err(NotRemoved)
    }

    /// Has the store write the withdrawals that it could not write before.
    async fn settle(&self) {
        // Every write to the store settles as well, so that there may be nothing left to do here but to log it.
        if self.inner.store.settle().await.is_ok() && std::mem::take(&mut *self.failing()) {
            tracing::info!("the database can be written again: ended sessions have been removed from the store");
        }
    }
}

/// Whether a session ends because its time is up here. Its client may have come to another node of the cluster, which is
/// where the session goes on then; what someone does to end it holds wherever it is.
fn is_lapsed(reason: &EndReason) -> bool {
    match reason {
        EndReason::Lost | EndReason::Idle | EndReason::Lifetime => true,
        EndReason::LoggedOut
        | EndReason::Limit
        | EndReason::Terminated { .. }
        | EndReason::UserDisabled
        | EndReason::PasswordChanged
        | EndReason::RoleRemoved
        | EndReason::ProjectClosed
        | EndReason::NodeLost => false,
    }
}

async fn sleep_until(instant: Option<std::time::Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant.into()).await,
        None => std::future::pending().await,
    }
}
