//! `pings`: sessions' sockets that send pings as fast as they can and read nothing of the answers.

use std::time::Duration;

use testkit::SessionSocket;
use tokio::time::{Instant, timeout};

use crate::ground::Ground;
use crate::memory::{forget_peak, resident, resident_peak};
use crate::plant::{ATTACKER, TARGET};
use crate::scenario::{Bounds, Scale, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "pings",
    rule: "answers that a peer causes and does not fetch take 32 MiB at most, and its socket is closed in the end",
    prepare: |setup| setup,
    attack: |ground| Box::pin(flood(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

/// The longest content that a ping may have (RFC 6455, 5.5).
const CONTENT: [u8; 125] = [b'p'; 125];
/// The most memory of the gateway for all of it, in bytes.
const MOST: u64 = 32 << 20;

async fn flood(ground: &mut Ground) {
    let pid = ground.gateway.pid().as_raw_nonzero().get().cast_unsigned();
    let mut sockets = Vec::new();
    for _ in 0..ground.pick(8, 80) {
        sockets.push(ground.gateway.connected(ATTACKER, TARGET).await.1);
    }
    let before = resident(pid);
    forget_peak(pid);
    let end = Instant::now() + ground.pick(Duration::from_secs(5), Duration::from_secs(60));
    let floods: Vec<_> = sockets.into_iter().map(|socket| tokio::spawn(pings(socket, end))).collect();
    let (mut sent, mut closed, all) = (0, 0, floods.len());
    for flood in floods {
        let (pings, is_closed) = flood.await.expect("a flood ends");
        sent += pings;
        closed += usize::from(is_closed);
    }
    let grown = resident_peak(pid).saturating_sub(before);
    println!("{sent} pings were sent over {all} sockets, {closed} of them were closed; {} KiB more", grown >> 10);
    assert!(grown <= MOST, "the gateway keeps what nobody reads: {} MiB", grown >> 20);
    // It takes as long as a client may leave its messages unread.
    assert!(ground.scale == Scale::Bounded || closed == all, "a flood of pings goes on without end");
}

/// Pings until `end` or until the gateway closes; how many, and whether it has.
async fn pings(mut socket: SessionSocket, end: Instant) -> (usize, bool) {
    let mut sent = 0;
    while Instant::now() < end {
        match timeout(Duration::from_secs(1), socket.ping(&CONTENT)).await {
            Ok(true) => sent += 1,
            Ok(false) => return (sent, true),
            // Bytes that the gateway does not read are kept by the kernel alone.
            Err(_) => {}
        }
    }
    (sent, false)
}
