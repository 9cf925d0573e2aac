//! `project.toml`: its keys and values, and the messages about mistakes in it.
//!
//! The text is walked as a tree with positions rather than deserialized into a struct, because a person who edits a
//! file wants all of its mistakes at once, each with its line. Every unknown key is a mistake: a misspelt `client` must
//! not silently lock all users out, and a misspelt `deadline` must not silently mean no deadline.

mod duration;
mod findings;

use std::collections::BTreeMap;
use std::time::Duration;

use toml::de::DeTable;

use crate::{Nodes, Python, Schedule, Theme};
use findings::{Entry, Findings, Key, Value};
pub(crate) use findings::{Finding, check_role};

/// The contents of a `project.toml`.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) title: Option<String>,
    pub(crate) description: String,
    pub(crate) python: Python,
    pub(crate) client_roles: Vec<String>,
    pub(crate) designer_roles: Vec<String>,
    pub(crate) permissions: BTreeMap<String, Vec<String>>,
    pub(crate) gateway: GatewaySettings,
    pub(crate) timers: BTreeMap<String, TimerSettings>,
    pub(crate) client: ClientSettings,
}

/// The table `[gateway]`.
#[derive(Debug, Default)]
pub(crate) struct GatewaySettings {
    pub(crate) deadline: Option<Duration>,
    pub(crate) nodes: Nodes,
}

/// The table `[client]`.
#[derive(Debug, Default)]
pub(crate) struct ClientSettings {
    /// The windows that a client opens at first, each with its place in bytes.
    pub(crate) windows: Vec<(String, usize)>,
    /// The windows that everybody may open by their address, each with its place in bytes.
    pub(crate) addresses: Vec<(String, usize)>,
    pub(crate) timers: BTreeMap<String, TimerSettings>,
    pub(crate) theme: Theme,
}

/// A table `[timer.<name>]` or `[client.timer.<name>]`.
#[derive(Debug)]
pub(crate) struct TimerSettings {
    pub(crate) schedule: Schedule,
    pub(crate) deadline: Option<Duration>,
    /// Where the table is named, in bytes from the beginning of the text.
    pub(crate) offset: usize,
}

/// Reads the settings, or lists all mistakes in them in order of position. `grantable` lists the names that
/// `[permissions]` may have.
pub(crate) fn parse(text: &str, grantable: &[&str]) -> Result<Settings, Vec<Finding>> {
    let document = DeTable::parse(text).map_err(|error| vec![Finding::of_syntax(text, &error)])?;
    let mut found = Findings::default();
    let settings = root(document.get_ref(), grantable, &mut found);
    let findings = found.in_order();
    if findings.is_empty() { Ok(settings) } else { Err(findings) }
}

fn root(table: &DeTable<'_>, grantable: &[&str], found: &mut Findings) -> Settings {
    const KEYS: &[&str] = &["title", "description", "python", "roles", "permissions", "gateway", "timer", "client"];
    let mut settings = Settings::default();
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "title" => settings.title = found.title(key, value),
            "description" => settings.description = found.text(key, value).unwrap_or_default(),
            "python" => settings.python = python(key, value, found).unwrap_or_default(),
            "roles" => roles(found.entries(key, value), found, &mut settings),
            "permissions" => settings.permissions = permissions(found.entries(key, value), grantable, found),
            "gateway" => settings.gateway = gateway(found.entries(key, value), found),
            "timer" => settings.timers = timers(found.entries(key, value), "timer", found),
            "client" => settings.client = client(found.entries(key, value), found),
            _ => found.unknown(key, "", KEYS),
        }
    }
    settings
}

fn python(key: &Key<'_>, value: &Value<'_>, found: &mut Findings) -> Option<Python> {
    match found.text(key, value)?.as_str() {
        "7.9" => Some(Python::V79),
        "3" => Some(Python::V3),
        other => {
            let message =
                format!("{other:?} is not a Python that scripts can be written in; there are \"7.9\" and \"3\"");
            found.add(value.span().start, message);
            None
        }
    }
}

fn roles(table: Vec<Entry<'_, '_>>, found: &mut Findings, settings: &mut Settings) {
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "client" => settings.client_roles = found.roles(key, value),
            "designer" => settings.designer_roles = found.roles(key, value),
            _ => found.unknown(key, "[roles]", &["client", "designer"]),
        }
    }
}

fn permissions(table: Vec<Entry<'_, '_>>, grantable: &[&str], found: &mut Findings) -> BTreeMap<String, Vec<String>> {
    let mut permissions = BTreeMap::new();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        if grantable.contains(&name) {
            permissions.insert(name.to_owned(), found.roles(key, value));
        } else if name == "system" {
            // Without quotes it is a table in a table to TOML.
            let message = "a function's name is written in quotes, as in \"system.util.sendMessage\" = [\"Operator\"]";
            found.add(key.span().start, message);
        } else {
            found.unknown(key, "[permissions]", grantable);
        }
    }
    permissions
}

fn gateway(table: Vec<Entry<'_, '_>>, found: &mut Findings) -> GatewaySettings {
    let mut settings = GatewaySettings::default();
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "deadline" => settings.deadline = found.duration(key, value),
            "on" => settings.nodes = nodes(key, value, found).unwrap_or_default(),
            _ => found.unknown(key, "[gateway]", &["deadline", "on"]),
        }
    }
    settings
}

