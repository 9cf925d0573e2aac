//! Users and their roles.

use sqlx::{SqliteConnection, SqliteExecutor};

use super::Database;
use super::failure::failure;
use crate::user::{UserRow, gather};
use crate::{ADMINISTRATOR, Error, ErrorKind, NewUser, User, UserChange};

impl Database {
    pub(crate) async fn add_user(&self, user: &NewUser) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        let added = sqlx::query("INSERT INTO users (name, password_hash, disabled) VALUES (?, ?, 0)")
            .bind(&user.name)
            .bind(&user.password_hash)
            .execute(&mut *tx)
            .await;
        added.map_err(|error| named_conflict(failure(error), &user.name))?;
        insert_roles(&mut tx, &user.name, &user.roles).await?;
        tx.commit().await.map_err(failure)
    }

    pub(crate) async fn user(&self, name: &str) -> Result<Option<User>, Error> {
        select_user(&self.reader, name).await
    }

    pub(crate) async fn users(&self) -> Result<Vec<User>, Error> {
        let rows: Vec<UserRow> = sqlx::query_as(
            "SELECT name, password_hash, disabled, role
             FROM users LEFT JOIN user_roles ON username = name
             ORDER BY name, role",
        )
        .fetch_all(&self.reader)
        .await
        .map_err(failure)?;
        Ok(gather(rows))
    }

    pub(crate) async fn user_count(&self) -> Result<u64, Error> {
        let count: i64 =
            sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&self.reader).await.map_err(failure)?;
        Ok(count.unsigned_abs())
    }

    pub(crate) async fn change_user(&self, name: &str, change: &UserChange) -> Result<User, Error> {
        let mut tx = self.begin().await?;
        let before = administrators(&mut tx).await?;
        update(&mut tx, name, change).await?;
        keep_an_administrator(&mut tx, before).await?;
        let user = select_user(&mut *tx, name).await?.ok_or_else(|| Error::no_such_user(name))?;
        tx.commit().await.map_err(failure)?;
        Ok(user)
    }

    pub(crate) async fn remove_user(&self, name: &str) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        let before = administrators(&mut tx).await?;
        if !delete(&mut tx, name).await? {
            return Err(Error::no_such_user(name));
        }
        keep_an_administrator(&mut tx, before).await?;
        tx.commit().await.map_err(failure)
    }
}

/// Changes a user, with what follows from it.
///
/// # Errors
/// `NotFound`.
pub(super) async fn update(connection: &mut SqliteConnection, name: &str, change: &UserChange) -> Result<(), Error> {
    if let Some(hash) = &change.password_hash {
        let statement = sqlx::query("UPDATE users SET password_hash = ? WHERE name = ?").bind(hash).bind(name);
        statement.execute(&mut *connection).await.map_err(failure)?;
    }
    if let Some(disabled) = change.disabled {
        let statement = sqlx::query("UPDATE users SET disabled = ? WHERE name = ?").bind(disabled).bind(name);
        statement.execute(&mut *connection).await.map_err(failure)?;
    }
    // The user is looked for before the roles are written, whose foreign key would fail less clearly.
    select_user(&mut *connection, name).await?.ok_or_else(|| Error::no_such_user(name))?;
    if let Some(roles) = &change.roles {
        delete_of(&mut *connection, "DELETE FROM user_roles WHERE username = ?", name).await?;
        insert_roles(&mut *connection, name, roles).await?;
    }
    if change.ends_logins() {
        delete_of(&mut *connection, "DELETE FROM logins WHERE username = ?", name).await?;
        delete_of(&mut *connection, "DELETE FROM sessions WHERE username = ?", name).await?;
    }
    Ok(())
}

/// Removes a user and says whether there was one. Roles, log-ins and sessions go by their foreign keys.
pub(super) async fn delete(connection: &mut SqliteConnection, name: &str) -> Result<bool, Error> {
    Ok(delete_of(connection, "DELETE FROM users WHERE name = ?", name).await? > 0)
}

/// How many enabled users can administer the gateway.
async fn administrators(connection: &mut SqliteConnection) -> Result<i64, Error> {
    sqlx::query_scalar("SELECT count(*) FROM users JOIN user_roles ON username = name WHERE role = ? AND disabled = 0")
        .bind(ADMINISTRATOR)
        .fetch_one(connection)
        .await
        .map_err(failure)
}

/// Refuses a change that took the last administrator away. Where there was none before, nothing is lost by it.
async fn keep_an_administrator(connection: &mut SqliteConnection, before: i64) -> Result<(), Error> {
    if before > 0 && administrators(connection).await? == 0 {
        return Err(Error::last_administrator());
    }
    Ok(())
}

async fn select_user(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<User>, Error> {
    let rows: Vec<UserRow> = sqlx::query_as(
        "SELECT name, password_hash, disabled, role
         FROM users LEFT JOIN user_roles ON username = name
         WHERE name = ? ORDER BY role",
    )
    .bind(name)
    .fetch_all(executor)
    .await
    .map_err(failure)?;
    Ok(gather(rows).pop())
}

async fn insert_roles(connection: &mut SqliteConnection, name: &str, roles: &[String]) -> Result<(), Error> {
    for role in roles {
        sqlx::query("INSERT INTO user_roles (username, role) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(role)
            .execute(&mut *connection)
            .await
            .map_err(failure)?;
    }
    Ok(())
}

/// Runs a statement whose one parameter is a user's name, and says how many rows it met.
async fn delete_of(connection: &mut SqliteConnection, statement: &'static str, name: &str) -> Result<u64, Error> {
    let done = sqlx::query(statement).bind(name).execute(connection).await.map_err(failure)?;
    Ok(done.rows_affected())
}

fn named_conflict(error: Error, name: &str) -> Error {
    match error.kind() {
        ErrorKind::Conflict => Error::new(ErrorKind::Conflict, format!("there is a user {name:?} already")),
        _ => error,
    }
}
