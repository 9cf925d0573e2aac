//! The page about all kinds of components, generated from the catalogue, so that both have the same content.

use std::fmt::Write as _;

use crate::columns::{ATTRIBUTES, Attribute};
use crate::{Kind, Property, Value, Writer};

const HEAD: &str = "<!-- @generated from the catalogue of rollcall-window; its test says how to write it anew. -->

# Components

Each kind of component with its properties and events, by the names that window files and scripts use. *Written by* says
who can change a property besides the window's file: scripts, or the person who uses the component and scripts.

";

const COLUMNS: &str = "
### What is said of a table's columns

`columnAttributesData` does what the Table Customizer of 7.9 does. A window's file has a list, `[{\"name\": \"order\", \"title\":
\"Order\", \"numberFormat\": \"0\"}]`; scripts have a Dataset with a row for each column of the table of which there is
something to say, `system.dataset.toDataSet([\"name\", \"numberFormat\"], [[\"order\", \"0\"]])`. What is absent or None is as
it is without. Names that the data has not are left alone, so that data may come later. Which columns this Dataset has in
7.9 no public document says; these are ours.

Without a format whole numbers have their digits grouped as the person's language does, other numbers have at most six
digits after the decimal sign, and dates are `yyyy-MM-dd HH:mm:ss`. The signs in a format are those of the person's language,
as in Java.

";

const SELECTION: &str = "
### A table's selection stays with its rows, or goes

A selection is of rows, and not of numbers of rows. When `data` changes, each selected row is looked for in the new data:
by all its cells, or, where `keyColumn` names a column, by the cell in that. If exactly one row there is it, it is selected,
wherever it stands now; else it is not selected any more. With a key, a row whose key is not the only one of its kind before
and after is not found, nor one whose key is None. `selectedColumn` stays with the column of its name in the same way.

What a person does to a row (selects it, clicks it twice) counts in the data that they saw, which the browser says with it.
If the gateway has other data by then, a selection made in it selects nothing, also not what was selected before; and a
click or a key runs no script, unless the whole selection was carried over to the rows of now, and the person is told.

The reason: the script of a button asks `selectedRow` when it runs, which may be after the next look at the plant. Keeping the
number would let it act on another row than the one that the person chose, and nobody would know. Set `keyColumn` where cells
of a row change while it stays the same row, and ask for -1 in scripts. A script that sets `selectedRow` itself decides
itself.
";

const CHOICE: &str = "
When `data` changes, the row of the same value stays chosen, wherever it stands now; where several have that value, the one
that has the label, too. What a person chooses in data that the gateway has replaced by then chooses nothing, for the reasons
told at [Table](#a-tables-selection-stays-with-its-rows-or-goes).
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
        match kind {
            Kind::Table => table(&mut page),
            Kind::Dropdown => page.push_str(CHOICE),
            _ => {}
        }
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

fn table(page: &mut String) {
    page.push_str(COLUMNS);
    let _ = writeln!(page, "| of a column | is | |\n|---|---|---|");
    for Attribute { name, cell_type, documentation } in ATTRIBUTES {
        let _ = writeln!(page, "| `{name}` | {cell_type} | {documentation} |");
    }
    page.push_str(SELECTION);
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
