//! What was done to the sessions of a node by others: the mailbox of each node.
//!
//! The row is written in the transaction of the change itself, so there is no change without a row, nor the other way round.
//! The node removes the rows that it has carried out. There is no number up to which it has read: rows become visible in
//! the order of commits, which is not that of their numbers.

use super::transaction::{Order, Transaction};
use super::{Database, column};
use crate::node::{ChangeKind, SessionChange};
use crate::{Error, ErrorKind};

/// How many are read at a time.
const MOST: i64 = 10_000;

impl Database {
    /// What was done to our sessions.
    pub(crate) async fn changes(&self) -> Result<Vec<SessionChange>, Error> {
        let mut tx = self.begin(Order::Read).await?;
        let changes = select(&mut tx, &self.node()?.name).await?;
        tx.commit().await?;
        Ok(changes)
    }

    /// These were carried out.
    pub(crate) async fn carried_out(&self, sequences: &[i64]) -> Result<(), Error> {
        let mut tx = self.begin(Order::Together).await?;
        tx.execute(sqlx::query("DELETE FROM session_changes WHERE sequence = ANY ($1)").bind(sequences)).await?;
        tx.commit().await
    }
}

pub(super) async fn select(tx: &mut Transaction, node: &str) -> Result<Vec<SessionChange>, Error> {
    let select = sqlx::query(
        "SELECT sequence, client_id, epoch, kind, reason, message FROM session_changes WHERE node = $1
         ORDER BY sequence LIMIT $2",
    );
    let change = |row| -> Result<SessionChange, Error> {
        let kind: String = column(row, "kind")?;
        Ok(SessionChange {
            sequence: column(row, "sequence")?,
            client_id: column(row, "client_id")?,
            epoch: column(row, "epoch")?,
            kind: match kind.as_str() {
                "ended" => ChangeKind::Ended {
                    reason: column::<Option<String>>(row, "reason")?.unwrap_or_default(),
                    message: column(row, "message")?,
                },
                "moved" => ChangeKind::Moved,
                "user" => ChangeKind::UserChanged,
                other => {
                    let message = format!("the database holds a change of a session of an unknown kind, {other:?}");
                    return Err(Error::new(ErrorKind::Damaged, message));
                }
            },
        })
    };
    tx.rows(select.bind(node).bind(MOST)).await?.iter().map(change).collect()
}
