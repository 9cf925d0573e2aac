//! `language`: the time of the same loops in Python 2 and in Python 3 in a worker, and in Jython; and the time until a
//! small script's first result in each.
//!
//! The script beside this file runs the loops and measures its own processor time, so that a busy machine distorts
//! little; the three take turns. Jython's loops are warmed up: its virtual machine compiles code that runs often, for
//! which a script that runs once does not wait. Ours run in the example `run` of `rollcall-script`, a worker without a
//! gateway.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use super::report::{Report, Unit};
use super::sample::Sample;
use super::{Bench, jython};
use crate::workspace::output;

const SCRIPT: &str = include_str!("language.py");
/// How often a loop runs before it is counted.
const WARM: usize = 4;
/// How many processes each language gets; each counts its part of the runs.
const TURNS: usize = 2;
/// A loop's name in the script, and its description.
const LOOPS: &[(&str, &str)] = &[
    ("additions", "300,000 additions"),
    ("divisions", "200,000 `//` of whole numbers"),
    ("quotients", "200,000 `/` of whole numbers, floats in Python 3"),
    ("hashes", "100,000 steps of a hash that outgrows 32 bits"),
    ("comparisons", "100,000 times three comparisons"),
    ("calls", "100,000 calls of a function"),
    ("methods", "100,000 calls of a method that adds"),
    ("texts", "40,000 texts by `%`, joined"),
    ("dicts", "80,000 updates of a dict"),
    ("sorting", "a list of 20,000 numbers, made and sorted"),
    ("matches", "10,000 matches by `re`, one group read"),
    ("replacements", "2,000 replacements by `re.sub`"),
    ("to_json", "500 objects written by `json`, twice"),
    ("of_json", "500 objects read by `json`, twice"),
    ("writes_1000", "1,000 writes to a `StringIO`"),
    ("writes_10000", "10,000 writes to a `StringIO`"),
    ("writes_100000", "100,000 writes to a `StringIO`"),
    ("rows_1000", "1,000 rows written and read by `csv`"),
    ("rows_10000", "10,000 rows written and read by `csv`"),
    ("rows_100000", "100,000 rows written and read by `csv`"),
    ("finds_1000", "1,000 matches of `re.findall` in one text"),
    ("finds_10000", "10,000 matches of `re.findall` in one text"),
    ("finds_100000", "100,000 matches of `re.findall` in one text"),
    ("substitutions_1000", "1,000 replacements of `re.sub` in one text"),
    ("substitutions_10000", "10,000 replacements of `re.sub` in one text"),
    ("substitutions_100000", "100,000 replacements of `re.sub` in one text"),
    ("prefixes_1000", "1,000 places of one text asked by `startswith`"),
    ("prefixes_10000", "10,000 places of one text asked by `startswith`"),
    ("prefixes_100000", "100,000 places of one text asked by `startswith`"),
];

/// Milliseconds by the name of a loop.
type Times = BTreeMap<String, Sample>;

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    jython::require()?;
    let source = format!("WARM, RUNS = {WARM}, {}\n{SCRIPT}", bench.runs.div_ceil(TURNS));
    let [mut python2, mut python3, mut theirs] = std::array::from_fn(|_| Times::new());
    for _ in 0..TURNS {
        take(&run(worker(bench, "2"), &source)?, &mut python2)?;
        take(&run(worker(bench, "3"), &source)?, &mut python3)?;
        take(&output(bench.workspace.command("jython").args(["-c", &source]))?, &mut theirs)?;
    }
    let mut report = Report::new("language");
    for (name, what) in LOOPS {
        report = compare(report, what, [&python2, &python3, &theirs].map(|times| times.get(*name)))?;
    }
    start(bench, report)
}

