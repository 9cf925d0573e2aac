//! `cargo xtask demo`: from a fresh clone to a gateway with people on it, in one command.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::Context;

use crate::workspace::{Workspace, run as run_command};

/// Builds the executable in the profile of the tests and becomes `rollcall demo ARGUMENTS`, or with `--cluster` first the
/// demo of three gateways.
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
    if let Some(("--cluster", rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return cluster(workspace, &executable, rest);
    }
    become_program(workspace.command(&executable).arg("demo").args(arguments))
}

/// Becomes the demo of a cluster: three gateways, PostgreSQL and nats-server.
fn cluster(workspace: &Workspace, executable: &Path, arguments: &[String]) -> anyhow::Result<()> {
    run_command(&mut workspace.cargo(&["build", "--package", "testkit", "--example", "cluster_demo"]))?;
    let demo = workspace.target().join("debug/examples/cluster_demo");
    become_program(workspace.command(demo).arg(executable).args(arguments))
}

fn become_program(command: &mut Command) -> anyhow::Result<()> {
    let error = command.exec();
    Err(error).with_context(|| format!("cannot start {}", command.get_program().display()))
}
