//! The projects that this gateway serves: read at the start, read again when something on disk changed.
//!
//! A project that can no longer be read keeps its last good form: somebody who saves a file with a mistake in it must
//! not throw everybody out. Only a project whose folder is gone is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rollcall_project::{Kind, Loaded, Problem, Project, Projects};

/// The projects as they are served.
#[derive(Debug)]
pub struct ProjectCatalog {
    disk: Projects,
    served: RwLock<BTreeMap<String, Arc<Project>>>,
    /// What was wrong at the last look, so that each problem is reported once.
    known_problems: RwLock<BTreeSet<String>>,
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

impl ProjectCatalog {
    /// A catalogue of the projects in `root`; empty until [`Self::look`].
    pub fn new(root: PathBuf) -> Self {
        ProjectCatalog { disk: Projects::new(root), served: RwLock::default(), known_problems: RwLock::default() }
    }

    /// Reads the disk and takes over what changed. It blocks.
    pub fn look(&self) -> Changes {
        let Loaded { projects, problems } = self.disk.load_all();
        let mut changes = Changes { problems: self.news(problems), ..Changes::default() };
        let mut served = self.served.write().unwrap_or_else(PoisonError::into_inner);
        // A folder that cannot be listed at this moment says nothing about what is in it.
        if let Ok(names) = self.disk.names() {
            let on_disk: BTreeSet<String> = names.into_iter().map(|name| name.to_string()).collect();
            changes.gone = served.keys().filter(|name| !on_disk.contains(*name)).cloned().collect();
        }
        for name in &changes.gone {
            served.remove(name);
        }
        for (name, project) in projects {
            let name = name.to_string();
            if served.get(&name).is_none_or(|old| old.fingerprint != project.fingerprint) {
                let project = Arc::new(project);
                served.insert(name, Arc::clone(&project));
                changes.changed.push(project);
            }
        }
        changes
    }

    /// The problems that were not there at the last look.
    fn news(&self, mut problems: Vec<Problem>) -> Vec<Problem> {
        let now: BTreeSet<String> = problems.iter().map(ToString::to_string).collect();
        let mut known = self.known_problems.write().unwrap_or_else(PoisonError::into_inner);
        problems.retain(|problem| !known.contains(&problem.to_string()));
        *known = now;
        problems
    }

    /// Whether the project admits somebody with these roles; None when there is no such project.
    pub fn admits(&self, project: &str, kind: rollcall_session::Kind, roles: &[String]) -> Option<bool> {
        let kind = match kind {
            rollcall_session::Kind::Client => Kind::Client,
            rollcall_session::Kind::Designer => Kind::Designer,
        };
        self.served().get(project).map(|project| project.admits(roles, kind))
    }

    /// Whether somebody with these roles could open a session in some project.
    pub fn admits_anywhere(&self, roles: &[String]) -> bool {
        let admits =
            |project: &Arc<Project>| project.admits(roles, Kind::Client) || project.admits(roles, Kind::Designer);
        self.served().values().any(admits)
    }

    fn served(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<String, Arc<Project>>> {
        self.served.read().unwrap_or_else(PoisonError::into_inner)
    }
}
