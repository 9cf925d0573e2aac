//! `cargo xtask test`: everything that CI runs, in one list, for developers and CI alike.
//!
//! The order is by cost: a check that fails in a second comes before one that takes minutes. All compiling steps use
//! the one `dev` profile, so the Python engine is checked once (clippy needs no machine code) and compiled once. It
//! stops at the first failure and prints how to run that step alone.

mod deny;
mod install;
mod stubs;

use std::time::{Duration, Instant};

use anyhow::bail;

use crate::attack;
use crate::soak;
use crate::tidy;
use crate::web;
use crate::workspace::{Workspace, run as run_command};

/// One step of the list.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    run: fn(&Workspace) -> anyhow::Result<()>,
}

pub(crate) const STEPS: &[Step] = &[
    Step { name: "install", about: "Debian packages and tools that the other steps need", run: install::run },
    Step { name: "fmt", about: "formatting", run: |workspace| cargo(workspace, &["fmt", "--all", "--check"]) },
    Step { name: "tidy", about: "house rules, see `cargo xtask tidy`", run: |workspace| tidy::run(workspace, &[]) },
    Step { name: "deny", about: "licences, sources, banned and vulnerable dependencies", run: deny::run },
    Step { name: "stubs", about: "the files for editors, read by mypy and Jython", run: stubs::run },
    Step {
        name: "web",
        about: "the browser's client: types, lints, units, size, web/dist is current",
        run: web::check,
    },
    Step {
        name: "clippy",
        about: "lints, no warning allowed",
        run: |workspace| cargo(workspace, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    },
    Step { name: "docs", about: "documentation of the code, no broken link allowed", run: docs },
    Step {
        name: "build",
        about: "the executable and every test, without running them",
        run: |workspace| cargo(workspace, &["build", "--workspace", "--all-targets"]),
    },
    Step {
        name: "test",
        about: "unit, conformance and end-to-end tests",
        run: |workspace| cargo(workspace, &["test", "--workspace"]),
    },
    Step { name: "browser", about: "the client in Chromium, against the executable", run: web::browse },
    Step {
        name: "attack",
        about: "hostile scripts and peers, the bounded part of `cargo xtask attack`",
        run: |workspace| attack::run(workspace, &[]),
    },
    Step {
        name: "faults",
        about: "200 real faults on clusters, the bounded part of `cargo xtask soak cluster`",
        run: soak::bounded,
    },
];

/// The outcome of a step, for the table at the end.
enum Outcome {
    Passed(Duration),
    Failed(Duration),
    NotRun,
}

/// Runs the steps named in the arguments, or all of them.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    let steps = chosen(arguments)?;
    let mut rows = Vec::new();
    let mut failure = None;
    for step in &steps {
        if failure.is_some() {
            rows.push((step.name, Outcome::NotRun));
            continue;
        }
        println!("\n=== {}: {} ===", step.name, step.about);
        let start = Instant::now();
        let result = (step.run)(workspace);
        let took = start.elapsed();
        rows.push((step.name, if result.is_ok() { Outcome::Passed(took) } else { Outcome::Failed(took) }));
        failure = result.err().map(|error| (step.name, error));
    }
    println!("\n{}", table(&rows));
    match failure {
        None => Ok(()),
        Some((name, error)) => Err(error.context(format!("step {name} failed; alone: cargo xtask test {name}"))),
    }
}

/// The steps that the arguments ask for, always in the order of [`STEPS`].
fn chosen(arguments: &[String]) -> anyhow::Result<Vec<&'static Step>> {
    let install = !arguments.iter().any(|argument| argument == "--no-install");
    let names: Vec<&String> = arguments.iter().filter(|argument| *argument != "--no-install").collect();
    for name in &names {
        if !STEPS.iter().any(|step| step.name == **name) {
            let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
            bail!("there is no step `{name}`; the steps are {}", known.join(", "));
        }
    }
    let wanted = |step: &&Step| names.is_empty() || names.iter().any(|name| *name == step.name);
    Ok(STEPS.iter().filter(wanted).filter(|step| install || step.name != "install").collect())
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> anyhow::Result<()> {
    run_command(&mut workspace.cargo(arguments))
}

fn docs(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo(&["doc", "--workspace", "--no-deps"]);
    run_command(command.env("RUSTDOCFLAGS", "--deny warnings"))
}

/// The summary: a line for each step and the total.
fn table(rows: &[(&str, Outcome)]) -> String {
    let mut text = format!("{:<10} {:<8} {:>9}\n", "step", "result", "seconds");
    let mut total = Duration::ZERO;
    for (name, outcome) in rows {
        let (result, took) = match outcome {
            Outcome::Passed(took) => ("ok", Some(*took)),
            Outcome::Failed(took) => ("FAILED", Some(*took)),
            Outcome::NotRun => ("not run", None),
        };
        total += took.unwrap_or_default();
        let seconds = took.map_or_else(String::new, |took| format!("{:.1}", took.as_secs_f64()));
        text.push_str(&format!("{name:<10} {result:<8} {seconds:>9}\n"));
    }
    text.push_str(&format!("{:<10} {:<8} {:>9.1}", "total", "", total.as_secs_f64()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_chosen(arguments: &[&str], expected: Result<&[&str], &str>) {
        let arguments: Vec<String> = arguments.iter().map(|argument| argument.to_string()).collect();
        match (chosen(&arguments), expected) {
            (Ok(steps), Ok(names)) => assert_eq!(steps.iter().map(|step| step.name).collect::<Vec<_>>(), names),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (Ok(_), Err(part)) => panic!("{arguments:?} was taken, but should be refused: {part}"),
            (Err(error), Ok(_)) => panic!("{arguments:?} was refused: {error}"),
        }
    }

    #[test]
    fn steps_are_chosen_by_name_and_keep_their_order() {
        let all: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        check_chosen(&[], Ok(&all));
        check_chosen(&["--no-install"], Ok(&all[1..]));
        check_chosen(&["tidy", "fmt"], Ok(&["fmt", "tidy"]));
        check_chosen(&["install"], Ok(&["install"]));
        check_chosen(&["fmt", "lint"], Err("no step `lint`; the steps are install, fmt"));
    }

    #[test]
    fn table_tells_what_was_not_run() {
        let second = Duration::from_secs(1);
        let rows = [("fmt", Outcome::Passed(second)), ("tidy", Outcome::Failed(second)), ("test", Outcome::NotRun)];
        let text = table(&rows);
        let words: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(
            words[1..],
            [vec!["fmt", "ok", "1.0"], vec!["tidy", "FAILED", "1.0"], vec!["test", "not", "run"], vec!["total", "2.0"]]
        );
    }
}
