//! What was taken away while the database could not be written, written in one transaction.
//!
//! As with SQLite nothing is refused here: it was checked when it was taken away. The transaction is alone: what a
//! connection that was given up may still be committing is done before it, and is taken away as well.

use super::session_rows::Ending;
use super::transaction::Order;
use super::{Database, logins, session_rows, users};
use crate::node::REASON_LOGGED_OUT;
use crate::unwritten::{Unwritten, Withdrawal};
use crate::{Error, ErrorKind};

impl Database {
    /// Takes away all of this or, where it fails, nothing. Who is gone already is no error.
    pub(crate) async fn withdraw(&self, unwritten: &Unwritten) -> Result<(), Error> {
        let mut tx = self.begin(Order::Alone).await?;
        let (mut hashes, node) = (Vec::new(), self.node_name());
        // Not before the transaction: while the database is away every call comes here and may find thousands.
        for withdrawal in &unwritten.withdrawals() {
            match withdrawal {
                Withdrawal::Sessions(ids) => {
                    let ending = Ending { reason: REASON_LOGGED_OUT, message: None };
                    session_rows::delete_sessions(&mut tx, ids, ending).await?;
                }
                Withdrawal::Lapsed(lapsed) => session_rows::delete_lapsed(&mut tx, node, lapsed).await?,
                Withdrawal::Login(hash) => hashes.push(*hash),
                Withdrawal::UserRemoved(name) => drop(users::delete(&mut tx, node, name).await?),
                Withdrawal::User { name, change } => match users::update(&mut tx, node, name, change).await {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                },
            }
        }
        // Each would be a way to the server and back, and a whole shift may have logged out.
        logins::delete_logins(&mut tx, node, &hashes).await?;
        tx.commit().await
    }
}
