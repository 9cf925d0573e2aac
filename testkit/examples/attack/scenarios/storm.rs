//! `storm`: in six clients a message's handler sends the message to all.

use testkit::eventually;

use crate::ground::Ground;
use crate::plant::{TARGET, target};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "storm",
    rule: "clients whose handlers answer each message with one to all calm down by themselves",
    prepare: |setup| {
        let setup = setup.file(&format!("{TARGET}/client/message/all.py"), SEND);
        target(setup, &[("storm", SEND)], "")
    },
    attack: |ground| Box::pin(storm(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

const SEND: &str = "system.util.sendMessage('target', 'all', {})\n";

async fn storm(ground: &mut Ground) {
    let mut tabs = ground.tabs(ground.pick(6, 24)).await;
    tabs[0].press("storm").await;
    eventually("the end of a chain is told", async || {
        ground.gateway.log().contains("set each other off").then_some(())
    })
    .await;
    for tab in &mut tabs {
        tab.until("nothing runs any more", |tab| !tab.running).await;
    }
    println!("{} clients have calmed down", tabs.len());
}
