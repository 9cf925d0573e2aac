//! `memory`: the memory of an idle gateway that has run a script: the gateway, the zygote and one assigned worker.
//!
//! Beside it an idle Jython, because that is the memory of one Python on a Java virtual machine before it does
//! anything.

use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use super::gateway::{Plant, RunningGateway};
use super::report::{Report, Unit};
use super::sample::Sample;
use super::{Bench, jython, processes};

/// The goal for all three processes, in megabytes.
const GOAL: f64 = 60.0;
/// Megabytes of others, idle, measured once on another machine of two cores, not in this run.
const QUOTED: &[(&str, f64)] = &[("FUXA 1.3", 102.0), ("Node-RED", 109.0)];
/// How long a process is left alone before its memory counts as idle.
const SETTLE: Duration = Duration::from_secs(2);
/// How long the script may take to run.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// Asks who is on, so that the worker has run a typical script once.
const SCRIPT: &str = "print(len(system.util.getSessionInfo()))\n";

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    jython::require()?;
    let plant = Plant::prepare(bench, "memory")?;
    plant.write_script("gateway/startup.py", SCRIPT)?;
    let [mut gateway, mut zygote, mut worker, mut sum, mut jython] = std::array::from_fn(|_| Sample::default());
    for round in 0..=bench.runs {
        let idle = idle_gateway(&plant)?;
        let machine = jython::idle_memory(SETTLE)?;
        if round > 0 {
            let samples = [&mut gateway, &mut zygote, &mut worker];
            samples.into_iter().zip(idle).for_each(|(sample, value)| sample.push(value));
            sum.push(idle.iter().sum());
            jython.push(machine);
        }
    }
    let report = Report::new("memory (PSS)")
        .row("gateway, zygote and one worker together", Unit::Megabytes, &sum)
        .row("of these the gateway", Unit::Megabytes, &gateway)
        .row("of these the zygote", Unit::Megabytes, &zygote)
        .row("of these the worker", Unit::Megabytes, &worker)
        .row("idle `jython`", Unit::Megabytes, &jython)
        .at_most("the three together", Unit::Megabytes, &sum, GOAL)
        .ratio("idle jython / the three together", &jython, &sum, None);
    let quoted = |report: Report, (name, size): &(&str, f64)| {
        let ratio = size / sum.median();
        report.finding(format!("{name}, quoted as {size} MB and not measured here, / the three together: {ratio:.1}"))
    };
    Ok(QUOTED.iter().fold(report, quoted))
}

/// The memory of gateway, zygote and worker, with one session on.
fn idle_gateway(plant: &Plant<'_>) -> anyhow::Result<[f64; 3]> {
    let gateway = plant.start()?;
    gateway.log_in()?;
    wait_for_script(&gateway)?;
    std::thread::sleep(SETTLE);
    let processes = processes::tree(gateway.pid())?;
    ensure!(processes.len() == 3, "gateway, zygote and worker are expected, not {} processes", processes.len());
    let mut memory = [0.0; 3];
    for (value, pid) in memory.iter_mut().zip(processes) {
        *value = processes::pss(pid)?;
    }
    gateway.stop()?;
    Ok(memory)
}

fn wait_for_script(gateway: &RunningGateway) -> anyhow::Result<()> {
    let token = gateway.administer()?;
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        let scripts = gateway.told("/api/v1/scripts", &token)?;
        if ran(&scripts)? {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    bail!("the startup script did not run within {} s", PATIENCE.as_secs())
}

/// Whether the one script of the gateway's list has run to its end; an error when it failed.
fn ran(scripts: &Value) -> anyhow::Result<bool> {
    let list = scripts["scripts"].as_array().with_context(|| format!("this is no list of scripts: {scripts}"))?;
    let [script] = list.as_slice() else { return Ok(false) };
    let count = |key: &str| script[key].as_u64().unwrap_or_default();
    ensure!(count("failures") + count("limitHits") == 0, "the startup script failed: {script}");
    Ok(count("runs") > 0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ran;

    #[test]
    fn a_script_has_run_once_it_came_to_its_end() {
        let list = |scripts| json!({"scripts": scripts});
        assert!(!ran(&list(json!([]))).unwrap());
        assert!(!ran(&list(json!([{"runs": 0, "failures": 0, "limitHits": 0}]))).unwrap());
        assert!(ran(&list(json!([{"runs": 1, "failures": 0, "limitHits": 0}]))).unwrap());
        assert!(ran(&list(json!([{"runs": 0, "failures": 1, "limitHits": 0}]))).is_err());
        assert!(ran(&list(json!([{"runs": 0, "failures": 0, "limitHits": 1}]))).is_err());
        assert!(ran(&json!({"error": {}})).is_err());
    }
}
