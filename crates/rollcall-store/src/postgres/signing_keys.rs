//! The keys with which all nodes of a cluster sign.

use super::transaction::Order;
use super::{Database, column};
use crate::Error;

impl Database {
    /// The two newest keys, the newest first; `first` is kept where there is no other yet.
    pub(crate) async fn signing_keys(&self, first: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
        let mut tx = self.begin(Order::Alone).await?;
        let insert =
            sqlx::query("INSERT INTO signing_keys (key) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM signing_keys)");
        tx.execute(insert.bind(first)).await?;
        let rows = tx.rows(sqlx::query("SELECT key FROM signing_keys ORDER BY number DESC LIMIT 2")).await?;
        tx.commit().await?;
        rows.iter().map(|row| column(row, "key")).collect()
    }

    /// Signs with a new key from now on. The one before it is still believed, older ones no longer.
    pub(crate) async fn add_signing_key(&self, key: &[u8]) -> Result<(), Error> {
        let mut tx = self.begin(Order::Alone).await?;
        tx.execute(sqlx::query("INSERT INTO signing_keys (key) VALUES ($1)").bind(key)).await?;
        let old = sqlx::query(
            "DELETE FROM signing_keys WHERE number < (SELECT min(number) FROM (
                 SELECT number FROM signing_keys ORDER BY number DESC LIMIT 2) AS newest)",
        );
        tx.execute(old).await?;
        tx.commit().await
    }
}
