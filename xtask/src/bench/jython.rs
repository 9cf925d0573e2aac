//! The program that Rollcall is compared with: Jython, the Python that scripts of 7.9 were written for, on a Java
//! virtual machine.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};

use super::command_times::{self, Times};
use super::processes;
use crate::workspace::answers;

/// Fails with advice when there is no Jython.
pub(super) fn require() -> anyhow::Result<()> {
    let found = answers("jython", &["--version"]);
    ensure!(found, "jython cannot be started; `cargo xtask test install` installs Debian's package");
    Ok(())
}

/// The times of `jython -c 'print 1'`.
pub(super) fn times_of_print() -> anyhow::Result<Times> {
    command_times::of_one(Command::new("jython").args(["-c", "print 1"]))
}

/// The memory of a Jython that has printed a line, waited for `settle`, and goes on waiting; in megabytes.
pub(super) fn idle_memory(settle: Duration) -> anyhow::Result<f64> {
    let source = "import sys; print 1; sys.stdout.flush(); sys.stdin.readline()";
    let mut command = Command::new("jython");
    let mut child = command.args(["-c", source]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("jython has no standard output")?).read_line(&mut line)?;
    std::thread::sleep(settle);
    let memory = processes::tree(child.id())?.into_iter().map(processes::pss).sum::<anyhow::Result<f64>>();
    // The end of its input ends it.
    drop(child.stdin.take());
    let status = child.wait()?;
    ensure!(line == "1\n" && status.success(), "jython printed {line:?} and ended with {status}");
    memory
}
