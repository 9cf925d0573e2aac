//! The project's library: every `.py` file below `scripts/`.

use super::Reader;
use super::tree::Found;
use crate::Script;
use crate::folder::Folder;
use crate::limits::MAX_SCRIPTS;

impl Reader<'_> {
    /// The scripts in order of path.
    pub(super) fn library(&mut self, scripts: Folder) -> Vec<Script> {
        let mut library = Vec::new();
        self.walk(&scripts, "scripts", &mut |reader, found| reader.library_file(found, &mut library));
        library.sort_by(|a: &Script, b: &Script| a.file.cmp(&b.file));
        library
    }

    /// Takes a file in, if it is a script; `None` when there are too many.
    fn library_file(&mut self, found: &Found<'_>, library: &mut Vec<Script>) -> Option<()> {
        let Some(name) = self.script_name(found.path, found.entry) else { return Some(()) };
        if library.len() >= MAX_SCRIPTS {
            return self.refuse("scripts", format!("there are more than {MAX_SCRIPTS} scripts"));
        }
        library.extend(self.script(found.folder, found.entries, found.path, name));
        Some(())
    }
}
