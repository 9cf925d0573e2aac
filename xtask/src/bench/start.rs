//! `start`: from the start of a gateway on an existing data folder to its first answered log-in.
//!
//! A log-in holds one check of a password, which is slow by design (Argon2id) and depends on the machine alone. It is
//! measured apart on the running gateway and taken off, so that the rest is Rollcall's own time. The `ready` line is
//! read from a pipe, and the log-in is sent at once after it.

use std::time::Instant;

use super::gateway::{Plant, RunningGateway};
use super::report::{Report, Unit};
use super::sample::{Sample, milliseconds};
use super::{Bench, jython};

/// The goal, in milliseconds, without the password's check.
const GOAL: f64 = 200.0;
/// Milliseconds to the first page of others, measured once on another machine of two cores, not in this run.
const QUOTED: &[(&str, f64)] = &[("FUXA 1.3", 970.0), ("Node-RED", 1_250.0)];
/// How many checks are measured on each gateway. The quickest counts: on a busy machine the others would take off more
/// than a check costs.
const CHECKS: usize = 3;

/// One start, in milliseconds.
struct Start {
    ready: f64,
    answered: f64,
    check: f64,
}

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    jython::require()?;
    let plant = Plant::prepare(bench, "start")?;
    let (mut starts, mut jython) = (Vec::new(), Sample::default());
    for round in 0..=bench.runs {
        let start = one_start(&plant)?;
        let print = jython::times_of_print()?.end;
        if round > 0 {
            starts.push(start);
            jython.push_time(print);
        }
    }
    Ok(report(&starts, &jython))
}

fn one_start(plant: &Plant<'_>) -> anyhow::Result<Start> {
    let start = Instant::now();
    let gateway = plant.start()?;
    let ready = milliseconds(start.elapsed());
    gateway.log_in()?;
    let answered = milliseconds(start.elapsed());
    // A gateway may prepare the hash for unknown names when the first stranger comes: that one is not counted.
    gateway.be_refused("nobody")?;
    let check = (0..CHECKS).map(|number| time_of_check(&gateway, number)).collect::<anyhow::Result<Sample>>()?;
    gateway.stop()?;
    Ok(Start { ready, answered, check: check.min() })
}

/// Milliseconds that one check of a password takes; `number` must be new each time.
pub(super) fn time_of_check(gateway: &RunningGateway, number: usize) -> anyhow::Result<f64> {
    let start = Instant::now();
    gateway.be_refused(&format!("nobody{number}"))?;
    Ok(milliseconds(start.elapsed()))
}

fn report(starts: &[Start], jython: &Sample) -> Report {
    let of = |value: fn(&Start) -> f64| starts.iter().map(value).collect::<Sample>();
    let answered = of(|start| start.answered);
    let net = of(|start| start.answered - start.check);
    let report = Report::new("start")
        .row("gateway: start to `ready`", Unit::Milliseconds, &of(|start| start.ready))
        .row("gateway: start to the first answered log-in", Unit::Milliseconds, &answered)
        .row("one password check on the running gateway", Unit::Milliseconds, &of(|start| start.check))
        .row("gateway: start to log-in, less that check", Unit::Milliseconds, &net)
        .row("`jython -c 'print 1'`", Unit::Milliseconds, jython)
        .at_most("start to log-in, less the check,", Unit::Milliseconds, &net, GOAL)
        .ratio("jython / start to log-in with the check", jython, &answered, None);
    let quoted = |report: Report, (name, time): &(&str, f64)| {
        let ratio = time / answered.median();
        report.finding(format!("{name}, quoted as {time} ms and not measured here, / start to log-in: {ratio:.1}"))
    };
    QUOTED.iter().fold(report, quoted)
}
