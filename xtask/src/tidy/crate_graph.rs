//! Which package depends on which, as Cargo resolves it for a release: normal dependencies only.
//!
//! Development and build dependencies are left out, since the dependencies of a test or a build script never reach a
//! plant; and so are those of a procedural macro, since it runs in the compiler. Two versions of one package are two:
//! the dependencies of one of them are not the other's.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::Context;
use serde_json::Value;

/// The packages of the workspace and all normal dependencies. A member's key is its name, any other package's the id that
/// Cargo gives it.
#[derive(Default)]
pub(super) struct CrateGraph {
    members: BTreeSet<String>,
    /// The names of packages by key; a key that is not there is its own name.
    names: BTreeMap<String, String>,
    dependencies: BTreeMap<String, BTreeSet<String>>,
}

impl CrateGraph {
    /// Reads the output of `cargo metadata`.
    pub(super) fn from_metadata(metadata: &Value) -> anyhow::Result<Self> {
        let names = package_names(metadata)?;
        let macros = macro_packages(metadata)?;
        let mut graph = Self::default();
        for id in list(metadata, "workspace_members")? {
            let id = text(id)?;
            let name = names.get(id).with_context(|| format!("cargo metadata has no package {id}"))?;
            graph.members.insert((*name).to_owned());
        }
        let key =
            |id: &str| names.get(id).filter(|name| graph.members.contains(**name)).map_or(id, |name| name).to_owned();
        let mut dependencies = BTreeMap::new();
        for node in list(&metadata["resolve"], "nodes")? {
            let id = text(&node["id"])?;
            let mut targets = BTreeSet::new();
            for dependency in list(node, "deps")?.iter().filter(|dependency| is_normal(dependency)) {
                let target = text(&dependency["pkg"])?;
                if !macros.contains(target) {
                    targets.insert(key(target));
                }
            }
            dependencies.insert(key(id), targets);
        }
        graph.dependencies = dependencies;
        graph.names = names.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
        Ok(graph)
    }

    #[cfg(test)]
    pub(super) fn from_edges(members: &[&str], edges: &[(&str, &[&str])]) -> Self {
        let set = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
        let dependencies = edges.iter().map(|(from, to)| (from.to_string(), set(to))).collect();
        Self { members: set(members), dependencies, names: BTreeMap::new() }
    }

    /// The packages of the workspace.
    pub(super) fn members(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(String::as_str)
    }

    pub(super) fn is_member(&self, name: &str) -> bool {
        self.members.contains(name)
    }

    /// The packages that this one names in its own manifest.
    pub(super) fn direct(&self, name: &str) -> impl Iterator<Item = &str> {
        self.targets(name).map(|key| self.name(key))
    }

    fn targets(&self, key: &str) -> impl Iterator<Item = &str> {
        self.dependencies.get(key).into_iter().flatten().map(String::as_str)
    }

    fn name<'a>(&'a self, key: &'a str) -> &'a str {
        self.names.get(key).map_or(key, String::as_str)
    }

    /// The shortest way from a package to one that `wanted` picks, both ends included.
    pub(super) fn way(&self, from: &str, wanted: impl Fn(&str) -> bool) -> Option<Vec<String>> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(key) = queue.pop_front() {
            if key != from && wanted(self.name(key)) {
                let way = way_back(key, &came_from);
                return Some(way.into_iter().map(|key| self.name(key).to_owned()).collect());
            }
            for next in self.targets(key).filter(|next| *next != from) {
                if !came_from.contains_key(next) {
                    came_from.insert(next, key);
                    queue.push_back(next);
                }
            }
        }
        None
    }
}

/// Follows the marks of the search from `last` back to the start, which has no mark.
fn way_back<'a>(last: &'a str, came_from: &BTreeMap<&'a str, &'a str>) -> Vec<&'a str> {
    let steps = std::iter::successors(Some(last), |key| came_from.get(key).copied());
    let mut way: Vec<&str> = steps.collect();
    way.reverse();
    way
}

fn package_names(metadata: &Value) -> anyhow::Result<BTreeMap<&str, &str>> {
    let packages = list(metadata, "packages")?.iter();
    let names = packages.map(|package| Some((package["id"].as_str()?, package["name"].as_str()?)));
    names.collect::<Option<_>>().context("a package of cargo metadata has no name")
}

/// The packages that are procedural macros.
fn macro_packages(metadata: &Value) -> anyhow::Result<BTreeSet<&str>> {
    let is_macro = |package: &&Value| {
        let targets = package["targets"].as_array().into_iter().flatten();
        targets.flat_map(|target| target["kind"].as_array().into_iter().flatten()).any(|kind| kind == "proc-macro")
    };
    list(metadata, "packages")?.iter().filter(is_macro).map(|package| text(&package["id"])).collect()
}

fn text(value: &Value) -> anyhow::Result<&str> {
    value.as_str().context("a package id is not a string")
}

fn list<'a>(value: &'a Value, key: &str) -> anyhow::Result<&'a Vec<Value>> {
    value[key].as_array().with_context(|| format!("cargo metadata has no list `{key}`"))
}

/// A dependency can be of several kinds at once; `null` is the normal one.
fn is_normal(dependency: &Value) -> bool {
    dependency["dep_kinds"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_normal_dependencies_are_edges() {
        let metadata = json!({
            "packages": [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}, {"id": "3", "name": "c"}],
            "workspace_members": ["1"],
            "resolve": {"nodes": [
                {"id": "1", "deps": [
                    {"pkg": "2", "dep_kinds": [{"kind": "dev"}, {"kind": null}]},
                    {"pkg": "3", "dep_kinds": [{"kind": "dev"}]}]},
                {"id": "2", "deps": []}, {"id": "3", "deps": []}]}
        });
        let graph = CrateGraph::from_metadata(&metadata).unwrap();
        assert_eq!(graph.direct("a").collect::<Vec<_>>(), ["b"]);
        assert!(graph.is_member("a") && !graph.is_member("b"));
    }

    #[test]
    fn the_way_is_the_shortest_one() {
        let graph = CrateGraph::from_edges(&["a"], &[("a", &["b", "d"]), ("b", &["c"]), ("c", &["x"]), ("d", &["x"])]);
        assert_eq!(graph.way("a", |name| name == "x").unwrap(), ["a", "d", "x"]);
        assert_eq!(graph.way("a", |name| name == "y"), None);
    }
}
