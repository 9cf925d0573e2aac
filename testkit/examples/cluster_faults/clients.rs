//! Clients, each with one session, which come back to any node when their connection ends.

use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use rollcall_wire::socket::{ClientFrame, GatewayFrame};
use testkit::{Arrival, SessionSocket};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::ledger::Ledger;
use crate::plant::{NODES, Plant, log_in};

/// How many clients there are at the start.
const CLIENTS: usize = 9;
/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two signs of life.
const PAUSE: Duration = Duration::from_millis(300);

/// Logs the first clients in.
///
/// # Panics
/// When one cannot get in.
pub async fn log_in_all(plant: &Arc<Plant>, ledger: &Arc<Ledger>, rng: &mut Rng) -> JoinSet<()> {
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        let client = open(plant, ledger, number % NODES.len()).await.expect("a client gets in");
        clients.spawn_local(client.live(rng.fork()));
    }
    clients
}

/// A client and its session.
#[derive(Debug)]
pub struct Client {
    plant: Arc<Plant>,
    ledger: Arc<Ledger>,
    id: String,
    token: String,
}

/// Logs one in, where that works.
pub async fn open(plant: &Arc<Plant>, ledger: &Arc<Ledger>, node: usize) -> Option<Client> {
    let response = log_in(&plant.http(node), "billy", Some("plant")).await?;
    let id = response.session?.client_id;
    ledger.open(&id);
    Some(Client { plant: Arc::clone(plant), ledger: Arc::clone(ledger), id, token: response.token })
}

impl Client {
    /// Keeps its session until that is ended.
    ///
    /// # Panics
    /// When it is refused though nobody has ended it.
    pub async fn live(self, mut rng: Rng) {
        loop {
            let node = rng.usize(..NODES.len());
            match timeout(PATIENCE, SessionSocket::attempt(&self.plant.urls[node], &self.token)).await {
                Ok(Ok(socket)) => {
                    self.ledger.count("connections");
                    if let Some(words) = self.stay(socket, &mut rng).await {
                        return self.ledger.ended(&self.id, &format!("{words}, on {}", NODES[node]));
                    }
                }
                Ok(Err(Some(401))) => return self.ledger.ended(&self.id, &format!("refused by {}", NODES[node])),
                _ => sleep(Duration::from_millis(rng.u64(50..300))).await,
            }
        }
    }

    /// Stays connected as long as that goes well, or until it wants to be elsewhere. The reason for which the session is
    /// over, where it is.
    async fn stay(&self, mut socket: SessionSocket, rng: &mut Rng) -> Option<String> {
        let keep_alive = serde_json::to_string(&ClientFrame::KeepAlive).expect("a frame is JSON");
        let mut drops = self.ledger.drops();
        while rng.u8(..100) >= 3 && socket.offer_text(&keep_alive).await {
            match timeout(PATIENCE, socket.receive()).await {
                Ok(Arrival::Frame(GatewayFrame::Ended { reason, .. })) => return Some(format!("{reason:?}")),
                Ok(Arrival::Frame(_)) => {}
                Ok(Arrival::Closed(_)) | Err(_) => return None,
            }
            if timeout(PAUSE, drops.changed()).await.is_ok() {
                return None;
            }
        }
        None
    }
}