fn compare(report: Report, what: &str, samples: [Option<&Sample>; 3]) -> anyhow::Result<Report> {
    let [Some(python2), Some(python3), Some(theirs)] = samples else {
        anyhow::bail!("{what}: not every language printed its times");
    };
    let ratios = [(python2, theirs), (python2, python3)].map(|(ours, other)| ours.median() / other.median());
    Ok(report
        .row(&format!("{what}: Python 2"), Unit::Milliseconds, python2)
        .row("the same: Python 3", Unit::Milliseconds, python3)
        .row("the same: Jython, warmed up", Unit::Milliseconds, theirs)
        .finding(format!("{what}: Python 2 / Jython {:.2}, Python 2 / Python 3 {:.2}", ratios[0], ratios[1])))
}

/// From the start of a process to the first result of a script, without a gateway.
fn start(bench: &Bench<'_>, report: Report) -> anyhow::Result<Report> {
    let [mut ours, mut theirs] = std::array::from_fn(|_| Sample::default());
    for round in 0..=bench.runs {
        let started = time_of_print(bench)?;
        let jython = jython::times_of_print()?.first;
        if round > 0 {
            ours.push_time(started);
            theirs.push_time(jython);
        }
    }
    Ok(report
        .row("`print 1` in a new worker process: start to the result", Unit::Milliseconds, &ours)
        .row("`jython -c 'print 1'`: start to the result", Unit::Milliseconds, &theirs)
        .ratio("start to the first result: jython / worker process", &theirs, &ours, None))
}

fn time_of_print(bench: &Bench<'_>) -> anyhow::Result<Duration> {
    let start = Instant::now();
    let printed = run(worker(bench, "2"), "print 1\n")?;
    let took = start.elapsed();
    ensure!(printed == "1\n", "the worker did not print 1: {printed:?}");
    Ok(took)
}

/// The example that runs a script from its standard input in a worker of its own.
fn worker(bench: &Bench<'_>, python: &str) -> Command {
    let mut command = bench.workspace.command(bench.workspace.target().join("debug/examples/run"));
    command.args(["--python", python, "-"]);
    command
}

fn run(mut command: Command, source: &str) -> anyhow::Result<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot start the example")?;
    child.stdin.take().context("the example has no standard input")?.write_all(source.as_bytes())?;
    let output = child.wait_with_output()?;
    let printed = String::from_utf8(output.stdout).context("the script printed no text")?;
    ensure!(output.status.success(), "the script ended with {}: {printed}", output.status);
    Ok(printed)
}

fn take(printed: &str, times: &mut Times) -> anyhow::Result<()> {
    for line in printed.lines() {
        let unclear = || format!("a line of times is {line:?}");
        let (name, time) = line.split_once(' ').with_context(unclear)?;
        times.entry(name.to_owned()).or_default().push(time.parse().with_context(unclear)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_a_name_and_a_time() {
        let mut times = Times::new();
        take("calls 1.5\ncalls 2.5\ntexts 7\n", &mut times).unwrap();
        assert_eq!((times["calls"].median(), times["texts"].count()), (2.0, 1));
        for unclear in ["calls", "calls soon"] {
            assert!(take(unclear, &mut times).is_err(), "{unclear:?}");
        }
    }

    #[test]
    fn every_loop_of_the_script_is_told_of() {
        // A loop that is run for several numbers of elements has the number in its name.
        let family = |name: &str| {
            name.split_once('_').filter(|(_, count)| count.parse::<u32>().is_ok()).map(|(family, _)| family.to_owned())
        };
        for (name, what) in LOOPS {
            let defined =
                family(name).map_or_else(|| format!("def {name}():"), |family| format!("def {family}(count):"));
            assert!(SCRIPT.contains(&defined), "{name}");
            assert!(compare(Report::new("x"), what, [None; 3]).is_err());
        }
        let single = LOOPS.iter().filter(|(name, _)| family(name).is_none()).count();
        assert_eq!(SCRIPT.matches("():\n").count(), single + 2, "two of them are the clock");
    }
}
