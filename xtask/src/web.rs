//! `cargo xtask web` and the steps that check the browser's client: everything that is done with Node.js.
//!
//! The client's own scripts are in `web/package.json`; this only sees that they find what they need: packages as the
//! lock file has them, and, for the tests in a browser, the executable.
//!
//! `web/dist` is committed, so that building the executable needs no Node.js. The step `web` builds it once more and
//! fails when the result is another.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::workspace::{Workspace, output, run as run_command};

/// The oldest Node.js that the client's build tools run on: its major and minor version.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Builds `web/dist`.
pub(crate) fn build(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    if let Some(argument) = arguments.first() {
        bail!("`cargo xtask web` takes no argument, not `{argument}`");
    }
    npm(workspace, "build")
}

/// Types, lints, format, unit tests, and that `web/dist` agrees with the sources and is small enough.
pub(crate) fn check(workspace: &Workspace) -> anyhow::Result<()> {
    for script in ["check", "unit", "current"] {
        npm(workspace, script)?;
    }
    Ok(())
}

/// The tests in Chromium, against the executable that the step `build` has made.
pub(crate) fn browse(workspace: &Workspace) -> anyhow::Result<()> {
    let executable = workspace.target().join("debug/rollcall");
    if !executable.exists() {
        bail!(
            "there is no {}: run the step `build` first, as in `cargo xtask test build browser`",
            executable.display()
        );
    }
    npm(workspace, "e2e")
}

/// Fails unless there is a Node.js that is new enough.
pub(crate) fn require_node(workspace: &Workspace) -> anyhow::Result<()> {
    let version = output(workspace.command("node").arg("--version")).context("Node.js is missing")?;
    match parsed(&version) {
        Some(found) if found >= OLDEST_NODE => Ok(()),
        _ => {
            let (major, minor) = OLDEST_NODE;
            bail!(
                "Node.js {} is too old for the client's build tools: install {major}.{minor} or newer",
                version.trim()
            )
        }
    }
}

/// Major and minor version in the output of `node --version`.
fn parsed(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

fn npm(workspace: &Workspace, name: &str) -> anyhow::Result<()> {
    let mut command = script(workspace, name)?;
    run_command(command.env("ROLLCALL", workspace.target().join("debug/rollcall")))
}

/// A script of `web/package.json`, with the packages of its lock file.
pub(crate) fn script(workspace: &Workspace, name: &str) -> anyhow::Result<Command> {
    install_packages(workspace)?;
    let mut command = workspace.command("npm");
    command.args(["run", "--silent", "--prefix", "web", name]);
    Ok(command)
}

/// Installs the packages unless they are those of the lock file already. Their own install scripts are not run: nothing
/// of ours needs one, and they could do anything.
fn install_packages(workspace: &Workspace) -> anyhow::Result<()> {
    let web = workspace.root().join("web");
    let (lock_file, mark) = (web.join("package-lock.json"), web.join("node_modules/.installed"));
    let wanted = read(&lock_file)?;
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    require_node(workspace)?;
    let arguments = ["ci", "--prefix", "web", "--ignore-scripts", "--no-audit", "--no-fund"];
    run_command(workspace.command("npm").args(arguments))?;
    std::fs::write(&mark, wanted).with_context(|| format!("cannot write {}", mark.display()))
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::parsed;

    #[test]
    fn versions_of_node_are_read() {
        for (text, version) in [
            ("v20.20.2\n", Some((20, 20))),
            ("v26.10.0", Some((26, 10))),
            ("v9", None),
            ("", None),
            ("20.1.0", None),
            ("vx.y", None),
        ] {
            assert_eq!(parsed(text), version, "{text}");
        }
    }
}
