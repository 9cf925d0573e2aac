//! `frames`: sessions' sockets that announce a large frame each, send a part of it, and then nothing.

use crate::ground::Ground;
use crate::plant::{ATTACKER, TARGET};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "frames",
    rule: "room for what sockets announce is on their person's account: whose sockets want more are disconnected",
    prepare: |setup| setup,
    attack: |ground| Box::pin(announce(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

/// The size that a frame announces: the largest that a client may send, in bytes.
const ANNOUNCED: usize = 1 << 20;

async fn announce(ground: &mut Ground) {
    let mut held = Vec::new();
    for _ in 0..ground.pick(100, 2_000) {
        let (_, mut socket) = ground.gateway.connected(ATTACKER, TARGET).await;
        let _ = socket.half_frame(ANNOUNCED, ANNOUNCED - 1).await;
        held.push(socket);
    }
    let mut refused = 0;
    for socket in &mut held {
        // A connection that the gateway has closed takes nothing more, once that has come here.
        refused += usize::from(!socket.ping(b"there?").await || !socket.ping(b"still?").await);
    }
    println!("{} sockets announced {} KiB each, {refused} of them were disconnected", held.len(), ANNOUNCED >> 10);
    assert!(refused > 0, "there was room for {} MiB", held.len());
    assert!(refused < held.len(), "nobody may send a large frame");
}
