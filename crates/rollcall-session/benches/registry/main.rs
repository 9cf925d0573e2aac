//! The registry at a million sessions, beside the loop over all of them that it replaces.
//!
//! `cargo bench -p rollcall-session --bench registry [-- SESSIONS]` generates a plant, asks the questions of the table
//! below here and, with the `java` on the path, in `bench/peers/JdkLoop.java`, over the same sessions in the same run, and
//! prints Markdown for `docs/benchmarks-registry.md`. Nothing fails because it is slow.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a benchmark reads clocks and stops at any error")]

mod generator;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use generator::Plant;
use rollcall_regex::{Budget, Filter};
use rollcall_session::{Answer, ClientId, EndReason, Filters, Moment, Registry, Roster, Settings, Tick, Timestamp};

/// Username pattern, project pattern, and how many times faster than the loop it is to be: cold, and after changes.
const QUESTIONS: [(&str, &str, f64); 8] = [
    ("billy", "", 10_000.0),
    ("bi.*", "", 1_000.0),
    (".*ill.*", "", 10.0),
    (r"b[a-m]+y\d*", "", 10.0),
    ("(?i)BI.*", "", 10.0),
    ("(bob|bill).*", "", 10.0),
    ("bi.*", "plant-07", 1_000.0),
    (".*ill.*", "plant-0.*", 10.0),
];
const RUNS: usize = 31;
const NOW: Moment = Moment { tick: Tick(1_000), wall: Timestamp(1_540_000_000_000) };

struct Question {
    username: Filter,
    project: Option<Filter>,
    goal: f64,
}

impl Question {
    fn ask(&self, roster: &Roster) -> std::sync::Arc<Answer> {
        let filters = Filters { username: Some(&self.username), project: self.project.as_ref() };
        roster.answer(filters, &mut Budget::unlimited()).unwrap()
    }

    fn text(&self) -> String {
        let project = self.project.as_ref().map_or(String::new(), |p| format!(" in `{}`", p.pattern()));
        format!("`{}`{project}", self.username.pattern().replace('|', "\\|"))
    }
}

fn main() {
    let sessions = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(1_000_000);
    let mut plant = Plant::new(sessions / 10);
    let before = resident();
    let (mut registry, mut ids, rate) = fill(&mut plant, sessions);
    let roster = registry.roster();
    assert_eq!(roster.session_count(), sessions);
    let memory = (resident() - before) as f64 / sessions as f64;
    println!("{sessions} sessions, {} users, {} projects.\n", sessions / 10, generator::PROJECTS);
    println!("- memory: {memory:.0} bytes a session (resident, with the roster; goal 300)");
    println!("- filling: {rate:.0} log-ins a second");

    let questions = QUESTIONS.map(|(username, project, goal)| Question {
        username: Filter::new(username).unwrap(),
        project: (!project.is_empty()).then(|| Filter::new(project).unwrap()),
        goal,
    });
    let counts: Vec<usize> = questions.iter().map(|question| question.ask(&roster).len()).collect();
    let loops = jdk(&registry);
    let mut table = String::from(
        "\n| question | rows | share | loop | cold | × | goal | again | after 1 % | × (goal 100) | upkeep | × with it |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (place, question) in questions.iter().enumerate() {
        let rows = counts[place];
        let cold = median(|| {
            forget(&roster);
            timed(|| read(&question.ask(&roster)))
        });
        let again = median(|| timed(|| question.ask(&roster)));
        let mut upkeep = Vec::new();
        let changed = median(|| {
            question.ask(&roster);
            upkeep.push(change(&mut registry, &mut plant, &mut ids, sessions / 200));
            timed(|| read(&question.ask(&roster)))
        });
        upkeep.sort_unstable();
        let upkeep = upkeep[upkeep.len() / 2];
        let its_loop = loops.as_ref().map(|loops| loops[place]);
        let ratio = |time: Duration| its_loop.map_or(0.0, |(_, nanos)| nanos / time.as_nanos() as f64);
        writeln!(
            table,
            "| {} | {rows} | {:.3} % | {:.1} ms | {cold:.1?} | {:.0} | {:.0} | {again:.2?} | {changed:.1?} | {:.0} | {upkeep:.1?} | {:.0} |",
            question.text(),
            rows as f64 * 100.0 / sessions as f64,
            its_loop.map_or(0.0, |(_, nanos)| nanos / 1e6),
            ratio(cold),
            question.goal,
            ratio(changed),
            ratio(changed + upkeep),
        )
        .unwrap();
        if let Some((its_rows, _)) = its_loop {
            assert_eq!(its_rows, rows, "both find the same");
        }
    }
    println!("{table}");
    under_way(registry, &mut plant, ids, &questions);
}

/// Everybody logs in.
fn fill(plant: &mut Plant, sessions: usize) -> (Registry, Vec<ClientId>, f64) {
    let mut registry = Registry::new(Settings::default());
    let mut ids = Vec::with_capacity(sessions);
    let mut spent = Duration::ZERO;
    for _ in 0..sessions {
        let opening = plant.opening();
        let started = Instant::now();
        let id = registry.open(opening, NOW, &mut plant.dice).unwrap().client_id;
        registry.confirm(id, NOW).unwrap();
        spent += started.elapsed();
        ids.push(id);
    }
    (registry, ids, sessions as f64 / spent.as_secs_f64())
}

