//! Attacks on a gateway, each with a well-behaved person measured beside it.
//!
//! ```text
//! attack EXECUTABLE [--full] [--list] [NAME…]
//! ```
//!
//! `cargo xtask attack` builds both and starts this; scenarios, and how to add one, are described in `docs/attack.md`.
//! Each scenario has a gateway of its own, held to a limit of memory by the kernel, and a rule with a wide margin.
//! Figures are printed for every one; only rules are judged. It is not a benchmark: attackers, the person and the
//! gateway share the machine.

mod bystander;
mod figures;
mod ground;
mod memory;
mod plant;
mod scenario;
mod scenarios;

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::time::Instant;

use futures_util::FutureExt;
use scenario::{Scale, Scenario};
use scenarios::SCENARIOS;

/// The choice that the arguments make.
struct Choice {
    executable: &'static str,
    scale: Scale,
    list: bool,
    scenarios: Vec<&'static Scenario>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Choice { executable, scale, list, scenarios } = match choose(std::env::args().skip(1)) {
        Ok(choice) => choice,
        Err(fault) => {
            eprintln!("{fault}");
            return ExitCode::from(2);
        }
    };
    if list {
        scenarios.iter().for_each(|scenario| println!("{:<16} {}", scenario.name, scenario.rule));
        return ExitCode::SUCCESS;
    }
    let started = Instant::now();
    let mut broken = Vec::new();
    for scenario in scenarios {
        let begun = Instant::now();
        println!("\n## {}\n{}\n", scenario.name, scenario.rule);
        // A scenario panics at a broken rule, as a test does; the next one has a gateway of its own.
        let outcome = AssertUnwindSafe(ground::run(executable, scenario, scale)).catch_unwind().await;
        let verdict = if outcome.is_ok() { "held" } else { "BROKEN" };
        println!("{verdict} after {:.1} s", begun.elapsed().as_secs_f64());
        broken.extend(outcome.is_err().then_some(scenario.name));
    }
    println!("\nall of it in {:.1} s", started.elapsed().as_secs_f64());
    if broken.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("broken: {}; one alone: cargo xtask attack {}", broken.join(", "), broken[0]);
    ExitCode::FAILURE
}

/// Reads the arguments.
///
/// # Errors
/// The mistake in the arguments.
fn choose(arguments: impl IntoIterator<Item = String>) -> Result<Choice, String> {
    let (options, words): (Vec<String>, Vec<String>) = arguments.into_iter().partition(|each| each.starts_with("--"));
    let unknown = options.iter().find(|option| !["--full", "--list"].contains(&option.as_str()));
    if let Some(unknown) = unknown {
        return Err(format!("there is no option {unknown}; the options are --full and --list"));
    }
    let mut words = words.into_iter();
    let executable = words.next().ok_or("usage: attack EXECUTABLE [--full] [--list] [NAME…]")?;
    let has = |option: &str| options.iter().any(|each| each == option);
    let scale = if has("--full") { Scale::Full } else { Scale::Bounded };
    let names: Vec<String> = words.collect();
    if let Some(name) = names.iter().find(|name| !SCENARIOS.iter().any(|scenario| scenario.name == **name)) {
        let known: Vec<&str> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
        return Err(format!("there is no scenario {name}; the scenarios are {}", known.join(", ")));
    }
    let wanted = |scenario: &&Scenario| match names.is_empty() {
        true => scale == Scale::Full || !scenario.only_full,
        false => names.iter().any(|name| name == scenario.name),
    };
    let scenarios = SCENARIOS.iter().copied().filter(|scenario| has("--list") || wanted(scenario)).collect();
    // The path is needed for as long as the process runs.
    Ok(Choice { executable: executable.leak(), scale, list: has("--list"), scenarios })
}
