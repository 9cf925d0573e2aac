//! Users and their roles.

use super::session_rows::tell_of_user;
use super::transaction::{Order, Transaction};
use super::{Database, column, is_text};
use crate::node::{REASON_PASSWORD_CHANGED, REASON_USER_DISABLED};
use crate::user::{UserRow, gather};
use crate::{ADMINISTRATOR, Error, ErrorKind, NewUser, User, UserChange};

/// A row for each role of each user.
const ALL: &str = "SELECT name, password_hash, disabled, role
    FROM users LEFT JOIN user_roles ON username = name ORDER BY name, role";
const ONE: &str = "SELECT name, password_hash, disabled, role
    FROM users LEFT JOIN user_roles ON username = name WHERE name = $1 ORDER BY role";

impl Database {
    pub(crate) async fn add_user(&self, user: &NewUser) -> Result<(), Error> {
        let mut tx = self.begin(Order::Alone).await?;
        let insert = sqlx::query("INSERT INTO users (name, password_hash, disabled) VALUES ($1, $2, false)");
        let added = tx.execute(insert.bind(&user.name).bind(&user.password_hash)).await;
        added.map_err(|error| named_conflict(error, &user.name))?;
        insert_roles(&mut tx, &user.name, &user.roles).await?;
        tx.commit().await
    }

    pub(crate) async fn user(&self, name: &str) -> Result<Option<User>, Error> {
        let mut tx = self.begin(Order::Read).await?;
        let user = select_user(&mut tx, name).await?;
        tx.commit().await?;
        Ok(user)
    }

    pub(crate) async fn users(&self) -> Result<Vec<User>, Error> {
        let mut tx = self.begin(Order::ReadAll).await?;
        let users = select_users(&mut tx).await?;
        tx.commit().await?;
        Ok(users)
    }

    pub(crate) async fn user_count(&self) -> Result<u64, Error> {
        let mut tx = self.begin(Order::Read).await?;
        let rows = tx.rows(sqlx::query("SELECT count(*) AS count FROM users")).await?;
        tx.commit().await?;
        let count: i64 = rows.first().map(|row| column(row, "count")).transpose()?.unwrap_or(0);
        Ok(count.unsigned_abs())
    }

    pub(crate) async fn change_user(&self, name: &str, change: &UserChange) -> Result<User, Error> {
        let mut tx = self.begin(Order::Alone).await?;
        let before = administrators(&mut tx).await?;
        update(&mut tx, self.node_name(), name, change).await?;
        keep_an_administrator(&mut tx, before).await?;
        let user = select_user(&mut tx, name).await?.ok_or_else(|| Error::no_such_user(name))?;
        tx.commit().await?;
        Ok(user)
    }

    pub(crate) async fn remove_user(&self, name: &str) -> Result<(), Error> {
        let mut tx = self.begin(Order::Alone).await?;
        let before = administrators(&mut tx).await?;
        if !delete(&mut tx, self.node_name(), name).await? {
            return Err(Error::no_such_user(name));
        }
        keep_an_administrator(&mut tx, before).await?;
        tx.commit().await
    }
}

/// Changes a user, with what follows from it.
///
/// # Errors
/// `NotFound`.
pub(super) async fn update(
    tx: &mut Transaction,
    node: Option<&str>,
    name: &str,
    change: &UserChange,
) -> Result<(), Error> {
    if !is_text(name) {
        return Err(Error::no_such_user(name));
    }
    // The row is locked by this, also where nothing of it changes: a session or log-in of the user is opened before or
    // after all that follows.
    let statement = sqlx::query(
        "UPDATE users SET password_hash = coalesce($1, password_hash), disabled = coalesce($2, disabled) WHERE name = $3",
    );
    if tx.execute(statement.bind(&change.password_hash).bind(change.disabled).bind(name)).await? == 0 {
        return Err(Error::no_such_user(name));
    }
    if let Some(roles) = &change.roles {
        tx.execute(sqlx::query("DELETE FROM user_roles WHERE username = $1").bind(name)).await?;
        insert_roles(tx, name, roles).await?;
    }
    let reason = match change.disabled {
        Some(true) => REASON_USER_DISABLED,
        _ => REASON_PASSWORD_CHANGED,
    };
    if change.ends_logins() {
        tell_of_user(tx, node, name, Some(reason)).await?;
        tx.execute(sqlx::query("DELETE FROM logins WHERE username = $1").bind(name)).await?;
        tx.execute(sqlx::query("DELETE FROM sessions WHERE username = $1").bind(name)).await?;
    } else if change.roles.is_some() {
        tell_of_user(tx, node, name, None).await?;
    }
    Ok(())
}

