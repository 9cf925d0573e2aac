//! Sessions that can be resumed.

use sqlx::postgres::PgRow;

use super::logins::require_enabled;
use super::transaction::{Order, Transaction};
use super::{Database, column, is_text, token_hash};
use crate::{DamagedSession, Error, ErrorKind, StoredSession};

impl Database {
    /// Inserts only where the user is enabled at this moment, as for log-ins, and the log-in that it is opened under is
    /// there. Both stay so until the commit: a transaction that disables the user or removes the log-in waits, and then
    /// finds the session.
    pub(crate) async fn add_session(&self, session: &StoredSession) -> Result<(), Error> {
        let mut tx = self.begin(Order::Together).await?;
        require_enabled(&mut tx, &session.username).await?;
        require_login(&mut tx, session).await?;
        let insert = sqlx::query(
            "INSERT INTO sessions
                 (client_id, token_hash, login_hash, username, project, designer, hostname, ip, user_agent, creation_time)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
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
        .bind(session.creation_time);
        tx.execute(insert).await?;
        tx.commit().await
    }

    pub(crate) async fn remove_sessions<Id: AsRef<str> + Sync>(&self, client_ids: &[Id]) -> Result<(), Error> {
        let mut tx = self.begin(Order::Together).await?;
        delete_sessions(&mut tx, client_ids).await?;
        tx.commit().await
    }

    /// One row that is damaged must not hide the others.
    pub(crate) async fn sessions(&self) -> Result<(Vec<StoredSession>, Vec<DamagedSession>), Error> {
        let mut tx = self.begin(Order::ReadAll).await?;
        let select = sqlx::query(
            "SELECT client_id, token_hash, login_hash, username, project, designer, hostname, ip, user_agent,
                 creation_time, sequence
             FROM sessions ORDER BY creation_time, sequence",
        );
        let rows = tx.rows(select).await?;
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

pub(super) async fn delete_sessions<Id: AsRef<str>>(tx: &mut Transaction, client_ids: &[Id]) -> Result<(), Error> {
    let ids: Vec<&str> = client_ids.iter().map(AsRef::as_ref).filter(|id| is_text(id)).collect();
    tx.execute(sqlx::query("DELETE FROM sessions WHERE client_id = ANY ($1)").bind(ids)).await.map(drop)
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

fn session(row: &PgRow) -> Result<StoredSession, Error> {
    Ok(StoredSession {
        client_id: column(row, "client_id")?,
        token_hash: token_hash(column(row, "token_hash")?)?,
        login_hash: column::<Option<Vec<u8>>>(row, "login_hash")?.map(token_hash).transpose()?,
        username: column(row, "username")?,
        project: column(row, "project")?,
        designer: column(row, "designer")?,
        hostname: text(column(row, "hostname")?)?,
        ip: column(row, "ip")?,
        user_agent: text(column(row, "user_agent")?)?,
        creation_time: column(row, "creation_time")?,
    })
}

/// The text of a column that keeps its bytes.
fn text(bytes: Option<Vec<u8>>) -> Result<Option<String>, Error> {
    let text = bytes.map(String::from_utf8).transpose();
    text.map_err(|error| Error::with_source(ErrorKind::Damaged, "the database holds a text that is not UTF-8", error))
}
