//! `calls`: many sockets of one person ask who is on, as fast as they are answered.

use std::time::Duration;

use rollcall_wire::host::SessionCall;
use testkit::SessionSocket;
use tokio::time::Instant;

use crate::ground::Ground;
use crate::plant::{ATTACKER, TARGET};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "calls",
    rule: "a flood of getSessionInfo over many sockets keeps nobody else waiting",
    prepare: |setup| setup,
    attack: |ground| Box::pin(flood(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

async fn flood(ground: &mut Ground) {
    let sockets = ground.pick(16, 90);
    let end = Instant::now() + ground.pick(Duration::from_secs(4), Duration::from_secs(30));
    let mut asking = Vec::new();
    for _ in 0..sockets {
        let (_, socket) = ground.gateway.connected(ATTACKER, TARGET).await;
        asking.push(tokio::spawn(ask(socket, end)));
    }
    let mut answered = 0;
    for task in asking {
        answered += task.await.expect("every question is answered");
    }
    println!("{sockets} sockets were answered {answered} times");
}

async fn ask(mut socket: SessionSocket, end: Instant) -> usize {
    let mut answered = 0;
    while Instant::now() < end {
        // A pattern that needs the slower of the two engines.
        let call =
            SessionCall::GetSessionInfo { username_filter: Some("(a|b)*\\1?.*".to_owned()), project_filter: None }
                .into();
        // A refusal for being busy is an answer, too.
        let _ = socket.call(call).await;
        answered += 1;
    }
    answered
}
