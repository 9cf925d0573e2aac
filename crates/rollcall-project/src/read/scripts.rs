//! The gateway's scripts, and their marriage with the timers of the settings.

use std::collections::BTreeMap;

use rollcall_window::near;

use super::{Reader, SETTINGS_FILE, join};
use crate::folder::{Entry, EntryKind, Folder};
use crate::problem::Position;
use crate::settings::{TimerSettings, toml_key};
use crate::{Problem, Script, Timer, name};

const TIMER_FOLDER: &str = "gateway/timer";

/// What lies in `gateway/`.
#[derive(Debug, Default)]
pub(super) struct GatewayScripts {
    pub(super) startup: Option<Script>,
    pub(super) shutdown: Option<Script>,
    /// By name. `None`: there is such a script, and it was reported as unreadable.
    pub(super) timers: BTreeMap<String, Option<Script>>,
}

impl Reader<'_> {
    pub(super) fn gateway_scripts(&mut self, gateway: &Folder) -> GatewayScripts {
        const SCRIPTS: [&str; 2] = ["startup.py", "shutdown.py"];
        let Some(entries) = self.entries(gateway, "gateway") else { return GatewayScripts::default() };
        for entry in &entries {
            let Some(name) = self.script_name("gateway", entry) else { continue };
            if !SCRIPTS.contains(&name) {
                let suggestion = near::suggestion(name, SCRIPTS);
                let message = format!("this script is never run; startup.py, shutdown.py and timer/ are{suggestion}");
                self.report(&join("gateway", &entry.name), message);
            }
        }
        let timers = match self.subfolder(gateway, &entries, "gateway", "timer") {
            Some(folder) => self.timer_scripts(&folder),
            None => BTreeMap::new(),
        };
        let [startup, shutdown] = SCRIPTS.map(|name| self.script(gateway, &entries, "gateway", name));
        GatewayScripts { startup, shutdown, timers }
    }

    fn timer_scripts(&mut self, folder: &Folder) -> BTreeMap<String, Option<Script>> {
        let entries = self.entries(folder, TIMER_FOLDER).unwrap_or_default();
        let mut scripts = BTreeMap::new();
        for entry in &entries {
            let Some(timer) = self.timer_name(entry) else { continue };
            let script = self.script(folder, &entries, TIMER_FOLDER, &format!("{timer}.py"));
            scripts.insert(timer.to_owned(), script);
        }
        scripts
    }

    /// The name of the timer whose script an entry is, if it is one.
    fn timer_name<'e>(&mut self, entry: &'e Entry) -> Option<&'e str> {
        if entry.kind == EntryKind::Folder && is_ours(entry) {
            let message = "this folder is not used: timer scripts lie in gateway/timer itself";
            return self.refuse(&join(TIMER_FOLDER, &entry.name), message);
        }
        let timer = self.script_name(TIMER_FOLDER, entry)?.strip_suffix(".py")?;
        match name::check(timer) {
            Ok(()) => Some(timer),
            Err(reason) => {
                let message = format!("{timer:?} cannot be the name of a timer: {reason}");
                self.refuse(&join(TIMER_FOLDER, &entry.name), message)
            }
        }
    }

    /// Pairs scripts and settings by name, and reports those that stay alone.
    pub(super) fn timers(
        &mut self,
        text: &str,
        mut settings: BTreeMap<String, TimerSettings>,
        scripts: BTreeMap<String, Option<Script>>,
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
            let suggestion = near::suggestion(&name, settings.keys().map(String::as_str));
            let message = format!(
                "this timer has no settings: project.toml needs a table [timer.{}]{suggestion}",
                toml_key(&name)
            );
            self.report(&format!("gateway/timer/{name}.py"), message);
        }
        for (name, TimerSettings { offset, .. }) in settings {
            let suggestion = near::suggestion(&name, names.iter().map(String::as_str));
            let message =
                format!("the timer {name:?} has no script gateway/timer/{}.py{suggestion}", name.escape_debug());
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
