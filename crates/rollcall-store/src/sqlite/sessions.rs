//! Sessions that can be resumed.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::failure::failure;
use super::{Database, refusal, token_hash};
use crate::{DamagedSession, Error, ErrorKind, StoredSession};

impl Database {
    /// Inserts only where the user is enabled at this moment, as for log-ins, and the log-in that it is opened under is
    /// there: logging out removes that first and ends the sessions then, so that none is left behind.
    pub(crate) async fn add_session(&self, session: &StoredSession) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        let inserted = sqlx::query(
            "INSERT INTO sessions
                 (client_id, token_hash, login_hash, username, project, designer, hostname, ip, user_agent, creation_time)
             SELECT ?1, ?2, ?3, name, ?4, ?5, ?6, ?7, ?8, ?9 FROM users WHERE name = ?10 AND disabled = 0
                 AND (?3 IS NULL OR EXISTS (SELECT 1 FROM logins WHERE token_hash = ?3 AND username = users.name))",
        )
        .bind(&session.client_id)
        .bind(session.token_hash.as_slice())
        .bind(session.login_hash.as_ref().map(<[u8; 32]>::as_slice))
        .bind(&session.project)
        .bind(session.designer)
        .bind(&session.hostname)
        .bind(&session.ip)
        .bind(&session.user_agent)
        .bind(session.creation_time)
        .bind(&session.username)
        .execute(&mut *tx)
        .await
        .map_err(failure)?;
        if inserted.rows_affected() == 0 {
            return Err(session_refusal(&mut tx, session).await);
        }
        tx.commit().await.map_err(failure)
    }

    pub(crate) async fn remove_sessions<Id: AsRef<str>>(&self, client_ids: &[Id]) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        delete_sessions(&mut tx, client_ids).await?;
        tx.commit().await.map_err(failure)
    }

    /// Removes sessions whose time is up. A file has one gateway, so they are ours.
    pub(crate) async fn remove_lapsed(&self, sessions: &[(String, i64)]) -> Result<(), Error> {
        let ids: Vec<&String> = sessions.iter().map(|(id, _)| id).collect();
        self.remove_sessions(&ids).await
    }

    /// One row that is damaged must not hide the others.
    pub(crate) async fn sessions(&self) -> Result<(Vec<StoredSession>, Vec<DamagedSession>), Error> {
        let rows = sqlx::query(
            "SELECT client_id, token_hash, login_hash, username, project, designer, hostname, ip, user_agent,
                 creation_time, sequence
             FROM sessions ORDER BY creation_time, sequence",
        )
        .fetch_all(&self.reader)
        .await
        .map_err(failure)?;
        let (mut sessions, mut damaged) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in &rows {
            match session(row) {
                Ok(session) => sessions.push(session),
                Err(fault) => damaged.push(DamagedSession { row: row.try_get("sequence").unwrap_or(0), fault }),
            }
        }
        Ok((sessions, damaged))
    }
}

pub(super) async fn delete_sessions<Id: AsRef<str>>(
    connection: &mut SqliteConnection,
    client_ids: &[Id],
) -> Result<(), Error> {
    for client_id in client_ids {
        let statement = sqlx::query("DELETE FROM sessions WHERE client_id = ?").bind(client_id.as_ref());
        statement.execute(&mut *connection).await.map_err(failure)?;
    }
    Ok(())
}

/// Why a session cannot be opened: its user, or the log-in that it names.
async fn session_refusal(connection: &mut SqliteConnection, session: &StoredSession) -> Error {
    let enabled = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM users WHERE name = ? AND disabled = 0")
        .bind(&session.username)
        .fetch_one(&mut *connection)
        .await;
    match enabled {
        Ok(0) => refusal(connection, &session.username).await,
        Ok(_) => Error::new(ErrorKind::LoginOver, "the log-in is over: log in again"),
        Err(error) => failure(error),
    }
}

fn session(row: &SqliteRow) -> Result<StoredSession, Error> {
    Ok(StoredSession {
        client_id: row.try_get("client_id").map_err(failure)?,
        token_hash: token_hash(row.try_get("token_hash").map_err(failure)?)?,
        login_hash: row.try_get::<Option<Vec<u8>>, _>("login_hash").map_err(failure)?.map(token_hash).transpose()?,
        username: row.try_get("username").map_err(failure)?,
        project: row.try_get("project").map_err(failure)?,
        designer: row.try_get("designer").map_err(failure)?,
        hostname: row.try_get("hostname").map_err(failure)?,
        ip: row.try_get("ip").map_err(failure)?,
        user_agent: row.try_get("user_agent").map_err(failure)?,
        creation_time: row.try_get("creation_time").map_err(failure)?,
        epoch: 0,
    })
}
