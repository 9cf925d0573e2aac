//! The scripts that run by themselves, in the gateway or in a client, and the marriage of timers with their settings.

use std::collections::BTreeMap;

use rollcall_window::did_you_mean;

use super::{Reader, SETTINGS_FILE, join};
use crate::folder::{Entry, EntryKind, Folder};
use crate::problem::Position;
use crate::settings::{TimerSettings, toml_key};
use crate::{Problem, Script, Timer, name};

/// Where scripts run, with the names of the folder and of the tables of its timers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    pub(super) folder: &'static str,
    timers: &'static str,
    timer_tables: &'static str,
    messages: Option<&'static str>,
}

/// In the gateway.
pub(super) const GATEWAY: Scope =
    Scope { folder: "gateway", timers: "gateway/timer", timer_tables: "timer", messages: None };
/// In each client.
pub(super) const CLIENT: Scope =
    Scope { folder: "client", timers: "client/timer", timer_tables: "client.timer", messages: Some("client/message") };

/// The content of a scope's folder.
#[derive(Debug, Default)]
pub(super) struct ScopeScripts {
    pub(super) startup: Option<Script>,
    pub(super) shutdown: Option<Script>,
    pub(super) timers: NamedScripts,
    pub(super) messages: NamedScripts,
}

/// Scripts by name. `None`: there is such a script, and it was reported as unreadable.
pub(super) type NamedScripts = BTreeMap<String, Option<Script>>;

impl Reader<'_> {
    /// The scripts of a scope, whose folder is in the project's.
    pub(super) fn scope_scripts(&mut self, project: &Folder, entries: &[Entry], scope: Scope) -> ScopeScripts {
        const SCRIPTS: [&str; 2] = ["startup.py", "shutdown.py"];
        let Some(folder) = self.subfolder(project, entries, "", scope.folder) else { return ScopeScripts::default() };
        let Some(entries) = self.entries(&folder, scope.folder) else { return ScopeScripts::default() };
        for entry in &entries {
            let Some(name) = self.script_name(scope.folder, entry) else { continue };
            if !SCRIPTS.contains(&name) {
                let folders = if scope.messages.is_some() { ", timer/ and message/" } else { " and timer/" };
                let suggestion = did_you_mean::suggestion(name, SCRIPTS);
                let message = format!("this script is never run; startup.py, shutdown.py{folders} are{suggestion}");
                self.report(&join(scope.folder, &entry.name), message);
            }
        }
        let timers = self.named_scripts(&folder, &entries, scope.timers, "timer");
        let messages = match scope.messages {
            Some(path) => self.named_scripts(&folder, &entries, path, "message handler"),
            None => NamedScripts::new(),
        };
        let [startup, shutdown] = SCRIPTS.map(|name| self.script(&folder, &entries, scope.folder, name));
        ScopeScripts { startup, shutdown, timers, messages }
    }

    /// The scripts of the folder at `path`, which is in `folder`, each named after the timer or handler that it serves:
    /// a `role`.
    fn named_scripts(&mut self, folder: &Folder, entries: &[Entry], path: &str, role: &str) -> NamedScripts {
        let Some((above, name)) = path.rsplit_once('/') else { return NamedScripts::new() };
        let Some(folder) = self.subfolder(folder, entries, above, name) else { return NamedScripts::new() };
        let entries = self.entries(&folder, path).unwrap_or_default();
        let mut scripts = NamedScripts::new();
        for entry in &entries {
            let Some(name) = self.served_name(entry, path, role) else { continue };
            let script = self.script(&folder, &entries, path, &format!("{name}.py"));
            scripts.insert(name.to_owned(), script);
        }
        scripts
    }

    /// The name of the timer or message handler whose script an entry is, if it is one.
    fn served_name<'e>(&mut self, entry: &'e Entry, path: &str, role: &str) -> Option<&'e str> {
        if entry.kind == EntryKind::Folder && is_ours(entry) {
            let message = format!("this folder is not used: {role} scripts lie in {path} itself");
            return self.refuse(&join(path, &entry.name), message);
        }
        let served = self.script_name(path, entry)?.strip_suffix(".py")?;
        match name::check(served) {
            Ok(()) => Some(served),
            Err(reason) => {
                let message = format!("{served:?} cannot be the name of a {role}: {reason}");
                self.refuse(&join(path, &entry.name), message)
            }
        }
    }

    /// Pairs scripts and settings by name, and reports those that stay alone.
    pub(super) fn timers(
        &mut self,
        scope: Scope,
        text: &str,
        mut settings: BTreeMap<String, TimerSettings>,
        scripts: NamedScripts,
    ) -> Vec<Timer> {
        let mut timers = Vec::new();
        let mut without_settings = Vec::new();
        let names: Vec<String> = scripts.keys().cloned().collect();
        for (name, script) in scripts {
            match (settings.remove(&name), script) {
                (Some(TimerSettings { schedule, deadline, .. }), Some(script)) => {
                    timers.push(Timer { name, script, schedule, deadline });
                }
                (Some(_), None) => {}
                (None, _) => without_settings.push(name),
            }
        }
        for name in without_settings {
            let suggestion = did_you_mean::suggestion(&name, settings.keys().map(String::as_str));
            let message = format!(
                "this timer has no settings: project.toml needs a table [{}.{}]{suggestion}",
                scope.timer_tables,
                toml_key(&name)
            );
            self.report(&format!("{}/{name}.py", scope.timers), message);
        }
        for (name, TimerSettings { offset, .. }) in settings {
            let suggestion = did_you_mean::suggestion(&name, names.iter().map(String::as_str));
            let message =
                format!("the timer {name:?} has no script {}/{}.py{suggestion}", scope.timers, name.escape_debug());
            let problem = Problem::in_file(self.project.as_str(), SETTINGS_FILE, message);
            self.problems.push(problem.at(Position::of(text, offset)));
        }
        timers
    }

    /// The name of an entry that is meant as a script. Others are left alone; a name that is almost a script's, or
    /// cannot be printed, is reported.
    pub(super) fn script_name<'e>(&mut self, path: &str, entry: &'e Entry) -> Option<&'e str> {
        let shown = entry.name.to_string_lossy();
        if !is_ours(entry) || entry.kind == EntryKind::Folder || !shown.to_ascii_lowercase().ends_with(".py") {
            return None;
        }
        let Some(name) = entry.name.to_str() else {
            return self.refuse(&join(path, &entry.name), "the name of this script is not UTF-8: rename it");
        };
        if !name.ends_with(".py") {
            return self.refuse(&join(path, &entry.name), "the name of a script ends with \".py\" in small letters");
        }
        Some(name)
    }

    /// The script `name` in the folder whose path is `path`, if it is there and good.
    pub(super) fn script(&mut self, folder: &Folder, entries: &[Entry], path: &str, name: &str) -> Option<Script> {
        let file = join(path, name.as_ref());
        let source = self.text(folder, entries, &file, name)?;
        Some(Script { file, source })
    }
}

/// Whether an entry is ours to look at: editors and Python leave others behind.
pub(super) fn is_ours(entry: &Entry) -> bool {
    !entry.name.as_encoded_bytes().starts_with(b".") && entry.name != "__pycache__"
}
