//! `cargo xtask tidy`: the house rules that neither the compiler nor clippy checks.
//!
//! The project is read once, into a [`House`]; each rule is a function from the house to its findings, and proves in a
//! test of its own that it can fail. An exception to a rule is a row in that rule's module, with its reason.

mod arrows;
mod changelog;
mod crate_graph;
mod doc_names;
mod forbidden_words;
mod headers;
mod layout;
mod lockfile;
mod machine_paths;
mod must_not_know;
mod rings;
mod size;
mod sources;

use anyhow::bail;

use crate::tidy::crate_graph::CrateGraph;
use crate::tidy::sources::Sources;
use crate::workspace::Workspace;

/// Everything that rules look at.
struct House {
    sources: Sources,
    crates: CrateGraph,
    /// The commands of this tool, since the documents mention them.
    commands: Vec<String>,
}

/// Something that a rule has found.
#[derive(Debug, PartialEq)]
struct Finding {
    path: String,
    /// Counted from 1; absent when the finding is about the whole file.
    line: Option<usize>,
    message: String,
    /// A note is shown and does not fail the run.
    note: bool,
}

impl Finding {
    fn in_file(path: &str, message: impl Into<String>) -> Self {
        Self { path: path.into(), line: None, message: message.into(), note: false }
    }

    /// `index` counts lines from 0, as `enumerate` does.
    fn at(path: &str, index: usize, message: impl Into<String>) -> Self {
        Self { line: Some(index + 1), ..Self::in_file(path, message) }
    }

    fn note(path: &str, message: impl Into<String>) -> Self {
        Self { note: true, ..Self::in_file(path, message) }
    }

    fn shown(&self, rule: &str) -> String {
        let line = self.line.map_or_else(String::new, |line| format!(":{line}"));
        let kind = if self.note { "note: " } else { "" };
        format!("{}{line}: {kind}{} [{rule}]", self.path, self.message)
    }
}

type Rule = fn(&House) -> Vec<Finding>;

const RULES: &[(&str, Rule)] = &[
    ("arrows", arrows::check),
    ("must-not-know", must_not_know::check),
    ("rings", rings::check),
    ("headers", headers::check),
    ("layout", layout::check),
    ("doc-names", doc_names::check),
    ("size", size::check),
    ("forbidden-words", forbidden_words::check),
    ("machine-paths", machine_paths::check),
    ("lockfile", lockfile::check),
    ("changelog", changelog::check),
];

/// Reads the project and prints what its rules find; fails when a finding is more than a note.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    if let Some(argument) = arguments.first() {
        bail!("tidy takes no arguments, and was given `{argument}`");
    }
    let sources = Sources::read(workspace)?;
    let commands = commands(sources.text("xtask/src/main.rs").unwrap_or_default());
    let house = House { sources, crates: CrateGraph::from_metadata(&workspace.metadata()?)?, commands };
    let mut failures = 0;
    for (name, rule) in RULES {
        for finding in rule(&house) {
            println!("{}", finding.shown(name));
            failures += usize::from(!finding.note);
        }
    }
    if failures > 0 {
        bail!("{failures} findings; the rules and their exceptions are in xtask/src/tidy/");
    }
    println!("tidy: {} files keep {} rules", house.sources.len(), RULES.len());
    Ok(())
}

/// The commands of this tool, as its table names them.
fn commands(table: &str) -> Vec<String> {
    let names = table.split("name: \"").skip(1).filter_map(|rest| rest.split_once('"'));
    names.map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod fixture {
    //! How the tests of the rules make a house: from the text of its files.

    use super::*;

    /// A house of these files and no crates.
    pub(super) fn house(files: &[(&str, &str)]) -> House {
        House {
            sources: Sources::from_texts(files),
            crates: CrateGraph::default(),
            commands: vec!["demo".into(), "test".into()],
        }
    }

    /// Each finding as `path:line`, or `path` alone, and the caller takes the rest from the message.
    pub(super) fn places(findings: &[Finding]) -> Vec<String> {
        let place = |finding: &Finding| match finding.line {
            Some(line) => format!("{}:{line}", finding.path),
            None => finding.path.clone(),
        };
        findings.iter().map(place).collect()
    }

    /// The findings of a rule in one file, as places.
    pub(super) fn check_file(rule: Rule, path: &str, text: &str, expected: &[&str]) {
        let found = rule(&house(&[(path, text)]));
        assert_eq!(places(&found), expected, "{path}: {text:?} gave {found:#?}");
    }

    #[test]
    fn a_finding_is_shown_with_its_place_and_rule() {
        assert_eq!(Finding::at("a.rs", 6, "is wrong").shown("size"), "a.rs:7: is wrong [size]");
        assert_eq!(Finding::note("a.rs", "is long").shown("size"), "a.rs: note: is long [size]");
    }
}
