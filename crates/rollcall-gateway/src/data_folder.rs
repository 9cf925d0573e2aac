//! The data folder: where a gateway keeps its lasting data, used by one process at a time.
//!
//! The lock is the kernel's (`flock`), so it ends with its holder however that ended. The locked file holds the URL at
//! which the holder listens, for another process that finds the folder taken.

mod openness;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rollcall_session::Entropy;
use thiserror::Error;

use crate::client::signing::SigningKey;

/// The name of the file that names the server to which the database was moved.
const MOVED: &str = "store.moved";
/// The name of the file that marks a demo's folder.
const DEMO: &str = "demo";
/// The name of the file with the key of signatures, as data folders have had it from the first.
const SIGNING_KEY: &str = "seal.key";
/// The name of the embedded database's file.
pub const DATABASE: &str = "rollcall.db";

/// Why a data folder cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DataFolderError {
    /// Another process uses it.
    #[error(
        "the data folder {} is in use by a gateway{}; to work through it leave out --data and give --gateway URL",
        folder.display(),
        at(url.as_deref())
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
        /// Where the gateway listens, once it does.
        url: Option<String>,
    },
    /// A gateway has served from it before, but there are no users in its database.
    #[error(
        "the data folder {} has been used before, but its database {DATABASE} is missing or empty: put it back from a \
         backup; to begin anew, with no users and no sessions, remove the file {SIGNING_KEY}",
        folder.display()
    )]
    DatabaseLost {
        /// The folder.
        folder: PathBuf,
    },
    /// A gateway has served from it before, and its store is on a server now, where there are no users.
    #[error(
        "the database of store.url is empty, but the data folder {} has been used before: move what it holds with \
         `rollcall store migrate --to URL`; to begin anew, with no users and no sessions, remove the file {SIGNING_KEY}",
        folder.display()
    )]
    ServerEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// Its database was moved to a server: to go on with the file would divide the users and sessions.
    #[error(
        "the database of the data folder {} was moved to {url}: write that as url under [store] into the configuration; to \
         go back to the file {DATABASE} as it was then, remove the file {MOVED}",
        folder.display()
    )]
    DatabaseMoved {
        /// The folder.
        folder: PathBuf,
        /// The server's address, without a password.
        url: String,
    },
    /// Everybody on the machine may write in it.
    #[error(
        "everybody on this machine may write {}, and so be any user of the gateway; take that away first: chmod o-w {}",
        path.display(),
        path.display()
    )]
    Writable {
        /// The folder, or the file in it.
        path: PathBuf,
    },
    /// It cannot be made or opened.
    #[error("cannot use the data folder {}: {source}", folder.display())]
    Io {
        /// The folder.
        folder: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

fn at(url: Option<&str>) -> String {
    url.map(|url| format!(" at {url}")).unwrap_or_default()
}

/// A data folder held by this process until the value is dropped.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    lock: File,
}

impl DataFolder {
    /// Opens the folder, creating it when it is missing, and locks it.
    ///
    /// # Errors
    /// When another process holds it, everybody may write in it, or it cannot be made or written.
    pub fn open(path: &Path) -> Result<Self, DataFolderError> {
        let fault = |source| DataFolderError::Io { folder: path.to_owned(), source };
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(fault)?;
        if let Some(path) = openness::writable(path, &[DATABASE, SIGNING_KEY]) {
            return Err(DataFolderError::Writable { path });
        }
        let file = path.join("gateway.lock");
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(file)
            .map_err(fault)?;
        match lock.try_lock() {
            Ok(()) => {
                lock.set_len(0).map_err(fault)?;
                Ok(DataFolder { path: path.to_owned(), lock })
            }
            Err(TryLockError::Error(source)) => Err(fault(source)),
            Err(TryLockError::WouldBlock) => {
                let mut url = String::new();
                // An unreadable file is only missing from the message.
                let _ = lock.read_to_string(&mut url);
                let url = Some(url.trim().to_owned()).filter(|url| !url.is_empty());
                Err(DataFolderError::InUse { folder: path.to_owned(), url })
            }
        }
    }

    /// Writes down where the gateway listens, for a process that finds the folder taken.
    ///
    /// # Errors
    /// When the disk is full or gone.
    pub fn announce(&mut self, url: &str) -> io::Result<()> {
        self.lock.set_len(0)?;
        self.lock.rewind()?;
        self.lock.write_all(url.as_bytes())?;
        self.lock.flush()
    }

