//! `cluster`: three gateways with 100,000 sessions each on one PostgreSQL and one NATS server, all on this machine: a question
//! to all of them beside one to a single gateway, the end of a session, a gateway that is stopped, and 18,000 clients whose
//! gateway is killed.
//!
//! The processes and the clients are those of `testkit` (`testkit/examples/cluster_load/main.rs`).

use anyhow::Context;
use serde_json::Value;

use super::Bench;
use super::report::{Report, Unit};
use super::sample::Sample;
use crate::workspace::{output, run as run_command};

/// How many sessions each gateway has.
const SESSIONS: &str = "100000";
/// How many clients are connected to the gateway that is killed. A gateway has room for 19,532 connections where a process may
/// have 20,000 open files.
const CLIENTS: &str = "18000";

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    let build = ["build", "--package", "testkit", "--example", "cluster_load"];
    run_command(&mut bench.workspace.cargo(&build))?;
    let program = bench.workspace.target().join("debug/examples/cluster_load");
    let mut command = bench.workspace.command(&program);
    let text = output(command.arg(&bench.executable).args([SESSIONS, CLIENTS]))?;
    let figures: Value = serde_json::from_str(&text).with_context(|| format!("this is no report: {text}"))?;
    let quiet = &figures["quiet"];
    let (local, all) = (times(&quiet["local"])?, times(&quiet["all"])?);
    let (nats, postgres) = (times(&quiet["nats"])?, times(&quiet["postgres"])?);
    let (ends, moved) = (times(&figures["ends"])?, times(&figures["moved"])?);
    let stopped = &figures["stopped"];
    let (first, later, away) = (one(&stopped["first"])?, times(&stopped["later"])?, one(&stopped["away"])?);
    let difference = one_of(all.percentile(99) - local.percentile(99));
    Ok(Report::new("cluster")
        .row("a gateway's start with its 100,000 sessions, to `ready`", Unit::Milliseconds, &one(&quiet["start"])?)
        .row("a question to one gateway: filter, first 1,000 rows", Unit::Milliseconds, &local)
        .row("the same to all three", Unit::Milliseconds, &all)
        .row("the same rows from PostgreSQL, by psql", Unit::Milliseconds, &postgres)
        .row("a bare request over NATS", Unit::Milliseconds, &nats)
        .row(
            "from the request to end another gateway's session until its token is dead there",
            Unit::Milliseconds,
            &ends,
        )
        .row("the first question after a gateway has stopped (SIGSTOP)", Unit::Milliseconds, &first)
        .row("the questions after that", Unit::Milliseconds, &later)
        .row("until that gateway counts as away", Unit::Milliseconds, &away)
        .row("18,000 clients of a killed gateway, each until another has welcomed it", Unit::Milliseconds, &moved)
        .at_most("a question to all beyond one to a single gateway, both at p99,", Unit::Milliseconds, &difference, 2.0)
        .at_most("the first question with a gateway stopped", Unit::Milliseconds, &first, 250.0)
        .at_most("until it counts as away", Unit::Milliseconds, &away, 5_000.0)
        .at_most("the end of a session at p99", Unit::Milliseconds, &one_of(ends.percentile(99)), 100.0)
        .at_most("the last of the clients", Unit::Milliseconds, &one_of(moved.max()), 15_000.0)
        .ratio("to all / to one", &all, &local, None)
        .ratio("PostgreSQL / to all", &postgres, &all, None)
        .finding(format!(
            "lists with a gateway stopped: {}; of these named it: {}",
            stopped["asked"], stopped["named"]
        )))
}

fn times(values: &Value) -> anyhow::Result<Sample> {
    let values = values.as_array().with_context(|| format!("these are no times: {values}"))?;
    values.iter().map(|value| value.as_f64().with_context(|| format!("this is no time: {value}"))).collect()
}

fn one(value: &Value) -> anyhow::Result<Sample> {
    Ok(one_of(value.as_f64().with_context(|| format!("this is no time: {value}"))?))
}

fn one_of(value: f64) -> Sample {
    [value].into_iter().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn figures_that_are_missing_are_errors() {
        assert_eq!(times(&json!([1.0, 3.0])).unwrap().max(), 3.0);
        assert!(times(&json!([1.0, null])).is_err() && times(&json!(null)).is_err() && one(&json!("1")).is_err());
    }
}
