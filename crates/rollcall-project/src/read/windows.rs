//! The project's windows: every folder below `windows/` that has a `window.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rollcall_window::file::WindowFile;
use rollcall_window::{EventScript, WindowDef, WindowKind, did_you_mean};

use super::images::Images;
use super::scripts::is_ours;
use super::{Reader, SETTINGS_FILE, join};
use crate::folder::{Entry, EntryKind, Folder};
use crate::limits::{MAX_DEPTH, MAX_WINDOWS};
use crate::problem::Position;
use crate::{Problem, name};

const WINDOW_FILE: &str = "window.json";
const FOLDER: &str = "windows";

/// The content of `windows/`.
#[derive(Debug, Default)]
pub(super) struct Windows {
    pub(super) windows: Vec<Arc<WindowDef>>,
    pub(super) scripts: Vec<EventScript>,
    /// The windows' files with their texts; a file that cannot be read with its mistake.
    pub(super) files: Vec<(String, String)>,
    /// The project's pictures.
    images: BTreeSet<String>,
}

/// The scripts of a folder, by the names of their files. `None`: there, and reported as unreadable.
type Sources = BTreeMap<String, Option<Arc<str>>>;

impl Reader<'_> {
    /// The windows in order of path.
    pub(super) fn windows(&mut self, folder: Folder, images: &Images) -> Windows {
        let images = images.images.iter().map(|image| image.path.clone()).collect();
        let mut windows = Windows { images, ..Windows::default() };
        self.windows_folder(&folder, FOLDER, 0, &mut windows);
        windows.windows.sort_by(|a, b| a.path().cmp(b.path()));
        windows.scripts.sort_by(|a, b| a.file.cmp(&b.file));
        windows
    }

    /// Reads the window of a folder, if it has one, and goes on into subfolders; `None` when the limit is met.
    fn windows_folder(&mut self, folder: &Folder, path: &str, depth: usize, windows: &mut Windows) -> Option<()> {
        let Some(entries) = self.entries(folder, path) else { return Some(()) };
        self.window_in(folder, &entries, path, windows)?;
        for entry in entries.iter().filter(|entry| is_ours(entry)) {
            match entry.kind {
                EntryKind::Folder => self.windows_below(folder, &entries, entry, path, depth, windows)?,
                EntryKind::Link if !is_file_of_window(entry) => {
                    self.report(&join(path, &entry.name), entry.kind.refusal("file or folder"));
                }
                _ => {}
            }
        }
        Some(())
    }

    fn windows_below(
        &mut self,
        folder: &Folder,
        entries: &[Entry],
        entry: &Entry,
        path: &str,
        depth: usize,
        windows: &mut Windows,
    ) -> Option<()> {
        let below = join(path, &entry.name);
        let Some(name) = entry.name.to_str() else {
            self.report(&below, "the name of this folder is not UTF-8: rename it");
            return Some(());
        };
        if let Err(reason) = name::check(name) {
            self.report(&below, format!("{name:?} cannot be the name of a window or of a folder of windows: {reason}"));
        } else if depth >= MAX_DEPTH {
            self.report(&below, format!("this folder lies deeper than {MAX_DEPTH} folders and is not read"));
        } else if let Some(subfolder) = self.subfolder(folder, entries, path, name) {
            self.windows_folder(&subfolder, &below, depth + 1, windows)?;
        }
        Some(())
    }

    /// The window that a folder is, if it is one; `None` when it is one too many.
    fn window_in(&mut self, folder: &Folder, entries: &[Entry], path: &str, windows: &mut Windows) -> Option<()> {
        self.check_names(entries, path);
        let sources = self.sources(folder, entries, path);
        let is_window = entries.iter().any(|entry| entry.name == WINDOW_FILE);
        let window_path = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
        match (is_window, window_path) {
            (true, Some(_)) if windows.windows.len() >= MAX_WINDOWS => {
                return self.refuse(FOLDER, format!("there are more than {MAX_WINDOWS} windows"));
            }
            (true, Some(window)) => {
                let before = self.problems.len();
                let read = self.window(folder, entries, path, window, &sources, windows);
                let read = read.unwrap_or_else(|kind| self.broken(window, kind, before));
                windows.windows.push(Arc::new(read));
            }
            (true, None) => {
                let message = "a window needs a folder of its own, which gives it its path: windows/NAME/window.json";
                self.report(&format!("{path}/{WINDOW_FILE}"), message);
            }
            (false, _) => {
                for name in sources.keys() {
                    let message = format!("this script is never run: there is no {WINDOW_FILE} beside it");
                    self.report(&format!("{path}/{name}"), message);
                }
            }
        }
        for (name, source) in sources {
            let Some(source) = source else { continue };
            windows.scripts.push(EventScript { file: format!("{path}/{name}").into(), source });
        }
        Some(())
    }

    /// Reads a window's file, and reports the mistakes in it and in its scripts.
    fn window(
        &mut self,
        folder: &Folder,
        entries: &[Entry],
        path: &str,
        window: &str,
        sources: &Sources,
        windows: &mut Windows,
    ) -> Result<WindowDef, WindowKind> {
        let file = format!("{path}/{WINDOW_FILE}");
        let Some(text) = self.text(folder, entries, &file, WINDOW_FILE) else {
            windows.files.push((file, "unreadable".into()));
            return Err(WindowKind::Main);
        };
        let reading =
            WindowFile { path: window, folder: path, text: &text, scripts: sources, images: &windows.images }.read();
        for finding in reading.findings {
            let problem = Problem::in_file(self.project.as_str(), &file, finding.message);
            self.problems.push(problem.at(Position::of(&text, finding.offset)));
        }
        if reading.window.is_ok() {
            for name in sources.keys().filter(|name| !reading.used.contains(*name)) {
                let message = format!("this script is never run: no event in {WINDOW_FILE} names it");
                self.report(&format!("{path}/{name}"), message);
            }
        }
        windows.files.push((file, text));
        reading.window
    }

    /// A window that is nothing but the problems that were found since there were `before`.
    fn broken(&self, window: &str, kind: WindowKind, before: usize) -> WindowDef {
        let problems = self.problems[before..].iter();
        let of_project = |problem: &Problem| Problem { project: String::new(), ..problem.clone() }.to_string();
        WindowDef::broken(window, kind, problems.map(of_project).collect())
    }

    /// The scripts in a window's folder.
    fn sources(&mut self, folder: &Folder, entries: &[Entry], path: &str) -> Sources {
        let mut sources = Sources::new();
        for entry in entries {
            let Some(name) = self.script_name(path, entry) else { continue };
            let script = self.script(folder, entries, path, name);
            sources.insert(name.to_owned(), script.map(|script| script.source.into()));
        }
        sources
    }

    /// A file that is almost called like a window's would otherwise be ignored silently.
    fn check_names(&mut self, entries: &[Entry], path: &str) {
        for entry in entries.iter().filter(|entry| entry.kind != EntryKind::Folder) {
            let shown = entry.name.to_string_lossy();
            let suggestion = did_you_mean::suggestion(&shown, [WINDOW_FILE]);
            if shown != WINDOW_FILE && !suggestion.is_empty() {
                self.report(&join(path, &entry.name), format!("this file is not used{suggestion}"));
            }
        }
    }

    /// The windows that a client opens at first: those that the settings name, else the first that fills the screen.
    pub(super) fn startup_windows(
        &mut self,
        text: &str,
        named: Vec<(String, usize)>,
        windows: &[Arc<WindowDef>],
    ) -> Vec<String> {
        let mut startup = self.known_windows(text, named, windows);
        if startup.is_empty() {
            let main = windows.iter().find(|window| window.kind() == WindowKind::Main);
            startup.extend(main.map(|window| window.path().to_string()));
        }
        startup
    }

    /// The windows named in the settings that exist; the others are problems.
    pub(super) fn known_windows(
        &mut self,
        text: &str,
        named: Vec<(String, usize)>,
        windows: &[Arc<WindowDef>],
    ) -> Vec<String> {
        let paths = || windows.iter().map(|window| &**window.path());
        let mut known = Vec::new();
        for (path, offset) in named {
            if paths().any(|each| each == path) {
                known.push(path);
                continue;
            }
            let message = format!("there is no window {path:?}{}", did_you_mean::suggestion(&path, paths()));
            let problem = Problem::in_file(self.project.as_str(), SETTINGS_FILE, message);
            self.problems.push(problem.at(Position::of(text, offset)));
        }
        known
    }
}

/// Whether an entry is called like one of the files that make a window; as a link, it is refused where it is read.
fn is_file_of_window(entry: &Entry) -> bool {
    let name = entry.name.to_string_lossy();
    name == WINDOW_FILE || name.to_ascii_lowercase().ends_with(".py")
}
