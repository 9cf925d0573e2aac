//! How long a command takes, to its first line and to its end.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

/// The time of a command from its start to its effect.
pub(super) struct Times {
    /// To its first line.
    pub(super) first: Duration,
    /// To its end.
    pub(super) end: Duration,
}

/// The times of a command that prints the line `1` and nothing else.
pub(super) fn of_one(command: &mut Command) -> anyhow::Result<Times> {
    let start = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = child.with_context(|| format!("cannot start {command:?}"))?;
    let mut printed = BufReader::new(child.stdout.take().context("it has no standard output")?);
    let mut text = String::new();
    printed.read_line(&mut text)?;
    let first = start.elapsed();
    printed.read_to_string(&mut text)?;
    let status = child.wait()?;
    let end = start.elapsed();
    ensure!(status.success() && text == "1\n", "{:?} printed {text:?}, not 1: {status}", command.get_program());
    Ok(Times { first, end })
}
