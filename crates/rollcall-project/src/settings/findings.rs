//! Reading single values, and collecting their mistakes.

use std::borrow::Cow;
use std::time::Duration;

use rollcall_window::did_you_mean;
use toml::Spanned;
use toml::de::DeValue;

use super::duration;

/// Something wrong in the settings.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Where, in bytes from the beginning of the text.
    pub(crate) offset: usize,
    /// The mistake. One line.
    pub(crate) message: String,
}

pub(super) type Key<'text> = Spanned<Cow<'text, str>>;
pub(super) type Value<'text> = Spanned<DeValue<'text>>;
/// A key with its value, both with their positions.
pub(super) type Entry<'a, 'text> = (&'a Key<'text>, &'a Value<'text>);

impl Finding {
    /// For a text that is not TOML. The parser stops making sense of the text at its first mistake, so there is one.
    pub(super) fn of_syntax(text: &str, error: &toml::de::Error) -> Finding {
        let span = error.span().unwrap_or_default();
        let reason = error.message().lines().next().unwrap_or("not TOML");
        let message = match text.get(span.clone()).filter(|part| is_word(part)) {
            Some(part) => format!("{reason}: {part:?}"),
            None => reason.to_owned(),
        };
        Finding { offset: span.start, message }
    }
}

/// Short and printable: worth repeating in a message.
fn is_word(part: &str) -> bool {
    (1..=40).contains(&part.chars().count()) && !part.chars().any(char::is_control)
}

/// The mistakes found so far. A wrong value is reported and read as absent.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn add(&mut self, offset: usize, message: impl Into<String>) {
        self.0.push(Finding { offset, message: message.into() });
    }

    /// All findings in order of position.
    pub(super) fn in_order(mut self) -> Vec<Finding> {
        self.0.sort_by_key(|finding| finding.offset);
        self.0
    }

    /// Reports a key that is not in `known`; `table` is how the table is written, as in `[roles]`, or empty.
    pub(super) fn unknown(&mut self, key: &Key<'_>, table: &str, known: &[&str]) {
        let place = if table.is_empty() { String::new() } else { format!(" in {table}") };
        let name = key.get_ref();
        let suggestion = did_you_mean::suggestion(name, known.iter().copied());
        self.add(key.span().start, format!("unknown key {name:?}{place}{suggestion}"));
    }

    /// A table's entries; an empty list where it is not a table.
    pub(super) fn entries<'a, 'text>(&mut self, key: &Key<'_>, value: &'a Value<'text>) -> Vec<Entry<'a, 'text>> {
        match value.get_ref() {
            DeValue::Table(table) => table.iter().collect(),
            other => {
                self.wrong_type(key, value, "a table", other);
                Vec::new()
            }
        }
    }

    pub(super) fn text(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            other => {
                self.wrong_type(key, value, "a string in quotes", other);
                None
            }
        }
    }

    /// A text for people, of one line. An empty one counts as absent.
    pub(super) fn title(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<String> {
        let title = self.text(key, value)?;
        if title.chars().any(char::is_control) {
            self.add(value.span().start, format!("{:?} must be one line without control characters", key.get_ref()));
        }
        Some(title).filter(|title| !title.is_empty())
    }

    pub(super) fn duration(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Duration> {
        let text = self.text(key, value)?;
        match duration::parse(&text) {
            Ok(duration) => Some(duration),
            Err(reason) => {
                self.add(value.span().start, format!("{:?}: {reason}", key.get_ref()));
                None
            }
        }
    }

    /// A list of texts, each with its place.
    pub(super) fn texts(&mut self, key: &Key<'_>, value: &Value<'_>) -> Vec<(String, usize)> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "a list of strings", value.get_ref());
            return Vec::new();
        };
        items.iter().filter_map(|item| Some((self.text(key, item)?, item.span().start))).collect()
    }

    /// A list of roles, each once.
    pub(super) fn roles(&mut self, key: &Key<'_>, value: &Value<'_>) -> Vec<String> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "a list of roles, as in [\"Operator\"]", value.get_ref());
            return Vec::new();
        };
        let mut roles = Vec::new();
        for item in items.iter() {
            let Some(role) = self.text(key, item) else { continue };
            if let Err(reason) = check_role(&role) {
                self.add(item.span().start, format!("{:?}: the role {role:?} {reason}", key.get_ref()));
            } else if !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }

    fn wrong_type(&mut self, key: &Key<'_>, value: &Value<'_>, wanted: &str, got: &DeValue<'_>) {
        let got = match got.type_str() {
            kind @ ("integer" | "array") => format!("an {kind}"),
            kind => format!("a {kind}"),
        };
        self.add(value.span().start, format!("{:?} must be {wanted}, not {got}", key.get_ref()));
    }
}

/// The rule for names of roles, which is that of users' names: a role that no user can have is a mistake.
pub(crate) fn check_role(role: &str) -> Result<(), &'static str> {
    if role.is_empty() {
        return Err("is empty");
    }
    if role.chars().count() > 255 {
        return Err("has more than 255 characters");
    }
    if role.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err("contains a control character or a line break");
    }
    if role.trim() != role {
        return Err("begins or ends with a space");
    }
    Ok(())
}
