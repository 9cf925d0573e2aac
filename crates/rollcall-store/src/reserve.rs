//! Room that is kept on the disk for what must be written when the disk is full: a file of fixed size beside the
//! database, written in place.
//!
//! A change that takes something away (disables a user, ends a session) must not be undone by a restart,
//! also when the database cannot be written. The file's blocks are allocated and filled when it is made, and it is
//! written through memory that is mapped to it, so that no block, no journal of the database and no limit for the size
//! of files stands in between. It is not a log: what it holds is removed once the database has it.
//!
//! A record is a line of JSON; the first zero byte ends them. A record is on disk when [`Reserve::append`] returns; one
//! that was cut by a crash was acknowledged to nobody and is left out.
//!
//! What is in the file is never lost for want of room or rights to write it: it is read first, and a file that cannot
//! be written is replaced by one that can. Nor is it done twice: as long as the file still holds what the database has
//! been told, nothing else may be written there, see [`Reserve::clear`].

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
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
    path: PathBuf,
    /// The file, or the reason why it cannot be written.
    file: Result<Mapped, String>,
    /// How much of the file is taken, in bytes.
    used: usize,
}

/// A file of the right size, mapped to memory.
#[derive(Debug)]
struct Mapped {
    map: MmapMut,
    place: Place,
    /// Brings a part of it to the disk.
    flush: fn(&MmapMut, usize, usize) -> io::Result<()>,
}

impl Reserve {
    /// The file of the reserve beside a database's.
    pub(crate) fn path(database: &Path) -> PathBuf {
        database.with_extension("reserve")
    }

    /// Whether there is a file with something in it.
    ///
    /// # Errors
    /// When there is a file and it cannot be read.
    pub(crate) fn holds_anything(path: &Path) -> io::Result<bool> {
        read(path).map(|content| !records(&content).0.is_empty())
    }

    /// Opens the file, or makes it, and answers with what it holds. One that cannot be written is told by
    /// [`Reserve::fault`].
    ///
    /// # Errors
    /// When there is a file and it cannot be read: nobody knows what was taken away.
    pub(crate) fn open(path: &Path) -> io::Result<(Reserve, Vec<Withdrawal>)> {
        let content = read(path)?;
        let (withdrawals, used) = records(&content);
        let file = if content.len() == SIZE { Mapped::open(path) } else { Err(io::ErrorKind::InvalidData.into()) };
        let file = file.or_else(|_| Mapped::make(path, &content[..used]));
        let file = file.map_err(|error| format!("{}: {error}", path.display()));
        Ok((Reserve { path: path.to_owned(), file, used }, withdrawals))
    }

    /// Why nothing can be put into it.
    pub(crate) fn fault(&self) -> Option<&str> {
        self.file.as_ref().err().map(String::as_str)
    }

    /// Writes a record; it is on disk when this returns.
    ///
    /// # Errors
    /// `StorageFull` when the reserve is used up; whatever the system says when it cannot be written.
    pub(crate) fn append(&mut self, withdrawal: &Withdrawal) -> io::Result<()> {
        let file = self.file.as_mut().map_err(|fault| io::Error::other(fault.clone()))?;
        file.place.check()?;
        let mut line = serde_json::to_vec(withdrawal)?;
        line.push(b'\n');
        let end = self.used + line.len();
        // The zero that ends the records must find room, too.
        if end >= SIZE {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "the reserve for a full disk is used up"));
        }
        file.map[end] = 0;
        file.map[self.used..end].copy_from_slice(&line);
        (file.flush)(&file.map, self.used, line.len() + 1)?;
        self.used = end;
        Ok(())
    }

    /// Forgets all records: the database has them.
    ///
    /// # Errors
    /// When the file cannot be written: it still holds them, and the next process would do them once more. Whatever
    /// else the database is told before that would be undone by it.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        if self.used == 0 {
            return Ok(());
        }
        match &mut self.file {
            Ok(file) => file.clear(self.used)?,
            Err(_) => self.file = Ok(Mapped::make(&self.path, &[])?),
        }
        self.used = 0;
        Ok(())
    }

    /// As on a disk that fails when it is written, or does not.
    #[cfg(test)]
    pub(crate) fn set_failing(&mut self, failing: bool) {
        let file = self.file.as_mut().unwrap();
        file.flush = if failing { |_, _, _| Err(io::ErrorKind::Other.into()) } else { MmapMut::flush_range };
    }
}

impl Mapped {
    fn open(path: &Path) -> io::Result<Mapped> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        Ok(Mapped { map: map(&file)?, place: Place::of(path)?, flush: MmapMut::flush_range })
    }

    /// Makes the file, with these records in it, in the place of whatever is there: whole or not at all.
    fn make(path: &Path, records: &[u8]) -> io::Result<Mapped> {
        let new = path.with_extension("reserve.new");
        let made = fill(&new, records).and_then(|()| std::fs::rename(&new, path));
        if let Err(error) = made {
            // What is left of it takes room that others need more.
            let _ = std::fs::remove_file(&new);
            return Err(error);
        }
        File::open(path.parent().unwrap_or(path))?.sync_all()?;
        Mapped::open(path)
    }

    /// Overwrites the first bytes with zeros. Where that fails all is as before.
    fn clear(&mut self, used: usize) -> io::Result<()> {
        let before = self.map[..used].to_vec();
        self.map[..used].fill(0);
        (self.flush)(&self.map, 0, used).inspect_err(|_| self.map[..used].copy_from_slice(&before))
    }
}

