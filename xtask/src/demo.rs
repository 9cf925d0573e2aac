//! `cargo xtask demo`: from a fresh clone to a gateway with people on it, in one command.

use std::os::unix::process::CommandExt;

use anyhow::Context;

use crate::workspace::{Workspace, run as run_command};

/// Builds the executable in the profile of the tests and becomes `rollcall demo ARGUMENTS`.
///
/// It replaces this process instead of waiting for a child, so that a signal from the terminal reaches the demo alone
/// and its exit code is ours.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    let executable = workspace.target().join("debug/rollcall");
    if !executable.exists() {
        println!(
            "Building rollcall; the first build compiles the Python engine and takes some seven minutes on two idle cores."
        );
    }
    run_command(&mut workspace.cargo(&["build", "--package", "rollcall", "--bin", "rollcall"]))?;
    println!("The executable is {}", executable.display());
    let error = workspace.command(&executable).arg("demo").args(arguments).exec();
    Err(error).with_context(|| format!("cannot start {}", executable.display()))
}
