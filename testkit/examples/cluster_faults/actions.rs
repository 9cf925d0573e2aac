//! People who log in and administrators who end sessions meanwhile.

use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::clients;
use crate::ledger::Ledger;
use crate::plant::{NODES, Plant};
use crate::questions::Administrator;

/// At most so many sessions live at once.
const MOST: usize = 14;

/// Opens and ends sessions, for ever.
///
/// # Panics
/// When a client is refused though nobody has ended its session.
pub async fn act(plant: Arc<Plant>, ledger: Arc<Ledger>, mut rng: Rng) {
    let mut clients = JoinSet::new();
    let mut administrators = Administrator::of(&plant);
    loop {
        sleep(Duration::from_millis(rng.u64(200..900))).await;
        let alive: Vec<String> = {
            let entries = ledger.entries();
            entries.iter().filter(|(_, entry)| entry.ending.is_none()).map(|(id, _)| id.clone()).collect()
        };
        let node = rng.usize(..NODES.len());
        if alive.len() < MOST / 2 || (rng.bool() && alive.len() < MOST) {
            if let Some(client) = clients::open(&plant, &ledger, node).await {
                ledger.count("log-ins");
                clients.spawn_local(client.live(rng.fork()));
            }
        } else if let Some(id) = rng.choice(alive) {
            end(&mut administrators[node], &ledger, &id).await;
        }
        while let Some(ended) = clients.try_join_next() {
            ended.expect("the clients go on");
        }
    }
}

async fn end(administrator: &mut Administrator, ledger: &Ledger, id: &str) {
    // Whether it was carried out is open when no answer comes.
    ledger.ending(id);
    let status = administrator.request("DELETE", &format!("/api/v1/sessions/{id}")).await.map(|(status, _)| status);
    if status == Some(200) {
        ledger.ended(id, "it was asked for");
        ledger.count("ends");
    }
}
