//! The nodes of a cluster and their leases. Every time is by the server's clock.

use super::session_rows::delete_sessions_of;
use super::transaction::{Order, Transaction};
use super::{Database, column};
use crate::node::{KnownNode, LEASE, Node, Renewed};
use crate::{Error, ErrorKind, StoredSession};

/// How many sessions of a lost node are removed in one transaction.
const BATCH: i64 = 5_000;

impl Database {
    /// The node of a store that belongs to a cluster.
    ///
    /// # Errors
    /// Where it does not.
    pub(super) fn node(&self) -> Result<&Node, Error> {
        let alone = || Error::new(ErrorKind::Invalid, "the store was not opened for a node of a cluster");
        self.node.as_deref().ok_or_else(alone)
    }

    /// Makes the name ours and takes over what it had. What others did to its sessions is in the table of sessions.
    pub(crate) async fn claim(&self) -> Result<(), Error> {
        let node = self.node()?;
        let mut tx = self.begin(Order::Alone).await?;
        refuse_a_living_namesake(&mut tx, node).await?;
        let claim = sqlx::query(
            "INSERT INTO nodes (name, incarnation, address, since, lease_end)
             VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp() + $4 * interval '1 millisecond')
             ON CONFLICT (name) DO UPDATE SET incarnation = excluded.incarnation, address = excluded.address,
                 since = excluded.since, lease_end = excluded.lease_end",
        );
        let claim = claim.bind(&node.name).bind(node.incarnation.cast_signed()).bind(&node.address);
        tx.execute(claim.bind(lease())).await?;
        tx.execute(sqlx::query("DELETE FROM session_changes WHERE node = $1").bind(&node.name)).await?;
        // Those of a gateway that had the database for itself.
        tx.execute(sqlx::query("UPDATE sessions SET node = $1, epoch = epoch + 1 WHERE node IS NULL").bind(&node.name))
            .await?;
        tx.commit().await
    }

    /// The database is one gateway's from now on, as it is without a cluster; what nodes had is that gateway's.
    pub(super) async fn have_alone(&self) -> Result<(), Error> {
        let mut tx = self.begin(Order::Read).await?;
        let nodes = select_nodes(&mut tx).await?;
        tx.commit().await?;
        if let Some(node) = nodes.iter().find(|node| node.lease_left > 0) {
            let message = format!(
                "the database belongs to a cluster, whose node {:?} is running: add [cluster] to the configuration, or \
                 stop its nodes first",
                node.name
            );
            return Err(Error::new(ErrorKind::NameTaken, message));
        }
        if nodes.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin(Order::Alone).await?;
        tx.execute(sqlx::query("UPDATE sessions SET node = NULL WHERE node IS NOT NULL")).await?;
        tx.execute(sqlx::query("DELETE FROM session_changes")).await?;
        tx.execute(sqlx::query("DELETE FROM nodes")).await?;
        tx.commit().await
    }

    /// Renews the lease, and reads the nodes and what was done to our sessions.
    pub(crate) async fn renew(&self) -> Result<Renewed, Error> {
        let node = self.node()?;
        let mut tx = self.begin(Order::Together).await?;
        let renew = sqlx::query(
            "UPDATE nodes SET lease_end = clock_timestamp() + $3 * interval '1 millisecond'
             WHERE name = $1 AND incarnation = $2",
        );
        let renew = renew.bind(&node.name).bind(node.incarnation.cast_signed()).bind(lease());
        if tx.execute(renew).await? == 0 {
            return Err(lost(node));
        }
        let (nodes, changes) = (select_nodes(&mut tx).await?, super::changes::select(&mut tx, &node.name).await?);
        tx.commit().await?;
        Ok(Renewed { nodes, changes })
    }

    /// The nodes that have a lease or had one.
    pub(crate) async fn nodes(&self) -> Result<Vec<KnownNode>, Error> {
        let mut tx = self.begin(Order::Read).await?;
        let nodes = select_nodes(&mut tx).await?;
        tx.commit().await?;
        Ok(nodes)
    }

    /// Ends the lease: others need not wait for its end. A node that has no sessions any more is forgotten, so that nobody
    /// misses it.
    pub(crate) async fn release(&self) -> Result<(), Error> {
        let node = self.node()?;
        let mut tx = self.begin(Order::Together).await?;
        let end = sqlx::query(
            "UPDATE nodes SET lease_end = least(lease_end, clock_timestamp()) WHERE name = $1 AND incarnation = $2",
        );
        tx.execute(end.bind(&node.name).bind(node.incarnation.cast_signed())).await?;
        let leases = sqlx::query(
            "UPDATE leases SET lease_end = least(lease_end, clock_timestamp())
             WHERE node = $1 AND incarnation = $2",
        );
        tx.execute(leases.bind(&node.name).bind(node.incarnation.cast_signed())).await?;
        let forget = sqlx::query(
            "DELETE FROM nodes WHERE name = $1 AND incarnation = $2
                 AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.node = nodes.name)",
        );
        if tx.execute(forget.bind(&node.name).bind(node.incarnation.cast_signed())).await? > 0 {
            tx.execute(sqlx::query("DELETE FROM session_changes WHERE node = $1").bind(&node.name)).await?;
        }
        tx.commit().await
    }

    /// Removes sessions of nodes whose lease has been over for longer than `period` milliseconds, some thousands at a
    /// time, and then the nodes. The sessions, and whether there may be more.
    pub(crate) async fn remove_lost(&self, period: i64) -> Result<(Vec<StoredSession>, bool), Error> {
        self.node()?;
        let mut tx = self.begin(Order::Alone).await?;
        let select = sqlx::query(
            "SELECT name FROM nodes WHERE lease_end + $1 * interval '1 millisecond' < clock_timestamp() FOR UPDATE",
        );
        let rows = tx.rows(select.bind(period)).await?;
        let names = rows.iter().map(|row| column(row, "name")).collect::<Result<Vec<String>, Error>>()?;
        if names.is_empty() {
            tx.commit().await?;
            return Ok((Vec::new(), false));
        }
        let sessions = delete_sessions_of(&mut tx, &names, BATCH).await?;
        let is_more = i64::try_from(sessions.len()).unwrap_or(i64::MAX) >= BATCH;
        if !is_more {
            for statement in
                ["DELETE FROM session_changes WHERE node = ANY ($1)", "DELETE FROM nodes WHERE name = ANY ($1)"]
            {
                tx.execute(sqlx::query(statement).bind(&names)).await?;
            }
        }
        tx.commit().await?;
        Ok((sessions, is_more))
    }
}

