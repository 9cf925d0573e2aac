//! `cargo xtask soak cluster`: thousands of real faults on real clusters; what must hold in all of them is described in
//! `docs/cluster.md`.
//!
//! The faults are a process of their own (`testkit/examples/cluster_faults/main.rs`), compiled with the tests and not with
//! this tool. `cargo xtask test` runs the same with fewer faults.

use anyhow::bail;

use crate::workspace::{Workspace, run as run_command};

/// How many faults there are without `--faults`: some thirty-five minutes.
const FAULTS: &str = "3000";
/// How many CI has: some two minutes.
const FAULTS_OF_TEST: &str = "200";

/// Runs the soak test that the arguments name.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    let Some((_, rest)) = arguments.split_first().filter(|(name, _)| *name == "cluster") else {
        bail!("usage: cargo xtask soak cluster [--faults N] [--seed N]");
    };
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    // The last of two options counts.
    cause_faults(workspace, &[&["--faults", FAULTS], &rest[..]].concat())
}

/// The same with as many faults as CI has time for.
pub(crate) fn bounded(workspace: &Workspace) -> anyhow::Result<()> {
    cause_faults(workspace, &["--faults", FAULTS_OF_TEST])
}

fn cause_faults(workspace: &Workspace, arguments: &[&str]) -> anyhow::Result<()> {
    // In one command, so that the second does not compile dependencies once more with other features.
    let build = ["build", "--package", "rollcall", "--bin", "rollcall", "--package", "testkit", "--example"];
    run_command(workspace.cargo(&build).arg("cluster_faults"))?;
    let program = workspace.target().join("debug/examples/cluster_faults");
    let executable = workspace.target().join("debug/rollcall");
    run_command(workspace.command(&program).arg(executable).args(arguments))
}
