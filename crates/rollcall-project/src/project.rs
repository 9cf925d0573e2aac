//! A project as it was read: who may log in, and its scripts.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rollcall_window::{EventScript, WindowDef};

use crate::{Fingerprint, Problem, ProjectName};

/// A project that was read and found good, except for its [`Project::problems`].
#[derive(Clone, Debug)]
pub struct Project {
    /// The name: that of its folder.
    pub name: ProjectName,
    /// The title that people see; the name where the settings give no title.
    pub title: String,
    /// A description, or nothing.
    pub description: String,
    /// The Python that its scripts are written in, unless one of them declares another.
    pub python: Python,
    /// The roles that may log in as client. Empty: no one may.
    pub client_roles: Vec<String>,
    /// The roles that may log in as designer. Empty: no one may.
    pub designer_roles: Vec<String>,
    /// For each function, or family of functions, that the project keeps for some of its roles, these. See
    /// [`Project::roles_for`].
    pub permissions: BTreeMap<String, Vec<String>>,
    /// `gateway/startup.py`.
    pub startup: Option<Script>,
    /// `gateway/shutdown.py`.
    pub shutdown: Option<Script>,
    /// How long `startup` and `shutdown` may each run; `None`: as long as the gateway's default.
    pub gateway_deadline: Option<Duration>,
    /// The nodes of a cluster on which these and the timers run.
    pub nodes: Nodes,
    /// The scripts of `gateway/timer/` with their settings, in order of name.
    pub timers: Vec<Timer>,
    /// The scripts of `scripts/`, in order of path.
    pub library: Vec<Script>,
    /// The scripts that run in its clients.
    pub client: ClientScripts,
    /// The windows of `windows/`, in order of path; one with a mistake in it consists of its problems only.
    pub windows: Vec<Arc<WindowDef>>,
    /// The scripts beside the windows' files, in order of path, those of broken windows too.
    pub window_scripts: Vec<EventScript>,
    /// The paths of the windows that a client opens at first, the last in front.
    pub startup_windows: Vec<String>,
    /// The paths of further windows that have an address: see [`Project::has_address`].
    pub addresses: Vec<String>,
    /// The pictures of `images/`, in order of path.
    pub images: Vec<Image>,
    /// Whether `project.toml` is blank. A project may be like that; a file caught half saved is, too.
    pub is_blank: bool,
    /// Changes when anything of the above does.
    pub fingerprint: Fingerprint,
    /// The same for each copy of the project: of pictures, names and sizes count, and not their times.
    pub content: Fingerprint,
    /// The parts that were left out, with the reasons; and the parts that are broken.
    pub problems: Vec<Problem>,
}

/// The nodes of a cluster on which the gateway's scripts of a project run. A gateway that is alone runs them itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nodes {
    /// On one at a time.
    #[default]
    One,
    /// On each.
    Every,
}

/// The language of scripts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Python {
    /// The language of Ignition 7.9: Python 2.7, as Jython has it.
    #[default]
    V79,
    /// Python 3.
    V3,
}

/// The kind of client with which a person logs in to a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// To use it.
    Client,
    /// To edit it.
    Designer,
}

/// A script's text.
#[derive(Clone, PartialEq, Eq)]
pub struct Script {
    /// The file, relative to the project's folder, as in `gateway/timer/report.py`.
    pub file: String,
    /// The text, without a byte order mark.
    pub source: String,
}

/// The scripts that run in a client, beside those of windows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientScripts {
    /// `client/startup.py`: runs once a client is on, before its windows open.
    pub startup: Option<Script>,
    /// `client/shutdown.py`: runs when a client ends.
    pub shutdown: Option<Script>,
    /// The scripts of `client/timer/` with their settings, in order of name.
    pub timers: Vec<Timer>,
    /// The scripts of `client/message/`, by the names of the handlers.
    pub messages: BTreeMap<String, Script>,
    /// In which colours its windows are shown.
    pub theme: Theme,
}

