//! The schema: its numbered steps, the same numbers as SQLite's, and what is refused before the first of them runs.

use sqlx::migrate::{Migration, MigrationType};
use sqlx::{Row, SqlSafeStr};

use super::Database;
use super::failure::failure;
use super::transaction::{Order, Transaction};
use crate::{Error, ErrorKind};

/// The steps, oldest first. A step that was released is never changed: its checksum is in every database.
const STEPS: [(i64, &str, &str); 4] = [
    (1, "users, logins, sessions", include_str!("../../migrations/postgres/0001_users_logins_sessions.sql")),
    (2, "sessions under logins", include_str!("../../migrations/postgres/0002_sessions_under_logins.sql")),
    (3, "nodes", include_str!("../../migrations/postgres/0003_nodes.sql")),
    (4, "log-in tries", include_str!("../../migrations/postgres/0004_log_in_tries.sql")),
];

/// Which steps a database has had. Its name also says that the tables beside it are ours.
const RECORD: &str = "CREATE TABLE rollcall_schema (
    version     BIGINT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL,
    checksum    BYTEA NOT NULL,
    applied     TIMESTAMPTZ NOT NULL DEFAULT now()
)";

/// Checks that the database is ours or empty and brings its schema up to date, all in one transaction: of several
/// gateways that start at once, one does it. Where there is nothing to do, nothing is written.
pub(super) async fn prepare(database: &Database) -> Result<(), Error> {
    let mut tx = database.begin(Order::Read).await?;
    let applied = inspect(&mut tx).await?;
    tx.commit().await?;
    if applied == Some(newest()) {
        return Ok(());
    }
    let mut tx = database.begin(Order::Schema).await?;
    upgrade(&mut tx).await?;
    tx.commit().await
}

/// Does the steps that are missing.
pub(crate) async fn upgrade(tx: &mut Transaction) -> Result<(), Error> {
    let applied = inspect(tx).await?;
    if applied.is_none() {
        tx.run(RECORD).await?;
    }
    for (version, description, sql) in STEPS {
        if version > applied.unwrap_or(0) {
            tx.run(sql).await?;
            let insert =
                sqlx::query("INSERT INTO rollcall_schema (version, description, checksum) VALUES ($1, $2, $3)");
            tx.execute(insert.bind(version).bind(description).bind(checksum(version, sql))).await?;
        }
    }
    Ok(())
}

/// The newest step that the database has had; None where it is empty.
///
/// # Errors
/// Where it holds tables of another program, or was written by a newer release, or its steps are not ours.
async fn inspect(tx: &mut Transaction) -> Result<Option<i64>, Error> {
    let question = "SELECT current_setting('server_encoding') AS encoding, current_schema() IS NOT NULL AS has_schema,
            (SELECT count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
             WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')) AS tables,
            to_regclass('rollcall_schema') IS NOT NULL AS is_ours";
    let rows = tx.rows(sqlx::query(question)).await?;
    let row = rows.first().ok_or_else(|| Error::new(ErrorKind::Database, "the database does not say what it is"))?;
    let encoding: String = row.try_get("encoding").map_err(failure)?;
    if encoding != "UTF8" {
        let message = format!("the database keeps text as {encoding}: make it with the encoding UTF8");
        return Err(Error::new(ErrorKind::Invalid, message));
    }
    if !row.try_get::<bool, _>("has_schema").map_err(failure)? {
        return Err(Error::new(ErrorKind::Access, "no schema of the database is open to our user: check search_path"));
    }
    if row.try_get::<bool, _>("is_ours").map_err(failure)? {
        return steps(tx).await.map(Some);
    }
    match row.try_get::<i64, _>("tables").map_err(failure)? {
        0 => Ok(None),
        count => {
            let message =
                format!("the database holds {count} tables of another program: make one for the gateway alone");
            Err(Error::new(ErrorKind::Damaged, message))
        }
    }
}

/// The newest step, where all that were done are those that we know.
async fn steps(tx: &mut Transaction) -> Result<i64, Error> {
    let rows = tx.rows(sqlx::query("SELECT version, checksum FROM rollcall_schema ORDER BY version")).await?;
    let (mut applied, known) = (0, newest());
    for row in rows {
        applied = row.try_get("version").map_err(failure)?;
        let done: Vec<u8> = row.try_get("checksum").map_err(failure)?;
        let ours = STEPS.iter().find(|(version, ..)| *version == applied);
        if ours.is_some_and(|(version, _, sql)| checksum(*version, sql) != done) {
            let message = format!("step {applied} of the database's schema is not that of this release");
            return Err(Error::new(ErrorKind::Damaged, message));
        }
    }
    if applied > known { Err(Error::newer_schema(applied, known)) } else { Ok(applied) }
}

fn newest() -> i64 {
    STEPS.iter().map(|(version, ..)| *version).max().unwrap_or(0)
}

fn checksum(version: i64, sql: &'static str) -> Vec<u8> {
    Migration::new(version, "".into(), MigrationType::Simple, sql.into_sql_str(), false).checksum.into_owned()
}
