//! Log-ins of persons.

use sqlx::postgres::PgRow;

use super::session_rows::{Ending, delete_sessions};
use super::transaction::{Order, Transaction};
use super::{Database, column, is_text, token_hash};
use crate::node::REASON_LOGGED_OUT;
use crate::{Error, ErrorKind, Login};

impl Database {
    /// Inserts only where the user is enabled at this moment: a user who was disabled while their password was being
    /// checked gets nothing.
    pub(crate) async fn add_login(&self, login: &Login) -> Result<(), Error> {
        let mut tx = self.begin(Order::Together).await?;
        require_enabled(&mut tx, &login.username).await?;
        let insert =
            sqlx::query("INSERT INTO logins (token_hash, username, creation_time, expiry) VALUES ($1, $2, $3, $4)")
                .bind(login.token_hash.as_slice())
                .bind(&login.username)
                .bind(login.creation_time)
                .bind(login.expiry);
        tx.execute(insert).await?;
        tx.commit().await
    }

    pub(crate) async fn login(&self, hash: &[u8; 32], now: i64) -> Result<Option<Login>, Error> {
        let mut tx = self.begin(Order::Read).await?;
        let select = sqlx::query(
            "SELECT token_hash, username, creation_time, expiry FROM logins WHERE token_hash = $1 AND expiry > $2",
        );
        let rows = tx.rows(select.bind(hash.as_slice()).bind(now)).await?;
        tx.commit().await?;
        rows.first().map(login).transpose()
    }

    pub(crate) async fn remove_logins(&self, hashes: &[[u8; 32]]) -> Result<(), Error> {
        let mut tx = self.begin(Order::Together).await?;
        delete_logins(&mut tx, self.node_name(), hashes).await?;
        tx.commit().await
    }

    pub(crate) async fn remove_expired_logins(&self, now: i64) -> Result<u64, Error> {
        let mut tx = self.begin(Order::Together).await?;
        let removed = tx.execute(sqlx::query("DELETE FROM logins WHERE expiry <= $1").bind(now)).await?;
        tx.commit().await.map(|()| removed)
    }
}

/// Removes log-ins, and the sessions under them that other nodes have; this node ends its own.
pub(super) async fn delete_logins(tx: &mut Transaction, node: Option<&str>, hashes: &[[u8; 32]]) -> Result<(), Error> {
    let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    if node.is_some() {
        // The log-ins' rows are locked: a session that is being opened under one waits, and is then refused.
        tx.rows(sqlx::query("SELECT 1 FROM logins WHERE token_hash = ANY ($1) FOR UPDATE").bind(&hashes)).await?;
        let select = sqlx::query("SELECT client_id FROM sessions WHERE login_hash = ANY ($1)").bind(&hashes);
        let rows = tx.rows(select).await?;
        let ids = rows.iter().map(|row| column(row, "client_id")).collect::<Result<Vec<String>, Error>>()?;
        delete_sessions(tx, &ids, Ending { reason: REASON_LOGGED_OUT, message: None }).await?;
    }
    tx.execute(sqlx::query("DELETE FROM logins WHERE token_hash = ANY ($1)").bind(hashes)).await.map(drop)
}

/// Refuses where there is no such user, or a disabled one; and keeps the user so until the end of the transaction.
pub(super) async fn require_enabled(tx: &mut Transaction, name: &str) -> Result<(), Error> {
    if !is_text(name) {
        return Err(Error::no_such_user(name));
    }
    let rows = tx.rows(sqlx::query("SELECT disabled FROM users WHERE name = $1 FOR SHARE").bind(name)).await?;
    let disabled: Option<bool> = rows.first().map(|row| column(row, "disabled")).transpose()?;
    match disabled {
        None => Err(Error::no_such_user(name)),
        Some(true) => Err(Error::new(ErrorKind::UserDisabled, format!("the user {name:?} is disabled"))),
        Some(false) => Ok(()),
    }
}

fn login(row: &PgRow) -> Result<Login, Error> {
    Ok(Login {
        token_hash: token_hash(column(row, "token_hash")?)?,
        username: column(row, "username")?,
        creation_time: column(row, "creation_time")?,
        expiry: column(row, "expiry")?,
    })
}
