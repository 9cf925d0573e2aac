//! The projects that this gateway serves: read at the start, read again when something on disk changed.
//!
//! A project that can no longer be read keeps its last good form: saving a file with a mistake in it must not end all
//! sessions. Only a project whose folder is gone is gone.
//!
//! A look may fall into the middle of a save or a copy. So nothing is taken over that only one look has seen: see
//! `settling`. A change that could end sessions waits longest.

mod settling;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use rollcall_project::{ImageFile, Kind, Loaded, Presence, Problem, Project, ProjectName, Projects, Python};
use rollcall_wire::dialect::Dialect;
use rollcall_wire::rest::ProjectEntry;

use settling::Settling;

/// The projects as they are served.
#[derive(Debug)]
pub struct ProjectCatalog {
    disk: Projects,
    served: RwLock<BTreeMap<String, Arc<Project>>>,
    last_look: Mutex<LastLook>,
}

/// The findings of the last look at the disk, for the next one.
#[derive(Debug, Default)]
struct LastLook {
    /// Whether there was one.
    is_done: bool,
    /// The known problems, so that each is reported once.
    problems: BTreeSet<String>,
    /// The folders that may be projects, broken ones too.
    folders: BTreeSet<String>,
    /// Projects that stored sessions belong to and that have not been seen since the start.
    awaited: BTreeSet<String>,
    /// How often each state has been seen.
    settling: Settling,
}

/// Whether a person may log in to a project.
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
    /// Not known: the folder of the projects is away.
    Away,
}

/// The findings of a look at the disk.
#[derive(Debug, Default)]
pub struct Changes {
    /// Projects that are new or differ.
    pub changed: Vec<Arc<Project>>,
    /// Projects that are gone.
    pub gone: Vec<String>,
    /// The problems that are new.
    pub problems: Vec<Problem>,
    /// Whether the admissions of some project have become certain.
    pub is_certain: bool,
    /// Whether there are changes that the next looks must confirm: it should come soon.
    pub is_waiting: bool,
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

    /// Projects that stored sessions belong to: they are expected at the next looks.
    pub fn expect(&self, names: impl IntoIterator<Item = String>) {
        self.last_look().awaited.extend(names);
    }

    /// Reads the disk and takes over the changes. It blocks.
    pub fn rescan(&self) -> Changes {
        let Loaded { projects, mut problems } = self.disk.load_all();
        let presence = self.disk.presence();
        if let Presence::Away(problem) = &presence {
            // It explains more than the reading's own message.
            problems.retain(|problem| !problem.project.is_empty());
            problems.push(problem.clone());
        }
        let mut served = self.served.write().unwrap_or_else(PoisonError::into_inner);
        let mut last = self.last_look();
        let mut changes = Changes { gone: last.gone(&served, presence), ..Changes::default() };
        for name in &changes.gone {
            served.remove(name);
            last.awaited.remove(name);
        }
        for (name, project) in projects {
            let name = name.to_string();
            let old = served.get(&name).map(|old| &**old);
            match last.judge(&name, &project, old) {
                Judgement::Emptied => problems.push(project.emptied()),
                Judgement::Wait => {}
                Judgement::AsServed { is_certain } => changes.is_certain |= is_certain,
                Judgement::TakeOver => {
                    let project = Arc::new(project);
                    served.insert(name, Arc::clone(&project));
                    changes.changed.push(project);
                }
            }
        }
        changes.problems = last.new_ones(problems);
        changes.is_waiting = last.settling.is_waiting();
        last.is_done = true;
        changes
    }

    /// Whether the project admits a person with these roles.
    pub fn admission(&self, project: &str, kind: rollcall_session::Kind, roles: &[String]) -> Admission {
        let kind = match kind {
            rollcall_session::Kind::Client => Kind::Client,
            rollcall_session::Kind::Designer => Kind::Designer,
        };
        match self.served().get(project).map(|project| project.admits(roles, kind)) {
            Some(true) => Admission::Yes,
            Some(false) => Admission::No,
            None => self.last_look().absence(project),
        }
    }

    /// Whether it is certain that the project does not admit a session with these roles, so that it must end.
    pub fn shuts_out(&self, project: &str, kind: rollcall_session::Kind, roles: &[String]) -> bool {
        match self.admission(project, kind, roles) {
            Admission::No => self.last_look().settling.is_certain(project),
            Admission::Unknown => !self.last_look().awaited.contains(project),
            Admission::Yes | Admission::Broken | Admission::Away => false,
        }
    }

    /// Whether the folder of the projects was away at the last look, so that a project that is not served may be there.
    pub fn is_away(&self) -> bool {
        self.last_look().settling.is_away()
    }

