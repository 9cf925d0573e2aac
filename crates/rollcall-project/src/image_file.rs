//! A picture, opened by the path that a browser asks for.
//!
//! The path comes from outside, so it is taken apart and walked name by name without following a link, as everything in
//! a project is.

use std::ffi::OsStr;
use std::io;

use crate::folder::Folder;
use crate::limits::{MAX_DEPTH, MAX_IMAGE_BYTES};
use crate::read::media_type;
use crate::{Error, ErrorKind, ProjectName, Projects};

/// A picture with its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageFile {
    /// The media type, as in `image/svg+xml`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Projects {
    /// Reads a picture of a project. `path` is relative to the project's folder `images`, as in `logos/press.svg`.
    ///
    /// # Errors
    /// `NotFound` where there is no such picture, even if another file has the name; `Io` where it cannot be read.
    pub fn image(&self, project: &ProjectName, path: &str) -> Result<ImageFile, Error> {
        let not_found = || Error::new(ErrorKind::NotFound, format!("{project} has no picture {path:?}"));
        let names: Vec<&str> = path.split('/').collect();
        let (Some(media_type), Some((name, folders))) = (media_type(path), names.split_last()) else {
            return Err(not_found());
        };
        let plain = |name: &&str| !name.is_empty() && !name.starts_with('.') && !name.contains('\0');
        if names.len() > MAX_DEPTH || !names.iter().all(plain) {
            return Err(not_found());
        }
        let read = || {
            let mut folder = Folder::open(&self.root().join(project.as_str()))?.folder(OsStr::new("images"))?;
            for name in folders {
                folder = folder.folder(OsStr::new(name))?;
            }
            folder.read_up_to(OsStr::new(name), MAX_IMAGE_BYTES)
        };
        match read() {
            Ok(bytes) => Ok(ImageFile { media_type, bytes }),
            Err(error) if is_absence(&error) => Err(not_found()),
            Err(error) => Err(Error::io(format!("the picture {path:?} of {project} cannot be read"), error)),
        }
    }
}

/// Nothing there, or nothing that counts as there: a link, a file for a folder, a name that no file can have.
fn is_absence(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let absences = [Errno::NOENT, Errno::NOTDIR, Errno::LOOP, Errno::NAMETOOLONG].map(Errno::raw_os_error);
    error.raw_os_error().is_some_and(|code| absences.contains(&code))
}
