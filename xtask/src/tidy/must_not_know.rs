//! Rule: the dependencies that a crate must not have, as packages from outside; the arrows among our own crates are
//! another rule.
//!
//! `docs/architecture.md` describes in words what each crate must not know; the table below lists the packages.
//! `anywhere` forbids a package however far down it is reached, because linking it is knowing it. `itself` forbids only
//! naming it: the gateway reaches the `regex` package through the sessions, and must not run a pattern of its own.

use crate::tidy::{Finding, House};

/// One crate and the packages that it must not know. A name that ends in `*` stands for every package that begins so.
struct Ban {
    name: &'static str,
    anywhere: &'static [&'static str],
    itself: &'static [&'static str],
}

const BANS: &[Ban] = &[
    // A dialect of patterns: usable and fuzzed alone, so it brings nothing but its engine.
    Ban {
        name: "rollcall-regex",
        anywhere: &["serde", "serde_json", "tokio", "axum", "sqlx", "reqwest", "rustpython*"],
        itself: &[],
    },
    // Plain data: the crates that bind, show or check functions bring the means.
    Ban {
        name: "rollcall-catalogue",
        anywhere: &["tokio", "axum", "sqlx", "reqwest", "rustpython*", "ruff*"],
        itself: &[],
    },
    // A table of values: the crates that show, store or send it bring the means.
    Ban { name: "rollcall-dataset", anywhere: &["tokio", "axum", "sqlx", "reqwest", "rustpython*"], itself: &[] },
    // Windows as data: browsers, interpreters and sockets are elsewhere.
    Ban { name: "rollcall-window", anywhere: &["tokio", "axum", "sqlx", "reqwest", "rustpython*"], itself: &[] },
    // A pure state machine: clock and randomness are passed in, so that a test can be everyone and any time.
    Ban {
        name: "rollcall-session",
        anywhere: &["tokio", "axum", "sqlx", "reqwest", "serde_json", "getrandom", "rand", "rustpython*"],
        itself: &["regex"],
    },
    // Folders and files: checked by the gateway and by the command line alike.
    Ban { name: "rollcall-project", anywhere: &["axum", "sqlx", "reqwest", "rustpython*"], itself: &[] },
    // Types of messages: both ends use them, so they name neither end's engine.
    Ban { name: "rollcall-wire", anywhere: &["tokio", "axum", "sqlx", "reqwest", "rustpython*"], itself: &[] },
    // A script reaches the world through host calls only; a library for sockets or databases would be a second way.
    Ban { name: "rollcall-script", anywhere: &["tokio", "axum", "sqlx", "reqwest", "hyper"], itself: &[] },
    // A grammar: it makes a tree, and its compiler and its engine are known elsewhere.
    Ban {
        name: "rollcall-python2-syntax",
        anywhere: &["tokio", "axum", "sqlx", "reqwest", "rustpython-vm", "rustpython-codegen"],
        itself: &[],
    },
    // From text to bytecode, and the meaning of Python 2: the functions that scripts call stand above both.
    Ban {
        name: "rollcall-engine",
        anywhere: &["tokio", "axum", "sqlx", "reqwest", "hyper", "rollcall-catalogue"],
        itself: &[],
    },
    Ban {
        name: "rollcall-python-runtime",
        anywhere: &["tokio", "axum", "sqlx", "reqwest", "hyper", "rollcall-catalogue"],
        itself: &["rollcall-wire"],
    },
    // The frozen standard library is data in a crate.
    Ban { name: "rollcall-pylib", anywhere: &["tokio", "axum", "sqlx", "reqwest", "serde_json"], itself: &[] },
    // All SQL lives here, and nothing about the callers.
    Ban { name: "rollcall-store", anywhere: &["axum", "hyper", "reqwest", "rustpython*"], itself: &[] },
    // Rules of sharing: numbers and waiting tasks, whatever they are for.
    Ban { name: "rollcall-shares", anywhere: &["axum", "hyper", "sqlx", "reqwest", "rustpython*"], itself: &[] },
    // Processes from outside: used by the gateway and by the terminal, and tested without either.
    Ban {
        name: "rollcall-supervisor",
        anywhere: &["axum", "hyper", "sqlx", "reqwest", "rustpython*", "rollcall-session"],
        itself: &[],
    },
    // How a script or a filter is executed, and how a row is stored, is known elsewhere.
    Ban {
        name: "rollcall-gateway",
        anywhere: &["rustpython*"],
        itself: &["regex", "regex-automata", "regex-syntax", "sqlx"],
    },
    // The command line starts things; it does nothing of that itself.
    Ban { name: "rollcall", anywhere: &[], itself: &["axum", "regex", "sqlx", "rustpython*"] },
];

pub(super) fn check(house: &House) -> Vec<Finding> {
    BANS.iter().filter(|ban| house.crates.is_member(ban.name)).flat_map(|ban| ban.findings(house)).collect()
}

impl Ban {
    fn findings(&self, house: &House) -> Vec<Finding> {
        let manifest = format!("crates/{}/Cargo.toml", self.name);
        let reached =
            self.anywhere.iter().filter_map(|banned| house.crates.way(self.name, |name| matches(banned, name)));
        let named = self.itself.iter().filter_map(|banned| {
            let package = house.crates.direct(self.name).find(|name| matches(banned, name))?;
            Some(vec![self.name.to_owned(), package.to_owned()])
        });
        let finding =
            |way: Vec<String>| Finding::in_file(&manifest, format!("must not know its last: {}", way.join(" → ")));
        reached.chain(named).map(finding).collect()
    }
}

fn matches(banned: &str, name: &str) -> bool {
    banned.strip_suffix('*').map_or(banned == name, |start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::crate_graph::CrateGraph;
    use crate::tidy::fixture::house;

    fn check_edges(edges: &[(&str, &[&str])], expected: &[&str]) {
        let crates = CrateGraph::from_edges(&["rollcall-session", "rollcall-gateway"], edges);
        let findings = check(&House { crates, ..house(&[]) });
        let ways: Vec<&str> =
            findings.iter().filter_map(|finding| finding.message.split_once(": ")).map(|(_, way)| way).collect();
        assert_eq!(ways, expected);
    }

    #[test]
    fn banned_packages_are_found_at_any_depth() {
        check_edges(&[("rollcall-session", &["thiserror"])], &[]);
        check_edges(&[("rollcall-session", &["tokio"])], &["rollcall-session → tokio"]);
        check_edges(
            &[("rollcall-session", &["x"]), ("x", &["rustpython-vm"])],
            &["rollcall-session → x → rustpython-vm"],
        );
    }

    #[test]
    fn a_ban_on_naming_allows_reaching() {
        check_edges(&[("rollcall-gateway", &["rollcall-regex"]), ("rollcall-regex", &["regex"])], &[]);
        check_edges(&[("rollcall-gateway", &["regex"])], &["rollcall-gateway → regex"]);
    }
}
