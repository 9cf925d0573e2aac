//! `dialog-places`: one person has many tabs whose scripts wait in dialogs, in events and in the background.

use crate::ground::Ground;
use crate::plant::{TARGET, target};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "dialog-places",
    rule: "one person's dialogs leave places to others, and timers and clicks go on beside them",
    prepare: |setup| target(setup.user(NEIGHBOUR, &["Hostile"]), &[("ask", ASK), ("beside", BESIDE)], ""),
    attack: |ground| Box::pin(ask(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

const NEIGHBOUR: &str = "neighbour";
const ASK: &str = "system.gui.messageBox('wait')\n";
const BESIDE: &str =
    "def ask():\n  system.gui.messageBox('wait')\nfor i in range(4):\n  system.util.invokeAsynchronous(ask)\n";

async fn ask(ground: &mut Ground) {
    let mut tabs = ground.tabs(ground.pick(40, 100)).await;
    for (number, tab) in tabs.iter_mut().enumerate() {
        tab.press(if number % 2 == 0 { "beside" } else { "ask" }).await;
    }
    let (mut waiting, mut refused) = (0, 0);
    for tab in &mut tabs {
        tab.until("a dialog or a refusal", |tab| !tab.dialogs().is_empty() || !tab.failures.is_empty()).await;
        waiting += tab.dialogs().len();
        refused += usize::from(tab.failures.iter().any(|(_, error)| error.contains("waiting_dialogs_per_user")));
    }
    println!(
        "{waiting} dialogs of one person were seen to wait, in {refused} of {} tabs more were refused",
        tabs.len()
    );
    assert!(refused > 0 && waiting <= 20, "one person has more places than allowed");
    let (_, mut neighbour) = ground.gateway.tab(NEIGHBOUR, TARGET).await;
    neighbour.press("ask").await;
    neighbour.until("the neighbour's dialog", |tab| !tab.dialogs().is_empty()).await;
}
