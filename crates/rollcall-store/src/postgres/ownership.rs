//! Which node has a session. A session changes hands under its row's lock, and the node that had it finds that in its
//! mailbox.

use std::collections::BTreeMap;

use sqlx::postgres::PgRow;

use super::nodes::require_lease;
use super::session_rows::session;
use super::transaction::{Order, Transaction};
use super::users::select_users_named;
use super::{Database, column};
use crate::node::{OwnedSession, TakenSession};
use crate::{Error, User};

impl Database {
    /// Takes the sessions of these tokens' hashes, those that can be taken: their users are enabled, and a node that is
    /// gone has not been so for longer than `period` milliseconds.
    pub(crate) async fn take(&self, hashes: &[[u8; 32]], period: i64) -> Result<Vec<TakenSession>, Error> {
        let node = self.node()?;
        let mut tx = self.begin(Order::Together).await?;
        require_lease(&mut tx, node).await?;
        let rows = lock(&mut tx, hashes, period).await?;
        let users = users_of(&mut tx, &rows).await?;
        let mut taken = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut session = session(row)?;
            let Some(user) = users.get(&session.username).filter(|user| !user.disabled) else { continue };
            session.epoch += 1;
            taken.push(TakenSession { session, user: user.clone(), from: column(row, "node")? });
        }
        hand_over(&mut tx, &taken, &node.name).await?;
        tx.commit().await?;
        Ok(taken)
    }

    /// The sessions of these tokens' hashes, with their enabled users and the nodes that have them. Nothing is changed.
    pub(crate) async fn owned(&self, hashes: &[[u8; 32]]) -> Result<Vec<OwnedSession>, Error> {
        let mut tx = self.begin(Order::Read).await?;
        let select = sqlx::query(
            "SELECT client_id, token_hash, login_hash, username, project, designer, hostname, ip, user_agent,
                 creation_time, sequence, epoch, node
             FROM sessions WHERE token_hash = ANY ($1)",
        );
        let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
        let rows = tx.rows(select.bind(hashes)).await?;
        let users = users_of(&mut tx, &rows).await?;
        tx.commit().await?;
        let mut owned = Vec::with_capacity(rows.len());
        for row in &rows {
            let (session, node) = (session(row)?, column(row, "node")?);
            let Some(user) = users.get(&session.username).filter(|user| !user.disabled) else { continue };
            owned.push(OwnedSession { session, user: user.clone(), node });
        }
        Ok(owned)
    }
}

/// In the order of client ids, so that two nodes that take many do not wait for each other in a ring.
async fn lock(tx: &mut Transaction, hashes: &[[u8; 32]], period: i64) -> Result<Vec<PgRow>, Error> {
    let select = sqlx::query(
        "SELECT client_id, token_hash, login_hash, username, project, designer, hostname, ip, user_agent, creation_time,
             sequence, epoch, node
         FROM sessions WHERE token_hash = ANY ($1) AND NOT EXISTS (
             SELECT 1 FROM nodes WHERE nodes.name = sessions.node
                 AND lease_end + $2 * interval '1 millisecond' < clock_timestamp())
         ORDER BY client_id FOR UPDATE",
    );
    let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    tx.rows(select.bind(hashes).bind(period)).await
}

async fn users_of(tx: &mut Transaction, rows: &[PgRow]) -> Result<BTreeMap<String, User>, Error> {
    let mut names = rows.iter().map(|row| column(row, "username")).collect::<Result<Vec<String>, Error>>()?;
    names.sort_unstable();
    names.dedup();
    let users = select_users_named(tx, &names).await?;
    Ok(users.into_iter().map(|user| (user.name.clone(), user)).collect())
}

async fn hand_over(tx: &mut Transaction, taken: &[TakenSession], node: &str) -> Result<(), Error> {
    let ids: Vec<&str> = taken.iter().map(|taken| taken.session.client_id.as_str()).collect();
    // The column still holds the old node where the mailbox is written.
    let mailbox = sqlx::query(
        "INSERT INTO session_changes (node, client_id, epoch, kind)
         SELECT node, client_id, epoch + 1, 'moved' FROM sessions WHERE client_id = ANY ($1) AND node <> $2",
    );
    tx.execute(mailbox.bind(&ids).bind(node)).await?;
    let take = sqlx::query("UPDATE sessions SET node = $2, epoch = epoch + 1 WHERE client_id = ANY ($1)");
    tx.execute(take.bind(&ids).bind(node)).await.map(drop)
}
