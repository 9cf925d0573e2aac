//! The store in a SQLite file.
//!
//! SQLite has one writer at a time. Writers of this process therefore queue for the one connection of `writer`, which
//! is fair and does not poll; readers have connections of their own and, thanks to the write-ahead log, never wait for
//! a commit. A write transaction begins with `BEGIN IMMEDIATE`: one that begins as a reader and writes later can be
//! refused at once, without regard to the busy timeout, when another process wrote in between
//! (<https://www.sqlite.org/rescode.html#busy_snapshot>).

mod failure;
mod logins;
mod open;
mod schema;
mod sessions;
mod users;
mod withdrawals;

use std::path::Path;

use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};

use crate::place::Place;
use crate::{Error, ErrorKind};
pub(crate) use failure::failure;
pub(crate) use open::open_to_read;

/// The two pools over one file.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    writer: SqlitePool,
    reader: SqlitePool,
    place: Place,
}

impl Database {
    /// Readers first: the last connection that is closed moves the write-ahead log into the database file, and only a
    /// connection that may write can.
    pub(crate) async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// The database's file.
    pub(crate) fn path(&self) -> &Path {
        self.place.path()
    }

    /// Begins a transaction that will write. It is rolled back where it is dropped without a commit.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>, Error> {
        self.place.check().map_err(|error| Error::with_source(ErrorKind::Access, error.to_string(), error))?;
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failure)
    }
}

/// Says why nothing can be opened for a user; for statements that insert only where the user is there and enabled.
async fn refusal(connection: &mut SqliteConnection, username: &str) -> Error {
    let exists = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM users WHERE name = ?")
        .bind(username)
        .fetch_one(connection)
        .await;
    match exists {
        Ok(0) => Error::no_such_user(username),
        Ok(_) => Error::new(ErrorKind::UserDisabled, format!("the user {username:?} is disabled")),
        Err(error) => failure(error),
    }
}

/// A token's hash from its column.
fn token_hash(bytes: Vec<u8>) -> Result<[u8; 32], Error> {
    bytes.try_into().map_err(|_| Error::new(ErrorKind::Damaged, "the database holds a token's hash of a wrong length"))
}

#[cfg(test)]
mod tests;
