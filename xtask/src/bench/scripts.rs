//! `scripts`: how long a script waits for the answer to "who is on?", and how fast it goes through the answer.
//!
//! The example `session_info` of `rollcall-gateway` asks a registry from a worker and takes the parts apart. Beside it
//! Jython goes through a list of dicts with as many rows and the same cells, as scripts of 7.9 did with theirs.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};

use super::report::{Report, Unit};
use super::sample::Sample;
use super::{Bench, jython};
use crate::workspace::output;

/// The size at which the loops are compared.
const MANY: &str = "100000";
const LOOPS: [(&str, &str); 3] =
    [("rows", "count the rows"), ("names", "read one cell of each row by name"), ("cells", "read every cell")];
/// The same loops in Jython, each after a warm-up; it prints the same lines.
const JYTHON: &str = "
from java.lang import System
names = ['username', 'project', 'address', 'isDesigner', 'clientId', 'creationTime']
cells = lambda i: ['user%d' % (i / 10), 'plant-%02d' % (i % 20), 'ws-%06d' % (i / 5), False, '%016X' % i, i]
rows = [dict(zip(names, cells(i))) for i in range(SIZE)]
def count():
    n = 0
    for row in rows:
        n += 1
def name():
    n = 0
    for row in rows:
        n += len(row['username'])
def every():
    n = 0
    for row in rows:
        for cell in row.values():
            n += 1
for run in range(RUNS + 3):
    for word, loop in (('rows', count), ('names', name), ('cells', every)):
        start = System.nanoTime()
        loop()
        if run >= 3:
            print word, SIZE, (System.nanoTime() - start) / 1e6
";

/// Milliseconds, by the measured part and the number of sessions.
type Figures = BTreeMap<(String, String), Sample>;

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    jython::require()?;
    let example = bench.workspace.target().join("debug/examples/session_info");
    let ours = output(bench.workspace.command(example).arg(&bench.executable).arg(bench.runs.to_string()))?;
    let source = JYTHON.replace("SIZE", MANY).replace("RUNS", &bench.runs.to_string());
    let theirs = output(bench.workspace.command("jython").args(["-c", &source]))?;
    report(&parse(&ours)?, &parse(&theirs)?)
}

fn parse(text: &str) -> anyhow::Result<Figures> {
    let mut figures = Figures::new();
    for line in text.lines() {
        let unclear = || format!("a line of figures is {line:?}");
        let words: Vec<&str> = line.split(' ').collect();
        let [what, sessions, time] = words[..] else { anyhow::bail!(unclear()) };
        let time = time.parse().with_context(unclear)?;
        figures.entry((what.to_owned(), sessions.to_owned())).or_default().push(time);
    }
    ensure!(!figures.is_empty(), "no figures were printed");
    Ok(figures)
}

fn report(ours: &Figures, theirs: &Figures) -> anyhow::Result<Report> {
    let of = |figures: &Figures, what: &str, sessions: &str| {
        let sample = figures.get(&(what.to_owned(), sessions.to_owned())).cloned();
        sample.with_context(|| format!("there are no figures of {what} at {sessions}"))
    };
    let mut report = Report::new("scripts");
    for sessions in ["10", "1000", MANY] {
        let (ask, answer) = (of(ours, "ask", sessions)?, of(ours, "answer", sessions)?);
        report = report
            .row(&format!("`getSessionInfo()` in a script, {sessions} sessions"), Unit::Milliseconds, &ask)
            .row("of that, the registry's answer, made anew", Unit::Milliseconds, &answer)
            .finding(format!("{sessions} sessions: the pipe adds {:.2} ms", ask.median() - answer.median()));
    }
    let (frame, json) = (of(ours, "frame", MANY)?, of(ours, "json", MANY)?);
    report = report
        .row(&format!("to write a reply of {MANY} rows and read it, as it crosses"), Unit::Milliseconds, &frame)
        .row("the same as JSON", Unit::Milliseconds, &json)
        .ratio("JSON / as it crosses", &json, &frame, None);
    for (word, what) in LOOPS {
        let (rollcall, jython) = (of(ours, word, MANY)?, of(theirs, word, MANY)?);
        report = report
            .row(&format!("{what}, {MANY} rows: PyDataSet"), Unit::Milliseconds, &rollcall)
            .row("the same: Jython, a list of dicts", Unit::Milliseconds, &jython)
            .ratio(&format!("{what}: Rollcall / Jython"), &rollcall, &jython, None);
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_a_word_a_number_and_a_time() {
        let figures = parse("ask 10 0.5\nask 10 1.5\nrows 100000 7.25\n").unwrap();
        assert_eq!(figures[&("ask".to_owned(), "10".to_owned())].median(), 1.0);
        assert_eq!(figures.len(), 2);
        for unclear in ["", "ask 10", "ask 10 soon"] {
            assert!(parse(unclear).is_err(), "{unclear:?}");
        }
    }
}
