//! `run`: a script from a terminal, from the start of the command to its first result and to its exit, beside Jython's
//! smallest script.
//!
//! The command logs in (one password check), makes an interpreter meanwhile, opens its WebSocket, asks who is on, and logs
//! out; Jython prints a constant. So the comparison is unfair, against Rollcall. The check is slow by design (Argon2id)
//! and nothing that starts a script can be faster, so it is measured apart and the ratio is also given without it.

use super::command_times::{self, Times};
use super::gateway::{PASSWORD, PROJECT, Plant, RunningGateway, USER};
use super::report::{Report, Unit};
use super::sample::{Sample, milliseconds};
use super::start::time_of_check;
use super::{Bench, jython};

/// How many times as long Jython should take to its exit.
const GOAL: f64 = 10.0;
/// How many times as long Jython should take to the first result.
const GOAL_OF_RESULT: f64 = 50.0;
const SCRIPT: &str = "print(len(system.util.getSessionInfo()))";
/// How many checks are measured in each round; the quickest counts.
const CHECKS: usize = 3;

#[derive(Default)]
struct Samples {
    first: Sample,
    end: Sample,
    check: Sample,
    /// To the first result, less the check of the same round.
    net: Sample,
    jython_first: Sample,
    jython_end: Sample,
}

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    jython::require()?;
    let plant = Plant::prepare(bench, "run")?;
    let gateway = plant.start()?;
    // A gateway may prepare the hash for unknown names when the first stranger comes.
    gateway.be_refused("nobody")?;
    let mut samples = Samples::default();
    for round in 0..=bench.runs {
        let ours = times_of_run(bench, &gateway)?;
        let numbers = round * CHECKS..(round + 1) * CHECKS;
        let check = numbers.map(|number| time_of_check(&gateway, number)).collect::<anyhow::Result<Sample>>()?.min();
        let theirs = jython::times_of_print()?;
        if round > 0 {
            samples.add(&ours, check, &theirs);
        }
    }
    gateway.stop()?;
    Ok(samples.report())
}

fn times_of_run(bench: &Bench<'_>, gateway: &RunningGateway) -> anyhow::Result<Times> {
    let url = gateway.url();
    let mut command =
        bench.rollcall(&["run", "-c", SCRIPT, "--user", USER, "--project", PROJECT, "--gateway", url.as_str()]);
    // The only session on the gateway is the command's own, so it prints 1.
    command_times::of_one(command.env("ROLLCALL_PASSWORD", PASSWORD))
}

impl Samples {
    fn add(&mut self, ours: &Times, check: f64, theirs: &Times) {
        self.first.push_time(ours.first);
        self.end.push_time(ours.end);
        self.check.push(check);
        self.net.push(milliseconds(ours.first) - check);
        self.jython_first.push_time(theirs.first);
        self.jython_end.push_time(theirs.end);
    }

    fn report(&self) -> Report {
        let Samples { first, end, check, net, jython_first, jython_end } = self;
        Report::new("run")
            .row(&format!("`rollcall run -c '{SCRIPT}' …`: start to the result"), Unit::Milliseconds, first)
            .row("the same: start to the exit", Unit::Milliseconds, end)
            .row("one password check on the gateway", Unit::Milliseconds, check)
            .row("start to the result, less that check", Unit::Milliseconds, net)
            .row("`jython -c 'print 1'`: start to the result", Unit::Milliseconds, jython_first)
            .row("the same: start to the exit", Unit::Milliseconds, jython_end)
            .ratio("exit: jython / rollcall run", jython_end, end, Some(GOAL))
            .ratio("result: jython / rollcall run", jython_first, first, Some(GOAL_OF_RESULT))
            .ratio("result: jython / rollcall run, less the check", jython_first, net, Some(GOAL_OF_RESULT))
            .finding(format!(
                "result: jython / the password check alone, which no command that logs in can pass: {:.1}",
                jython_first.median() / check.median()
            ))
    }
}
