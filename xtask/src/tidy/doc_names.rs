//! Rule: names in the documents exist: paths, crates, links, and commands of this tool.
//!
//! Documents rot by naming things that have moved. Only text that looks like a name of ours is judged: inline code that
//! is a path into the repository or a source file, a crate `rollcall-…`, a relative link, a `cargo xtask` command.
//! Paths that begin with `/` are addresses of the server, and files of a user's project have endings that are not
//! looked at.

use std::collections::BTreeSet;

use crate::tidy::{Finding, House};

/// Pages outside `docs/`.
const PAGES: &[&str] = &["README.md", "CONTRIBUTING.md"];
/// Endings by which a name is a file of the repository, wherever it lies.
const ENDINGS: &[&str] = &[".rs", ".md", ".ts", ".tsx"];
/// First components by which a name is a path of the repository, even when that folder does not exist.
const FOLDERS: &[&str] = &["bench", "conformance", "crates", "docs", "examples", "fuzz", "testkit", "web", "xtask"];

pub(super) fn check(house: &House) -> Vec<Finding> {
    let known = Known::new(house);
    let is_page = |path: &str| PAGES.contains(&path) || (path.starts_with("docs/") && path.ends_with(".md"));
    let pages = house.sources.texts().filter(|(path, _)| is_page(path));
    pages.flat_map(|(path, text)| page_findings(&known, path, text)).collect()
}

fn page_findings(known: &Known<'_>, path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        findings.extend(known.unknown_command(line).map(|message| Finding::at(path, index, message)));
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let names = inline_code(line).filter_map(|name| known.unknown_name(name));
            let links = links(line).filter_map(|link| known.broken_link(path, link));
            findings.extend(names.chain(links).map(|message| Finding::at(path, index, message)));
        }
    }
    findings
}

/// The names that exist: files, their folders, crates and commands.
struct Known<'a> {
    paths: BTreeSet<&'a str>,
    house: &'a House,
}

impl<'a> Known<'a> {
    fn new(house: &'a House) -> Self {
        let with_folders = |path: &'a str| path.match_indices('/').map(move |(at, _)| &path[..at]).chain([path]);
        Self { paths: house.sources.paths().flat_map(with_folders).collect(), house }
    }

    fn unknown_name(&self, name: &str) -> Option<String> {
        if is_crate_name(name) {
            return (!self.house.crates.is_member(name)).then(|| format!("there is no crate `{name}`"));
        }
        (is_path(name) && !self.is_there(name)).then(|| format!("there is no `{name}` in the repository"))
    }

    /// Whether a path is there as it stands or as the end of a longer one; `*` is any part of one component.
    fn is_there(&self, name: &str) -> bool {
        let wanted: Vec<&str> = name.trim_end_matches('/').split('/').collect();
        self.paths.iter().any(|path| {
            let components: Vec<&str> = path.split('/').collect();
            let Some(skip) = components.len().checked_sub(wanted.len()) else { return false };
            components[skip..].iter().zip(&wanted).all(|(component, pattern)| matches(pattern, component))
        })
    }

    fn broken_link(&self, page: &str, link: &str) -> Option<String> {
        let target = link.split('#').next().unwrap_or_default();
        if target.is_empty() || link.contains("://") || link.starts_with("mailto:") {
            return None;
        }
        let full = resolved(page, target);
        (!self.paths.contains(full.as_str())).then(|| format!("the link to `{link}` leads nowhere"))
    }

    fn unknown_command(&self, line: &str) -> Option<String> {
        let mut names = line
            .split("cargo xtask ")
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '-').next().unwrap_or_default());
        // An option, as in `cargo xtask --help`, is not a command.
        let is_name = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
        let unknown = names.find(|name| is_name(name) && !self.house.commands.iter().any(|command| command == name))?;
        Some(format!("there is no command `cargo xtask {unknown}`"))
    }
}

fn is_crate_name(name: &str) -> bool {
    name.strip_prefix("rollcall-")
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
}

fn is_path(name: &str) -> bool {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "._-/*".contains(c));
    let first = name.split('/').next().unwrap_or_default();
    let ours = ENDINGS.iter().any(|ending| name.ends_with(ending)) || (name.contains('/') && FOLDERS.contains(&first));
    plain && ours && !first.is_empty()
}

fn matches(pattern: &str, component: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == component,
        Some((start, end)) => {
            component.len() >= start.len() + end.len() && component.starts_with(start) && component.ends_with(end)
        }
    }
}

/// A link's target from the root, with `..` taken away.
fn resolved(page: &str, target: &str) -> String {
    let mut components: Vec<&str> = page.split('/').collect();
    components.pop();
    for component in target.split('/').filter(|component| !component.is_empty()) {
        match component {
            "." => {}
            ".." => drop(components.pop()),
            name => components.push(name),
        }
    }
    components.join("/")
}

fn inline_code(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::crate_graph::CrateGraph;
    use crate::tidy::fixture::{house, places};

    fn check_page(text: &str, expected: &[&str]) {
        let files =
            [("docs/a.md", text), ("crates/x/src/system/util.rs", ""), ("README.md", ""), ("xtask/src/main.rs", "")];
        let house = House { crates: CrateGraph::from_edges(&["rollcall-x"], &[]), ..house(&files) };
        let findings = check(&house);
        assert_eq!(places(&findings), expected, "{text:?} gave {findings:#?}");
    }

    #[test]
    fn paths_and_crates_in_inline_code_exist() {
        check_page("`crates/x/src/`, `system/*.rs`, `system/util.rs`, `README.md`, `rollcall-x`, `xtask/`", &[]);
        check_page(
            "in `crates/y/`\nin `system/tag.rs`\nin `rollcall-y`\nin `web/`",
            &["docs/a.md:1", "docs/a.md:2", "docs/a.md:3", "docs/a.md:4"],
        );
        check_page("in `tem/util.rs`", &["docs/a.md:1"]);
        check_page("`/healthz`, `a / b`, `gateway/startup.py`, `rollcall-`, `name.toml`", &[]);
        check_page("```\n`crates/y/`\n```\n", &[]);
    }

    #[test]
    fn links_lead_somewhere() {
        check_page("[a](../README.md#top) [b](a.md) [c](https://example.org) [d](#here)", &[]);
        check_page("[a](README.md)", &["docs/a.md:1"]);
    }

    #[test]
    fn commands_of_this_tool_exist() {
        check_page("`cargo xtask test fmt`\n```\ncargo xtask demo\n```\n`cargo xtask --help`", &[]);
        check_page("```\ncargo xtask lint\n```\n", &["docs/a.md:2"]);
    }
}
