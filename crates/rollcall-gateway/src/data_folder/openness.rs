//! Whether others on the machine can get at the data folder: write access there is the power of every user of the
//! gateway, and read access allows to try passwords at leisure.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const WRITE: u32 = 0o002;
const READ: u32 = 0o004;
const ENTER: u32 = 0o001;

fn mode(path: &Path) -> u32 {
    // A folder that does not exist yet is made closed to others.
    std::fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode())
}

/// The first of the folder and the files in it that everybody may write.
pub(super) fn writable(folder: &Path, files: &[&str]) -> Option<PathBuf> {
    let all = std::iter::once(folder.to_owned()).chain(files.iter().map(|file| folder.join(file)));
    all.into_iter().find(|path| mode(path) & WRITE != 0)
}

/// The files that everybody can read: those that are open, in a folder that is.
pub(super) fn readable(folder: &Path, files: &[&str]) -> Vec<PathBuf> {
    if mode(folder) & ENTER == 0 {
        return Vec::new();
    }
    files.iter().map(|file| folder.join(file)).filter(|path| mode(path) & READ != 0).collect()
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, set_permissions, write};

    use super::*;

    #[test]
    fn what_is_open_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let (path, file) = (folder.path(), folder.path().join("db"));
        write(&file, "").unwrap();
        let with = |folder: u32, mode: u32| {
            set_permissions(path, Permissions::from_mode(folder)).unwrap();
            set_permissions(&file, Permissions::from_mode(mode)).unwrap();
            (writable(path, &["db", "key"]), readable(path, &["db", "key"]))
        };
        assert_eq!(with(0o700, 0o644), (None, vec![]));
        assert_eq!(with(0o755, 0o644), (None, vec![file.clone()]));
        assert_eq!(with(0o755, 0o600), (None, vec![]));
        assert_eq!(with(0o777, 0o600).0, Some(path.to_owned()));
        assert_eq!(with(0o1777, 0o600).0, Some(path.to_owned()));
        assert_eq!(with(0o700, 0o666).0, Some(file.clone()));
    }
}
