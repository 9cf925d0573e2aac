//! The faults. Up to three are under way at once, on different things.

use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use testkit::{Proxy, Signal, Way, signal};
use tokio::sync::{Mutex, Semaphore};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::ledger::Ledger;
use crate::plant::{NODES, Plant};

const AT_ONCE: usize = 3;

#[derive(Clone, Copy, Debug)]
enum Fault {
    Kill,
    Stop,
    DatabaseCut,
    DatabaseHeld,
    NatsCut,
    NatsHeld,
    NatsDead,
    Sockets,
    NatsKilled,
    NatsHung,
    DatabaseStopped,
    DatabaseHung,
}

/// Each as often as its number says.
const FAULTS: [(Fault, &str, usize); 12] = [
    (Fault::Kill, "gateways killed", 8),
    (Fault::Stop, "gateways stopped", 7),
    (Fault::DatabaseCut, "database lines cut", 5),
    (Fault::DatabaseHeld, "database lines held", 6),
    (Fault::NatsCut, "NATS lines cut", 4),
    (Fault::NatsHeld, "NATS lines held", 6),
    (Fault::NatsDead, "NATS lines dead", 3),
    (Fault::Sockets, "all sockets dropped", 4),
    (Fault::NatsKilled, "NATS killed", 2),
    (Fault::NatsHung, "NATS hung", 2),
    (Fault::DatabaseStopped, "database stopped", 2),
    (Fault::DatabaseHung, "database hung", 2),
];

/// Causes so many faults, and returns when the last one is over.
///
/// # Panics
/// When what was stopped does not start again.
pub async fn cause(plant: &Arc<Plant>, ledger: &Arc<Ledger>, count: usize, rng: &mut Rng) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut under_way = JoinSet::new();
    for _ in 0..count {
        let place = Arc::clone(&room).acquire_owned().await.expect("it is never closed");
        let (fault, name) = pick(rng);
        let (plant, ledger, mut own) = (Arc::clone(plant), Arc::clone(ledger), rng.fork());
        under_way.spawn_local(async move {
            ledger.count("faults");
            ledger.count(name);
            carry_out(fault, &plant, &ledger, &mut own).await;
            drop(place);
        });
        sleep(Duration::from_millis(rng.u64(100..2_000))).await;
        while let Some(over) = under_way.try_join_next() {
            over.expect("what was stopped goes on");
        }
    }
    while let Some(over) = under_way.join_next().await {
        over.expect("what was stopped goes on");
    }
}

fn pick(rng: &mut Rng) -> (Fault, &'static str) {
    let all: usize = FAULTS.iter().map(|(_, _, often)| often).sum();
    let mut place = rng.usize(..all);
    for (fault, name, often) in FAULTS {
        if place < often {
            return (fault, name);
        }
        place -= often;
    }
    (Fault::Sockets, "all sockets dropped")
}

async fn carry_out(fault: Fault, plant: &Plant, ledger: &Ledger, rng: &mut Rng) {
    let node = rng.usize(..NODES.len());
    match fault {
        Fault::Kill => {
            let mut gateway = plant.gateways[node].lock().await;
            plant.keep_log(node, &gateway.kill().await.stderr);
            pause(rng, 1_500).await;
            gateway.start_again().await;
        }
        Fault::Stop => {
            let gateway = plant.gateways[node].lock().await;
            signal(gateway.pid(), Signal::STOP);
            pause(rng, 8_000).await;
            signal(gateway.pid(), Signal::CONT);
        }
        Fault::DatabaseCut => plant.database_lines[node].lock().await.cut(),
        Fault::DatabaseHeld => hold(&plant.database_lines[node], rng).await,
        Fault::NatsCut => plant.nats_lines[node].lock().await.cut(),
        Fault::NatsHeld => hold(&plant.nats_lines[node], rng).await,
        Fault::NatsDead => plant.nats_lines[node].lock().await.half_open(),
        Fault::Sockets => ledger.drop_connections(),
        Fault::NatsKilled => {
            let mut nats = plant.nats.lock().await;
            nats.kill();
            pause(rng, 3_000).await;
            nats.start_again().await;
        }
        Fault::NatsHung => {
            let nats = plant.nats.lock().await;
            nats.hang();
            pause(rng, 4_000).await;
            nats.go_on();
        }
        Fault::DatabaseStopped => {
            let mut database = plant.database.lock().await;
            ledger.note_database(true);
            database.stop();
            pause(rng, 3_000).await;
            database.start_again().await;
            ledger.note_database(false);
        }
        Fault::DatabaseHung => {
            let database = plant.database.lock().await;
            ledger.note_database(true);
            database.hang();
            pause(rng, 4_000).await;
            database.go_on();
            ledger.note_database(false);
        }
    }
}

/// Nothing passes, one way or both.
async fn hold(line: &Mutex<Proxy>, rng: &mut Rng) {
    let line = line.lock().await;
    let ways: &[Way] = [&[Way::Up][..], &[Way::Down], &[Way::Up, Way::Down]][rng.usize(..3)];
    ways.iter().for_each(|way| line.hold(*way));
    pause(rng, 7_000).await;
    ways.iter().for_each(|way| line.release(*way));
}

async fn pause(rng: &mut Rng, most: u64) {
    sleep(Duration::from_millis(rng.u64(most / 20..most))).await;
}
