//! Runs the scripts of `conformance/script/` in real workers and compares their results.
//!
//! A program of its own instead of a test harness: a worker is a process, and the processes here are this program,
//! started again. Arguments that are not options are parts of names, and only tests whose names contain one are run.

mod cases;
mod client;
mod compiler;
mod desktop;
mod host;
mod language;
mod robustness;
mod supervisor;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::{env, io};

/// The argument that makes this program a worker.
const WORKER: &str = "--as-worker";

/// A test: its name and what to run.
type Test = (String, Box<dyn Fn()>);

fn main() -> ExitCode {
    if env::args().nth(1).as_deref() == Some(WORKER) {
        let worker = rollcall_script::Worker::warm().preloaded();
        return match worker.serve(io::stdin(), io::stdout(), || Ok(())) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    let wanted: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let tests = cases::all()
        .into_iter()
        .chain(client::all())
        .chain(robustness::all())
        .chain(language::all())
        .chain(compiler::all());
    let tests: Vec<Test> =
        tests.filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|w| name.contains(w))).collect();
    if env::args().any(|argument| argument == "--list") {
        tests.iter().for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    run(&tests)
}

fn run(tests: &[Test]) -> ExitCode {
    let mut failed = Vec::new();
    for (name, test) in tests {
        let ok = catch_unwind(AssertUnwindSafe(test)).is_ok();
        println!("test {name} ... {}", if ok { "ok" } else { "FAILED" });
        if !ok {
            failed.push(name);
        }
    }
    println!("\n{} passed, {} failed", tests.len() - failed.len(), failed.len());
    failed.iter().for_each(|name| println!("    {name}"));
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