/// Refuses to go on where this node's lease is over: what it writes could contradict another node.
pub(super) async fn require_lease(tx: &mut Transaction, node: &Node) -> Result<(), Error> {
    let select =
        sqlx::query("SELECT 1 FROM nodes WHERE name = $1 AND incarnation = $2 AND lease_end > clock_timestamp()");
    match tx.rows(select.bind(&node.name).bind(node.incarnation.cast_signed())).await?.is_empty() {
        true => Err(lost(node)),
        false => Ok(()),
    }
}

async fn refuse_a_living_namesake(tx: &mut Transaction, node: &Node) -> Result<(), Error> {
    let select = sqlx::query(
        "SELECT address FROM nodes WHERE name = $1 AND incarnation <> $2 AND lease_end > clock_timestamp() FOR UPDATE",
    );
    let rows = tx.rows(select.bind(&node.name).bind(node.incarnation.cast_signed())).await?;
    let Some(row) = rows.first() else { return Ok(()) };
    let address: Option<String> = column(row, "address")?;
    let place = address.map_or(String::new(), |address| format!(" at {address}"));
    let message = format!("the node {:?} of the cluster is running{place}: give this gateway another name", node.name);
    Err(Error::new(ErrorKind::NameTaken, message))
}

async fn select_nodes(tx: &mut Transaction) -> Result<Vec<KnownNode>, Error> {
    let select = sqlx::query(
        "SELECT name, incarnation, address,
             (extract(epoch FROM clock_timestamp() - since) * 1000)::BIGINT AS age,
             (extract(epoch FROM lease_end - clock_timestamp()) * 1000)::BIGINT AS lease_left
         FROM nodes ORDER BY name",
    );
    let known = |row| -> Result<KnownNode, Error> {
        Ok(KnownNode {
            name: column(row, "name")?,
            incarnation: column::<i64>(row, "incarnation")?.cast_unsigned(),
            address: column(row, "address")?,
            age: column::<i64>(row, "age")?.max(0).unsigned_abs(),
            lease_left: column(row, "lease_left")?,
        })
    };
    tx.rows(select).await?.iter().map(known).collect()
}

pub(super) fn lease() -> i64 {
    i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX)
}

fn lost(node: &Node) -> Error {
    let message = format!(
        "the node {:?} has lost its place in the cluster: its lease is over, or another has its name",
        node.name
    );
    Error::new(ErrorKind::LeaseLost, message)
}
