//! The registry at a million sessions, beside the loop over all of them that it replaces, and beside other stores.
//!
//! `cargo bench -p rollcall-session --bench registry [-- SESSIONS [at-once]]` generates a plant, asks the questions of
//! `questions.rs` here and of the peers in `bench/peers/`, over the same sessions in the same run, and prints Markdown
//! for `docs/benchmarks-registry.md`. A peer that is not installed is left out with a note. Nothing fails because it is
//! slow.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a benchmark reads clocks and stops at any error")]

mod generator;
#[path = "../../../../bench/peers/mod.rs"]
mod peers;
mod questions;
mod under_way;
mod upkeep;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use generator::Plant;
use peers::{PEERS, jdk_loop};
use questions::{Asked, QUESTIONS, USUAL, forget, median, middle, read, timed};
// The log, which is compiled here from its source, knows these by their place in the crate.
pub(crate) use rollcall_session::{ClientId, OrderKey, Timestamp};
use rollcall_session::{EndReason, Registry, Roster, Settings};

const RUNS: usize = 31;

/// The figures of one question.
struct Figures {
    rows: usize,
    cold: Duration,
    again: Duration,
    changed: Duration,
    upkeep: Duration,
}

fn main() {
    let sessions = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(1_000_000);
    let mut plant = Plant::new(sessions / 10);
    plant.at_once = std::env::args().any(|word| word == "at-once");
    println!("{sessions} sessions, {} users, {} projects.\n", sessions / 10, generator::PROJECTS);
    let (mut registry, mut ids) = fill(&mut plant, sessions);
    let questions = QUESTIONS.each_ref().map(Asked::new);
    let mut figures: Vec<Figures> = questions.iter().map(|question| ask(&registry.roster(), question)).collect();
    let folder = folder();
    let rows = write_rows(&registry, &folder);
    let loops = jdk_loop(&rows, &folder, &QUESTIONS, RUNS).inspect_err(|why| println!("- no loop: {why}")).ok();
    compare(&rows, &folder, &figures, loops.as_deref());
    std::fs::remove_dir_all(&folder).unwrap();
    ask_after_changes(&mut registry, &mut plant, &mut ids, &questions, &mut figures);
    table(&figures, &questions, sessions, loops.as_deref());
    under_way::under_way(registry, &mut plant, ids, &questions[..USUAL]);
}

/// Everybody logs in.
fn fill(plant: &mut Plant, sessions: usize) -> (Registry, Vec<ClientId>) {
    let mut registry = Registry::new(Settings::default());
    // Its content does not matter; its memory must be allocated before the measurement.
    let mut ids = vec![registry.open(plant.opening(), plant.now(), &mut plant.dice).unwrap().client_id; sessions];
    registry.abandon(ids[0]);
    let before = resident();
    let mut spent = Duration::ZERO;
    for id in &mut ids {
        let (opening, now) = (plant.opening(), plant.now());
        let started = Instant::now();
        *id = registry.open(opening, now, &mut plant.dice).unwrap().client_id;
        registry.confirm(*id, now).unwrap();
        spent += started.elapsed();
    }
    let memory = (resident() - before) as f64 / sessions as f64;
    assert_eq!(registry.roster().session_count(), sessions);
    println!("- memory: {memory:.0} bytes a session (resident, with the roster; goal 300)");
    println!("- filling: {:.0} log-ins a second", sessions as f64 / spent.as_secs_f64());
    (registry, ids)
}

/// Resident memory of this process, in bytes.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

