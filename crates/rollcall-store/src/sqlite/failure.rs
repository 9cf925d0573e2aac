//! SQLite's errors in our words. The codes are those of <https://www.sqlite.org/rescode.html>, where the low byte of an
//! extended code is its primary code.

use sqlx::error::DatabaseError;

use crate::{Error, ErrorKind};

const SQLITE_PERM: i32 = 3;
const SQLITE_BUSY: i32 = 5;
const SQLITE_READONLY: i32 = 8;
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_CANTOPEN: i32 = 14;
const SQLITE_AUTH: i32 = 23;
const SQLITE_NOTADB: i32 = 26;

/// What a failed statement means to the caller.
pub(crate) fn failure(error: sqlx::Error) -> Error {
    let (kind, reason) = match &error {
        sqlx::Error::Database(database) => by_code(database.as_ref()),
        sqlx::Error::PoolTimedOut => (ErrorKind::Busy, "too many requests wait for the database; try again"),
        sqlx::Error::PoolClosed => (ErrorKind::Closed, "the database is closed"),
        _ => (ErrorKind::Database, "the database failed"),
    };
    // A closed or a busy pool says no more about itself than we do.
    let message = match kind {
        ErrorKind::Closed => reason.to_owned(),
        _ => format!("{reason} ({error})"),
    };
    Error::with_source(kind, message, error)
}

fn by_code(error: &dyn DatabaseError) -> (ErrorKind, &'static str) {
    if error.is_unique_violation() {
        return (ErrorKind::Conflict, "the database holds such an entry already");
    }
    let code = error.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
    match code & 0xff {
        SQLITE_FULL => (ErrorKind::DiskFull, "the database's disk is full: free some space and try again"),
        SQLITE_NOTADB => (ErrorKind::Damaged, "the file is not a database"),
        SQLITE_CORRUPT => (ErrorKind::Damaged, "the database is damaged: restore it from a backup"),
        SQLITE_READONLY | SQLITE_PERM | SQLITE_AUTH => {
            (ErrorKind::Access, "the database may not be written: check the owner and mode of the file and its folder")
        }
        SQLITE_CANTOPEN => {
            (ErrorKind::Access, "the database cannot be opened: check the owner and mode of the file and its folder")
        }
        SQLITE_BUSY => (ErrorKind::Busy, "another process keeps the database locked; try again when it is done"),
        _ => (ErrorKind::Database, "the database failed"),
    }
}
