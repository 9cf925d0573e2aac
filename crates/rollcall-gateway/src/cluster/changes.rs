//! What was done to this node's sessions elsewhere, and is carried out here: sessions that moved, that were ended, and
//! whose users have changed.

use std::sync::Arc;

use rollcall_session::{ClientId, EndReason};
use rollcall_store::{
    ChangeKind, REASON_LIMIT, REASON_LOGGED_OUT, REASON_PASSWORD_CHANGED, REASON_USER_DISABLED, SessionChange,
};

use super::Cluster;

/// The session was ended by an administrator or a script.
pub const REASON_TERMINATED: &str = "terminated";

impl Cluster {
    /// Reads the mailbox and carries it out.
    pub(super) async fn read_changes(&self) {
        match self.membership.changes().await {
            Ok(changes) => {
                self.carry_out(changes).await;
                self.reads.send_modify(|reads| *reads += 1);
            }
            // It is read again within a second.
            Err(error) => tracing::debug!("the mailbox of this node cannot be read: {error}"),
        }
    }

    /// Carries changes out, and removes them from the mailbox. Doing it twice does no harm.
    pub(super) async fn carry_out(&self, changes: Vec<SessionChange>) {
        if changes.is_empty() {
            return;
        }
        let mut done = Vec::with_capacity(changes.len());
        for change in changes {
            let sequence = change.sequence;
            if self.carry_out_one(change).await {
                done.push(sequence);
            }
        }
        if let Err(error) = self.membership.carried_out(&done).await {
            tracing::debug!("what was carried out is still in the mailbox: {error}");
        }
    }

    async fn carry_out_one(&self, change: SessionChange) -> bool {
        let Ok(id) = change.client_id.parse::<ClientId>() else { return true };
        match change.kind {
            ChangeKind::Moved => {
                // Under the lock: a session that comes in meanwhile knows of it.
                let mut arrivals = self.arriving.arrivals();
                arrivals.moved(id, change.epoch);
                self.live.hand_over(id, change.epoch);
            }
            ChangeKind::Ended { reason, message } => {
                self.arriving.arrivals().ended(id, change.epoch);
                self.live.end_as_elsewhere(id, change.epoch, end_reason(&reason, message));
            }
            ChangeKind::UserChanged => return self.look_at_user(id).await,
        }
        true
    }

    /// Ends a session whose user has lost a role that they had at the log-in.
    async fn look_at_user(&self, id: ClientId) -> bool {
        let Some(session) = self.live.get(id) else { return true };
        let roles = match self.live.roles_of(&session.username).await {
            Ok(roles) => roles,
            Err(error) => {
                tracing::debug!("a changed user cannot be read: {error}");
                return false;
            }
        };
        if session.roles.iter().any(|role| !roles.iter().any(|now| **now == **role)) {
            // The store has it in its own turn; what it could not write is tried again.
            let _ = self.live.end(id, EndReason::RoleRemoved).await;
        }
        true
    }
}

/// The reason that a word of the store stands for.
fn end_reason(word: &str, message: Option<String>) -> EndReason {
    match word {
        REASON_LIMIT => EndReason::Limit,
        REASON_USER_DISABLED => EndReason::UserDisabled,
        REASON_PASSWORD_CHANGED => EndReason::PasswordChanged,
        REASON_TERMINATED => EndReason::Terminated { by: Arc::from(""), message: message.map(Into::into) },
        REASON_LOGGED_OUT => EndReason::LoggedOut,
        // Of a later release.
        _ => EndReason::LoggedOut,
    }
}