/// The file's content; nothing where there is no file.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = match std::fs::metadata(path) {
        Ok(file) if file.is_file() => File::open(path)?,
        Ok(_) => return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut content = Vec::new();
    // One byte more shows that the file is not a reserve.
    file.take(SIZE as u64 + 1).read_to_end(&mut content)?;
    Ok(content)
}

/// What a file holds, and where that ends. A line that cannot be read is left out: mostly it is the last, cut by a
/// crash, and what comes next is written over it.
fn records(content: &[u8]) -> (Vec<Withdrawal>, usize) {
    let end = content.iter().position(|byte| *byte == 0).unwrap_or(content.len()).min(SIZE - 1);
    let (mut withdrawals, mut used, mut at) = (Vec::new(), 0, 0);
    for line in content[..end].split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if let Ok(withdrawal) = serde_json::from_slice(line)
            && line.ends_with(b"\n")
        {
            withdrawals.push(withdrawal);
            used = at;
        }
    }
    (withdrawals, used)
}

/// Writes records and then zeros up to the size, so that every block is there.
fn fill(path: &Path, records: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(records)?;
    let rest = SIZE.saturating_sub(records.len()) as u64;
    io::copy(&mut io::repeat(0).take(rest), &mut file)?;
    file.sync_all()
}

#[allow(unsafe_code, reason = "a file that others change under a mapping cannot be excluded by the language")]
fn map(file: &File) -> io::Result<MmapMut> {
    // SAFETY: the file lies in the data folder, which one process holds by a lock, and nothing of ours but this mapping
    // touches it; bytes are read and written as such, never as anything with an invariant. Its size was
    // checked or set by the caller, so that no access falls behind its end.
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
        reserve.file.as_mut().unwrap().map[used..used + 8].copy_from_slice(b"{\"Sessi\n");
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

    /// Files that are not as this release leaves them, and what they hold.
    #[test]
    fn what_a_file_of_another_size_holds_is_kept() {
        let record = |id: &str| serde_json::to_string(&sessions(&[id])).unwrap() + "\n";
        let long = record("a") + &"\0".repeat(3 * SIZE);
        let damaged = record("a") + "{\"Sessi\n" + &record("b");
        let cases: [(&str, &[&str]); 6] = [
            (&"\0".repeat(100), &[]),
            ("", &[]),
            (&record("a"), &["a"]),
            (&long, &["a"]),
            (&damaged, &["a", "b"]),
            (&(record("a") + "\0" + &record("old")), &["a"]),
        ];
        for (content, expected) in cases {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("rollcall.reserve");
            std::fs::write(&path, content).unwrap();
            let all: Vec<Withdrawal> = expected.iter().map(|id| sessions(&[id])).collect();
            let (mut reserve, found) = Reserve::open(&path).unwrap();
            assert_eq!((found, reserve.fault()), (all.clone(), None), "{content:.40}");
            assert_eq!(std::fs::metadata(&path).unwrap().len(), SIZE as u64);
            reserve.append(&sessions(&["z"])).unwrap();
            drop(reserve);
            let (mut reserve, found) = Reserve::open(&path).unwrap();
            assert_eq!(found, [all, vec![sessions(&["z"])]].concat(), "{content:.40}");
            reserve.clear().unwrap();
            drop(reserve);
            assert_eq!(Reserve::open(&path).unwrap().1, [], "{content:.40}");
        }
    }

    #[test]
    fn what_can_be_read_and_not_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.reserve");
        std::fs::write(&path, serde_json::to_string(&sessions(&["a"])).unwrap() + "\n").unwrap();
        // A folder that cannot be removed stands in the way of a new file, also for root.
        let in_the_way = folder.path().join("rollcall.reserve.new");
        std::fs::create_dir(&in_the_way).unwrap();
        let (mut reserve, found) = Reserve::open(&path).unwrap();
        assert_eq!(found, [sessions(&["a"])]);
        assert!(reserve.fault().is_some_and(|fault| fault.contains("rollcall.reserve")), "{reserve:?}");
        assert!(reserve.append(&sessions(&["b"])).is_err());
        assert!(reserve.clear().is_err(), "it still holds what it held");
        std::fs::remove_dir(&in_the_way).unwrap();
        reserve.clear().unwrap();
        reserve.append(&sessions(&["b"])).unwrap();
        drop(reserve);
        assert_eq!(Reserve::open(&path).unwrap().1, [sessions(&["b"])]);
    }

    #[test]
    fn what_cannot_be_read_is_no_empty_reserve() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.reserve");
        std::fs::create_dir(&path).unwrap();
        assert_eq!(Reserve::open(&path).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn what_could_not_be_cleared_is_still_there_and_is_appended_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.reserve");
        let (mut reserve, _) = Reserve::open(&path).unwrap();
        reserve.append(&sessions(&["a"])).unwrap();
        reserve.set_failing(true);
        assert!(reserve.clear().is_err());
        reserve.set_failing(false);
        reserve.append(&sessions(&["b"])).unwrap();
        drop(reserve);
        assert_eq!(Reserve::open(&path).unwrap().1, [sessions(&["a"]), sessions(&["b"])]);
    }
}
