//! `cargo xtask attack`: hostile scripts and hostile peers against the executable, with a well-behaved person beside them.
//!
//! The scenarios are a process of their own (`testkit/examples/attack/main.rs`), compiled with the tests and not with
//! this tool. They are described in `docs/attack.md`, with the way to add one.

use crate::workspace::{Workspace, run as run_command};

/// Builds the executable and the scenarios, and runs the scenarios that the arguments name, or the bounded part.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    // In one command, so that the second does not compile dependencies once more with other features.
    let build = ["build", "--package", "rollcall", "--bin", "rollcall", "--package", "testkit", "--example", "attack"];
    run_command(&mut workspace.cargo(&build))?;
    let program = workspace.target().join("debug/examples/attack");
    let executable = workspace.target().join("debug/rollcall");
    run_command(workspace.command(&program).arg(executable).args(arguments))
}
