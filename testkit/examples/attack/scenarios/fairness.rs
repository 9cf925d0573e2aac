//! `fairness`: one person opens many tabs and presses a button in each whose script never ends.

use std::time::Duration;

use tokio::time::sleep;

use crate::ground::Ground;
use crate::plant::target;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "fairness",
    rule: "the endless scripts of one person's tabs (24, or 100) keep nobody else's click waiting",
    prepare: |setup| target(setup, &[("endless", "while True: pass\n")], ""),
    attack: |ground| Box::pin(press(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

async fn press(ground: &mut Ground) {
    let mut tabs = ground.tabs(ground.pick(24, 100)).await;
    for tab in &mut tabs {
        tab.press("endless").await;
    }
    println!("{} tabs have pressed a button whose script never ends", tabs.len());
    sleep(ground.pick(Duration::from_secs(6), Duration::from_secs(40))).await;
}
