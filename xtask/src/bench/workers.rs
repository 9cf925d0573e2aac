//! `workers`: the time before a script's first statement, and the memory of many workers together.
//!
//! The example `worker_start` of `rollcall-gateway` does the starting, through the crate's public functions, and prints
//! the time of each start. When it has a number of workers running it prints that and waits, and their memory is
//! measured here.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use anyhow::{Context, bail, ensure};

use super::report::{Report, Unit};
use super::sample::Sample;
use super::{Bench, processes};

/// The lines that the example prints: a word and a number each.
#[derive(Debug, PartialEq)]
enum Line {
    /// Milliseconds to the first statement in a new process.
    Spawned(f64),
    /// The same in the first worker of a new zygote.
    FirstForked(f64),
    /// Milliseconds until a worker, forked from a zygote that runs, could take a script.
    ForkedReady(f64),
    /// Milliseconds to the first statement in such a worker.
    Forked(f64),
    /// The same in a worker that its owner has kept.
    Kept(f64),
    /// So many workers run that a zygote has forked; the example waits.
    HoldsForked(usize),
    /// So many workers run that are processes of their own; the example waits.
    HoldsSpawned(usize),
}

/// All lines of the example, and the memory measured while it waited.
#[derive(Default)]
struct Figures {
    spawned: Sample,
    first_forked: Sample,
    forked_ready: Sample,
    forked: Sample,
    kept: Sample,
    /// The number of workers and their memory in megabytes, the zygote's included.
    forked_memory: Vec<(usize, f64)>,
    spawned_memory: Vec<(usize, f64)>,
}

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    let mut command = bench.workspace.command(bench.workspace.target().join("debug/examples/worker_start"));
    command.arg(&bench.executable).arg(bench.runs.to_string());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot start the example")?;
    let figures = follow(&mut child);
    if figures.is_err() {
        // It may wait for ever; the only failure is that it is gone already.
        let _ = child.kill();
    }
    let status = child.wait()?;
    let figures = figures?;
    ensure!(status.success(), "the example worker_start ended with {status}");
    figures.report()
}

fn follow(child: &mut Child) -> anyhow::Result<Figures> {
    let mut go_on = child.stdin.take().context("the example has no standard input")?;
    let said = BufReader::new(child.stdout.take().context("the example has no standard output")?);
    let mut figures = Figures::default();
    for line in said.lines() {
        match parse(&line?)? {
            Line::Spawned(time) => figures.spawned.push(time),
            Line::FirstForked(time) => figures.first_forked.push(time),
            Line::ForkedReady(time) => figures.forked_ready.push(time),
            Line::Forked(time) => figures.forked.push(time),
            Line::Kept(time) => figures.kept.push(time),
            Line::HoldsForked(count) => {
                figures.forked_memory.push((count, memory_below(child.id(), count + 1)?));
                writeln!(go_on)?;
            }
            Line::HoldsSpawned(count) => {
                figures.spawned_memory.push((count, memory_below(child.id(), count)?));
                writeln!(go_on)?;
            }
        }
    }
    Ok(figures)
}

/// The memory of all descendants, of which there must be `count`; not that of the process itself.
fn memory_below(root: u32, count: usize) -> anyhow::Result<f64> {
    let processes = processes::tree(root)?;
    let below = &processes[1..];
    ensure!(below.len() == count, "{count} processes are expected below the example, not {}", below.len());
    below.iter().map(|pid| processes::pss(*pid)).sum()
}

fn parse(line: &str) -> anyhow::Result<Line> {
    let unclear = || format!("the example printed {line:?}");
    let (word, number) = line.split_once(' ').with_context(unclear)?;
    let time = || number.parse::<f64>().with_context(unclear);
    let count = || number.parse::<usize>().with_context(unclear);
    Ok(match word {
        "spawned" => Line::Spawned(time()?),
        "first-forked" => Line::FirstForked(time()?),
        "forked-ready" => Line::ForkedReady(time()?),
        "forked" => Line::Forked(time()?),
        "kept" => Line::Kept(time()?),
        "holds-forked" => Line::HoldsForked(count()?),
        "holds-spawned" => Line::HoldsSpawned(count()?),
        _ => bail!(unclear()),
    })
}

impl Figures {
    fn report(&self) -> anyhow::Result<Report> {
        let mut report = Report::new("workers")
            .row("first statement: worker kept by its owner", Unit::Milliseconds, &self.kept)
            .row("fork: worker ready", Unit::Milliseconds, &self.forked_ready)
            .row("first statement: worker forked for it", Unit::Milliseconds, &self.forked)
            .row("first statement: first worker of a zygote", Unit::Milliseconds, &self.first_forked)
            .row("first statement: new process", Unit::Milliseconds, &self.spawned);
        for (count, memory) in &self.forked_memory {
            let what = format!("PSS: zygote and forked workers: {count}");
            report = report.row(&what, Unit::Megabytes, &Sample::from_iter([*memory]));
        }
        for (count, memory) in &self.spawned_memory {
            let what = format!("PSS: new processes: {count}");
            report = report.row(&what, Unit::Megabytes, &Sample::from_iter([*memory]));
        }
        let fork = per_worker(&self.forked_memory).context("the example held too few forked workers")?;
        let spawn = per_worker(&self.spawned_memory).context("the example held too few processes")?;
        Ok(report.ratio("first statement, new process / forked", &self.spawned, &self.forked, None).finding(format!(
            "each further worker: forked {fork:.1} MB, new process {spawn:.1} MB ({:.1} times)",
            spawn / fork
        )))
    }
}

/// The memory of one more worker, from the fewest to the most.
fn per_worker(memory: &[(usize, f64)]) -> Option<f64> {
    let ((few, little), (many, much)) = (memory.first()?, memory.last()?);
    let more = many.checked_sub(*few).filter(|more| *more > 0)?;
    Some((much - little) / more as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_a_word_and_a_number() {
        assert_eq!(parse("forked 1.25").unwrap(), Line::Forked(1.25));
        assert_eq!(parse("first-forked 80").unwrap(), Line::FirstForked(80.0));
        assert_eq!(parse("holds-forked 50").unwrap(), Line::HoldsForked(50));
        for unclear in ["", "forked", "forked fast", "holds-forked 1.5", "stolen 3"] {
            let error = parse(unclear).unwrap_err();
            assert!(format!("{error:#}").contains(&format!("{unclear:?}")), "{error:#}");
        }
    }

    #[test]
    fn a_further_worker_takes_the_slope() {
        assert_eq!(per_worker(&[(1, 30.0), (10, 40.0), (51, 130.0)]), Some(2.0));
        assert_eq!(per_worker(&[(1, 30.0)]), None);
        assert_eq!(per_worker(&[]), None);
    }
}
