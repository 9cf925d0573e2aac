//! The projects that this gateway serves: read at the start, read again when something on disk changed.
//!
//! A project that can no longer be read keeps its last good form: somebody who saves a file with a mistake in it must
//! not throw everybody out. Only a project whose folder is gone is gone.
//!
//! Version control and copying take files away before they write them anew, and a look may fall in between. So what a
//! project has lost (a window, or all of it) counts as lost when it is missing at two looks in a row.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use rollcall_project::{ImageFile, Kind, Loaded, Problem, Project, ProjectName, Projects, Python};
use rollcall_wire::dialect::Dialect;
use rollcall_wire::rest::ProjectEntry;

/// The projects as they are served.
#[derive(Debug)]
pub struct ProjectCatalog {
    disk: Projects,
    served: RwLock<BTreeMap<String, Arc<Project>>>,
    last_look: Mutex<LastLook>,
}

/// What the last look at the disk has found, for the next one.
#[derive(Debug, Default)]
struct LastLook {
    /// What was wrong, so that each problem is reported once.
    problems: BTreeSet<String>,
    /// The folders that may be projects, broken ones too.
    folders: BTreeSet<String>,
    /// What was missing and is still served.
    missing: BTreeSet<Missing>,
}

/// A project, or one of its windows by path, that is served and not there.
type Missing = (String, Option<String>);

/// Whether somebody may log in to a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The project admits them.
    Yes,
    /// It does not.
    No,
    /// It is there, but cannot be read.
    Broken,
    /// There is no such project.
    Unknown,
}

/// What a look at the disk has found.
#[derive(Debug, Default)]
pub struct Changes {
    /// Projects that are new or differ.
    pub changed: Vec<Arc<Project>>,
    /// Projects that are gone.
    pub gone: Vec<String>,
    /// What is wrong and was not before.
    pub problems: Vec<Problem>,
}

/// The Python that a project's scripts are written in.
pub fn dialect(project: &Project) -> Dialect {
    match project.python {
        Python::V79 => Dialect::Python27,
        Python::V3 => Dialect::Python3,
    }
}

impl ProjectCatalog {
    /// A catalogue of the projects in `root`; empty until [`Self::look`].
    pub fn new(root: PathBuf) -> Self {
        ProjectCatalog { disk: Projects::new(root), served: RwLock::default(), last_look: Mutex::default() }
    }

    /// The Python that the scripts of a project are written in; the default's if there is no such project any more.
    pub fn dialect(&self, project: &str) -> Dialect {
        let served = self.served.read().unwrap_or_else(PoisonError::into_inner);
        served.get(project).map(|project| dialect(project)).unwrap_or_default()
    }

    /// Reads the disk and takes over what changed. It blocks.
    pub fn look(&self) -> Changes {
        let Loaded { projects, problems } = self.disk.load_all();
        let folders = self.folders();
        let mut changes = Changes { problems: self.news(problems, folders.as_ref()), ..Changes::default() };
        let mut served = self.served.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::take(&mut self.last_look().missing);
        let mut missing = BTreeSet::new();
        if let Some(folders) = folders {
            missing.extend(served.keys().filter(|name| !folders.contains(*name)).map(|name| (name.clone(), None)));
            changes.gone = missing.intersection(&before).map(|(name, _)| name.clone()).collect();
        }
        for name in &changes.gone {
            served.remove(name);
        }
        for (name, project) in projects {
            let name = name.to_string();
            let old = served.get(&name);
            let lost = old.map(|old| missing_windows(&name, &project, old)).unwrap_or_default();
            let is_settled = lost.is_subset(&before);
            missing.extend(lost);
            if is_settled && old.is_none_or(|old| old.fingerprint != project.fingerprint) {
                let project = Arc::new(project);
                served.insert(name, Arc::clone(&project));
                changes.changed.push(project);
            }
        }
        self.last_look().missing = missing;
        changes
    }

    /// The folders that may be projects. None when that cannot be said: a folder that cannot be listed at this moment,
    /// or a share that is not mounted, says nothing about what is in it.
    fn folders(&self) -> Option<BTreeSet<String>> {
        let names = self.disk.root().is_dir().then(|| self.disk.names())?.ok()?;
        Some(names.into_iter().map(|name| name.to_string()).collect())
    }

    /// The problems that were not there at the last look.
    fn news(&self, mut problems: Vec<Problem>, folders: Option<&BTreeSet<String>>) -> Vec<Problem> {
        let now: BTreeSet<String> = problems.iter().map(ToString::to_string).collect();
        let mut last = self.last_look();
        problems.retain(|problem| !last.problems.contains(&problem.to_string()));
        last.problems = now;
        if let Some(folders) = folders {
            last.folders.clone_from(folders);
        }
        problems
    }

    /// Whether the project admits somebody with these roles.
    pub fn admission(&self, project: &str, kind: rollcall_session::Kind, roles: &[String]) -> Admission {
        let kind = match kind {
            rollcall_session::Kind::Client => Kind::Client,
            rollcall_session::Kind::Designer => Kind::Designer,
        };
        match self.served().get(project).map(|project| project.admits(roles, kind)) {
            Some(true) => Admission::Yes,
            Some(false) => Admission::No,
            None if self.last_look().folders.contains(project) => Admission::Broken,
            None => Admission::Unknown,
        }
    }

    /// Whether somebody with these roles could open a session in some project.
    pub fn admits_anywhere(&self, roles: &[String]) -> bool {
        let admits =
            |project: &Arc<Project>| project.admits(roles, Kind::Client) || project.admits(roles, Kind::Designer);
        self.served().values().any(admits)
    }

