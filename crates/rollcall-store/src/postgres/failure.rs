//! PostgreSQL's errors in our words. The codes are those of
//! <https://www.postgresql.org/docs/current/errcodes-appendix.html>, whose first two characters are the class.

use sqlx::error::DatabaseError;

use crate::{Error, ErrorKind};

/// What a failed statement means to the caller.
pub(crate) fn failure(error: sqlx::Error) -> Error {
    let (kind, reason) = match &error {
        sqlx::Error::Database(database) => by_code(database.as_ref()),
        sqlx::Error::Configuration(_) => (ErrorKind::Access, "the address of the store cannot be used"),
        sqlx::Error::Tls(_) => (ErrorKind::Away, "no safe connection to the database's server can be made"),
        error if is_lost(error) => (ErrorKind::Away, "the database's server cannot be reached"),
        _ => (ErrorKind::Database, "the database failed"),
    };
    let details = match &error {
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Database(error) => error.message().to_owned(),
        error => error.to_string(),
    };
    Error::with_source(kind, format!("{reason} ({details})"), error)
}

/// Whether the connection is no more, so that nobody knows whether the server has done what it was asked last.
pub(super) fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => by_code(error.as_ref()).0 == ErrorKind::Away,
        _ => false,
    }
}

fn by_code(error: &dyn DatabaseError) -> (ErrorKind, &'static str) {
    let code = error.code().unwrap_or_default();
    match &*code {
        "23505" => (ErrorKind::Conflict, "the database holds such an entry already"),
        "22021" | "22P05" => (ErrorKind::Invalid, "a text holds a character that the database cannot keep"),
        "25006" => (ErrorKind::Access, "the database's server takes no writes: is it a standby?"),
        "42501" => (ErrorKind::Access, "the database refuses us: give our user its rights"),
        "53100" => (ErrorKind::DiskFull, "the disk of the database's server is full: free some space and try again"),
        "53300" => (ErrorKind::Busy, "the database's server has no connection left: raise its limit, or lower ours"),
        "57014" | "55P03" | "40P01" | "40001" => (ErrorKind::Busy, "the database took too long; try again"),
        "57P01" | "57P02" | "57P03" | "57P05" => (ErrorKind::Away, "the database's server is stopping or starting"),
        "25P03" => (ErrorKind::Away, "the database's server has given the transaction up"),
        "XX001" | "XX002" => (ErrorKind::Damaged, "the database is damaged: restore it from a backup"),
        code => match code.get(..2) {
            Some("08") => (ErrorKind::Away, "the database's server cannot be reached"),
            Some("28" | "3D") => (ErrorKind::Access, "the database refuses us: check user, password and rights"),
            Some("53") => (ErrorKind::Busy, "the database's server has too little left; try again"),
            _ => (ErrorKind::Database, "the database failed"),
        },
    }
}
