//! A data folder's SQLite moved to an empty database on a server: everything, or nothing.
//!
//! The rows are taken as they are, past what `Store` would check: what is in the one must be in the other. They are
//! written in one transaction, read back in it, and both sides are compared by numbers and by a hash over all rows of
//! each table before it is committed. The source is only read.

mod source;
mod target;

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::postgres::Database;
use crate::reserve::Reserve;
use crate::{Error, ErrorKind, ServerAddress};

/// A table that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transferred {
    /// Its name.
    pub table: &'static str,
    /// How many rows it has.
    pub rows: usize,
    /// The SHA-256 of all its rows, the same on both sides.
    pub hash: [u8; 32],
}

/// Moves what is in the file to the server. The caller sees to it that no gateway uses the file.
///
/// # Errors
/// When the file cannot be read, is not of this release's schema, or has a reserve with something in it; when the target
/// is not empty; whenever the two sides differ in the end. The target is empty then, as before.
pub async fn transfer(from: &Path, to: &ServerAddress) -> Result<Vec<Transferred>, Error> {
    let reserve = Reserve::path(from);
    if Reserve::holds_anything(&reserve).map_err(|error| unread(error).in_file(&reserve))? {
        let message = "what is in this file is not in the database yet: start the gateway once, and stop it";
        return Err(Error::new(ErrorKind::Invalid, message).in_file(&reserve));
    }
    let tables = source::read(from).await.map_err(|error| error.in_file(from))?;
    let database = Database::unprepared(to);
    let moved = target::write(&database, &tables).await.map_err(|error| error.at(to));
    database.close().await;
    moved
}

fn unread(error: std::io::Error) -> Error {
    Error::with_source(ErrorKind::Access, format!("it cannot be read ({error})"), error)
}

/// What is in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    /// Text that the server keeps in bytes, since it may hold U+0000.
    Said,
    Bytes,
    Number,
    Flag,
}

/// A value, in the form in which both sides are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Absent,
    Text(String),
    Bytes(Vec<u8>),
    Number(i64),
    Flag(bool),
}

/// A table: its columns, those of its key first, by which it is ordered.
#[derive(Debug)]
struct Table {
    name: &'static str,
    columns: &'static [(&'static str, Kind)],
    keys: usize,
}

/// All tables, those that others refer to first.
const TABLES: [Table; 4] = [
    Table {
        name: "users",
        columns: &[("name", Kind::Text), ("password_hash", Kind::Text), ("disabled", Kind::Flag)],
        keys: 1,
    },
    Table { name: "user_roles", columns: &[("username", Kind::Text), ("role", Kind::Text)], keys: 2 },
    Table {
        name: "logins",
        columns: &[
            ("token_hash", Kind::Bytes),
            ("username", Kind::Text),
            ("creation_time", Kind::Number),
            ("expiry", Kind::Number),
        ],
        keys: 1,
    },
    Table {
        name: "sessions",
        columns: &[
            ("sequence", Kind::Number),
            ("client_id", Kind::Text),
            ("token_hash", Kind::Bytes),
            ("login_hash", Kind::Bytes),
            ("username", Kind::Text),
            ("project", Kind::Text),
            ("designer", Kind::Flag),
            ("hostname", Kind::Said),
            ("ip", Kind::Text),
            ("user_agent", Kind::Said),
            ("creation_time", Kind::Number),
        ],
        keys: 1,
    },
];

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// The question for all rows in the order of the key, the same in both databases.
    fn select(&self) -> String {
        let keys: Vec<&str> = self.columns[..self.keys].iter().map(|(name, _)| *name).collect();
        format!("SELECT {} FROM {} ORDER BY {}", self.names(), self.name, keys.join(", "))
    }
}

type Row = Vec<Value>;

/// The rows of each table, in the order of [`TABLES`].
type Content = Vec<Vec<Row>>;

/// A hash over all rows: each value with its kind and length, so that no two contents look alike.
fn hash(rows: &[Row]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for value in rows.iter().flatten() {
        let (kind, bytes): (u8, &[u8]) = match value {
            Value::Absent => (0, &[]),
            Value::Text(text) => (1, text.as_bytes()),
            Value::Bytes(bytes) => (2, bytes),
            Value::Number(number) => (3, &number.to_be_bytes()),
            Value::Flag(flag) => (4, &[u8::from(*flag)]),
        };
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    hash.finalize().into()
}
