//! Rule: the arrows between our crates are the ones drawn in `docs/architecture.md`, and no others.
//!
//! The page itself is read, so that the drawing cannot be one thing and the check another. It works both ways: an arrow
//! that the code has and the page lacks is a new dependency without a stated reason, and an arrow that only the page
//! has misleads its reader. The change that adds or removes one draws it in the same commit.

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{Finding, House};

const PAGE: &str = "docs/architecture.md";
/// The info string of the fenced block with the drawing: lines of `name → name, name` or `name → nothing`.
const FENCE: &str = "```arrows";
/// Every name of a crate in the drawing but the executable's is short for this and the name.
const PREFIX: &str = "rollcall-";
const EXECUTABLE: &str = "rollcall";
/// Members of the workspace that are tools for developers: not drawn, and no crate may depend on them but in tests.
const TOOLS: &[&str] = &["testkit", "xtask"];

pub(super) fn check(house: &House) -> Vec<Finding> {
    let drawn = match house.sources.text(PAGE).ok_or_else(|| "is missing".to_owned()).and_then(drawing) {
        Ok(drawn) => drawn,
        Err(problem) => return vec![Finding::in_file(PAGE, problem)],
    };
    let real = built(house);
    let mut findings = Vec::new();
    for name in real.keys().filter(|name| !drawn.contains_key(*name)) {
        findings.push(Finding::in_file(PAGE, format!("the crate `{name}` has no line among the arrows")));
    }
    for (from, targets) in &drawn {
        match real.get(from) {
            None => {
                findings.push(Finding::in_file(PAGE, format!("the arrows name a crate `{from}`, which does not exist")))
            }
            Some(real) => findings.extend(differences(from, targets, real)),
        }
    }
    findings
}

fn differences(from: &str, drawn: &BTreeSet<String>, real: &BTreeSet<String>) -> Vec<Finding> {
    let manifest = format!("crates/{from}/Cargo.toml");
    let undrawn = real
        .difference(drawn)
        .map(|to| Finding::in_file(&manifest, format!("depends on `{to}`, an arrow that {PAGE} does not draw")));
    let unbuilt = drawn.difference(real).map(|to| {
        Finding::in_file(PAGE, format!("draws an arrow from `{from}` to `{to}`, but {manifest} has no such dependency"))
    });
    undrawn.chain(unbuilt).collect()
}

/// The dependencies of our crates on our crates. A tool is a target like any other, which no drawing allows.
fn built(house: &House) -> BTreeMap<String, BTreeSet<String>> {
    let crates = house.crates.members().filter(|name| !TOOLS.contains(name));
    let targets = |name| house.crates.direct(name).filter(|to| house.crates.is_member(to)).map(str::to_owned).collect();
    crates.map(|name| (name.to_owned(), targets(name))).collect()
}

/// Reads the drawing: each crate with the crates that its arrows point to.
fn drawing(page: &str) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let lines: Vec<&str> =
        page.lines().skip_while(|line| *line != FENCE).skip(1).take_while(|line| *line != "```").collect();
    let mut drawn = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let (from, to) = line.split_once('→').ok_or_else(|| format!("cannot read the arrow `{line}`"))?;
        if drawn.insert(full_name(from), targets(to)).is_some() {
            return Err(format!("draws the arrows of `{}` twice", from.trim()));
        }
    }
    if drawn.is_empty() {
        Err(format!("has no arrows: the fenced block that begins with {FENCE} is missing"))
    } else {
        Ok(drawn)
    }
}

fn targets(list: &str) -> BTreeSet<String> {
    list.split(',').filter(|name| name.trim() != "nothing").map(full_name).collect()
}

fn full_name(name: &str) -> String {
    let name = name.trim();
    if name == EXECUTABLE || TOOLS.contains(&name) { name.to_owned() } else { format!("{PREFIX}{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::crate_graph::CrateGraph;
    use crate::tidy::fixture::house;

    const DRAWN: &str = "# Page\n```arrows\nrollcall → wire\nwire     → dataset\ndataset  → nothing\n```\n";

    fn check_graph(page: &str, edges: &[(&str, &[&str])], expected: &[&str]) {
        let members: Vec<&str> = edges.iter().map(|(from, _)| *from).chain(["testkit"]).collect();
        let house = House { crates: CrateGraph::from_edges(&members, edges), ..house(&[(PAGE, page)]) };
        let messages: Vec<String> = check(&house).into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages.len(), expected.len(), "{messages:#?}");
        for (message, part) in messages.iter().zip(expected) {
            assert!(message.contains(part), "{message:?} does not say {part:?}");
        }
    }

    #[test]
    fn drawing_and_manifests_agree() {
        let wire: &[&str] = &["rollcall-dataset", "serde"];
        let (top, dataset) = (("rollcall", ["rollcall-wire"].as_slice()), ("rollcall-dataset", [].as_slice()));
        check_graph(DRAWN, &[top, ("rollcall-wire", wire), dataset], &[]);
        check_graph(
            DRAWN,
            &[top, ("rollcall-wire", &[]), dataset],
            &["but crates/rollcall-wire/Cargo.toml has no such"],
        );
        check_graph(DRAWN, &[top, ("rollcall-wire", wire)], &["`rollcall-dataset`, which does not exist", "no such"]);
        let upward = ("rollcall-dataset", ["rollcall-wire", "testkit"].as_slice());
        check_graph(DRAWN, &[top, ("rollcall-wire", wire), upward], &["on `rollcall-wire`", "on `testkit`"]);
        let unknown = ("rollcall-web", [].as_slice());
        check_graph(DRAWN, &[top, ("rollcall-wire", wire), dataset, unknown], &["`rollcall-web` has no line"]);
    }

    #[test]
    fn a_page_without_a_readable_drawing_fails() {
        check_graph("# Page\n", &[], &["has no arrows"]);
        check_graph("```arrows\nwire -> dataset\n```\n", &[], &["cannot read the arrow"]);
        check_graph("```arrows\nwire → a\nwire → b\n```\n", &[], &["twice"]);
    }
}
