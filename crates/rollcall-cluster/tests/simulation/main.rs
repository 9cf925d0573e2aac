//! Thousands of made-up histories of a cluster: lost, late, doubled and reordered messages, nodes that are killed, stopped and
//! cut off, clocks that differ by hours, a database that is away. In each of them
//! - no list has a session twice, or one that ended long ago;
//! - a list that is called complete has every session that lived through the question;
//! - in peace each session that was acknowledged and has not ended is on one node, the one that the database names.
//!
//! The database and the network are models; the parts of a node are those of the gateway. `ROLLCALL_SCHEDULES` sets how many
//! histories there are, `ROLLCALL_SEED` replays one and tells it step by step.

/// Tells a step of a history that is replayed.
macro_rules! tell {
    ($($what:tt)*) => {
        if $crate::IS_TOLD.load(std::sync::atomic::Ordering::Relaxed) {
            println!($($what)*);
        }
    };
}

mod database;
mod node;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use world::World;

/// How many histories without a wish.
const SCHEDULES: u64 = 100_000;
/// How many things happen in each.
const STEPS: u64 = 60;

/// Whether a history is replayed.
static IS_TOLD: AtomicBool = AtomicBool::new(false);

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn live(seed: u64) -> (u64, u64) {
    let lived = catch_unwind(AssertUnwindSafe(|| {
        let mut world = World::of(seed);
        world.live(STEPS);
        (world.lists, world.complete)
    }));
    lived.unwrap_or_else(|_| panic!("ROLLCALL_SEED={seed} replays it"))
}

#[test]
fn what_is_promised_holds_in_every_history() {
    if let Some(seed) = number("ROLLCALL_SEED") {
        IS_TOLD.store(true, Ordering::Relaxed);
        live(seed);
        return;
    }
    let count = number("ROLLCALL_SCHEDULES").unwrap_or(SCHEDULES);
    let (next, lists, complete) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= count {
                        return;
                    }
                    let (all, whole) = live(seed);
                    lists.fetch_add(all, Ordering::Relaxed);
                    complete.fetch_add(whole, Ordering::Relaxed);
                }
            });
        }
    });
    let (lists, complete) = (lists.into_inner(), complete.into_inner());
    println!("{count} histories, {lists} lists, {complete} of them complete");
    assert!(complete * 5 > lists, "lists that are never complete prove nothing: {complete} of {lists}");
}
