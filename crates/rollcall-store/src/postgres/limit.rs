//! The limit on the sessions of a user in a project, over all nodes: counted and decided in the transaction that adds
//! the session, while nobody else adds one for the same user and project.

use super::column;
use super::session_rows::{Ending, delete_sessions};
use super::transaction::Transaction;
use crate::node::{Node, REASON_LIMIT};
use crate::{Error, ErrorKind, StoredSession};

/// Refuses the session, or ends the oldest beside it; this node finds its own among them in its mailbox, too.
pub(super) async fn make_room(tx: &mut Transaction, node: &Node, session: &StoredSession) -> Result<(), Error> {
    let Some(limit) = node.limit else { return Ok(()) };
    let (user, project) = (&session.username, &session.project);
    let lock = sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1 || chr(1) || $2, 1383033964))");
    tx.execute(lock.bind(user).bind(project)).await?;
    let select = sqlx::query(
        "SELECT client_id FROM sessions WHERE username = $1 AND project = $2 ORDER BY creation_time, client_id",
    );
    let rows = tx.rows(select.bind(user).bind(project)).await?;
    let excess = (rows.len() + 1).saturating_sub(usize::try_from(limit.sessions).unwrap_or(usize::MAX));
    if excess == 0 {
        return Ok(());
    }
    if !limit.ends_oldest {
        let message = format!(
            "{user} has {} session(s) in {project} already, on all gateways together, which is the limit; log out of \
             one, or wait until one that lost its client has ended",
            limit.sessions
        );
        return Err(Error::new(ErrorKind::Limit, message));
    }
    let oldest =
        rows.iter().take(excess).map(|row| column(row, "client_id")).collect::<Result<Vec<String>, Error>>()?;
    delete_sessions(tx, &oldest, Ending { reason: REASON_LIMIT, message: None }).await.map(drop)
}
