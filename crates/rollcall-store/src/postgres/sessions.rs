//! Sessions that can be resumed.

use super::limit;
use super::logins::require_enabled;
use super::nodes::require_lease;
use super::session_rows::{Ending, delete_lapsed, delete_sessions, session};
use super::transaction::{Order, Transaction};
use super::{Database, column};
use crate::{DamagedSession, Error, ErrorKind, StoredSession};

impl Database {
    /// Inserts only where the user is enabled at this moment, as for log-ins, and the log-in that it is opened under is
    /// there. Both stay so until the commit: a transaction that disables the user or removes the log-in waits, and then
    /// finds the session.
    pub(crate) async fn add_session(&self, session: &StoredSession) -> Result<(), Error> {
        let mut tx = self.begin(Order::Together).await?;
        require_enabled(&mut tx, &session.username).await?;
        require_login(&mut tx, session).await?;
        if let Some(node) = &self.node {
            require_lease(&mut tx, node).await?;
            limit::make_room(&mut tx, node, session).await?;
        }
        let insert = sqlx::query(
            "INSERT INTO sessions
                 (client_id, token_hash, login_hash, username, project, designer, hostname, ip, user_agent,
                  creation_time, epoch, node)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(&session.client_id)
        .bind(session.token_hash.as_slice())
        .bind(session.login_hash.as_ref().map(<[u8; 32]>::as_slice))
        .bind(&session.username)
        .bind(&session.project)
        .bind(session.designer)
        .bind(session.hostname.as_deref().map(str::as_bytes))
        .bind(&session.ip)
        .bind(session.user_agent.as_deref().map(str::as_bytes))
        .bind(session.creation_time)
        .bind(session.epoch)
        .bind(self.node_name());
        tx.execute(insert).await?;
        tx.commit().await
    }

    /// Removes sessions, whichever node has them.
    pub(crate) async fn remove_sessions<Id: AsRef<str> + Sync>(&self, client_ids: &[Id]) -> Result<(), Error> {
        self.end_sessions(client_ids, "", None).await.map(drop)
    }

    /// Removes sessions, whichever node has them; how many there were. The nodes find the reason in their mailboxes.
    pub(crate) async fn end_sessions<Id: AsRef<str> + Sync>(
        &self,
        client_ids: &[Id],
        reason: &str,
        message: Option<&str>,
    ) -> Result<u64, Error> {
        let mut tx = self.begin(Order::Together).await?;
        let ending = Ending { reason, message };
        let ended = delete_sessions(&mut tx, client_ids, ending).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Removes sessions whose time is up, each where it is still ours and has not changed hands since that epoch.
    pub(crate) async fn remove_lapsed(&self, sessions: &[(String, i64)]) -> Result<(), Error> {
        let mut tx = self.begin(Order::Together).await?;
        delete_lapsed(&mut tx, self.node_name(), sessions).await?;
        tx.commit().await
    }

    /// Those of this node. One row that is damaged must not hide the others.
    pub(crate) async fn sessions(&self) -> Result<(Vec<StoredSession>, Vec<DamagedSession>), Error> {
        let mut tx = self.begin(Order::ReadAll).await?;
        let select = sqlx::query(
            "SELECT client_id, token_hash, login_hash, username, project, designer, hostname, ip, user_agent,
                 creation_time, sequence, epoch
             FROM sessions WHERE $1::text IS NULL OR node = $1 ORDER BY creation_time, sequence",
        );
        let rows = tx.rows(select.bind(self.node_name())).await?;
        tx.commit().await?;
        let (mut sessions, mut damaged) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in &rows {
            match session(row) {
                Ok(session) => sessions.push(session),
                Err(fault) => damaged.push(DamagedSession { row: column(row, "sequence").unwrap_or(0), fault }),
            }
        }
        Ok((sessions, damaged))
    }
}

/// Refuses where the log-in that the session names is over or another's, and keeps it until the end of the transaction.
async fn require_login(tx: &mut Transaction, session: &StoredSession) -> Result<(), Error> {
    let Some(hash) = &session.login_hash else { return Ok(()) };
    let select = sqlx::query("SELECT username FROM logins WHERE token_hash = $1 AND username = $2 FOR SHARE");
    let rows = tx.rows(select.bind(hash.as_slice()).bind(&session.username)).await?;
    if rows.is_empty() {
        return Err(Error::new(ErrorKind::LoginOver, "the log-in is over: log in again"));
    }
    Ok(())
}
