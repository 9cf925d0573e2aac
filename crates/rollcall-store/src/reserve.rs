//! Room that is kept on the disk for what must be written when the disk is full: a file of fixed size beside the
//! database, written in place.
//!
//! Whoever takes something away (disables a user, ends a session) must be sure that a restart does not give it back,
//! also when the database cannot be written. The file's blocks are allocated and filled when it is made, and it is
//! written through memory that is mapped to it, so that no block, no journal of the database and no limit for the size
//! of files stands in between. It is not a log: what it holds is removed once the database has it.
//!
//! A record is a line of JSON; the first zero byte ends them. A record is on disk when [`Reserve::append`] returns; one
//! that was cut by a crash was acknowledged to nobody and is left out.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use memmap2::MmapMut;

use crate::place::Place;
use crate::unwritten::Withdrawal;

/// The size of the file, in bytes: some 25,000 ended sessions.
const SIZE: usize = 1024 * 1024;

/// The reserve of one database. It is used by one process at a time, as the data folder is.
#[derive(Debug)]
pub(crate) struct Reserve {
    map: MmapMut,
    place: Place,
    /// How much of it is taken, in bytes.
    used: usize,
}

impl Reserve {
    /// The file of the reserve beside a database's.
    pub(crate) fn path(database: &Path) -> PathBuf {
        database.with_extension("reserve")
    }

    /// Opens the file, or makes it, and answers with what it holds.
    ///
    /// # Errors
    /// When the file can be neither opened nor made.
    pub(crate) fn open(path: &Path) -> io::Result<(Reserve, Vec<Withdrawal>)> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        fill(&file)?;
        let map = map(&file)?;
        let end = map.iter().position(|byte| *byte == 0).unwrap_or(SIZE);
        let mut withdrawals = Vec::new();
        let mut used = 0;
        for line in map[..end].split_inclusive(|byte| *byte == b'\n') {
            // A line that cannot be read is the last, cut by a crash; what comes next is written over it.
            let Ok(withdrawal) = serde_json::from_slice(line) else { break };
            withdrawals.push(withdrawal);
            used += line.len();
        }
        Ok((Reserve { map, place: Place::of(path)?, used }, withdrawals))
    }

    /// Writes a record; it is on disk when this returns.
    ///
    /// # Errors
    /// `StorageFull` when the reserve is used up; whatever the system says when it cannot be written.
    pub(crate) fn append(&mut self, withdrawal: &Withdrawal) -> io::Result<()> {
        self.place.check()?;
        let mut line = serde_json::to_vec(withdrawal)?;
        line.push(b'\n');
        let end = self.used + line.len();
        // The zero that ends the records must find room, too.
        if end >= SIZE {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "the reserve for a full disk is used up"));
        }
        self.map[end] = 0;
        self.map[self.used..end].copy_from_slice(&line);
        self.map.flush_range(self.used, line.len() + 1)?;
        self.used = end;
        Ok(())
    }

    /// Forgets all records: the database has them.
    ///
    /// # Errors
    /// When the file cannot be written; the records are then found, and done, once more.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        let used = std::mem::take(&mut self.used);
        self.map[..used].fill(0);
        self.map.flush_range(0, used)
    }
}

/// Writes zeros up to the size, so that every block is there. What is there already stays.
fn fill(mut file: &File) -> io::Result<()> {
    let size = file.metadata()?.len();
    if size == SIZE as u64 {
        return Ok(());
    }
    // A file of another size was cut while it was made.
    file.set_len(0)?;
    io::copy(&mut io::Read::take(io::repeat(0), SIZE as u64), &mut file)?;
    file.flush()?;
    file.sync_all()
}

#[allow(unsafe_code, reason = "a file that others change under a mapping cannot be excluded by the language")]
fn map(file: &File) -> io::Result<MmapMut> {
    // SAFETY: the file lies in the data folder, which one process holds by a lock, and nothing of ours but this mapping
    // touches it; bytes are read and written as such, never as anything with an invariant. It has been filled to its
    // size, so that no access falls behind its end.
    unsafe { memmap2::MmapOptions::new().len(SIZE).map_mut(file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions(ids: &[&str]) -> Withdrawal {
        Withdrawal::Sessions(ids.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_was_appended_is_there_again_until_it_is_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.reserve");
        let records = [sessions(&["a", "b"]), Withdrawal::Login([7; 32]), sessions(&["\u{202e}\0\n"])];
        {
            let (mut reserve, found) = Reserve::open(&path).unwrap();
            assert!(found.is_empty());
            records.iter().for_each(|record| reserve.append(record).unwrap());
        }
        {
            let (mut reserve, found) = Reserve::open(&path).unwrap();
            assert_eq!(found, records);
            reserve.append(&sessions(&["c"])).unwrap();
        }
        let (mut reserve, found) = Reserve::open(&path).unwrap();
        assert_eq!(found.len(), 4);
        reserve.clear().unwrap();
        reserve.append(&sessions(&["d"])).unwrap();
        drop(reserve);
        assert_eq!(Reserve::open(&path).unwrap().1, [sessions(&["d"])]);
    }

    #[test]
    fn a_record_that_a_crash_has_cut_is_left_out_and_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.reserve");
        let (mut reserve, _) = Reserve::open(&path).unwrap();
        reserve.append(&sessions(&["a"])).unwrap();
        let used = reserve.used;
        reserve.map[used..used + 8].copy_from_slice(b"{\"Sessi\n");
        drop(reserve);
        let (mut reserve, found) = Reserve::open(&path).unwrap();
        assert_eq!(found, [sessions(&["a"])]);
        reserve.append(&sessions(&["b"])).unwrap();
        drop(reserve);
        assert_eq!(Reserve::open(&path).unwrap().1, [sessions(&["a"]), sessions(&["b"])]);
    }

    #[test]
    fn a_full_reserve_says_so_and_keeps_what_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.reserve");
        let (mut reserve, _) = Reserve::open(&path).unwrap();
        let record = sessions(&["x".repeat(10_000).as_str()]);
        let mut count = 0;
        let error = loop {
            match reserve.append(&record) {
                Ok(()) => count += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert!(count > 90, "{count}");
        drop(reserve);
        assert_eq!(Reserve::open(&path).unwrap().1.len(), count);
    }

    #[test]
    fn a_file_that_was_cut_while_it_was_made_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.reserve");
        std::fs::write(&path, [0; 100]).unwrap();
        let (mut reserve, found) = Reserve::open(&path).unwrap();
        assert!(found.is_empty());
        reserve.append(&sessions(&["a"])).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().len(), SIZE as u64);
    }
}
