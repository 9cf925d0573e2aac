//! Opening: the file and its mode, what is refused, the schema, and the settings of every connection.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection, SqlitePool};

use super::failure::failure;
use super::{Database, schema};
use crate::place::Place;
use crate::{Error, ErrorKind};

/// How long a statement waits for another process. Ours queue for the one writing connection instead.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Connections that only read: one for each core of a small machine. Each costs a thread and up to 2 MB of page cache,
/// so they are opened when first needed and closed after ten idle minutes (the pool's default).
const READERS: u32 = 2;

impl Database {
    pub(crate) async fn open(path: &Path) -> Result<Database, Error> {
        open(path).await.map_err(|error| error.in_file(path))
    }
}

/// A connection that only reads, to a file of this release's schema.
///
/// # Errors
/// As for opening, and `Invalid` where a gateway of this release has not yet been started on the file.
pub(crate) async fn open_to_read(path: &Path) -> Result<SqliteConnection, Error> {
    let path = std::path::absolute(path).map_err(file_failure)?;
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    let mut connection = options.connect().await.map_err(failure)?;
    schema::inspect(&mut connection).await?;
    schema::require_newest(&mut connection).await?;
    Ok(connection)
}

async fn open(path: &Path) -> Result<Database, Error> {
    let path = prepare_file(path).map_err(file_failure)?;
    // Not yet in WAL mode, which is a property of the file: a file that is refused must stay as it is.
    let place = Place::of(&path).map_err(file_failure)?;
    let options = SqliteConnectOptions::new().filename(path).foreign_keys(true).busy_timeout(BUSY_TIMEOUT);
    let mut first = options.connect().await.map_err(failure)?;
    schema::inspect(&mut first).await?;
    first.close().await.map_err(failure)?;

    let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    let writer = pool(1, options.clone());
    let reader = pool(READERS, options.pragma("query_only", "ON"));
    schema::migrate(&writer).await?;
    Ok(Database { writer, reader, place })
}

fn pool(connections: u32, options: SqliteConnectOptions) -> SqlitePool {
    // The file is local: a connection that was good a moment ago need not be asked whether it still is.
    SqlitePoolOptions::new()
        .max_connections(connections)
        .test_before_acquire(false)
        .after_release(|connection, _| Box::pin(is_usable(connection)))
        .connect_lazy_with(options)
}

/// Whether a connection that was given back can be used again. SQLite rolls a transaction back by itself when its disk
/// is full or fails (<https://www.sqlite.org/lang_transaction.html>), which the connection's own count of transactions
/// misses: it would refuse to begin another for ever after.
async fn is_usable(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // A rollback is under way when a transaction was dropped; the answer comes after it.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// Makes sure that there is a regular file, and answers with its absolute path, so that no name has a special meaning
/// to SQLite (`:memory:`, `file:…`).
fn prepare_file(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
        Ok(_) => sync_folder(&path)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    Ok(path)
}

/// A new file's name is on disk only when its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn file_failure(error: io::Error) -> Error {
    let (kind, reason) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (ErrorKind::DiskFull, "the disk is full"),
        _ => (ErrorKind::Access, "the database cannot be opened"),
    };
    Error::with_source(kind, format!("{reason} ({error})"), error)
}
