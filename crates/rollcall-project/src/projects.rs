//! The folder that holds the projects.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rollcall_window::did_you_mean;

use crate::folder::{Entry, EntryKind, Folder};
use crate::problem::printable;
use crate::{Error, Problem, Project, ProjectName, read};

/// The projects in one folder. It holds no state: each call reads the disk.
#[derive(Clone, Debug)]
pub struct Projects {
    root: PathBuf,
}

/// The result of [`Projects::load_all`].
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The projects that can be used.
    pub projects: BTreeMap<ProjectName, Project>,
    /// All mistakes: why projects are missing above, and the parts that were left out of the others.
    pub problems: Vec<Problem>,
}

/// Whether the folder of the projects shows which ones there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It can be listed; these folders may be projects, broken ones too.
    Here(BTreeSet<String>),
    /// There is nothing in it at all, not even a hidden file: no projects, or a share that is not mounted.
    Empty,
    /// It is missing or cannot be listed, which proves nothing about the projects. The reason and the remedy.
    Away(Problem),
}

impl Projects {
    /// The projects in the folder `root`. A folder that does not exist has none.
    pub fn new(root: PathBuf) -> Self {
        Projects { root }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads all projects. A broken one does not hide the others.
    pub fn load_all(&self) -> Loaded {
        let mut loaded = Loaded::default();
        let names = match self.list() {
            Ok(names) => names,
            Err(error) => {
                loaded.problems.push(Problem::in_file("", "", error.to_string()));
                return loaded;
            }
        };
        for name in names {
            match name.and_then(|name| self.load(&name)) {
                Ok(project) => {
                    loaded.problems.extend(project.problems.iter().cloned());
                    loaded.projects.insert(project.name.clone(), project);
                }
                Err(problems) => loaded.problems.extend(problems),
            }
        }
        loaded
    }

    /// Reads one project.
    ///
    /// # Errors
    /// All mistakes in it, where it cannot be used. A mistake in a single script only leaves that script out, and is in
    /// [`Project::problems`].
    pub fn load(&self, name: &ProjectName) -> Result<Project, Vec<Problem>> {
        if !self.root.join(name.as_str()).is_dir() {
            let known = self.names().unwrap_or_default();
            let suggestion = did_you_mean::suggestion(name.as_str(), known.iter().map(ProjectName::as_str));
            return Err(vec![Problem::in_file(name.as_str(), "", format!("there is no such project{suggestion}"))]);
        }
        read::read(&self.root, name)
    }

    /// Everything that is wrong with a project, whether it can be loaded or not.
    pub fn check(&self, name: &ProjectName) -> Vec<Problem> {
        self.load(name).map_or_else(|problems| problems, |project| project.problems)
    }

    /// The names of the folders that may be projects, broken ones too, in byte order.
    ///
    /// # Errors
    /// `Io` where the folder cannot be listed.
    pub fn names(&self) -> Result<Vec<ProjectName>, Error> {
        Ok(self.list()?.into_iter().flatten().collect())
    }

    /// Which folders may be projects, for callers to whom an absent folder is not an answer.
    pub fn presence(&self) -> Presence {
        let entries = Folder::open(&self.root).and_then(|root| root.entries());
        match (entries, self.names()) {
            (Ok(entries), Ok(_)) if entries.is_empty() => Presence::Empty,
            (Ok(_), Ok(names)) => Presence::Here(names.into_iter().map(|name| name.to_string()).collect()),
            (Err(error), _) => self.away(&error.to_string()),
            (_, Err(error)) => self.away(&error.to_string()),
        }
    }

    fn away(&self, why: &str) -> Presence {
        let message = format!(
            "the projects folder {} cannot be listed ({why}): projects and sessions stay as they are; make or mount it",
            self.root.display()
        );
        Presence::Away(Problem::in_file("", "", message))
    }

    /// The folders that are meant as projects, each by its name or by the mistake in that.
    fn list(&self) -> Result<Vec<Result<ProjectName, Vec<Problem>>>, Error> {
        let entries = match Folder::open(&self.root).and_then(|root| root.entries()) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => {
                return Err(Error::io(format!("the projects folder {} cannot be read", self.root.display()), error));
            }
        };
        Ok(entries.iter().filter(|entry| self.is_project(entry)).map(project_name).collect())
    }

    fn is_project(&self, entry: &Entry) -> bool {
        let hidden = entry.name.as_bytes().starts_with(b".");
        let folder = match entry.kind {
            EntryKind::Folder => true,
            EntryKind::Link => self.root.join(&entry.name).is_dir(),
            EntryKind::File | EntryKind::Special => false,
        };
        folder && !hidden
    }
}

fn project_name(entry: &Entry) -> Result<ProjectName, Vec<Problem>> {
    let shown = printable(&entry.name);
    let problem = |message: String| vec![Problem::in_file(&shown, "", message)];
    let name = entry.name.to_str().ok_or_else(|| problem("the name of this folder is not UTF-8: rename it".into()))?;
    ProjectName::new(name).map_err(|error| problem(error.to_string()))
}
