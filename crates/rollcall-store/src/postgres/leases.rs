//! What one node at a time may do, such as running a project's scripts.

use super::nodes::{lease, require_lease};
use super::transaction::Order;
use super::{Database, column};
use crate::Error;

impl Database {
    /// Takes or renews a lease. The fence that goes with it; None where another node has it.
    pub(crate) async fn lead(&self, name: &str) -> Result<Option<i64>, Error> {
        let node = self.node()?;
        let mut tx = self.begin(Order::Together).await?;
        require_lease(&mut tx, node).await?;
        let take = sqlx::query(
            "INSERT INTO leases (name, node, incarnation, fence, lease_end)
             VALUES ($1, $2, $3, 1, clock_timestamp() + $4 * interval '1 millisecond')
             ON CONFLICT (name) DO UPDATE SET node = excluded.node, incarnation = excluded.incarnation,
                 lease_end = excluded.lease_end, fence = leases.fence + CASE
                     WHEN leases.node = excluded.node AND leases.incarnation = excluded.incarnation THEN 0 ELSE 1 END
             WHERE leases.lease_end < clock_timestamp()
                 OR (leases.node = excluded.node AND leases.incarnation = excluded.incarnation)
             RETURNING fence",
        );
        let take = take.bind(name).bind(&node.name).bind(node.incarnation.cast_signed()).bind(lease());
        let rows = tx.rows(take).await?;
        tx.commit().await?;
        rows.first().map(|row| column(row, "fence")).transpose()
    }

    /// Gives a lease up, where this node has it.
    pub(crate) async fn resign(&self, name: &str) -> Result<(), Error> {
        let node = self.node()?;
        let mut tx = self.begin(Order::Together).await?;
        let end = sqlx::query(
            "UPDATE leases SET lease_end = least(lease_end, clock_timestamp())
             WHERE name = $1 AND node = $2 AND incarnation = $3",
        );
        tx.execute(end.bind(name).bind(&node.name).bind(node.incarnation.cast_signed())).await?;
        tx.commit().await
    }
}
