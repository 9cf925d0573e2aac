//! `run`: a script from a terminal, from the start of the command to its exit, beside Jython's smallest script.
//!
//! The command logs in (one password check), warms an interpreter up, opens its WebSocket, asks who is on, and logs out;
//! Jython prints a constant. So the comparison is unfair, against Rollcall.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use super::gateway::{PASSWORD, PROJECT, Plant, RunningGateway, USER};
use super::report::{Report, Unit};
use super::sample::Sample;
use super::{Bench, jython};

/// How many times as long Jython should take.
const GOAL: f64 = 10.0;
const SCRIPT: &str = "print(len(system.util.getSessionInfo()))";

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    jython::require()?;
    let plant = Plant::prepare(bench, "run")?;
    let gateway = plant.start()?;
    let [mut rollcall, mut jython] = std::array::from_fn(|_| Sample::default());
    for round in 0..=bench.runs {
        let ours = time_of_run(bench, &gateway)?;
        let theirs = jython::time_of_print()?;
        if round > 0 {
            rollcall.push_time(ours);
            jython.push_time(theirs);
        }
    }
    gateway.stop()?;
    Ok(Report::new("run")
        .row(&format!("`rollcall run -c '{SCRIPT}' …`"), Unit::Milliseconds, &rollcall)
        .row("`jython -c 'print 1'`", Unit::Milliseconds, &jython)
        .ratio("jython / rollcall run", &jython, &rollcall, Some(GOAL)))
}

fn time_of_run(bench: &Bench<'_>, gateway: &RunningGateway) -> anyhow::Result<Duration> {
    let url = gateway.url();
    let mut command =
        bench.rollcall(&["run", "-c", SCRIPT, "--user", USER, "--project", PROJECT, "--gateway", url.as_str()]);
    command.env("ROLLCALL_PASSWORD", PASSWORD).stdin(Stdio::null());
    let start = Instant::now();
    let output = command.output();
    let took = start.elapsed();
    let output = output.context("cannot start rollcall run")?;
    // The only session on the gateway is the command's own.
    ensure!(output.status.success() && output.stdout == b"1\n", "rollcall run did not print 1: {output:?}");
    Ok(took)
}
