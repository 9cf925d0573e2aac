//! `peers`: sockets and connections that send what no client sends: frames that never end, half requests, huge heads,
//! large bodies, slow ones.

use std::time::Duration;

use testkit::SessionSocket;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::ground::Ground;
use crate::plant::{ATTACKER, TARGET};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "peers",
    rule: "nothing that a peer sends is kept past its bound, whoever sends it and however many do",
    prepare: |setup| setup,
    attack: |ground| Box::pin(flood(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

/// What a peer sends before anybody knows who it is.
fn openings() -> Vec<Vec<u8>> {
    let head = |rest: &str| format!("POST /api/v1/login HTTP/1.1\r\nHost: x\r\n{rest}").into_bytes();
    vec![
        b"GET /healthz HTT".to_vec(),
        head(&format!("X-Huge: {}", "x".repeat(1 << 20))),
        head(&"X-Many: x\r\n".repeat(20_000)),
        [head("Content-Length: 100000000\r\n\r\n"), vec![b'x'; 1 << 20]].concat(),
        head("Content-Length: 60000\r\nContent-Type: application/json\r\n\r\n{"),
        [head("Transfer-Encoding: chunked\r\n\r\n4000000\r\n"), vec![b' '; 1 << 20]].concat(),
    ]
}

async fn flood(ground: &mut Ground) {
    let address = ground.gateway.url().strip_prefix("http://").expect("a gateway without TLS").to_owned();
    let each = ground.pick(20, 150);
    let mut held = Vec::new();
    for opening in openings() {
        for _ in 0..each {
            let Ok(mut peer) = TcpStream::connect(&address).await else { continue };
            // A gateway that does not take it all, or hangs up, is what is wanted.
            let _ = timeout(Duration::from_millis(200), peer.write_all(&opening)).await;
            held.push(peer);
        }
    }
    for _ in 0..ground.pick(10, 80) {
        let (_, socket) = ground.gateway.connected(ATTACKER, TARGET).await;
        large_frame(socket).await;
    }
    println!("{} connections are held with something half sent", held.len());
}

async fn large_frame(mut socket: SessionSocket) {
    let frame = format!("{{\"type\":\"call\",\"id\":1,\"call\":{{\"x\":\"{}\"}}}}", "x".repeat(2 << 20));
    let _ = timeout(Duration::from_secs(1), socket.offer_text(&frame)).await;
}
