//! `clients`: browser clients with the window of the manual's first example: the cost of an idle one for the gateway,
//! and how soon each press is answered when 200 of them press every second.
//!
//! The tabs are those of `testkit`, a process of their own (`testkit/examples/browser_load.rs`): they open sessions under
//! people's log-ins and speak the browser's side of the socket. It is compiled with the tests, not with this tool.

use anyhow::Context;
use serde_json::Value;

use super::Bench;
use super::report::{Report, Unit};
use super::sample::Sample;
use crate::workspace::{output, run as run_command};

/// How many idle clients are connected.
const IDLE: &str = "1000";
/// The goal for each of them, beyond the gateway's memory before, in units of 1,024 bytes.
const GOAL_EACH: f64 = 10.0;
/// How many clients press, and for how many seconds.
const PRESSING: [&str; 2] = ["200", "20"];
/// How often the whole is done at most: each time takes a minute.
const MOST_ROUNDS: usize = 3;

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    let build = ["build", "--package", "testkit", "--example", "browser_load"];
    run_command(&mut bench.workspace.cargo(&build))?;
    let [mut each, mut session, mut client] = std::array::from_fn(|_| Sample::default());
    let [mut first, mut p50, mut p99, mut worst] = std::array::from_fn(|_| Sample::default());
    let (mut pressed, mut answered, mut failed) = (0, 0, 0);
    for _ in 0..bench.runs.min(MOST_ROUNDS) {
        let idle = load(bench, &["idle", IDLE])?;
        for (sample, key) in [(&mut each, "each"), (&mut session, "session"), (&mut client, "client")] {
            sample.push(figure(&idle, key)? / 1024.0);
        }
        let press = load(bench, &["press", PRESSING[0], PRESSING[1]])?;
        let (begin, later) = (&press["first"], &press["later"]);
        for (sample, from, key) in
            [(&mut first, begin, "p99"), (&mut p50, later, "p50"), (&mut p99, later, "p99"), (&mut worst, later, "max")]
        {
            sample.push(figure(from, key)?);
        }
        let count = |key: &str| press[key].as_u64().unwrap_or_default();
        (pressed, answered, failed) =
            (pressed + count("pressed"), answered + count("answered"), failed + count("failures"));
    }
    Ok(Report::new("clients")
        .row("an idle connected client with its session and window, of 1,000", Unit::Kilobytes, &each)
        .row("of these the session", Unit::Kilobytes, &session)
        .row("of these the socket and the window", Unit::Kilobytes, &client)
        .row("press to answer, 200 clients once a second, p50", Unit::Milliseconds, &p50)
        .row("the same, p99", Unit::Milliseconds, &p99)
        .row("the same, the longest", Unit::Milliseconds, &worst)
        .row("each client's first three presses, while workers are made, p99", Unit::Milliseconds, &first)
        .at_most("an idle client", Unit::Kilobytes, &each, GOAL_EACH)
        .finding(format!("presses: {pressed}; answered: {answered}; failed scripts: {failed}")))
}

fn load(bench: &Bench<'_>, arguments: &[&str]) -> anyhow::Result<Value> {
    let program = bench.workspace.target().join("debug/examples/browser_load");
    let mut command = bench.workspace.command(&program);
    let text = output(command.arg(&bench.executable).args(arguments))?;
    serde_json::from_str(&text).with_context(|| format!("this is no report: {text}"))
}

fn figure(report: &Value, key: &str) -> anyhow::Result<f64> {
    report[key].as_f64().with_context(|| format!("the report has no figure {key:?}: {report}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::figure;

    #[test]
    fn a_figure_that_is_missing_is_an_error() {
        let report = json!({ "each": 8_000.5, "later": { "p99": null } });
        assert_eq!(figure(&report, "each").unwrap(), 8_000.5);
        assert!(figure(&report, "session").is_err());
        assert!(figure(&report["later"], "p99").is_err());
    }
}
