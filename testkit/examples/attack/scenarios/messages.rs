//! `messages`: payloads as large as may be, to many clients that do not get to read them.

use crate::ground::Ground;
use crate::plant::{TARGET, target};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "messages",
    rule: "a message is there once for all its receivers, and what waits for each has a budget",
    prepare: |setup| {
        let handler = format!("{TARGET}/client/messages/flood.py");
        target(setup, &[("send", SEND)], "").file(&handler, HANDLER).config("clients.memory = \"16 MiB\"")
    },
    attack: |ground| Box::pin(send(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

const HANDLER: &str = "import time\nfor i in range(20):\n  time.sleep(0.1)\n";
const SEND: &str = "b = 'a' * 1000000\nfor i in range(120):\n  system.util.sendMessage('target', 'flood', {'b': b})\n";

async fn send(ground: &mut Ground) {
    let receivers = ground.pick(16, 90);
    let mut tabs = Vec::new();
    for _ in 0..receivers {
        tabs.push(ground.tab().await);
    }
    let failures = ground.run(&mut tabs[0], "send").await;
    println!("{receivers} clients were sent 120 messages of 1 MB each; failures: {failures:?}");
}
