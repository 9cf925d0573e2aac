//! Tries to log in, counted over all nodes of a cluster: a node alone would give each guesser its own share of wrong passwords.
//!
//! A try is counted before its password is checked, in one transaction while nobody else counts one of the same place;
//! otherwise many tries at once would all find that there is room. One that is never settled, since its node is gone, is
//! forgotten after the minute.

use sqlx::Row;

use super::Database;
use super::failure::failure;
use super::transaction::{Order, Transaction};
use crate::Error;
use crate::node::LogInTry;

/// How long a try counts, in milliseconds.
const WINDOW: i64 = 60_000;
/// How many wrong passwords are free in that time, for a name from a place.
const OF_NAME: i64 = 10;
/// The same for a place, over all names.
const OF_PLACE: i64 = 60;
/// How many old tries are removed with each new one.
const SWEPT: i64 = 100;

impl Database {
    /// Counts a try, if it may begin.
    pub(crate) async fn begin_log_in(&self, name: &str, place: &str) -> Result<LogInTry, Error> {
        let mut tx = self.begin(Order::Together).await?;
        let lock = sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 1280266054))");
        tx.execute(lock.bind(place)).await?;
        let begun = match count(&mut tx, name, place).await? {
            Counted { locked_for: Some(millis), .. } => LogInTry::Locked { millis },
            Counted { of_name, of_place, .. } if of_name >= OF_NAME || of_place >= OF_PLACE => LogInTry::Later,
            Counted { .. } => LogInTry::Begun { number: insert(&mut tx, name, place).await? },
        };
        sweep(&mut tx).await?;
        tx.commit().await?;
        Ok(begun)
    }

    /// The password of a try was wrong, or it was right or never checked: then it is forgotten.
    pub(crate) async fn settle_log_in(&self, number: i64, wrong: bool) -> Result<(), Error> {
        let mut tx = self.begin(Order::Together).await?;
        let settle = if wrong {
            "UPDATE log_in_tries SET failed = TRUE, at = clock_timestamp() WHERE number = $1"
        } else {
            "DELETE FROM log_in_tries WHERE number = $1"
        };
        tx.execute(sqlx::query(settle).bind(number)).await?;
        tx.commit().await
    }

    /// Forgets the wrong passwords of a name, wherever from.
    pub(crate) async fn forgive_log_ins(&self, name: &str) -> Result<(), Error> {
        let mut tx = self.begin(Order::Together).await?;
        tx.execute(sqlx::query("DELETE FROM log_in_tries WHERE name = $1 AND failed").bind(name)).await?;
        tx.commit().await
    }
}

/// The tries of the last minute.
struct Counted {
    /// Of the name from the place.
    of_name: i64,
    of_place: i64,
    /// How long the name is locked there, in milliseconds.
    locked_for: Option<u64>,
}

async fn count(tx: &mut Transaction, name: &str, place: &str) -> Result<Counted, Error> {
    let select = sqlx::query(
        "SELECT count(*) FILTER (WHERE name = $2), count(*),
             count(*) FILTER (WHERE name = $2 AND failed) >= $4,
             (extract(epoch FROM min(at) FILTER (WHERE name = $2 AND failed) - clock_timestamp()) * 1000)::BIGINT + $3
         FROM log_in_tries WHERE place = $1 AND at > clock_timestamp() - $3 * interval '1 millisecond'",
    );
    let rows = tx.rows(select.bind(place).bind(name).bind(WINDOW).bind(OF_NAME)).await?;
    let row = rows.first().ok_or_else(|| failure(sqlx::Error::RowNotFound))?;
    let is_locked: bool = row.try_get(2).map_err(failure)?;
    let left: Option<i64> = row.try_get(3).map_err(failure)?;
    Ok(Counted {
        of_name: row.try_get(0).map_err(failure)?,
        of_place: row.try_get(1).map_err(failure)?,
        locked_for: is_locked.then(|| u64::try_from(left.unwrap_or(WINDOW)).unwrap_or(1).max(1)),
    })
}

async fn insert(tx: &mut Transaction, name: &str, place: &str) -> Result<i64, Error> {
    let insert = sqlx::query(
        "INSERT INTO log_in_tries (place, name, at, failed) VALUES ($1, $2, clock_timestamp(), FALSE) RETURNING number",
    );
    let rows = tx.rows(insert.bind(place).bind(name)).await?;
    let row = rows.first().ok_or_else(|| failure(sqlx::Error::RowNotFound))?;
    row.try_get(0).map_err(failure)
}

/// Rows that another node is about to remove are left to it.
async fn sweep(tx: &mut Transaction) -> Result<(), Error> {
    let sweep = sqlx::query(
        "DELETE FROM log_in_tries WHERE number IN (
             SELECT number FROM log_in_tries WHERE at < clock_timestamp() - $1 * interval '1 millisecond'
             ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)",
    );
    tx.execute(sweep.bind(WINDOW).bind(SWEPT)).await.map(drop)
}
