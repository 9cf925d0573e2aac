//! What was taken away while the database could not be written, written in one transaction.
//!
//! As with SQLite nothing is refused here: it was checked when it was taken away. The transaction is alone: what a
//! connection that was given up may still be committing is done before it, and is taken away as well.

use super::transaction::Order;
use super::{Database, logins, sessions, users};
use crate::unwritten::{Unwritten, Withdrawal};
use crate::{Error, ErrorKind};

impl Database {
    /// Takes away all of this or, where it fails, nothing. Who is gone already is no error.
    pub(crate) async fn withdraw(&self, unwritten: &Unwritten) -> Result<(), Error> {
        let mut tx = self.begin(Order::Alone).await?;
        let mut hashes = Vec::new();
        // Not before the transaction: while the database is away every call comes here and may find thousands.
        for withdrawal in &unwritten.withdrawals() {
            match withdrawal {
                Withdrawal::Sessions(ids) => sessions::delete_sessions(&mut tx, ids).await?,
                Withdrawal::Login(hash) => hashes.push(*hash),
                Withdrawal::UserRemoved(name) => drop(users::delete(&mut tx, name).await?),
                Withdrawal::User { name, change } => match users::update(&mut tx, name, change).await {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                },
            }
        }
        // Each would be a way to the server and back, and a whole shift may have logged out.
        logins::delete_logins(&mut tx, &hashes).await?;
        tx.commit().await
    }
}
