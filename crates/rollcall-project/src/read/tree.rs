//! A walk through a folder and all below it, for files that may lie in subfolders: scripts of the library, pictures.
//!
//! The rules for names of folders, for their depth and for links are the same for all; the visitor decides which files
//! it takes.

use super::scripts::is_ours;
use super::{Reader, join};
use crate::folder::{Entry, EntryKind, Folder};
use crate::limits::MAX_DEPTH;

/// A file that the walk has come to, or an entry in the place of one.
pub(super) struct Found<'f> {
    pub(super) folder: &'f Folder,
    /// Everything that lies in the folder.
    pub(super) entries: &'f [Entry],
    /// The folder's path in the project.
    pub(super) path: &'f str,
    pub(super) entry: &'f Entry,
}

/// The function for each file; it returns `None` when it has reported a mistake that ends the walk.
type Visitor<'v, 'r> = &'v mut dyn FnMut(&mut Reader<'r>, &Found<'_>) -> Option<()>;

impl<'r> Reader<'r> {
    /// Goes through `folder`, the one at the top of the project called `path`.
    pub(super) fn walk(&mut self, folder: &Folder, path: &str, visit: Visitor<'_, 'r>) {
        // A visitor that ends the walk has reported the reason.
        let _ = self.walk_at(folder, path, 1, visit);
    }

    /// Goes on into subfolders until the limits are met; `None` when the walk has ended early.
    fn walk_at(&mut self, folder: &Folder, path: &str, depth: usize, visit: Visitor<'_, 'r>) -> Option<()> {
        let Some(entries) = self.entries(folder, path) else { return Some(()) };
        for entry in entries.iter().filter(|entry| is_ours(entry)) {
            let below = join(path, &entry.name);
            match entry.kind {
                EntryKind::Folder if depth >= MAX_DEPTH => {
                    self.report(&below, format!("this folder lies deeper than {MAX_DEPTH} folders and is not read"));
                }
                EntryKind::Folder => {
                    let Some(name) = entry.name.to_str() else {
                        self.report(&below, "the name of this folder is not UTF-8: rename it");
                        continue;
                    };
                    if let Some(subfolder) = self.subfolder(folder, &entries, path, name) {
                        self.walk_at(&subfolder, &below, depth + 1, visit)?;
                    }
                }
                // The link was meant as a folder, or as a file that the walk looks for.
                EntryKind::Link => self.report(&below, entry.kind.refusal("file or folder")),
                EntryKind::File | EntryKind::Special => {
                    visit(self, &Found { folder, entries: &entries, path, entry })?;
                }
            }
        }
        Some(())
    }
}
