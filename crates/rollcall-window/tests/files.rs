//! The files described in `tests/files/*.txt`: each is read, and must give exactly the described result.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use rollcall_window::file::{Reading, WindowFile};
use rollcall_window::{ComponentDef, Layout, OpenWindow, Value, WINDOW, WindowDef};

#[test]
fn each_file_gives_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let mut failures = Vec::new();
    let mut cases = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            cases += 1;
            let failure = check(&sections(&fs::read_to_string(&path).unwrap()));
            failures.extend(failure.map(|what| format!("{}:\n{what}", path.file_stem().unwrap().display())));
        }
    }
    assert!(cases > 0, "no cases found");
    assert!(failures.is_empty(), "{} of {cases} cases:\n{}", failures.len(), failures.join("\n"));
}

type Sections = BTreeMap<String, Vec<String>>;

fn sections(text: &str) -> Sections {
    let mut sections = Sections::new();
    let mut current = None;
    for line in text.lines() {
        match line.strip_prefix("--- ") {
            Some(title) => current = Some(sections.entry(title.to_owned()).or_default()),
            None => current.iter_mut().for_each(|lines| lines.push(line.to_owned())),
        }
    }
    sections
}

/// The difference, if there is one.
fn check(case: &Sections) -> Option<String> {
    let lines = |title: &str| case.get(title).cloned().unwrap_or_default();
    let generated = case.keys().find_map(|title| title.strip_prefix("generated "));
    let text = generated.map_or_else(|| lines("window.json").join("\n"), generate);
    let scripts = lines("scripts").into_iter().map(|line| match line.strip_prefix("! ") {
        Some(name) => (name.to_owned(), None),
        None => (line.clone(), Some(Arc::from(format!("# {line}")))),
    });
    let scripts: BTreeMap<String, Option<Arc<str>>> = scripts.collect();
    let images: BTreeSet<String> = lines("images").into_iter().collect();
    let file =
        WindowFile { path: "Main/It", folder: "windows/Main/It", text: &text, scripts: &scripts, images: &images };
    let reading = file.read();
    let findings: Vec<String> = reading.findings.iter().map(|f| place(&text, f.offset) + &f.message).collect();
    let unused: Vec<String> = scripts.keys().filter(|name| !reading.used.contains(*name)).cloned().collect();
    let window = show(reading);
    let differ = (&findings, &unused, &window) != (&lines("findings"), &lines("unused"), &lines("window"));
    let section = |title: &str, lines: &[String]| format!("--- {title}\n{}\n", lines.join("\n"));
    differ.then(|| section("findings", &findings) + &section("unused", &unused) + &section("window", &window))
}

/// Files that would be too long to write out.
fn generate(what: &str) -> String {
    let (what, number) = what.rsplit_once(' ').unwrap();
    let number: usize = number.parse().unwrap();
    let component = |number: usize| format!(r#"{{"kind": "Label", "name": "{number}"}}"#);
    match what {
        "nested arrays" => format!("{}{}", "[".repeat(number), "]".repeat(number)),
        "nested containers" => {
            let open = r#"{"kind": "Container", "name": "C", "components": ["#.repeat(number);
            format!(r#"{{"root": {{"components": [{open}{}]}}}}"#, "]}".repeat(number))
        }
        "labels" => {
            let labels: Vec<String> = (0..number).map(component).collect();
            format!(r#"{{"root": {{"components": [{}]}}}}"#, labels.join(","))
        }
        _ => panic!("unknown file: {what}"),
    }
}

fn place(text: &str, offset: usize) -> String {
    let before = &text[..offset];
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{}:{column}: ", before.matches('\n').count() + 1)
}

fn show(reading: Reading) -> Vec<String> {
    match reading.window {
        Ok(window) if window.components().len() > 100 => vec![format!("{} components", window.components().len())],
        Ok(window) => show_window(window),
        Err(kind) => vec![format!("broken {}", kind.name())],
    }
}

fn show_window(definition: WindowDef) -> Vec<String> {
    let mut lines = vec![format!("{} {}", definition.kind().name(), definition.path())];
    let window = OpenWindow::new(Arc::new(definition));
    for (number, component) in window.definition().components().iter().enumerate() {
        let number = number as u32;
        let path = window.definition().path_of(number).escape_debug().to_string();
        lines.push(format!("{number} {} {path} {}", component.kind().name(), layout(component)));
        for (name, value) in window.properties(number).filter(|(name, _)| !is_place(number, name)) {
            let default = component.kind().property(name).map(|property| property.default());
            if default.as_ref() != Some(&value) {
                let own = if default.is_none() { "own " } else { "" };
                lines.push(format!("  {own}{name} = {}", brief(&value)));
            }
        }
        lines.extend(
            component.scripts().map(|(event, script)| format!("  {event} -> {} {}", script.file, script.source)),
        );
    }
    lines
}

/// Properties that the line of the component shows already.
fn is_place(component: u32, property: &str) -> bool {
    property == "name" || (component == WINDOW && property == "path")
}

fn layout(component: &ComponentDef) -> String {
    let Layout::Anchored(edges) = component.layout() else { return "relative".into() };
    let edges = [("top", edges.top), ("left", edges.left), ("bottom", edges.bottom), ("right", edges.right)];
    format!("[{}]", edges.into_iter().filter_map(|(name, yes)| yes.then_some(name)).collect::<Vec<_>>().join(" "))
}

fn brief(value: &Value) -> String {
    match value {
        Value::Dataset(data) => {
            let column = |column: &rollcall_dataset::Column| format!("{} {}", column.name, column.values.column_type());
            let columns: Vec<String> = data.columns().iter().map(column).collect();
            let rows: Vec<String> = data.rows().map(|row| format!("{:?}", row.iter().collect::<Vec<_>>())).collect();
            format!("dataset {}: {}", columns.join(", "), rows.join(" "))
        }
        Value::Color(color) => color.to_string(),
        other => format!("{other:?}"),
    }
}

/// Places in a text, each with the text that is put there and the number of bytes that it replaces.
fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, String, usize)>> {
    let put =
        prop_oneof!["[\\[\\]{}:,\"0-9a-z\\\\]{0,6}", "\\PC{0,4}", Just("null".to_owned()), Just("-1e999".to_owned())];
    prop::collection::vec((any::<prop::sample::Index>(), put, 0..12usize), 1..4)
}

proptest! {
    #[test]
    fn a_damaged_file_is_told_so_at_a_place_in_it(edits in edits()) {
        let case = sections(include_str!("files/complete.txt"));
        let mut text = case["window.json"].join("\n");
        for (at, put, length) in edits {
            let at = text.floor_char_boundary(at.index(text.len()));
            let end = text.ceil_char_boundary((at + length).min(text.len()));
            text.replace_range(at..end, &put);
        }
        let (scripts, images) = (BTreeMap::new(), BTreeSet::new());
        let file = WindowFile { path: "A", folder: "windows/A", text: &text, scripts: &scripts, images: &images };
        let reading = file.read();
        prop_assert!(reading.window.is_ok() || !reading.findings.is_empty());
        for finding in reading.findings {
            prop_assert!(text.is_char_boundary(finding.offset) && finding.offset <= text.len());
            prop_assert!(!finding.message.contains('\n'), "{}", finding.message);
        }
    }
}
