//! The project's own build tool, started as `cargo xtask COMMAND`.
//!
//! It holds the tasks of a developer or of CI for the project as a whole. Functions of Rollcall for its users are in
//! the `rollcall` executable, never here. A command is one module and one row of [`COMMANDS`]; arguments are few enough
//! to be read by hand, which keeps this tool compiling in seconds.

mod attack;
mod bench;
mod conformance;
mod demo;
mod fuzz_language;
mod rust_text;
mod soak;
mod suites;
mod test;
mod tidy;
mod web;
mod workspace;

use std::process::ExitCode;

use crate::workspace::Workspace;

/// One command: its name, its description, and the function that runs it with the arguments after its name.
struct Command {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&Workspace, &[String]) -> anyhow::Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "attack",
        arguments: "[--full] [--list] [NAME…]",
        about: "Attack a gateway and measure a well-behaved person beside it; see docs/attack.md",
        run: attack::run,
    },
    Command {
        name: "bench",
        arguments: "[--runs N] [NAME…]",
        about: "Measure start, memory, run, workers, web, scripts, clients, cluster or registry; see docs/benchmarks.md",
        run: bench::run,
    },
    Command {
        name: "conformance",
        arguments: "--regen [regex] [language] [functions]",
        about: "Ask Java, Jython and a package of stubs for their answers again, or only for those named",
        run: conformance::run,
    },
    Command {
        name: "demo",
        arguments: "[ARGS…]",
        about: "Build the rollcall executable and start `rollcall demo ARGS`, or with --cluster [ADDRESS] three gateways",
        run: demo::run,
    },
    Command {
        name: "fuzz-language",
        arguments: "[--checked] [--texts|--library] [--cases N] [--seed N] [--python 7.9|3]",
        about: "Compare made-up scripts, or calls of texts or the library, with Jython and CPython",
        run: fuzz_language::run,
    },
    Command {
        name: "fuzz-regex",
        arguments: "--cases N [ARGS…]",
        about: "Compare the filters' dialect with Java on made-up cases",
        run: conformance::fuzz,
    },
    Command {
        name: "soak",
        arguments: "cluster [--faults N] [--seed N]",
        about: "Kill, stop and cut off the parts of three clusters some thousand times; see docs/cluster.md",
        run: soak::run,
    },
    Command {
        name: "suites",
        arguments: "DIR… [NAME…]",
        about: "Run folders of Python 2's own tests under Jython and here, and compare with the last run",
        run: suites::run,
    },
    Command {
        name: "test",
        arguments: "[--no-install] [STEP…]",
        about: "Install what tests need and run everything that CI runs, or only the steps named",
        run: test::run,
    },
    Command { name: "tidy", arguments: "", about: "Check the house rules that no compiler checks", run: tidy::run },
    Command { name: "web", arguments: "", about: "Build the browser's client into web/dist", run: web::build },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        eprint!("{}", help());
        return ExitCode::from(2);
    };
    let asks_for_help = |argument: &String| matches!(argument.as_str(), "help" | "--help" | "-h");
    if asks_for_help(name) || rest.first().is_some_and(asks_for_help) {
        print!("{}", help());
        return ExitCode::SUCCESS;
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprint!("xtask: there is no command `{name}`.\n\n{}", help());
        return ExitCode::from(2);
    };
    match Workspace::open().and_then(|workspace| (command.run)(&workspace, rest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask {name}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The text of `cargo xtask --help`.
fn help() -> String {
    let mut text = String::from("Usage: cargo xtask COMMAND [ARGUMENTS]\n\nCommands:\n");
    for Command { name, arguments, about, .. } in COMMANDS {
        text.push_str(&format!("  {:<30} {about}\n", format!("{name} {arguments}")));
    }
    text.push_str("\nSteps of `test`, in order (each can be run alone, as in `cargo xtask test fmt tidy`):\n");
    for step in test::STEPS {
        text.push_str(&format!("  {:<30} {}\n", step.name, step.about));
    }
    text
}