/// As many log-outs as log-ins. Answers with the time that the roster's upkeep took: it is asked for its size so often
/// that it takes over all news in those calls, which are timed, and none while somebody logs in.
fn change(registry: &mut Registry, plant: &mut Plant, ids: &mut [ClientId], count: usize) -> Duration {
    let mut upkeep = Duration::ZERO;
    for number in 0..count {
        let place = plant.dice.below(ids.len());
        registry.end(ids[place], EndReason::LoggedOut).unwrap();
        let opening = plant.opening();
        ids[place] = registry.open(opening, NOW, &mut plant.dice).unwrap().client_id;
        registry.confirm(ids[place], NOW).unwrap();
        if number % 128 == 127 {
            upkeep += timed(|| registry.roster().session_count());
        }
    }
    upkeep
}

/// Asks for so much else that what was kept is dropped; filters stay compiled, as in the loop.
fn forget(roster: &Roster) {
    for number in 0..64 {
        let nobody = Filter::new(&format!("nobody{number}")).unwrap();
        let filters = Filters { username: Some(&nobody), project: None };
        roster.answer(filters, &mut Budget::unlimited()).unwrap();
    }
}

/// Reads every cell once.
fn read(answer: &Answer) -> usize {
    let mut sum = 0;
    for listing in answer.listings() {
        sum += listing.username().len() + listing.project().len() + listing.address().len();
        sum += usize::from(listing.is_designer()) + listing.creation_time().0 as usize;
        black_box(listing.client_id());
    }
    black_box(sum)
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    let result = black_box(work());
    let time = started.elapsed();
    drop(result);
    time
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS + 3).map(|_| run()).skip(3).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Resident memory of this process, in bytes.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

/// The loop over the same sessions: rows and nanoseconds for each question; None without a `java`.
fn jdk(registry: &Registry) -> Option<Vec<(usize, f64)>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (rows, questions) = (folder.join("sessions.tsv"), folder.join("questions.tsv"));
    let mut text = String::new();
    for s in registry.sessions() {
        let (user, project, address) = (&s.username, &s.project, s.address());
        let (designer, id, created) = (s.is_designer(), s.client_id, s.creation_time.0);
        writeln!(text, "{user}\t{project}\t{address}\t{designer}\t{id}\t{created}").unwrap();
    }
    std::fs::write(&rows, text).unwrap();
    std::fs::write(&questions, QUESTIONS.map(|(user, project, _)| format!("{user}\t{project}\n")).concat()).unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/peers/JdkLoop.java");
    let output = Command::new("java")
        .args(["-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"])
        .args([source.as_os_str(), rows.as_os_str(), questions.as_os_str(), RUNS.to_string().as_ref()])
        .output()
        .ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let pair = |line: &str| {
        let (rows, nanos) = line.split_once('\t').unwrap();
        (rows.parse().unwrap(), nanos.parse().unwrap())
    };
    Some(lines.lines().map(pair).collect())
}

/// Log-ins and log-outs with and without questions asked back to back by another thread.
fn under_way(registry: Registry, plant: &mut Plant, mut ids: Vec<ClientId>, questions: &[Question]) {
    let roster = registry.roster();
    let registry = Mutex::new(registry);
    let asking = AtomicBool::new(false);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            let mut asked = 0;
            while !over.load(Ordering::Relaxed) {
                if asking.load(Ordering::Relaxed) {
                    for question in questions {
                        black_box(read(&question.ask(&roster)));
                    }
                    asked += questions.len();
                } else {
                    std::thread::yield_now();
                }
            }
            asked
        });
        let mut rates = [Vec::new(), Vec::new()];
        let mut entering = Vec::new();
        for round in 0..10 {
            asking.store(round % 2 == 1, Ordering::Relaxed);
            let (rate, times) = log_ins(&registry, plant, &mut ids);
            rates[round % 2].push(rate);
            if round % 2 == 1 {
                entering.extend(times);
            }
        }
        over.store(true, Ordering::Relaxed);
        let middle = |rates: &mut Vec<f64>| {
            rates.sort_unstable_by(f64::total_cmp);
            rates[rates.len() / 2]
        };
        let [without, with] = &mut rates;
        let (without, with) = (middle(without), middle(with));
        entering.sort_unstable();
        let at = |part: f64| entering[(entering.len() as f64 * part) as usize];
        println!(
            "- log-ins and log-outs a second: {without:.0} without questions, {with:.0} with ({:.2}, goal 0.8)",
            with / without
        );
        println!(
            "- entering during questions: median {:.1?}, p99 {:.1?} (goal 1 ms), p99.9 {:.1?}",
            at(0.5),
            at(0.99),
            at(0.999)
        );
        println!("- questions meanwhile: {}", asked.join().unwrap());
    });
}

/// A second of log-outs and log-ins, and how long each log-in waited and took.
fn log_ins(registry: &Mutex<Registry>, plant: &mut Plant, ids: &mut [ClientId]) -> (f64, Vec<Duration>) {
    let (mut times, mut spent) = (Vec::new(), Duration::ZERO);
    while spent < Duration::from_secs(1) {
        let (place, opening) = (plant.dice.below(ids.len()), plant.opening());
        let started = Instant::now();
        registry.lock().unwrap().end(ids[place], EndReason::LoggedOut).unwrap();
        let left = Instant::now();
        let id = registry.lock().unwrap().open(opening, NOW, &mut plant.dice).unwrap().client_id;
        registry.lock().unwrap().confirm(id, NOW).unwrap();
        times.push(left.elapsed());
        spent += started.elapsed();
        ids[place] = id;
    }
    (2.0 * times.len() as f64 / spent.as_secs_f64(), times)
}
