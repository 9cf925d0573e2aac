//! Withdrawals made while the database could not be written, written in one transaction.
//!
//! Each was checked when it was made, against all withdrawals before it. So nothing is refused here: a check that counts
//! administrators again would meet the rows in another order, halfway, and give a user back a role that was withdrawn.

use super::failure::failure;
use super::{Database, logins, sessions, users};
use crate::unwritten::{Unwritten, Withdrawal};
use crate::{Error, ErrorKind};

impl Database {
    /// Takes away all of this or, where it fails, nothing. Who is gone already is no error.
    pub(crate) async fn withdraw(&self, unwritten: &Unwritten) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        // Not before the transaction: while the database is away every call comes here and may find thousands.
        for withdrawal in &unwritten.withdrawals() {
            match withdrawal {
                Withdrawal::Sessions(ids) => sessions::delete_sessions(&mut tx, ids).await?,
                Withdrawal::Lapsed(lapsed) => {
                    let ids: Vec<&String> = lapsed.iter().map(|(id, _)| id).collect();
                    sessions::delete_sessions(&mut tx, &ids).await?;
                }
                Withdrawal::Login(hash) => logins::delete_logins(&mut tx, &[*hash]).await?,
                Withdrawal::UserRemoved(name) => drop(users::delete(&mut tx, name).await?),
                Withdrawal::User { name, change } => match users::update(&mut tx, name, change).await {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                },
            }
        }
        tx.commit().await.map_err(failure)
    }
}
