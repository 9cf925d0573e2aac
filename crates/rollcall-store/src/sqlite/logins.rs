//! Log-ins of persons.

use sqlx::SqliteConnection;

use super::failure::failure;
use super::{Database, refusal, token_hash};
use crate::{Error, Login};

impl Database {
    /// Inserts only where the user is enabled at this moment: a user who was disabled while their password was being
    /// checked gets nothing.
    pub(crate) async fn add_login(&self, login: &Login) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        let inserted = sqlx::query(
            "INSERT INTO logins (token_hash, username, creation_time, expiry)
             SELECT ?, name, ?, ? FROM users WHERE name = ? AND disabled = 0",
        )
        .bind(login.token_hash.as_slice())
        .bind(login.creation_time)
        .bind(login.expiry)
        .bind(&login.username)
        .execute(&mut *tx)
        .await
        .map_err(failure)?;
        if inserted.rows_affected() == 0 {
            return Err(refusal(&mut tx, &login.username).await);
        }
        tx.commit().await.map_err(failure)
    }

    pub(crate) async fn login(&self, hash: &[u8; 32], now: i64) -> Result<Option<Login>, Error> {
        let row: Option<(Vec<u8>, String, i64, i64)> = sqlx::query_as(
            "SELECT token_hash, username, creation_time, expiry FROM logins WHERE token_hash = ? AND expiry > ?",
        )
        .bind(hash.as_slice())
        .bind(now)
        .fetch_optional(&self.reader)
        .await
        .map_err(failure)?;
        row.map(|(hash, username, creation_time, expiry)| {
            Ok(Login { token_hash: token_hash(hash)?, username, creation_time, expiry })
        })
        .transpose()
    }

    /// Removes many in one transaction: 20,000 people who log out at the end of a shift must not wait for 20,000.
    pub(crate) async fn remove_logins(&self, hashes: &[[u8; 32]]) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        delete_logins(&mut tx, hashes).await?;
        tx.commit().await.map_err(failure)
    }

    pub(crate) async fn remove_expired_logins(&self, now: i64) -> Result<u64, Error> {
        let mut tx = self.begin().await?;
        let statement = sqlx::query("DELETE FROM logins WHERE expiry <= ?").bind(now);
        let removed = statement.execute(&mut *tx).await.map_err(failure)?.rows_affected();
        tx.commit().await.map(|()| removed).map_err(failure)
    }
}

pub(super) async fn delete_logins(connection: &mut SqliteConnection, hashes: &[[u8; 32]]) -> Result<(), Error> {
    for hash in hashes {
        let statement = sqlx::query("DELETE FROM logins WHERE token_hash = ?").bind(hash.as_slice());
        statement.execute(&mut *connection).await.map_err(failure)?;
    }
    Ok(())
}
