//! Whether a file that is open is still the one that its path names.
//!
//! A data folder that is removed or put elsewhere while the gateway runs leaves it with open files that nobody will find
//! again: what is written there is lost with the process, so nothing may be acknowledged that was written there.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A path and the file that it named.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    path: PathBuf,
    device: u64,
    inode: u64,
}

impl Place {
    /// The file that the path names now.
    ///
    /// # Errors
    /// When nothing is at the path, or it cannot be read.
    pub(crate) fn of(path: &Path) -> io::Result<Place> {
        let file = std::fs::metadata(path)?;
        Ok(Place { path: path.to_owned(), device: file.dev(), inode: file.ino() })
    }

    /// The path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Looks whether the path still names the file.
    ///
    /// # Errors
    /// When it does not: what happened, and what to do.
    pub(crate) fn check(&self) -> io::Result<()> {
        let is_same = std::fs::metadata(&self.path).map(|file| (file.dev(), file.ino()) == (self.device, self.inode));
        match is_same {
            Ok(true) => Ok(()),
            Ok(false) => Err(io::Error::other("the file was replaced while it is in use: restart the gateway")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(io::Error::new(
                io::ErrorKind::NotFound,
                "the file was removed or moved while it is in use: put it back, or restart the gateway",
            )),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_moved_removed_or_replaced_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, elsewhere) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&path, "1").unwrap();
        let place = Place::of(&path).unwrap();
        assert!(place.check().is_ok());
        std::fs::rename(&path, &elsewhere).unwrap();
        assert_eq!(place.check().unwrap_err().kind(), io::ErrorKind::NotFound);
        std::fs::write(&path, "2").unwrap();
        assert!(place.check().unwrap_err().to_string().contains("replaced"));
        std::fs::rename(&elsewhere, &path).unwrap();
        assert!(place.check().is_ok());
        assert!(Place::of(&folder.path().join("c")).is_err());
    }
}