/// The colours of clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The colours that the person's system prefers.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file, relative to the folder `images`, as in `logos/press.svg`.
    pub path: String,
    /// The media type, as in `image/svg+xml`.
    pub media_type: &'static str,
    /// How large it is, in bytes.
    pub size: u64,
}

/// A script that runs again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// The name: that of its file without `.py`, and of its table in the settings.
    pub name: String,
    /// The script.
    pub script: Script,
    /// When it runs.
    pub schedule: Schedule,
    /// How long a run may take; `None`: as long as the gateway's default.
    pub deadline: Option<Duration>,
}

/// When a timer runs. The time is 100 ms to 365 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// At a fixed rate: from start to start.
    Rate(Duration),
    /// With a fixed delay: from the end of one run to the start of the next.
    Delay(Duration),
}

impl Project {
    /// Whether the project names a role: to admit users or to grant them functions.
    pub fn names_role(&self, role: &str) -> bool {
        let granted = self.permissions.values().flatten();
        self.client_roles.iter().chain(&self.designer_roles).chain(granted).any(|named| named == role)
    }

    /// Whether a user with `roles` may log in as `kind`. Names of roles are compared exactly.
    pub fn admits(&self, roles: &[String], kind: Kind) -> bool {
        let admitted = match kind {
            Kind::Client => &self.client_roles,
            Kind::Designer => &self.designer_roles,
        };
        share_a_role(admitted, roles)
    }

    /// Whether a user whom `before` admits may no longer be admitted.
    pub fn takes_roles_away(&self, before: &Project) -> bool {
        let lost = |now: &[String], before: &[String]| before.iter().any(|role| !now.contains(role));
        lost(&self.client_roles, &before.client_roles) || lost(&self.designer_roles, &before.designer_roles)
    }

    /// The mistake of a project whose `project.toml` was emptied, for the person who edits it.
    pub fn emptied(&self) -> Problem {
        let message = "this file is empty, but was not: the project goes on as it was. Write its settings again; to close \
                       the project give it no roles, or move its folder away";
        Problem::in_file(self.name.as_str(), "project.toml", message)
    }

    /// The window of this path.
    pub fn window(&self, path: &str) -> Option<&Arc<WindowDef>> {
        self.windows.iter().find(|window| &**window.path() == path)
    }

    /// Whether every user whom the project admits may open this window by its address, without a script having opened
    /// it: the windows that a client opens at first, and those that `[client] addresses` names. This is the one place
    /// that decides it. A name that is not a window's has no address.
    pub fn has_address(&self, path: &str) -> bool {
        let mut open_to_all = self.startup_windows.iter().chain(&self.addresses);
        open_to_all.any(|window| window == path) && self.window(path).is_some()
    }

    /// All scripts, each with its file and its text.
    pub fn scripts(&self) -> impl Iterator<Item = (&str, &str)> {
        let client = &self.client;
        let single = [&self.startup, &self.shutdown, &client.startup, &client.shutdown].into_iter().flatten();
        let timers = self.timers.iter().chain(&client.timers).map(|timer| &timer.script);
        let ours = single.chain(timers).chain(client.messages.values()).chain(&self.library);
        let ours = ours.map(|script| (script.file.as_str(), script.source.as_str()));
        ours.chain(self.window_scripts.iter().map(|script| (&*script.file, &*script.source)))
    }

    /// Whether a script, by its file, runs in the gateway's scope.
    pub fn is_gateway_script(&self, file: &str) -> bool {
        let single = [&self.startup, &self.shutdown].into_iter().flatten();
        single.chain(self.timers.iter().map(|timer| &timer.script)).any(|script| script.file == file)
    }

    /// The roles for which the project keeps a function: by its own name, or else by that of its family. None if it
    /// names neither.
    pub fn roles_for(&self, function: &str, family: &str) -> Option<&[String]> {
        self.permissions.get(function).or_else(|| self.permissions.get(family)).map(Vec::as_slice)
    }
}

fn share_a_role(these: &[String], those: &[String]) -> bool {
    these.iter().any(|role| those.contains(role))
}

/// Without the text, which would drown a log.
impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").field("file", &self.file).field("bytes", &self.source.len()).finish()
    }
}
