//! Real faults on a real cluster: gateways, PostgreSQL and nats-server as processes, which are killed, stopped and cut off while
//! clients keep their sessions and questions are asked. In all of it
//! - no list has a session twice, or one that was ended some time ago;
//! - a list that is called complete has every session that lived through the question;
//! - no client is refused whose session was not ended.
//!
//! And after each ten faults every session is at exactly one node, and every node lists all of them.
//!
//! ```text
//! cluster_faults EXECUTABLE [--faults N] [--seed N]
//! ```
//!
//! `cargo xtask test` runs it with 200 faults, `cargo xtask soak cluster` with 3,000. The seed decides which faults there are;
//! what happens during them is the machines' own and differs from run to run.

mod actions;
mod clients;
mod faults;
mod ledger;
mod plant;
mod questions;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use fastrand::Rng;
use testkit::Executable;
use tokio::task::{JoinSet, LocalSet};

use ledger::Ledger;
use plant::Plant;

/// Plants at once: most of the time each of them waits.
const PLANTS: usize = 3;
/// After so many faults all must come to rest.
const ROUND: usize = 10;

struct Choice {
    executable: &'static str,
    faults: usize,
    seed: u64,
}

// One thread does: what takes time happens in other processes.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    LocalSet::new().run_until(run()).await
}

async fn run() -> ExitCode {
    let choice = match choose(std::env::args().skip(1)) {
        Ok(choice) => choice,
        Err(fault) => {
            eprintln!("{fault}");
            return ExitCode::from(2);
        }
    };
    println!("{} faults over {PLANTS} clusters, --seed {}", choice.faults, choice.seed);
    let began = Instant::now();
    let share = choice.faults.div_ceil(PLANTS);
    let mut lives = Vec::new();
    for number in 0..PLANTS as u64 {
        let plant = Arc::new(Plant::start(Executable::at(choice.executable)).await);
        let rng = Rng::with_seed(choice.seed.wrapping_add(number));
        lives.push((Arc::clone(&plant), tokio::task::spawn_local(live(plant, share, rng))));
    }
    let mut is_broken = false;
    for (plant, life) in lives {
        match life.await {
            Ok(ledger) => println!("{}", ledger.summary()),
            Err(broken) => {
                println!("BROKEN: {broken}\n{}", plant.logs().await);
                is_broken = true;
            }
        }
    }
    println!("after {:.0} s", began.elapsed().as_secs_f64());
    if is_broken { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A plant's life through all faults to the peace after them.
async fn live(plant: Arc<Plant>, faults: usize, mut rng: Rng) -> Arc<Ledger> {
    let ledger = Arc::new(Ledger::default());
    let mut clients = clients::log_in_all(&plant, &ledger, &mut rng).await;
    let mut tasks = JoinSet::new();
    for node in 0..plant::NODES.len() {
        tasks.spawn_local(questions::ask(Arc::clone(&plant), Arc::clone(&ledger), node, rng.fork()));
    }
    tasks.spawn_local(actions::act(Arc::clone(&plant), Arc::clone(&ledger), rng.fork()));
    let trouble = async {
        for round in 0..faults.div_ceil(ROUND) {
            faults::cause(&plant, &ledger, ROUND.min(faults - round * ROUND), &mut rng).await;
            questions::until_peace(&plant, &ledger).await;
        }
    };
    let broken = async {
        loop {
            tokio::select! {
                Some(ended) = tasks.join_next() => ended.expect("the invariants hold"),
                // Well, where its session was ended.
                Some(ended) = clients.join_next() => ended.expect("the clients go on"),
            }
        }
    };
    tokio::select! {
        () = trouble => {}
        () = broken => {}
    }
    while let Some(ended) = tasks.try_join_next().or_else(|| clients.try_join_next()) {
        ended.expect("the invariants hold to the end");
    }
    ledger
}

fn choose(arguments: impl Iterator<Item = String>) -> Result<Choice, String> {
    const USAGE: &str = "usage: cluster_faults EXECUTABLE [--faults N] [--seed N]";
    let mut arguments = arguments;
    // The path is needed for as long as the process runs.
    let executable = &*arguments.next().ok_or(USAGE)?.leak();
    let mut choice = Choice { executable, faults: 200, seed: fastrand::u64(..1_000_000) };
    while let Some(option) = arguments.next() {
        let number = arguments.next().and_then(|number| number.parse::<u64>().ok());
        match (option.as_str(), number) {
            ("--faults", Some(number)) => choice.faults = usize::try_from(number).unwrap_or(usize::MAX),
            ("--seed", Some(number)) => choice.seed = number,
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(choice)
}
