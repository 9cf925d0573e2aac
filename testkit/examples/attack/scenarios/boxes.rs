//! `boxes`: dialogs with texts as long as a script can make them, in many tabs.

use crate::ground::Ground;
use crate::plant::target;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "boxes",
    rule: "a dialog has a text of a length that a person can read; what is longer is an error in the script",
    prepare: |setup| target(setup, &[("huge", HUGE), ("long", LONG)], ""),
    attack: |ground| Box::pin(ask(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

const HUGE: &str = "system.gui.messageBox('a' * 60000000)\n";
const LONG: &str = "system.gui.messageBox(chr(1) * 250000)\n";

async fn ask(ground: &mut Ground) {
    let mut tabs = Vec::new();
    for _ in 0..ground.pick(8, 90) {
        let mut tab = ground.tab().await;
        let failures = ground.run(&mut tab, "huge").await;
        assert!(
            failures.iter().any(|error| error.contains("of text at most") || error.contains("give it less")),
            "{failures:?}"
        );
        tab.press("long").await;
        tabs.push(tab);
    }
    for tab in &mut tabs {
        tab.round_trip().await;
    }
    println!("{} tabs have asked for dialogs of 250 kB", tabs.len());
}
