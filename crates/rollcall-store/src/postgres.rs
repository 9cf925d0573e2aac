//! The store on a PostgreSQL server.
//!
//! Another machine is between us and the data, so every wait has an end (`connections`), and every call is one
//! transaction, those that only read as well: a pooler in transaction mode gives a session of the server to a
//! client for one transaction, so nothing may live longer than one; no prepared statement, no setting, no lock.
//!
//! SQLite has one writer and so decides everything in order. Here writers of several processes run at once, and order is
//! made where something depends on it: a transaction that opens something for a user locks the rows that allow it, and one
//! that changes users holds a lock of its own (`Order`), for which it waits until all earlier transactions are done. That
//! holds for a connection that was given up as well: the server finishes its work before, or never does it.

mod changes;
mod connections;
mod failure;
mod leases;
mod limit;
mod log_in_tries;
mod logins;
mod nodes;
mod ownership;
pub(crate) mod schema;
mod session_rows;
mod sessions;
mod signing_keys;
mod transaction;
mod users;
mod withdrawals;

use std::sync::Arc;

use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::node::Node;
use crate::{Error, ErrorKind, ServerAddress};
use connections::Connections;
pub(crate) use failure::failure;
pub(crate) use transaction::{Order, Statement, Transaction};

/// A database on a server.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    connections: Arc<Connections>,
    /// The node of a cluster that this process is.
    node: Option<Arc<Node>>,
}

impl Database {
    pub(crate) async fn open(address: &ServerAddress, node: Option<Node>) -> Result<Database, Error> {
        let database = Database { node: node.map(Arc::new), ..Database::unprepared(address) };
        schema::prepare(&database).await.map_err(|error| error.at(address))?;
        if database.node.is_none() {
            database.have_alone().await.map_err(|error| error.at(address))?;
        }
        Ok(database)
    }

    /// A database whose schema nobody has looked at.
    pub(crate) fn unprepared(address: &ServerAddress) -> Database {
        Database { connections: Arc::new(Connections::new(address.clone())), node: None }
    }

    pub(crate) async fn close(&self) {
        self.connections.close().await;
    }

    /// The name of the node that this process is.
    fn node_name(&self) -> Option<&str> {
        self.node.as_deref().map(|node| node.name.as_str())
    }

    /// Where it is.
    pub(crate) fn address(&self) -> &ServerAddress {
        self.connections.address()
    }

    /// Begins a transaction. It is rolled back where it is dropped without a commit.
    pub(crate) async fn begin(&self, order: Order) -> Result<Transaction, Error> {
        Transaction::begin(&self.connections, order).await
    }
}

/// Whether a text can be a value of the column type TEXT. What cannot is in no row.
fn is_text(text: &str) -> bool {
    !text.contains('\0')
}

/// A column of a row.
fn column<'r, T>(row: &'r PgRow, name: &str) -> Result<T, Error>
where
    T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    row.try_get(name).map_err(failure)
}

/// A token's hash from its column.
fn token_hash(bytes: Vec<u8>) -> Result<[u8; 32], Error> {
    bytes.try_into().map_err(|_| Error::new(ErrorKind::Damaged, "the database holds a token's hash of a wrong length"))
}
