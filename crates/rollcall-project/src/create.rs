//! A new project: written beside the others under a hidden name and moved into place when it is whole, so that neither
//! a full disk nor a crash leaves half a project behind.

mod first_window;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::read::SETTINGS_FILE;
use crate::settings::check_role;
use crate::{Error, ErrorKind, ProjectName, Projects};

/// The settings of a new project.
#[derive(Clone, Debug, Default)]
pub struct NewProject {
    /// The title that people see; if empty, the name.
    pub title: String,
    /// The roles that may log in as client.
    pub client_roles: Vec<String>,
    /// The roles that may log in as designer.
    pub designer_roles: Vec<String>,
    /// Whether it has a window to begin with.
    pub window: bool,
}

impl Projects {
    /// Creates a project with a commented `project.toml` and returns its folder. The projects folder is created where
    /// it is missing.
    ///
    /// # Errors
    /// `Conflict` if the name is taken already, `Invalid` for a bad title or role, `Io`. After any of them there is no
    /// trace of the new project.
    pub fn create(&self, name: &ProjectName, new: &NewProject) -> Result<PathBuf, Error> {
        let settings = settings(new)?;
        let folder = self.root().join(name.as_str());
        if folder.symlink_metadata().is_ok() {
            return Err(conflict(&folder));
        }
        match place(self.root(), &folder, &files(new, &settings)) {
            Ok(()) => Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Err(conflict(&folder)),
            Err(error) => Err(Error::io(format!("the project {} cannot be created", folder.display()), error)),
        }
    }
}

fn conflict(folder: &Path) -> Error {
    Error::new(ErrorKind::Conflict, format!("{} exists already", folder.display()))
}

/// Writes the project into a temporary folder and renames it. A rename onto a folder with anything in it fails, so two
/// who create the same project at once do not mix.
fn place(root: &Path, folder: &Path, files: &[(&str, &str)]) -> io::Result<()> {
    fs::create_dir_all(root)?;
    let temporary = tempfile::Builder::new().prefix(".new-").tempdir_in(root)?;
    // The temporary folder is closed to others; the project in it has the mode that the user's mask asks for.
    let whole = temporary.path().join("project");
    fs::create_dir(&whole)?;
    for (path, text) in files {
        let path = whole.join(path);
        let above = path.parent().unwrap_or(&whole);
        fs::create_dir_all(above)?;
        let mut file = File::create_new(&path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        File::open(above)?.sync_all()?;
    }
    File::open(&whole)?.sync_all()?;
    fs::rename(&whole, folder)?;
    File::open(root)?.sync_all()
}

/// All files of a new project with their texts.
fn files<'a>(new: &NewProject, settings: &'a str) -> Vec<(&'a str, &'a str)> {
    let window = if new.window { first_window::FILES.as_slice() } else { &[] };
    std::iter::once((SETTINGS_FILE, settings)).chain(window.iter().copied()).collect()
}

fn settings(new: &NewProject) -> Result<String, Error> {
    if new.title.chars().any(char::is_control) {
        return Err(Error::new(ErrorKind::Invalid, "a project's title must be one line without control characters"));
    }
    for role in new.client_roles.iter().chain(&new.designer_roles) {
        check_role(role).map_err(|reason| Error::new(ErrorKind::Invalid, format!("the role {role:?} {reason}")))?;
    }
    let title = toml::Value::from(new.title.as_str());
    let client = toml::Value::from(new.client_roles.clone());
    let designer = toml::Value::from(new.designer_roles.clone());
    Ok(format!(
        "title = {title}

# Who may log in: roles, compared exactly. An empty list means nobody.
[roles]
client = {client}
designer = {designer}

# Each script gateway/timer/NAME.py needs its own table here. For gateway/timer/report.py:
#
# [timer.report]
# every = \"10s\"       # from start to start; or delay = \"10s\", from the end of one run to the next start
# deadline = \"30s\"    # optional: how long a run may take
#
# How long gateway/startup.py and gateway/shutdown.py may take:
#
# [gateway]
# deadline = \"30s\"
"
    ))
}
