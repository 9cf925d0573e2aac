//! The project's library: every `.py` file below `scripts/`.

use super::scripts::is_ours;
use super::{Reader, join};
use crate::Script;
use crate::folder::{EntryKind, Folder};
use crate::limits::{MAX_DEPTH, MAX_SCRIPTS};

impl Reader<'_> {
    /// The scripts in order of path.
    pub(super) fn library(&mut self, scripts: Folder) -> Vec<Script> {
        let mut library = Vec::new();
        self.library_folder(&scripts, "scripts", 1, &mut library);
        library.sort_by(|a: &Script, b: &Script| a.file.cmp(&b.file));
        library
    }

    /// Goes on into subfolders until the limits are met; `None` when that is reported and nothing more is wanted.
    fn library_folder(&mut self, folder: &Folder, path: &str, depth: usize, library: &mut Vec<Script>) -> Option<()> {
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
                        self.library_folder(&subfolder, &below, depth + 1, library)?;
                    }
                }
                // A link without the name of a script is meant as a folder of scripts.
                EntryKind::Link => self.report(&below, entry.kind.refusal("file or folder")),
                EntryKind::File | EntryKind::Special => {
                    let Some(name) = self.script_name(path, entry) else { continue };
                    if library.len() >= MAX_SCRIPTS {
                        return self.refuse("scripts", format!("there are more than {MAX_SCRIPTS} scripts"));
                    }
                    library.extend(self.script(folder, &entries, path, name));
                }
            }
        }
        Some(())
    }
}
