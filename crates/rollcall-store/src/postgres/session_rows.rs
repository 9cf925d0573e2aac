//! Rows of sessions: reading one, and deleting some with what their nodes are to learn of it. Which transaction that is
//! part of is the caller's.

use sqlx::postgres::PgRow;

use super::transaction::Transaction;
use super::{column, is_text, token_hash};
use crate::{Error, ErrorKind, StoredSession};

/// Why and with which words sessions are ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending<'a> {
    pub(super) reason: &'a str,
    pub(super) message: Option<&'a str>,
}

/// Deletes sessions and puts that into the mailboxes of their nodes. This node's own is no exception: the session may be on
/// its way into the memory.
pub(super) async fn delete_sessions<Id: AsRef<str>>(
    tx: &mut Transaction,
    client_ids: &[Id],
    ending: Ending<'_>,
) -> Result<u64, Error> {
    let ids: Vec<&str> = client_ids.iter().map(AsRef::as_ref).filter(|id| is_text(id)).collect();
    let tell = sqlx::query(
        "INSERT INTO session_changes (node, client_id, epoch, kind, reason, message)
         SELECT node, client_id, epoch, 'ended', $2, $3 FROM sessions
         WHERE client_id = ANY ($1) AND node IS NOT NULL FOR UPDATE",
    );
    tx.execute(tell.bind(&ids).bind(ending.reason).bind(ending.message)).await?;
    tx.execute(sqlx::query("DELETE FROM sessions WHERE client_id = ANY ($1)").bind(ids)).await
}

pub(super) async fn delete_lapsed(
    tx: &mut Transaction,
    node: Option<&str>,
    sessions: &[(String, i64)],
) -> Result<(), Error> {
    let (ids, epochs): (Vec<&str>, Vec<i64>) = sessions.iter().map(|(id, epoch)| (id.as_str(), *epoch)).unzip();
    let delete = sqlx::query(
        "DELETE FROM sessions USING unnest($1::text[], $2::bigint[]) AS lapsed (id, at)
         WHERE client_id = lapsed.id AND epoch = lapsed.at AND node IS NOT DISTINCT FROM $3",
    );
    tx.execute(delete.bind(ids).bind(epochs).bind(node)).await.map(drop)
}

/// Puts into the mailboxes of the nodes that all sessions of a user are over, or that the user has changed; the latter this
/// node knows.
pub(super) async fn tell_of_user(
    tx: &mut Transaction,
    node: Option<&str>,
    username: &str,
    reason: Option<&str>,
) -> Result<(), Error> {
    let tell = sqlx::query(
        "INSERT INTO session_changes (node, client_id, epoch, kind, reason)
         SELECT node, client_id, epoch, CASE WHEN $3::text IS NULL THEN 'user' ELSE 'ended' END, $3 FROM sessions
         WHERE username = $1 AND node IS NOT NULL AND (node IS DISTINCT FROM $2 OR $3::text IS NOT NULL)",
    );
    tx.execute(tell.bind(username).bind(node).bind(reason)).await.map(drop)
}

/// Removes at most `most` sessions of these nodes.
pub(super) async fn delete_sessions_of(
    tx: &mut Transaction,
    nodes: &[String],
    most: i64,
) -> Result<Vec<StoredSession>, Error> {
    let delete = sqlx::query(
        "DELETE FROM sessions WHERE client_id IN (
             SELECT client_id FROM sessions WHERE node = ANY ($1) ORDER BY client_id LIMIT $2 FOR UPDATE)
         RETURNING client_id, token_hash, login_hash, username, project, designer, hostname, ip, user_agent,
             creation_time, epoch",
    );
    tx.rows(delete.bind(nodes).bind(most)).await?.iter().map(session).collect()
}

pub(super) fn session(row: &PgRow) -> Result<StoredSession, Error> {
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
        epoch: column(row, "epoch")?,
    })
}

/// The text of a column that keeps its bytes.
fn text(bytes: Option<Vec<u8>>) -> Result<Option<String>, Error> {
    let text = bytes.map(String::from_utf8).transpose();
    text.map_err(|error| Error::with_source(ErrorKind::Damaged, "the database holds a text that is not UTF-8", error))
}
