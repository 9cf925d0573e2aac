//! The page about all kinds of components, made from the catalogue so that it tells no more and no less.

use std::fmt::Write as _;

use crate::{Kind, Property, Value, Writer};

const HEAD: &str = "<!-- @generated from the catalogue of rollcall-window; its test says how to write it anew. -->

# Components

Each kind of component with its properties and events, by the names that window files and scripts use. *Written by* says
who can change a property besides the window's file: scripts, or the person who uses the component and scripts.

";

/// The page, in Markdown.
pub fn reference() -> String {
    let mut page = HEAD.to_owned();
    let _ = writeln!(page, "## Every component\n\nAll kinds but the window have these.\n");
    properties(&mut page, Kind::Container.properties());
    for kind in Kind::ALL {
        let _ = writeln!(page, "\n## {}\n\n{}\n", kind.name(), kind.documentation());
        let own = |property: &&Property| kind == Kind::Window || Kind::Container.property(property.name).is_none();
        if kind.properties().any(|property| own(&property)) {
            properties(&mut page, kind.properties().filter(own));
            page.push('\n');
        }
        let events: Vec<String> = kind.events().map(|event| format!("`{}`", event.name)).collect();
        let _ = writeln!(page, "Events: {}.", events.join(", "));
    }
    let _ = writeln!(page, "\n## Events\n\n| event | when |\n|---|---|");
    let mut known = Vec::new();
    for event in Kind::ALL.into_iter().flat_map(Kind::events) {
        if !known.contains(&event.name) {
            known.push(event.name);
            let _ = writeln!(page, "| `{}` | {} |", event.name, event.documentation);
        }
    }
    page
}

fn properties(page: &mut String, properties: impl Iterator<Item = &'static Property>) {
    let _ = writeln!(page, "| property | takes | at first | written by | |\n|---|---|---|---|---|");
    for property in properties {
        let writer = match property.writer {
            Writer::Nobody => "nobody",
            Writer::Script => "scripts",
            Writer::Person => "the person",
        };
        let Property { name, value_type, documentation, .. } = property;
        let (takes, default) = (value_type.wanted(), default(&property.default()));
        let _ = writeln!(page, "| `{name}` | {takes} | {default} | {writer} | {documentation} |");
    }
}

fn default(value: &Value) -> String {
    match value {
        Value::Nothing => "none".into(),
        Value::Boolean(yes) => if *yes { "True" } else { "False" }.into(),
        Value::Integer(number) => number.to_string(),
        Value::Long(number) => number.to_string(),
        Value::Double(number) => format!("{number:?}"),
        Value::Text(text) => format!("{text:?}"),
        Value::Color(color) => color.to_string(),
        Value::List(_) => "[]".into(),
        Value::Date(_) | Value::Dataset(_) => String::new(),
    }
}