    /// Whether a gateway has served from this folder: it has made the key then.
    pub fn has_been_used(&self) -> bool {
        self.has(SIGNING_KEY)
    }

    /// Whether there is such a file. In doubt there is one: both files that are asked for keep the gateway from doing
    /// harm.
    fn has(&self, file: &str) -> bool {
        self.path.join(file).try_exists().unwrap_or(true)
    }

    /// The key that signs the data which browsers keep for this gateway; made when it is missing.
    ///
    /// # Errors
    /// When it can be neither read nor made. A file without a valid key, such as a full disk leaves, is made anew.
    pub fn signing_key(&self, entropy: &mut impl Entropy) -> Result<SigningKey, DataFolderError> {
        let file = self.path.join(SIGNING_KEY);
        let fault = |source| DataFolderError::Io { folder: self.path.clone(), source };
        match std::fs::read(&file) {
            Ok(bytes) => {
                if let Some(key) = SigningKey::from_bytes(&bytes) {
                    return Ok(key);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(fault(error)),
        }
        let key = SigningKey::generate(entropy).map_err(|error| fault(io::Error::other(error)))?;
        // Whole or not at all, and closed to other users, whatever was there before.
        let new = self.path.join(format!("{SIGNING_KEY}.new"));
        let _ = std::fs::remove_file(&new);
        let mut writer = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new).map_err(fault)?;
        writer.write_all(key.as_bytes()).and_then(|()| writer.sync_all()).map_err(fault)?;
        std::fs::rename(new, file).map_err(fault)?;
        Ok(key)
    }

    /// Notes that the database was moved to the server at this address, which holds no password.
    ///
    /// # Errors
    /// When the disk is full or gone.
    pub fn mark_as_moved(&self, url: &str) -> io::Result<()> {
        std::fs::write(self.path.join(MOVED), url)
    }

    /// Refuses the database in this folder where it was moved to a server.
    ///
    /// # Errors
    /// When it was, or that cannot be read.
    pub fn require_own_database(&self) -> Result<(), DataFolderError> {
        let folder = || self.path.clone();
        match std::fs::read_to_string(self.path.join(MOVED)) {
            Ok(url) => Err(DataFolderError::DatabaseMoved { folder: folder(), url: url.trim().to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(DataFolderError::Io { folder: folder(), source }),
        }
    }

    /// Says that everybody knows the passwords in this folder: no gateway on it listens on an address that others reach.
    ///
    /// # Errors
    /// When the disk is full or gone.
    pub fn mark_as_demo(&self) -> io::Result<()> {
        std::fs::write(self.path.join(DEMO), "The users of this data folder have well-known passwords.\n")
    }

    /// Whether the folder is marked as a demo's.
    pub fn is_demo(&self) -> bool {
        self.has(DEMO)
    }

    /// The files in it with secrets that everybody on the machine can read.
    pub fn readable(&self) -> Vec<PathBuf> {
        openness::readable(&self.path, &[DATABASE, SIGNING_KEY])
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file of the embedded database.
    pub fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }

    /// The folder of the projects, unless the configuration names another.
    pub fn projects(&self) -> PathBuf {
        self.path.join("projects")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_holder_who_says_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/data");
        let mut first = DataFolder::open(&path).unwrap();
        assert!(matches!(DataFolder::open(&path), Err(DataFolderError::InUse { url: None, .. })));
        first.announce("http://127.0.0.1:8088").unwrap();
        first.announce("http://[::1]:1").unwrap();
        let error = DataFolder::open(&path).unwrap_err();
        assert!(error.to_string().contains("in use by a gateway at http://[::1]:1;"), "{error}");
        drop(first);
        DataFolder::open(&path).unwrap();
    }

    #[test]
    fn the_key_of_signatures_is_made_once_and_is_nobody_elses_to_read() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::open(folder.path()).unwrap();
        let key = |data: &DataFolder| data.signing_key(&mut crate::clock::SystemEntropy).unwrap();
        let first = key(&data);
        assert_eq!(key(&data).as_bytes(), first.as_bytes());
        let file = folder.path().join(SIGNING_KEY);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&file, "cut").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        let second = key(&data);
        assert_ne!(second.as_bytes(), first.as_bytes());
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(key(&data).as_bytes(), second.as_bytes());
    }

    #[test]
    fn a_file_in_its_place_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        std::fs::write(&path, "").unwrap();
        let error = DataFolder::open(&path).unwrap_err().to_string();
        assert!(error.contains(&*path.to_string_lossy()), "{error}");
    }
}
