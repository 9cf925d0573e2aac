//! Three gateways with many sessions, and how long a question to all of them takes beside one to a single gateway; the end of
//! a session; and thousands of clients whose gateway is killed.
//!
//! ```text
//! cluster_load EXECUTABLE SESSIONS CLIENTS
//! ```
//!
//! SESSIONS at each gateway, of which CLIENTS at the first are connected when it is killed. It prints one JSON object with
//! times in milliseconds. `cargo xtask bench cluster` runs it and makes a report. The sessions are written into the database
//! before the gateways start, as if they had been opened before a restart.

mod clients;
mod plant;
mod questions;

use std::time::Duration;

use serde_json::json;
use testkit::{Executable, Signal, signal};
use tokio::time::Instant;

use plant::Plant;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [executable, sessions, connected] = words[..] else {
        panic!("usage: cluster_load EXECUTABLE SESSIONS CLIENTS")
    };
    let count = |text: &str| text.parse::<usize>().unwrap_or_else(|_| panic!("{text:?} is no number"));
    // The path is needed for as long as the process runs.
    let executable = Executable::at(Box::leak(executable.to_owned().into_boxed_str()));
    let (sessions, connected) = (count(sessions), count(connected));
    let mut plant = Plant::start(executable, sessions).await;
    let quiet = questions::all_here(&mut plant).await;
    let ends = questions::ends(&plant, sessions).await;

    signal(plant.gateways[1].pid(), Signal::STOP);
    let stopped = questions::with_one_missing(&plant, "b").await;
    signal(plant.gateways[1].pid(), Signal::CONT);
    questions::until_complete(&plant).await;

    let open = clients::connect(&plant, connected).await;
    let killed_at = Instant::now();
    plant.gateways[0].kill().await;
    let moved = clients::all_back(&plant, open, killed_at).await;
    println!(
        "{}",
        json!({
            "sessions": sessions, "clients": connected, "quiet": quiet, "ends": ends, "stopped": stopped, "moved": moved,
        })
    );
}

/// A time in milliseconds.
fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