/// Removes a user and says whether there was one. Roles, log-ins and sessions go by their foreign keys.
pub(super) async fn delete(tx: &mut Transaction, node: Option<&str>, name: &str) -> Result<bool, Error> {
    if !is_text(name) {
        return Ok(false);
    }
    // The row is locked, so that no session is added between this and its end.
    tx.rows(sqlx::query("SELECT 1 FROM users WHERE name = $1 FOR UPDATE").bind(name)).await?;
    tell_of_user(tx, node, name, Some(REASON_USER_DISABLED)).await?;
    let statement = sqlx::query("DELETE FROM users WHERE name = $1").bind(name);
    Ok(tx.execute(statement).await? > 0)
}

/// How many enabled users can administer the gateway.
async fn administrators(tx: &mut Transaction) -> Result<i64, Error> {
    let statement = sqlx::query(
        "SELECT count(*) AS count FROM users JOIN user_roles ON username = name WHERE role = $1 AND NOT disabled",
    );
    let rows = tx.rows(statement.bind(ADMINISTRATOR)).await?;
    rows.first().map_or(Ok(0), |row| column(row, "count"))
}

/// Refuses a change that took the last administrator away. Where there was none before, nothing is lost by it.
async fn keep_an_administrator(tx: &mut Transaction, before: i64) -> Result<(), Error> {
    if before > 0 && administrators(tx).await? == 0 {
        return Err(Error::last_administrator());
    }
    Ok(())
}

async fn select_user(tx: &mut Transaction, name: &str) -> Result<Option<User>, Error> {
    if !is_text(name) {
        return Ok(None);
    }
    let rows = tx.rows(sqlx::query(ONE).bind(name)).await?;
    Ok(users(&rows)?.pop())
}

/// The users of these names.
pub(super) async fn select_users_named(tx: &mut Transaction, names: &[String]) -> Result<Vec<User>, Error> {
    let select = sqlx::query(
        "SELECT name, password_hash, disabled, role FROM users LEFT JOIN user_roles ON username = name
         WHERE name = ANY ($1) ORDER BY name, role",
    );
    users(&tx.rows(select.bind(names)).await?)
}

async fn select_users(tx: &mut Transaction) -> Result<Vec<User>, Error> {
    users(&tx.rows(sqlx::query(ALL)).await?)
}

fn users(rows: &[sqlx::postgres::PgRow]) -> Result<Vec<User>, Error> {
    let row = |row| -> Result<UserRow, Error> {
        Ok((column(row, "name")?, column(row, "password_hash")?, column(row, "disabled")?, column(row, "role")?))
    };
    rows.iter().map(row).collect::<Result<Vec<_>, _>>().map(gather)
}

async fn insert_roles(tx: &mut Transaction, name: &str, roles: &[String]) -> Result<(), Error> {
    let statement = sqlx::query(
        "INSERT INTO user_roles (username, role) SELECT $1, role FROM unnest($2::text[]) AS given (role)
         ON CONFLICT DO NOTHING",
    );
    tx.execute(statement.bind(name).bind(roles)).await.map(drop)
}

fn named_conflict(error: Error, name: &str) -> Error {
    match error.kind() {
        ErrorKind::Conflict => Error::new(ErrorKind::Conflict, format!("there is a user {name:?} already")),
        _ => error,
    }
}
