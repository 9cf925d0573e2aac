//! A folder that is read without ever leaving it: every step is opened relative to its parent and no link is followed.
//!
//! Checking a path first and opening it by name afterwards would leave a moment in which it can be replaced by a link;
//! `openat(2)` with `O_NOFOLLOW` has no such moment.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};

use crate::limits::{MAX_FILE_BYTES, MAX_FOLDER_ENTRIES};

/// An open folder.
#[derive(Debug)]
pub(crate) struct Folder {
    fd: OwnedFd,
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) name: OsString,
    pub(crate) kind: EntryKind,
    /// In bytes.
    pub(crate) size: u64,
    /// When its content last changed: seconds and nanoseconds since the epoch. Only compared.
    pub(crate) modified: (i64, i64),
}

/// The kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntryKind {
    File,
    Folder,
    Link,
    /// A pipe, socket or device.
    Special,
}

impl EntryKind {
    /// Why an entry of this kind is refused where a `wanted` ("file", "folder") belongs.
    pub(crate) fn refusal(self, wanted: &str) -> String {
        let is = match self {
            EntryKind::File => "this is a file",
            EntryKind::Folder => "this is a folder",
            EntryKind::Link => "this is a symbolic link, and links inside a project are not followed",
            EntryKind::Special => "this is a pipe, socket or device",
        };
        format!("{is}: a {wanted} of its own is needed here")
    }
}

impl Entry {
    fn of(name: OsString, stat: &rustix::fs::Stat) -> Entry {
        let size = u64::try_from(stat.st_size).unwrap_or_default();
        let modified = (stat.st_mtime, i64::try_from(stat.st_mtime_nsec).unwrap_or_default());
        Entry { name, kind: kind(stat.st_mode), size, modified }
    }
}

impl Folder {
    /// Opens the folder where a journey begins. This one may be a link.
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        let fd = rustix::fs::open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        Ok(Folder { fd })
    }

    /// Opens a folder in this one; a link is refused.
    pub(crate) fn folder(&self, name: &OsStr) -> io::Result<Folder> {
        Ok(Folder { fd: self.open_entry(name, OFlags::DIRECTORY)? })
    }

    /// The entries in order of their names' bytes. Those that vanish while we look are left out.
    pub(crate) fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for found in Dir::read_from(&self.fd)? {
            let name = OsString::from_vec(found?.file_name().to_bytes().to_vec());
            if name == "." || name == ".." {
                continue;
            }
            match rustix::fs::statat(&self.fd, &name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) => entries.push(Entry::of(name, &stat)),
                Err(rustix::io::Errno::NOENT) => {}
                Err(error) => return Err(error.into()),
            }
            if entries.len() > MAX_FOLDER_ENTRIES {
                return Err(io::Error::other(format!("it has more than {MAX_FOLDER_ENTRIES} entries")));
            }
        }
        entries.sort();
        Ok(entries)
    }

    /// The bytes of a regular file in this folder, `MAX_FILE_BYTES` at most.
    pub(crate) fn read(&self, name: &OsStr) -> io::Result<Vec<u8>> {
        self.read_up_to(name, MAX_FILE_BYTES)
    }

    /// The bytes of a regular file in this folder, `most` of them.
    pub(crate) fn read_up_to(&self, name: &OsStr, most: usize) -> io::Result<Vec<u8>> {
        // Opening a pipe waits for its other end without this flag.
        let file = File::from(self.open_entry(name, OFlags::NONBLOCK)?);
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut bytes = Vec::new();
        file.take(most as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > most {
            return Err(io::Error::other(format!("it is larger than {} KiB", most / 1024)));
        }
        Ok(bytes)
    }

    fn open_entry(&self, name: &OsStr, more: OFlags) -> io::Result<OwnedFd> {
        // A name with a separator would make O_NOFOLLOW apply to its last part only.
        if name.as_bytes().contains(&b'/') || name == ".." {
            return Err(io::Error::other("it leads out of its folder"));
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | more;
        Ok(rustix::fs::openat(&self.fd, name, flags, Mode::empty())?)
    }
}

fn kind(mode: rustix::fs::RawMode) -> EntryKind {
    match FileType::from_raw_mode(mode) {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Folder,
        FileType::Symlink => EntryKind::Link,
        _ => EntryKind::Special,
    }
}

#[cfg(test)]
mod tests;