    /// The projects that somebody with these roles can open in a client.
    pub fn open_to(&self, roles: &[String]) -> Vec<ProjectEntry> {
        let served = self.served();
        let open = served.values().filter(|project| project.admits(roles, Kind::Client));
        open.map(|project| ProjectEntry {
            name: project.name.to_string(),
            title: project.title.clone(),
            description: project.description.clone(),
            has_windows: !project.windows.is_empty(),
        })
        .collect()
    }

    /// The project of this name, if it admits somebody with these roles as client or designer.
    pub fn admitting(&self, name: &str, roles: &[String]) -> Option<Arc<Project>> {
        let admits =
            |project: &&Arc<Project>| project.admits(roles, Kind::Client) || project.admits(roles, Kind::Designer);
        self.served().get(name).filter(admits).cloned()
    }

    /// The project of this name.
    pub fn get(&self, name: &str) -> Option<Arc<Project>> {
        self.served().get(name).cloned()
    }

    /// A picture of a project, as it is on disk now. It blocks.
    ///
    /// # Errors
    /// `NotFound` where there is none of this path; `Io` where it cannot be read.
    pub fn image(&self, project: &ProjectName, path: &str) -> Result<ImageFile, rollcall_project::Error> {
        self.disk.image(project, path)
    }

    fn last_look(&self) -> MutexGuard<'_, LastLook> {
        self.last_look.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn served(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<String, Arc<Project>>> {
        self.served.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The windows of the project as it was that are missing in the project as it is.
fn missing_windows(name: &str, now: &Project, before: &Project) -> BTreeSet<Missing> {
    let paths = before.windows.iter().map(|window| window.path());
    paths.filter(|path| now.window(path).is_none()).map(|path| (name.to_owned(), Some(path.to_string()))).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const WINDOW: &str = r#"{ "title": "A window", "width": 100, "height": 100, "root": { "components": [] } }"#;

    fn put(root: &Path, path: &str, text: &str) {
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    fn plant() -> (tempfile::TempDir, ProjectCatalog) {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "plant/project.toml", "");
        put(root.path(), "plant/windows/Main/window.json", WINDOW);
        put(root.path(), "plant/windows/Popup/window.json", WINDOW);
        let catalog = ProjectCatalog::new(root.path().to_owned());
        let first = catalog.look();
        assert_eq!((first.changed.len(), first.problems.len()), (1, 0), "{first:?}");
        (root, catalog)
    }

    fn windows(catalog: &ProjectCatalog) -> usize {
        catalog.get("plant").map_or(0, |plant| plant.windows.len())
    }

    #[test]
    fn a_window_that_is_away_at_one_look_stays() {
        let (root, catalog) = plant();
        std::fs::remove_dir_all(root.path().join("plant/windows/Popup")).unwrap();
        assert!(catalog.look().changed.is_empty());
        put(root.path(), "plant/windows/Popup/window.json", WINDOW);
        assert!(catalog.look().changed.is_empty());
        assert_eq!(windows(&catalog), 2);
    }

    #[test]
    fn windows_that_are_away_one_after_the_other_stay() {
        let (root, catalog) = plant();
        let away = |window: &str| std::fs::remove_dir_all(root.path().join("plant/windows").join(window)).unwrap();
        let back = |window: &str| put(root.path(), &format!("plant/windows/{window}/window.json"), WINDOW);
        away("Popup");
        assert!(catalog.look().changed.is_empty());
        back("Popup");
        away("Main");
        assert!(catalog.look().changed.is_empty());
        back("Main");
        assert!(catalog.look().changed.is_empty());
        assert_eq!(windows(&catalog), 2);
    }

    #[test]
    fn a_project_that_is_copied_slowly_keeps_its_windows() {
        let (root, catalog) = plant();
        std::fs::remove_dir_all(root.path().join("plant")).unwrap();
        assert!(catalog.look().gone.is_empty());
        put(root.path(), "plant/project.toml", "");
        put(root.path(), "plant/windows/Main/window.json", WINDOW);
        let half = catalog.look();
        assert!(half.changed.is_empty() && half.gone.is_empty(), "{half:?}");
        put(root.path(), "plant/windows/Popup/window.json", WINDOW);
        assert!(catalog.look().changed.is_empty());
        assert_eq!(windows(&catalog), 2);
    }

    #[test]
    fn a_window_that_stays_away_is_gone() {
        let (root, catalog) = plant();
        std::fs::remove_dir_all(root.path().join("plant/windows/Popup")).unwrap();
        assert!(catalog.look().changed.is_empty());
        assert_eq!(catalog.look().changed.len(), 1);
        assert_eq!(windows(&catalog), 1);
        assert!(catalog.look().changed.is_empty());
    }

    #[test]
    fn a_project_that_is_away_at_one_look_stays() {
        let (root, catalog) = plant();
        let (here, elsewhere) = (root.path().join("plant"), root.path().join(".plant"));
        std::fs::rename(&here, &elsewhere).unwrap();
        assert!(catalog.look().gone.is_empty());
        std::fs::rename(&elsewhere, &here).unwrap();
        assert!(catalog.look().gone.is_empty());
        std::fs::rename(&here, &elsewhere).unwrap();
        assert!(catalog.look().gone.is_empty());
        assert_eq!(catalog.look().gone, ["plant"]);
        assert!(catalog.get("plant").is_none());
    }
}
