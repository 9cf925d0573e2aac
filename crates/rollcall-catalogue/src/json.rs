//! JSON as text: members in the order in which they are given, two spaces for each level.
//!
//! The file for editors is compared as a text, and a package for JSON keeps another order wherever another crate asks it
//! to. So the few kinds of values that are needed are written here.

use std::fmt::{self, Write};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, whose members stay in this order.
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    /// An array of strings.
    #[must_use]
    pub fn texts(texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Json::Array(texts.into_iter().map(|text| Json::Text(text.into())).collect())
    }

    /// A string, or `null` for an empty one.
    #[must_use]
    pub fn text_or_null(text: &str) -> Self {
        if text.is_empty() { Json::Null } else { text.into() }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Json::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Json::Text(text)
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Json::Integer(number)
    }
}

impl From<bool> for Json {
    fn from(yes: bool) -> Self {
        Json::Boolean(yes)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self, 0, f)
    }
}

fn write(value: &Json, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Json::Null => f.write_str("null"),
        Json::Boolean(yes) => write!(f, "{yes}"),
        Json::Integer(number) => write!(f, "{number}"),
        Json::Text(text) => write_text(text, f),
        Json::Array(values) => write_within("[]", values, depth, f, |value, f| write(value, depth + 1, f)),
        Json::Object(members) => write_within("{}", members, depth, f, |(name, value), f| {
            write_text(name, f)?;
            f.write_str(": ")?;
            write(value, depth + 1, f)
        }),
    }
}

/// Elements between two brackets, each on a line of its own.
fn write_within<T>(
    brackets: &str,
    elements: &[T],
    depth: usize,
    f: &mut fmt::Formatter<'_>,
    write_one: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    let (open, close) = brackets.split_at(1);
    f.write_str(open)?;
    for (index, element) in elements.iter().enumerate() {
        f.write_str(if index == 0 { "\n" } else { ",\n" })?;
        indent(depth + 1, f)?;
        write_one(element, f)?;
    }
    if !elements.is_empty() {
        f.write_char('\n')?;
        indent(depth, f)?;
    }
    f.write_str(close)
}

fn indent(depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    (0..depth).try_for_each(|_| f.write_str("  "))
}

fn write_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn values_are_written_as_json_has_them() {
        let value = Json::Object(vec![
            ("b", Json::texts(["say \"x\"\n", "back\\slash\u{1}é"])),
            ("a", Json::Object(vec![("none", Json::Null), ("empty", Json::Array(vec![]))])),
            ("yes", true.into()),
            ("number", (-7).into()),
        ]);
        let expected = "{\n  \"b\": [\n    \"say \\\"x\\\"\\n\",\n    \"back\\\\slash\\u0001é\"\n  ],\n  \"a\": {\n    \
                        \"none\": null,\n    \"empty\": []\n  },\n  \"yes\": true,\n  \"number\": -7\n}";
        assert_eq!(value.to_string(), expected);
    }
}
