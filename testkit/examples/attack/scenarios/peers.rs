//! `peers`: sockets and connections that send data which no client sends: frames that never end, half requests, huge
//! heads, heads and bodies that stop before their end, slow ones.

use std::time::Duration;

use testkit::{PATIENCE, SessionSocket};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::ground::Ground;
use crate::plant::{ATTACKER, TARGET};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "peers",
    rule: "nothing that a peer sends is kept past its bound, from any sender and from any number of them",
    prepare: |setup| setup,
    attack: |ground| Box::pin(flood(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

/// The bytes that a peer sends before it has shown a credential.
fn openings() -> Vec<Vec<u8>> {
    let head = |rest: &str| format!("POST /api/v1/login HTTP/1.1\r\nHost: x\r\n{rest}").into_bytes();
    vec![
        b"GET /healthz HTT".to_vec(),
        head(&format!("X-Huge: {}", "x".repeat(1 << 20))),
        head(&"X-Many: x\r\n".repeat(20_000)),
        [head("Content-Length: 100000000\r\n\r\n"), vec![b'x'; 1 << 20]].concat(),
        head("Content-Length: 60000\r\nContent-Type: application/json\r\n\r\n{"),
        [head("Content-Length: 60000\r\nContent-Type: application/json\r\n\r\n"), vec![b' '; 59_000]].concat(),
        [head("Transfer-Encoding: chunked\r\n\r\n4000000\r\n"), vec![b' '; 1 << 20]].concat(),
    ]
}

/// Heads that are longer than any may be and stop before they end: each gets that answer at once, and nothing is kept.
async fn endless_heads(address: &str, count: usize) {
    let head = format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Huge: {}", "x".repeat(400 << 10));
    let mut sent = Vec::new();
    for _ in 0..count {
        let Ok(mut peer) = TcpStream::connect(address).await else { continue };
        // The gateway may read only a part, or hang up, which is the goal.
        let _ = timeout(Duration::from_millis(200), peer.write_all(head.as_bytes())).await;
        sent.push(peer);
    }
    let mut told = 0;
    for mut peer in sent {
        let mut said = Vec::new();
        // A reset is an end as well, and may come before the words are read.
        let _ =
            timeout(PATIENCE, peer.read_to_end(&mut said)).await.expect("a head that is too long ends its connection");
        assert!(said.is_empty() || said.starts_with(b"HTTP/1.1 431 "), "{}", String::from_utf8_lossy(&said));
        told += usize::from(!said.is_empty());
    }
    println!("{told} of {count} heads that stop were told to be too long");
    assert!(told > 0, "it is told");
}

async fn flood(ground: &mut Ground) {
    let address = ground.gateway.url().strip_prefix("http://").expect("a gateway without TLS").to_owned();
    let each = ground.pick(20, 150);
    endless_heads(&address, ground.pick(40, 1_300)).await;
    let mut held = Vec::new();
    for opening in openings() {
        for _ in 0..each {
            let Ok(mut peer) = TcpStream::connect(&address).await else { continue };
            // The gateway may read only a part, or hang up, which is the goal.
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
