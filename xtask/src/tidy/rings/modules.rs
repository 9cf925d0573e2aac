//! The modules of one crate by their files, and which of them uses which.

use std::collections::{BTreeMap, BTreeSet};

use super::Uses;
use super::paths::Named;
use crate::tidy::sources::Sources;

/// How often a name may be handed on before its trail is given up: only names that lead in a circle are.
const MOST_HANDED_ON: usize = 16;

/// A module's path below its crate, empty for the root.
type Path = Vec<String>;

/// One crate.
pub(super) struct Modules {
    files: BTreeMap<Path, (String, Named)>,
}

impl Modules {
    /// The crates below `crates/`, and the tools beside them.
    pub(super) fn of_crates(sources: &Sources) -> Vec<Modules> {
        let mut crates: BTreeMap<String, Modules> = BTreeMap::new();
        for (file, text) in sources.texts().filter(|(file, _)| file.ends_with(".rs")) {
            let Some((root, below)) = file.split_once("/src/") else { continue };
            let modules = crates.entry(root.to_owned()).or_insert_with(|| Modules { files: BTreeMap::new() });
            modules.files.insert(path_of(below), (file.to_owned(), Named::of(text)));
        }
        crates.into_values().collect()
    }

    /// Which file uses which.
    pub(super) fn uses(&self) -> Uses {
        let used_by = |path: &Path, file: &String, named: &Named| {
            let used = named.paths.iter().filter_map(|words| self.defined_in(self.absolute(words, path, named)?));
            used.filter(|other| *other != file).map(str::to_owned).collect::<BTreeSet<String>>()
        };
        self.files.iter().map(|(path, (file, named))| (file.clone(), used_by(path, file, named))).collect()
    }

    /// A path from the crate's root on; None where it leads out of the crate.
    fn absolute(&self, words: &[String], module: &Path, named: &Named) -> Option<Path> {
        let first = words.first()?;
        match first.as_str() {
            "crate" => Some(words[1..].to_vec()),
            "self" => Some([module, &words[1..]].concat()),
            "super" => {
                let parent = &module[..module.len().checked_sub(1)?];
                self.absolute(&[vec!["self".to_owned()], words[1..].to_vec()].concat(), &parent.to_vec(), named)
            }
            _ if self.files.contains_key(&[module.as_slice(), std::slice::from_ref(first)].concat()) => {
                Some([module, words].concat())
            }
            _ => {
                let path = named.imported.get(first).filter(|path| path.first() != Some(first))?;
                let begin = self.absolute(path, module, &Named::default())?;
                Some([&begin[..], &words[1..]].concat())
            }
        }
    }

    /// The file that defines what a path names; None for a module itself, which is only a way to its names.
    fn defined_in(&self, mut path: Path) -> Option<&str> {
        for _ in 0..MOST_HANDED_ON {
            let length = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
            let name = path.get(length)?;
            let (file, named) = &self.files[&path[..length]];
            let Some(handed_on) = named.imported.get(name) else { return Some(file) };
            let module = path[..length].to_vec();
            let begin = self.absolute(handed_on, &module, &Named::default())?;
            path = [&begin[..], &path[length + 1..]].concat();
        }
        None
    }
}

/// The module that a file is, from its path below `src`.
fn path_of(file: &str) -> Path {
    let stem = file.trim_end_matches(".rs");
    let mut path: Path = stem.split('/').map(str::to_owned).collect();
    if path.last().is_some_and(|last| last == "mod") || matches!(stem, "lib" | "main") {
        path.pop();
    }
    path
}
