//! Log-ins and log-outs while another thread asks, and without one.

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rollcall_regex::{Budget, Filter};
use rollcall_session::{ClientId, EndReason, Filters, Registry, Roster};

use crate::generator::Plant;
use crate::questions::{Asked, middle, read, timed};

/// How often it is asked and not asked in turn.
const TURNS: usize = 15;
const TURN: Duration = Duration::from_millis(500);

/// The work of the thread that asks.
const NOTHING: usize = 0;
const QUESTIONS: usize = 1;
const EVERYBODY: usize = 2;
const STOP: usize = 3;

pub fn under_way(registry: Registry, plant: &mut Plant, mut ids: Vec<ClientId>, questions: &[Asked]) {
    let roster = registry.roster();
    let (registry, order) = (Mutex::new(registry), AtomicUsize::new(NOTHING));
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| ask(&roster, questions, &order));
        alternate(&registry, plant, &mut ids, &order);
        everybody(&registry, &roster, plant, &mut ids, &order);
        order.store(STOP, Ordering::Relaxed);
        let (asked, lists) = asking.join().unwrap();
        println!("- meanwhile: {asked} questions, and {lists} lists of everybody, each made anew");
    });
}

/// Asks back to back, in the way that `order` sets; counts questions and lists of everybody.
fn ask(roster: &Roster, questions: &[Asked], order: &AtomicUsize) -> (usize, usize) {
    let (mut asked, mut lists) = (0, 0);
    loop {
        match order.load(Ordering::Relaxed) {
            NOTHING => std::thread::sleep(Duration::from_millis(1)),
            QUESTIONS => {
                questions.iter().for_each(|question| _ = black_box(read(&question.ask(roster))));
                asked += questions.len();
            }
            EVERYBODY => {
                // Another pattern is another question.
                let all = Filter::new(&format!(".*|nobody{lists}")).unwrap();
                let filters = Filters { username: Some(&all), project: None };
                black_box(roster.answer(filters, &mut Budget::unlimited()).unwrap().len());
                lists += 1;
            }
            _ => return (asked, lists),
        }
    }
}

/// With and without questions in turn, so that a busy moment of the machine hits both.
fn alternate(registry: &Mutex<Registry>, plant: &mut Plant, ids: &mut [ClientId], order: &AtomicUsize) {
    let (mut ratios, mut fair_ratios, mut rates) = (Vec::new(), Vec::new(), [Vec::new(), Vec::new()]);
    let mut entering = Vec::new();
    for _ in 0..TURNS {
        order.store(NOTHING, Ordering::Relaxed);
        let without = log_ins(registry, plant, ids);
        order.store(QUESTIONS, Ordering::Relaxed);
        let with = log_ins(registry, plant, ids);
        ratios.push((1e3 * with.rate / without.rate) as u64);
        fair_ratios.push((1e3 * with.fair_rate / without.fair_rate) as u64);
        rates[0].push(without.rate as u64);
        rates[1].push(with.rate as u64);
        entering.extend(with.entering);
    }
    let [without, with] = rates.map(middle);
    let share = |ratios| middle(ratios) as f64 / 1e3;
    println!("- log-ins and log-outs a second: {without} without questions, {with} with");
    println!(
        "- with / without, median of {TURNS} turns: {:.2} by the clock, {:.2} less the time without a core (goal 0.8)",
        share(ratios),
        share(fair_ratios)
    );
    report("entering during questions", entering);
}

/// While the list of everybody is made again and again: entering, and another question, which needs the book.
fn everybody(
    registry: &Mutex<Registry>,
    roster: &Roster,
    plant: &mut Plant,
    ids: &mut [ClientId],
    order: &AtomicUsize,
) {
    let billy = Filter::new("billy").unwrap();
    let filters = Filters { username: Some(&billy), project: None };
    order.store(EVERYBODY, Ordering::Relaxed);
    let mut entering = Vec::new();
    for _ in 0..4 {
        entering.extend(log_ins(registry, plant, ids).entering);
    }
    report("entering while everybody is listed", entering);
    let started = Instant::now();
    let mut others = Vec::new();
    while started.elapsed() < 2 * TURN {
        others.push(timed(|| roster.answer(filters, &mut Budget::unlimited()).unwrap()));
    }
    report("another question while everybody is listed", others);
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    println!("- {what}: median {:.1?}, p99 {:.1?} (goal 1 ms), p99.9 {:.1?}", at(0.5), at(0.99), at(0.999));
}

struct Turn {
    rate: f64,
    /// By the clock, less the time in which the thread could have run and had no core, which is the effect of other
    /// programs. Waiting for locks is included.
    fair_rate: f64,
    /// How long each log-in waited and took.
    entering: Vec<Duration>,
}

/// Log-outs and log-ins for a while, and the generation of their openings, which costs the same with and without
/// questions.
fn log_ins(registry: &Mutex<Registry>, plant: &mut Plant, ids: &mut [ClientId]) -> Turn {
    let (mut entering, mut spent) = (Vec::new(), Duration::ZERO);
    let (begun, delay) = (Instant::now(), without_core());
    while spent < TURN {
        let (place, opening) = (plant.dice.below(ids.len()), plant.opening());
        let now = plant.now();
        let started = Instant::now();
        registry.lock().unwrap().end(ids[place], EndReason::LoggedOut).unwrap();
        let left = Instant::now();
        let id = registry.lock().unwrap().open(opening, now, &mut plant.dice).unwrap().client_id;
        registry.lock().unwrap().confirm(id, now).unwrap();
        entering.push(left.elapsed());
        spent += started.elapsed();
        ids[place] = id;
    }
    let elapsed = begun.elapsed().as_secs_f64();
    let delay = without_core() - delay;
    let count = 2.0 * entering.len() as f64;
    Turn { rate: count / elapsed, fair_rate: count / (elapsed - delay), entering }
}

/// How long this thread has waited for a core so far, in seconds.
fn without_core() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').nth(1).unwrap().parse::<f64>().unwrap() / 1e9
}