    /// Whether a person with these roles could open a session in some project.
    pub fn admits_anywhere(&self, roles: &[String]) -> bool {
        let admits =
            |project: &Arc<Project>| project.admits(roles, Kind::Client) || project.admits(roles, Kind::Designer);
        self.served().values().any(admits)
    }

    /// The roles that no project names; an empty list where that is not known, since some project is not served.
    pub fn unknown_roles(&self, roles: &[String]) -> Vec<String> {
        let served = self.served();
        if !self.last_look().is_all(&served) {
            return Vec::new();
        }
        let is_named = |role: &String| served.values().any(|project| project.names_role(role));
        roles.iter().filter(|role| !is_named(role)).cloned().collect()
    }

    /// The projects that a person with these roles can open in a client.
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

    /// The project of this name, if it admits a person with these roles as client or designer.
    pub fn admitting(&self, name: &str, roles: &[String]) -> Option<Arc<Project>> {
        let admits =
            |project: &&Arc<Project>| project.admits(roles, Kind::Client) || project.admits(roles, Kind::Designer);
        self.served().get(name).filter(admits).cloned()
    }

    /// A hash of each project, for comparing it with the same project elsewhere.
    pub fn hashes(&self) -> BTreeMap<String, u64> {
        self.served().iter().map(|(name, project)| (name.clone(), project.content.short())).collect()
    }

    /// The project of this name.
    pub fn get(&self, name: &str) -> Option<Arc<Project>> {
        self.served().get(name).cloned()
    }

    /// A picture of a project, as it is on disk now. It blocks.
    ///
    /// # Errors
    /// `NotFound` where no file has this path; `Io` where it cannot be read.
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

/// The next step for a project as it was read.
enum Judgement {
    /// It differs, or is new, and more looks must confirm it.
    Wait,
    /// It equals the served project; perhaps that has just become certain.
    AsServed { is_certain: bool },
    /// It is to be served so from now on.
    TakeOver,
    /// Its settings are empty although they were not before.
    Emptied,
}

impl LastLook {
    /// The expected projects that are gone for good, by the state of the projects' folder.
    fn gone(&mut self, served: &BTreeMap<String, Arc<Project>>, presence: Presence) -> Vec<String> {
        let expected: BTreeSet<String> = served.keys().chain(&self.awaited).cloned().collect();
        let there = match presence {
            Presence::Here(folders) => Some(folders),
            // Removing the last project leaves the folder like that; so does a share that is not mounted.
            Presence::Empty if expected.is_empty() => Some(BTreeSet::new()),
            Presence::Empty | Presence::Away(_) => None,
        };
        let gone = self.settling.gone(&expected, there.as_ref());
        if let Some(there) = there {
            self.folders = there;
        }
        gone
    }

    fn judge(&mut self, name: &str, project: &Project, old: Option<&Project>) -> Judgement {
        let had_settings = old.map_or(self.awaited.contains(name), |old| !old.is_blank);
        if project.is_blank && had_settings {
            self.settling.is_unreadable(name);
            return Judgement::Emptied;
        }
        match old {
            Some(old) if old.fingerprint == project.fingerprint => {
                Judgement::AsServed { is_certain: self.settling.is_as_served(name, project.fingerprint) }
            }
            None if !self.is_done => {
                self.awaited.remove(name);
                self.settling.taken_at_the_start(name, project.fingerprint);
                Judgement::TakeOver
            }
            _ => {
                let takes_away = old.is_some_and(|old| project.takes_roles_away(old));
                let is_due = self.settling.differs(name, project.fingerprint, takes_away);
                if is_due && self.awaited.remove(name) {
                    self.settling.taken_at_the_start(name, project.fingerprint);
                }
                if is_due { Judgement::TakeOver } else { Judgement::Wait }
            }
        }
    }

    /// Whether everything that may be a project is served.
    fn is_all(&self, served: &BTreeMap<String, Arc<Project>>) -> bool {
        let is_served = |name: &String| served.contains_key(name);
        self.is_done && !self.settling.is_away() && self.awaited.is_empty() && self.folders.iter().all(is_served)
    }

    /// The admission to a project that is not served.
    fn absence(&self, project: &str) -> Admission {
        if self.settling.is_away() {
            Admission::Away
        } else if self.folders.contains(project) {
            Admission::Broken
        } else {
            Admission::Unknown
        }
    }

    /// The problems that were not there at the last look.
    fn new_ones(&mut self, mut problems: Vec<Problem>) -> Vec<Problem> {
        let now: BTreeSet<String> = problems.iter().map(ToString::to_string).collect();
        problems.retain(|problem| !self.problems.contains(&problem.to_string()));
        self.problems = now;
        problems
    }
}

#[cfg(test)]
mod tests;
