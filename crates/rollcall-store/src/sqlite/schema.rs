//! The schema: its numbered steps, and what is refused before the first of them runs.

use std::borrow::Cow;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{SqlSafeStr, SqliteConnection, SqlitePool};

use super::failure::failure;
use crate::{Error, ErrorKind};

/// What `PRAGMA application_id` answers for a file of ours: the letters "Roll". The first migration writes it.
const APPLICATION_ID: i64 = 0x526f_6c6c;

/// The steps, oldest first. A step that was released is never changed: its checksum is in every database.
const STEPS: [(i64, &str, &str); 4] = [
    (1, "users, logins, sessions", include_str!("../../migrations/sqlite/0001_users_logins_sessions.sql")),
    (2, "sessions under logins", include_str!("../../migrations/sqlite/0002_sessions_under_logins.sql")),
    (3, "nodes", include_str!("../../migrations/sqlite/0003_nodes.sql")),
    (4, "log-in tries", include_str!("../../migrations/sqlite/0004_log_in_tries.sql")),
];

/// Refuses a file of another program or of a newer release of ours. It only reads: such a file stays as it is.
pub(super) async fn inspect(connection: &mut SqliteConnection) -> Result<(), Error> {
    // A first start that was killed half way can leave the migrations' own, still empty table behind.
    if number(connection, "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> '_sqlx_migrations'").await? == 0 {
        return Ok(());
    }
    if number(connection, "PRAGMA application_id").await? != APPLICATION_ID {
        return Err(Error::new(ErrorKind::Damaged, "the file is another program's database"));
    }
    let applied = number(connection, "SELECT coalesce(max(version), 0) FROM _sqlx_migrations").await?;
    let known = newest();
    if applied > known {
        return Err(Error::newer_schema(applied, known));
    }
    Ok(())
}

/// Refuses a file that this release has not been started on yet.
pub(super) async fn require_newest(connection: &mut SqliteConnection) -> Result<(), Error> {
    let has_steps = number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'").await? > 0;
    let question = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";
    if has_steps && number(connection, question).await? == newest() {
        return Ok(());
    }
    let message = "the database was not written by this release yet: start its gateway once, and stop it";
    Err(Error::new(ErrorKind::Invalid, message))
}

/// Brings the schema up to date, each step in a transaction of its own.
pub(super) async fn migrate(writer: &SqlitePool) -> Result<(), Error> {
    let steps = STEPS.map(|(version, description, sql)| {
        Migration::new(version, Cow::Borrowed(description), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(steps.to_vec()).run(writer).await.map_err(migration_failure)
}

fn newest() -> i64 {
    STEPS.iter().map(|(version, ..)| *version).max().unwrap_or(0)
}

fn migration_failure(error: MigrateError) -> Error {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => failure(error),
        other => {
            let message = format!("the database's schema cannot be brought up to date: {other}");
            Error::with_source(ErrorKind::Damaged, message, other)
        }
    }
}

async fn number(connection: &mut SqliteConnection, question: &'static str) -> Result<i64, Error> {
    sqlx::query_scalar(question).fetch_one(connection).await.map_err(failure)
}