/// A folder for the peers, which any user may enter.
fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("rollcall-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The listed sessions, tab-separated.
fn write_rows(registry: &Registry, folder: &Path) -> PathBuf {
    let mut text = String::new();
    for s in registry.sessions() {
        let (user, project, address) = (&s.username, &s.project, s.address());
        let (designer, id, created) = (s.is_designer(), s.client_id, s.creation_time.0);
        writeln!(text, "{user}\t{project}\t{address}\t{designer}\t{id}\t{created}").unwrap();
    }
    let rows = folder.join("sessions.tsv");
    std::fs::write(&rows, text).unwrap();
    rows
}

/// Asks cold and again.
fn ask(roster: &Roster, question: &Asked) -> Figures {
    let cold = median(RUNS, || {
        forget(roster);
        timed(|| read(&question.ask(roster)))
    });
    let again = median(RUNS, || timed(|| question.ask(roster)));
    Figures { rows: question.ask(roster).len(), cold, again, changed: Duration::ZERO, upkeep: Duration::ZERO }
}

/// Asks after half a per cent of the sessions ended and as many began.
fn ask_after_changes(
    registry: &mut Registry,
    plant: &mut Plant,
    ids: &mut [ClientId],
    questions: &[Asked],
    figures: &mut [Figures],
) {
    let (roster, sessions) = (registry.roster(), ids.len());
    let mut changes = Vec::new();
    for (question, figures) in questions.iter().zip(figures) {
        figures.changed = median(RUNS, || {
            question.ask(&roster);
            changes.push(change(registry, plant, ids, sessions / 200));
            timed(|| read(&question.ask(&roster)))
        });
        figures.upkeep = median(RUNS, || upkeep::log(&question.ask(&roster), sessions / 100, sessions));
    }
    println!("- the changes themselves, {} log-outs and as many log-ins: {:.1?}", sessions / 200, middle(changes));
}

fn table(figures: &[Figures], questions: &[Asked], sessions: usize, loops: Option<&[(usize, f64)]>) {
    println!(
        "\n| question | rows | share | loop | cold | × | goal | again | after 1 % | upkeep | × with both (goal 100) |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (place, Figures { rows, cold, again, changed, upkeep }) in figures.iter().enumerate() {
        let nanos = loops.map_or(0.0, |loops| loops[place].1);
        println!(
            "| {} | {rows} | {:.3} % | {:.1} ms | {cold:.1?} | {:.0} | {} | {again:.0?} | {changed:.0?} | {upkeep:.0?} | {:.0} |",
            questions[place].text(),
            *rows as f64 * 100.0 / sessions as f64,
            nanos / 1e6,
            nanos / cold.as_nanos() as f64,
            QUESTIONS[place].goal.map_or_else(String::new, |goal| goal.to_string()),
            nanos / (*changed + *upkeep).as_nanos() as f64,
        );
    }
    println!();
}

/// As many log-outs as log-ins; the time they took.
fn change(registry: &mut Registry, plant: &mut Plant, ids: &mut [ClientId], count: usize) -> Duration {
    let mut spent = Duration::ZERO;
    for _ in 0..count {
        let (place, opening) = (plant.dice.below(ids.len()), plant.opening());
        let now = plant.now();
        let started = Instant::now();
        registry.end(ids[place], EndReason::LoggedOut).unwrap();
        ids[place] = registry.open(opening, now, &mut plant.dice).unwrap().client_id;
        registry.confirm(ids[place], now).unwrap();
        spent += started.elapsed();
    }
    spent
}

/// Asks the peers; prints how many times as long each takes as the registry does cold.
fn compare(rows: &Path, folder: &Path, figures: &[Figures], loops: Option<&[(usize, f64)]>) {
    let mut head = String::from("| question | rows | Rollcall, cold | JDK loop |");
    let mut lines: Vec<String> = Vec::new();
    for (place, Figures { rows, cold, .. }) in figures.iter().enumerate() {
        assert!(loops.is_none_or(|loops| loops[place].0 == *rows), "both find the same");
        let its_loop = loops.map(|loops| Duration::from_nanos(loops[place].1 as u64));
        lines.push(format!(
            "| {} | {rows} | {cold:.1?} |{}",
            Asked::new(&QUESTIONS[place]).text(),
            cell(its_loop, *cold)
        ));
    }
    for (name, start) in PEERS {
        eprintln!("filling {name} …");
        let mut peer = match start(rows, folder) {
            Ok(peer) => peer,
            Err(why) => {
                println!("- {name} is left out: {why}");
                continue;
            }
        };
        write!(head, " {} |", peer.name()).unwrap();
        for (place, Figures { rows, cold, .. }) in figures.iter().enumerate() {
            let question = &QUESTIONS[place];
            assert_eq!(peer.ask(question).unwrap(), *rows, "{name} finds the same for {}", question.username);
            let time = median(RUNS, || timed(|| peer.ask(question).unwrap()));
            lines[place] += &cell(Some(time), *cold);
        }
    }
    let columns = head.matches('|').count() - 1;
    println!("\n{head}\n|---|{}\n{}\n", "--:|".repeat(columns - 1), lines.join("\n"));
}

/// A time, and how many times as long as the registry's it is.
fn cell(time: Option<Duration>, cold: Duration) -> String {
    time.map_or_else(
        || " – |".to_owned(),
        |time| format!(" {time:.1?} ({:.0} ×) |", time.as_secs_f64() / cold.as_secs_f64()),
    )
}
