//! `silent-peers`: more connections than there is room for, none of which ever sends a whole request.

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use testkit::PATIENCE;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use crate::ground::Ground;
use crate::plant::{ATTACKER, TARGET};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "silent-peers",
    rule: "connections that ask for nothing, in whatever protocol, keep nobody out, and each of them ends",
    prepare: |setup| setup.config("[connections]\nlimit = 400\npatience = \"2s\""),
    attack: |ground| Box::pin(crowd(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

/// Their beginnings, and the bytes that they add one by one.
const KINDS: [(&[u8], &[u8]); 6] = [
    (b"", b""),
    (b"PRI * HTTP/2.0\r\n", b""),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00", b""),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b""),
    (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: ", b"x"),
    (
        b"POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n",
        b" ",
    ),
];

async fn crowd(ground: &mut Ground) {
    let count = ground.pick(500, 2_000);
    let end = Instant::now() + ground.pick(Duration::from_secs(6), Duration::from_secs(60));
    let address: SocketAddr =
        ground.gateway.url().rsplit('/').next().and_then(|it| it.parse().ok()).expect("an address");
    let kinds = KINDS.iter().cycle().take(count);
    let crowd: Vec<_> = kinds.map(|(first, more)| tokio::spawn(hold(address, first, more, end))).collect();
    let (mut entered, mut cut_off) = (0, 0);
    while Instant::now() < end {
        // The crowd comes from the person's own address and pushes out unknown connections, in a tenth of a second: a
        // person who is slower than that, since the machine is busy, tries once more.
        match AssertUnwindSafe(come_and_go(ground)).catch_unwind().await {
            Ok(()) => entered += 1,
            Err(_) => cut_off += 1,
        }
    }
    assert!(entered > 4 * cut_off, "somebody got in {entered} times, and was cut off {cut_off} times");
    let mut ended = 0;
    for one in crowd {
        ended += one.await.expect("each of them ends");
    }
    println!(
        "{count} peers were let go {ended} times; meanwhile somebody got in {entered} times, {cut_off} times not at once"
    );
    let silent = "more connections than there is room for";
    let told = ground.gateway.log().lines().filter(|line| line.contains(silent)).count();
    assert!((1..=3).contains(&told), "it is logged, and once a minute: {told} times");
}

/// A person logs in, sends a frame, and logs out.
async fn come_and_go(ground: &Ground) {
    let (log_in, mut socket) = ground.gateway.connected(ATTACKER, TARGET).await;
    socket.keep_alive().await;
    ground.gateway.http().with_token(&log_in.token).log_out().await;
}

/// Holds a connection, and another when it is closed; how many were.
async fn hold(address: SocketAddr, first: &[u8], more: &[u8], end: Instant) -> usize {
    let mut ended = 0;
    while Instant::now() < end {
        if let Ok(mut stream) = TcpStream::connect(address).await {
            let _ = stream.write_all(first).await;
            let (mut read, mut write) = stream.split();
            let drip = async {
                while !more.is_empty() && write.write_all(more).await.is_ok() {
                    sleep(Duration::from_millis(100)).await;
                }
                std::future::pending::<()>().await;
            };
            let mut said = Vec::new();
            let closed = async {
                // A reset is an end as well. A slow body has as long as any request.
                let _ = timeout(2 * PATIENCE, read.read_to_end(&mut said)).await.expect("the gateway lets it go");
            };
            tokio::select! {
                () = closed => ended += 1,
                () = drip => {}
                () = tokio::time::sleep_until(end) => {}
            }
        }
        sleep(Duration::from_millis(200)).await;
    }
    ended
}
