//! One project's folder, from its entries to a [`Project`] or a list of problems.

mod images;
mod library;
mod scripts;
mod tree;
mod windows;

use std::ffi::OsStr;
use std::path::Path;

use rollcall_catalogue::grants::grantable;
use rollcall_window::did_you_mean;

use crate::folder::{Entry, EntryKind, Folder};
use crate::problem::{Position, printable};
use crate::project::ClientScripts;
use crate::settings::{self, Settings};
use crate::{Fingerprint, Problem, Project, ProjectName, Script};
use images::Images;
pub(crate) use images::media_type;
use scripts::{CLIENT, GATEWAY, ScopeScripts};
use windows::Windows;

/// The file with the settings.
pub(crate) const SETTINGS_FILE: &str = "project.toml";
/// The folders that mean something at the top of a project.
const FOLDERS: [&str; 5] = ["client", "gateway", "images", "scripts", "windows"];

/// A reading under way: its project, and the mistakes found so far.
struct Reader<'a> {
    project: &'a ProjectName,
    problems: Vec<Problem>,
}

/// The content of a project's folders.
struct Content {
    gateway: ScopeScripts,
    client: ScopeScripts,
    library: Vec<Script>,
    images: Images,
    windows: Windows,
}

/// Reads a project from its folder.
///
/// # Errors
/// All problems, those of single scripts too, where the project cannot be loaded.
pub(crate) fn read(root: &Path, name: &ProjectName) -> Result<Project, Vec<Problem>> {
    let mut reader = Reader { project: name, problems: Vec::new() };
    match reader.read(root) {
        Some(project) => Ok(Project { problems: reader.problems, ..project }),
        None => Err(reader.problems),
    }
}