fn nodes(key: &Key<'_>, value: &Value<'_>, found: &mut Findings) -> Option<Nodes> {
    match found.text(key, value)?.as_str() {
        "one-node" => Some(Nodes::One),
        "every-node" => Some(Nodes::Every),
        other => {
            let message = format!("{other:?} is not where scripts run; there are \"one-node\" and \"every-node\"");
            found.add(value.span().start, message);
            None
        }
    }
}

fn client(table: Vec<Entry<'_, '_>>, found: &mut Findings) -> ClientSettings {
    let mut settings = ClientSettings::default();
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "windows" => settings.windows = found.texts(key, value),
            "addresses" => settings.addresses = found.texts(key, value),
            "theme" => settings.theme = theme(key, value, found).unwrap_or_default(),
            "timer" => settings.timers = timers(found.entries(key, value), "client.timer", found),
            _ => found.unknown(key, "[client]", &["windows", "addresses", "theme", "timer"]),
        }
    }
    settings
}

fn theme(key: &Key<'_>, value: &Value<'_>, found: &mut Findings) -> Option<Theme> {
    match found.text(key, value)?.as_str() {
        "auto" => Some(Theme::Auto),
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        other => {
            let message =
                format!("{other:?} is not a theme; there are \"light\", \"dark\" and \"auto\", the person's own");
            found.add(value.span().start, message);
            None
        }
    }
}

/// The timers of `[timer]` or `[client.timer]`, as `tables` names it.
fn timers(table: Vec<Entry<'_, '_>>, tables: &str, found: &mut Findings) -> BTreeMap<String, TimerSettings> {
    let named = table.into_iter();
    named.filter_map(|entry| Some((entry.0.get_ref().to_string(), timer(entry, tables, found)?))).collect()
}

fn timer((name, value): Entry<'_, '_>, tables: &str, found: &mut Findings) -> Option<TimerSettings> {
    // A time that cannot be read is reported as such; that it was given still counts.
    let (mut schedule, mut given, mut deadline) = (None, 0, None);
    for (key, value) in found.entries(name, value) {
        match key.get_ref().as_ref() {
            "every" => (schedule, given) = (found.duration(key, value).map(Schedule::Rate), given + 1),
            "delay" => (schedule, given) = (found.duration(key, value).map(Schedule::Delay), given + 1),
            "deadline" => deadline = found.duration(key, value),
            _ => {
                let table = format!("[{tables}.{}]", toml_key(name.get_ref()));
                found.unknown(key, &table, &["every", "delay", "deadline"]);
            }
        }
    }
    if given != 1 && value.get_ref().is_table() {
        let message = format!("the timer {:?} needs exactly one of \"every\" and \"delay\"", name.get_ref());
        found.add(name.span().start, message);
    }
    Some(TimerSettings { schedule: schedule?, deadline, offset: name.span().start })
}

/// A name as it is written as a key: in quotes where it must be.
pub(crate) fn toml_key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if bare { name.to_owned() } else { format!("{name:?}") }
}

#[cfg(test)]
mod tests {
    use super::{Python, Theme, parse};

    const CALLS: &[&str] = &["message", "system.util.sendMessage"];

    #[test]
    fn scripts_are_python_2_unless_the_settings_say_otherwise() {
        assert_eq!(parse("", CALLS).unwrap().python, Python::V79);
        assert_eq!(parse("python = \"7.9\"", CALLS).unwrap().python, Python::V79);
        assert_eq!(parse("python = \"3\"", CALLS).unwrap().python, Python::V3);
        let findings = parse("python = \"2\"", CALLS).unwrap_err();
        assert_eq!(findings[0].offset, 9);
        assert_eq!(
            findings[0].message,
            r#""2" is not a Python that scripts can be written in; there are "7.9" and "3""#
        );
    }

    #[test]
    fn a_project_may_say_in_which_colours_it_is_shown() {
        for (text, expected) in [
            ("", Theme::Auto),
            ("[client]\ntheme = \"auto\"", Theme::Auto),
            ("[client]\ntheme = \"light\"", Theme::Light),
            ("[client]\ntheme = \"dark\"", Theme::Dark),
        ] {
            assert_eq!(parse(text, CALLS).unwrap().client.theme, expected, "{text}");
        }
        for (text, message) in [
            ("[client]\ntheme = \"Dark\"", "\"Dark\" is not a theme"),
            ("[client]\ntheme = true", "\"theme\" must be a string in quotes"),
            ("[client]\ntheem = \"dark\"", "did you mean \"theme\"?"),
        ] {
            let findings = parse(text, CALLS).unwrap_err();
            assert!(findings[0].message.contains(message), "{text}: {findings:?}");
        }
    }

    #[test]
    fn permissions_name_families_and_functions() {
        let text = "[permissions]\nmessage = [\"Operator\"]\n\"system.util.sendMessage\" = []";
        let settings = parse(text, CALLS).unwrap();
        assert_eq!(settings.permissions["message"], ["Operator"]);
        assert_eq!(settings.permissions["system.util.sendMessage"], [""; 0]);
        assert_eq!(settings.permissions.len(), 2);
    }

    #[test]
    fn a_function_without_quotes_is_told_to_need_them() {
        let findings = parse("[permissions]\nsystem.util.sendMessage = [\"Operator\"]", CALLS).unwrap_err();
        assert!(findings[0].message.starts_with("a function's name is written in quotes"), "{findings:?}");
    }

    #[test]
    fn what_cannot_be_granted_is_refused_with_what_was_meant() {
        let findings = parse("[permissions]\nmesage = [\"Operator\"]", CALLS).unwrap_err();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].offset, 14);
        assert_eq!(findings[0].message, r#"unknown key "mesage" in [permissions] (did you mean "message"?)"#);
    }
}
