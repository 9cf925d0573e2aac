//! `cargo xtask bench`: Rollcall's cost in time and memory, each figure beside something known from the same run.
//!
//! Machines are small, shared and noisy, so a figure alone has little value. A benchmark therefore alternates between
//! the measured program and the one to compare with, leaves the first round out (cold caches), and prints median,
//! smallest and largest next to the ratio. Nothing here fails because something is slow: goals are printed as met or
//! not, and the judgement is the reader's. The measurements and their reasons are described in `docs/benchmarks.md`;
//! the output is Markdown, made to be pasted there.

mod clients;
mod cluster;
mod command_times;
mod gateway;
mod http;
mod jython;
mod language;
mod machine;
mod memory;
mod processes;
mod registry;
mod report;
mod rows;
mod run;
mod sample;
mod scripts;
mod start;
mod web;
mod workers;

use std::ffi::OsStr;
use std::path::PathBuf;

use anyhow::{Context, bail};

use crate::workspace::{Workspace, run as run_command};
use report::Report;

/// How often each thing is measured unless `--runs` sets another number. Odd, so that the median is a value that
/// occurred.
const RUNS: usize = 11;
/// More would take hours.
const MOST_RUNS: usize = 1_000;

/// One benchmark: its name on the command line and the function that measures.
struct Benchmark {
    name: &'static str,
    measure: fn(&Bench<'_>) -> anyhow::Result<Report>,
}

const BENCHMARKS: &[Benchmark] = &[
    Benchmark { name: "start", measure: start::measure },
    Benchmark { name: "memory", measure: memory::measure },
    Benchmark { name: "run", measure: run::measure },
    Benchmark { name: "workers", measure: workers::measure },
    Benchmark { name: "language", measure: language::measure },
    Benchmark { name: "web", measure: web::measure },
    Benchmark { name: "scripts", measure: scripts::measure },
    Benchmark { name: "clients", measure: clients::measure },
    Benchmark { name: "cluster", measure: cluster::measure },
];

/// The common needs of all benchmarks.
struct Bench<'a> {
    workspace: &'a Workspace,
    /// A copy of the executable in `folder`.
    executable: PathBuf,
    /// Everything that benchmarks write; on the disk that the project is built on.
    folder: PathBuf,
    runs: usize,
}

/// The choice that the arguments make.
struct Choice {
    benchmarks: Vec<&'static Benchmark>,
    runs: usize,
}

/// Builds the executable and runs the benchmarks that the arguments name, or all. The registry is measured without the
/// executable, in a build of its own, and only when it alone is named: it takes many minutes. So are rows on a line,
/// which need no gateway.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    if arguments == ["registry"] {
        println!("{}", machine::describe(workspace)?);
        return registry::run(workspace);
    }
    if arguments == ["rows"] {
        println!("{}", machine::describe(workspace)?);
        return rows::run(workspace);
    }
    let Choice { benchmarks, runs } = choose(arguments)?;
    let bench = Bench::prepare(workspace, runs)?;
    println!("{}", machine::describe(workspace)?);
    for Benchmark { name, measure } in benchmarks {
        eprintln!("measuring {name} …");
        let report = measure(&bench).with_context(|| format!("benchmark {name}"))?;
        println!("\n{}", report.markdown());
    }
    println!("\n{}", machine::load()?);
    bench.remove_folder()
}

impl<'a> Bench<'a> {
    /// Builds the executable and the examples in the profile that tests and the demo use, and copies the executable.
    ///
    /// The copy is a file of its own for the kernel, too: none of its pages are shared with a gateway or a test that
    /// happens to run, which would make the memory of ours look smaller than it is. And a build meanwhile cannot change
    /// it halfway through.
    fn prepare(workspace: &'a Workspace, runs: usize) -> anyhow::Result<Self> {
        // In one command, so that the examples do not compile the dependencies once more with fewer features.
        let packages =
            ["build", "--package", "rollcall", "--package", "rollcall-gateway", "--package", "rollcall-script"];
        let examples = ["--example", "worker_start", "--example", "session_info", "--example", "run"];
        run_command(workspace.cargo(&packages).args(["--bin", "rollcall"]).args(examples))?;
        let folder = workspace.target().join("bench");
        let bench = Bench { workspace, executable: folder.join("rollcall"), folder, runs };
        bench.remove_folder()?;
        std::fs::create_dir_all(&bench.folder).with_context(|| format!("cannot make {}", bench.folder.display()))?;
        let built = workspace.target().join("debug/rollcall");
        std::fs::copy(&built, &bench.executable).with_context(|| format!("cannot copy {}", built.display()))?;
        Ok(bench)
    }

    fn remove_folder(&self) -> anyhow::Result<()> {
        match std::fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", self.folder.display()))
            }
            _ => Ok(()),
        }
    }

    /// The executable with arguments, without the variables that would change its behaviour.
    fn rollcall(&self, arguments: &[impl AsRef<OsStr>]) -> std::process::Command {
        let mut command = self.workspace.command(&self.executable);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("ROLLCALL_") || text.starts_with("RUST_") {
                command.env_remove(&name);
            }
        }
        command.args(arguments);
        command
    }
}

/// Reads `[--runs N] [NAME…]`. Benchmarks keep the order of [`BENCHMARKS`].
fn choose(arguments: &[String]) -> anyhow::Result<Choice> {
    let mut runs = RUNS;
    let mut names = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--runs" {
            let number = rest.next().context("--runs needs a number")?;
            runs = number
                .parse()
                .ok()
                .filter(|runs| (1..=MOST_RUNS).contains(runs))
                .with_context(|| format!("--runs {number}: a whole number from 1 to {MOST_RUNS}"))?;
        } else if BENCHMARKS.iter().any(|benchmark| benchmark.name == argument) {
            names.push(argument.as_str());
        } else {
            let known: Vec<_> = BENCHMARKS.iter().map(|benchmark| benchmark.name).collect();
            bail!("there is no benchmark `{argument}`; the benchmarks are {}, and `registry` alone", known.join(", "));
        }
    }
    let wanted = |benchmark: &&Benchmark| names.is_empty() || names.contains(&benchmark.name);
    Ok(Choice { benchmarks: BENCHMARKS.iter().filter(wanted).collect(), runs })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_choice(arguments: &[&str], expected: Result<(&[&str], usize), &str>) {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let chosen = choose(&arguments).map_err(|error| error.to_string());
        let chosen = chosen.map(|choice| (choice.benchmarks.iter().map(|b| b.name).collect::<Vec<_>>(), choice.runs));
        match expected {
            Ok((names, runs)) => assert_eq!(chosen, Ok((names.to_vec(), runs)), "{arguments:?}"),
            Err(part) => assert!(chosen.as_ref().is_err_and(|error| error.contains(part)), "{arguments:?}: {chosen:?}"),
        }
    }

    #[test]
    fn benchmarks_are_chosen_by_name() {
        check_choice(
            &[],
            Ok((&["start", "memory", "run", "workers", "language", "web", "scripts", "clients", "cluster"], RUNS)),
        );
        check_choice(&["run", "--runs", "3", "start"], Ok((&["start", "run"], 3)));
        check_choice(&["--runs"], Err("needs a number"));
        check_choice(&["--runs", "0"], Err("--runs 0: a whole number from 1"));
        check_choice(&["--runs", "many"], Err("--runs many"));
        check_choice(&["speed"], Err("no benchmark `speed`; the benchmarks are start, memory"));
    }
}