impl Reader<'_> {
    fn read(&mut self, root: &Path) -> Option<Project> {
        let folder = match Folder::open(&root.join(self.project.as_str())) {
            Ok(folder) => folder,
            Err(error) => return self.refuse("", format!("the project's folder cannot be opened: {error}")),
        };
        let entries = self.entries(&folder, "")?;
        self.check_top(&entries);
        let text = self.settings_text(&folder, &entries);
        let settings = text.as_deref().and_then(|text| self.settings(text));
        let gateway = self.scope_scripts(&folder, &entries, GATEWAY);
        let client = self.scope_scripts(&folder, &entries, CLIENT);
        let library = match self.subfolder(&folder, &entries, "", "scripts") {
            Some(scripts) => self.library(scripts),
            None => Vec::new(),
        };
        let images = match self.subfolder(&folder, &entries, "", "images") {
            Some(images) => self.images(images),
            None => Images::default(),
        };
        let windows = match self.subfolder(&folder, &entries, "", "windows") {
            Some(windows) => self.windows(windows, &images),
            None => Windows::default(),
        };
        let (text, settings) = (text?, settings?);
        Some(self.assemble(&text, settings, Content { gateway, client, library, images, windows }))
    }

    fn assemble(&mut self, text: &str, settings: Settings, content: Content) -> Project {
        let Content { gateway, client, library, images, windows } = content;
        let timers = self.timers(GATEWAY, text, settings.timers, gateway.timers);
        let client = ClientScripts {
            timers: self.timers(CLIENT, text, settings.client.timers, client.timers),
            startup: client.startup,
            shutdown: client.shutdown,
            messages: client.messages.into_iter().filter_map(|(name, script)| Some((name, script?))).collect(),
            theme: settings.client.theme,
        };
        let startup_windows = self.startup_windows(text, settings.client.windows, &windows.windows);
        let addresses = self.known_windows(text, settings.client.addresses, &windows.windows);
        let project = Project {
            name: self.project.clone(),
            title: settings.title.unwrap_or_else(|| self.project.to_string()),
            description: settings.description,
            python: settings.python,
            client_roles: settings.client_roles,
            designer_roles: settings.designer_roles,
            permissions: settings.permissions,
            startup: gateway.startup,
            shutdown: gateway.shutdown,
            gateway_deadline: settings.gateway.deadline,
            nodes: settings.gateway.nodes,
            timers,
            library,
            client,
            windows: windows.windows,
            window_scripts: windows.scripts,
            startup_windows,
            addresses,
            images: images.images,
            is_blank: is_blank(text),
            // Made below, from the content that is read here.
            fingerprint: Fingerprint::of([]),
            content: Fingerprint::of([]),
            problems: Vec::new(),
        };
        let settings = [(SETTINGS_FILE, text)];
        let windows = windows.files.iter().map(|(file, text)| (file.as_str(), text.as_str()));
        let files: Vec<_> = settings.into_iter().chain(project.scripts()).chain(windows).collect();
        let sizes = images.states.iter().map(|(file, size, _)| (file.as_str(), size.as_str()));
        let times = images.states.iter().map(|(file, _, time)| (file.as_str(), time.as_str()));
        let content = Fingerprint::of(files.iter().copied().chain(sizes.clone()));
        let fingerprint = Fingerprint::of(files.into_iter().chain(sizes).chain(times));
        Project { fingerprint, content, ..project }
    }

    /// A folder that is almost called like one of ours would otherwise be ignored silently.
    fn check_top(&mut self, entries: &[Entry]) {
        for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Folder) {
            let name = printable(&entry.name);
            let suggestion = did_you_mean::suggestion(&name, FOLDERS);
            if !FOLDERS.contains(&name.as_str()) && !suggestion.is_empty() {
                self.report(&name, format!("this folder is not used{suggestion}"));
            }
        }
    }

    fn settings_text(&mut self, folder: &Folder, entries: &[Entry]) -> Option<String> {
        if !entries.iter().any(|entry| entry.name == SETTINGS_FILE) {
            let message =
                "this folder has no project.toml, so it is not a project: create one, or move the folder away";
            return self.refuse("", message);
        }
        self.text(folder, entries, SETTINGS_FILE, SETTINGS_FILE)
    }

    fn settings(&mut self, text: &str) -> Option<Settings> {
        let grantable = grantable();
        let grantable: Vec<&str> = grantable.iter().map(String::as_str).collect();
        match settings::parse(text, &grantable) {
            Ok(settings) => Some(settings),
            Err(findings) => {
                for finding in findings {
                    let problem = Problem::in_file(self.project.as_str(), SETTINGS_FILE, finding.message);
                    self.problems.push(problem.at(Position::of(text, finding.offset)));
                }
                None
            }
        }
    }

    /// The entries of a folder, or a problem.
    fn entries(&mut self, folder: &Folder, path: &str) -> Option<Vec<Entry>> {
        match folder.entries() {
            Ok(entries) => Some(entries),
            Err(error) => self.refuse(path, format!("this folder cannot be listed: {error}")),
        }
    }

    /// The folder `name` in `folder`, whose path is `path`. None if it is missing; a problem if it is not a folder or
    /// cannot be opened.
    fn subfolder(&mut self, folder: &Folder, entries: &[Entry], path: &str, name: &str) -> Option<Folder> {
        let entry = entries.iter().find(|entry| entry.name == name)?;
        let path = join(path, &entry.name);
        if entry.kind != EntryKind::Folder {
            return self.refuse(&path, entry.kind.refusal("folder"));
        }
        match folder.folder(OsStr::new(name)) {
            Ok(folder) => Some(folder),
            Err(error) => self.refuse(&path, format!("this folder cannot be opened: {error}")),
        }
    }

    /// The text of the file `name`, whose path is `path`, without a byte order mark. None if it is missing; a problem
    /// if it is not a file, is too large, cannot be read or is not UTF-8.
    fn text(&mut self, folder: &Folder, entries: &[Entry], path: &str, name: &str) -> Option<String> {
        let entry = entries.iter().find(|entry| entry.name == name)?;
        if entry.kind != EntryKind::File {
            return self.refuse(path, entry.kind.refusal("file"));
        }
        let bytes = match folder.read(&entry.name) {
            Ok(bytes) => bytes,
            Err(error) => return self.refuse(path, format!("this file cannot be read: {error}")),
        };
        match String::from_utf8(bytes) {
            Ok(text) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
            Err(error) => {
                let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
                let problem =
                    Problem::in_file(self.project.as_str(), path, "this is not UTF-8: save the file as UTF-8");
                self.problems.push(problem.at(Position::of(&valid, valid.len())));
                None
            }
        }
    }

    fn report(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(Problem::in_file(self.project.as_str(), path, message));
    }

    /// Reports, and returns the value with which the caller stops.
    fn refuse<T>(&mut self, path: &str, message: impl Into<String>) -> Option<T> {
        self.report(path, message);
        None
    }
}

/// Whether settings hold nothing but blanks and comments.
fn is_blank(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#'))
}

/// The path of an entry, fit to print.
fn join(path: &str, name: &OsStr) -> String {
    if path.is_empty() { printable(name) } else { format!("{path}/{}", printable(name)) }
}
