//! Thousands of clients of the first gateway, which come back to the others.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use serde_json::{Value, json};
use testkit::SessionSocket;
use tokio::net::TcpSocket;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::milliseconds;
use crate::plant::{Plant, token};

/// A gateway lets one address have half of its connections.
const OF_ADDRESS: usize = 4_000;
/// Handshakes under way at once while the clients get on for the first time.
const AT_ONCE: usize = 64;

/// A client that is on.
pub struct Client {
    number: usize,
    socket: SessionSocket,
}

/// Connects so many clients to the first gateway.
///
/// # Panics
/// When one does not get on.
pub async fn connect(plant: &Plant, count: usize) -> Vec<Client> {
    raise_limit();
    let url = plant.gateways[0].url().to_owned();
    let (mut clients, mut under_way) = (Vec::with_capacity(count), JoinSet::new());
    for number in 0..count {
        let url = url.clone();
        under_way.spawn(async move {
            let socket = open(&url, number).await.expect("a client gets on");
            Client { number, socket }
        });
        if under_way.len() == AT_ONCE {
            clients.extend(under_way.join_next().await.map(|client| client.expect("a client gets on")));
        }
    }
    clients.extend(under_way.join_all().await);
    clients
}

/// As many open files as the system allows this process.
fn raise_limit() {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let limit = rustix::process::Rlimit { current: limit.maximum, ..limit };
    rustix::process::setrlimit(rustix::process::Resource::Nofile, limit).expect("a process may use its own limit");
}

/// How long the clients of the killed gateway took until each was welcomed by another, all at once and each again after a
/// pause as browsers do.
pub async fn all_back(plant: &Plant, clients: Vec<Client>, killed_at: Instant) -> Value {
    let urls = plant.urls();
    let mut coming = JoinSet::new();
    for Client { number, socket } in clients {
        drop(socket);
        // Of the two that are left.
        let mut place = 1 + number % 2;
        let urls = urls.clone();
        coming.spawn(async move {
            let mut pause = Duration::from_millis(100 + (number as u64 * 7) % 400);
            loop {
                sleep(pause).await;
                if let Ok(socket) = open(&urls[place], number).await {
                    return (milliseconds(killed_at.elapsed()), socket);
                }
                place = 3 - place;
                pause = (pause * 2).min(Duration::from_secs(2));
            }
        });
    }
    let back = coming.join_all().await;
    json!(back.iter().map(|(time, _)| time).collect::<Vec<_>>())
}

async fn open(url: &str, number: usize) -> Result<SessionSocket, ()> {
    let place = u8::try_from(1 + number / OF_ADDRESS).map_err(drop)?;
    let target: SocketAddr = url.trim_start_matches("http://").parse().map_err(drop)?;
    let socket = TcpSocket::new_v4().map_err(drop)?;
    // The system picks the port when it knows the target.
    socket.set_reuseaddr(true).map_err(drop)?;
    socket.bind(SocketAddr::from((Ipv4Addr::new(127, 9, 9, place), 0))).map_err(drop)?;
    let connection = socket.connect(target).await.map_err(drop)?;
    SessionSocket::over(connection, url, &token(number)).await.map_err(drop)
}
