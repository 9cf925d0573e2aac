//! `hoards`: scripts that hold nearly as much memory as one may, and wait in dialogs with it, in many tabs.

use testkit::{Tab, eventually};

use crate::ground::Ground;
use crate::memory::{resident, tree};
use crate::plant::target;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "hoards",
    rule: "all workers together keep to their limit: who has most loses a script, with an error that names the limit",
    prepare: |setup| target(setup.config("[scripts]\ntotal_memory = \"300 MiB\"\n"), &[("hoard", HOARD)], ""),
    attack: |ground| Box::pin(hoard(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

const HOARD: &str = "hoard = ['x' * 1000000 + str(i) for i in range(100)]\nsystem.gui.messageBox('wait')\n";
/// The limit, and the memory of zygote, bystander and fresh workers beside it, in bytes.
const MOST: u64 = (300 + 150) << 20;

async fn hoard(ground: &mut Ground) {
    let mut tabs = Vec::new();
    for _ in 0..ground.pick(6, 18) {
        let mut tab = ground.tab().await;
        tab.press("hoard").await;
        tab.until("a dialog or an end", |tab| !tab.dialogs().is_empty() || !tab.failures.is_empty()).await;
        tabs.push(tab);
    }
    let gateway = ground.gateway.pid().as_raw_nonzero().get().cast_unsigned();
    let within = async || (workers(gateway) <= MOST).then_some(());
    eventually("the workers keep to their limit", within).await;
    // The errors are on their way to tabs that do not look yet.
    let mut told = 0;
    for tab in &mut tabs {
        tab.round_trip().await;
        told += usize::from(is_told(tab));
    }
    println!("{told} of {} scripts were ended for the others; the rest has {} MiB", tabs.len(), workers(gateway) >> 20);
    assert!(told > 0, "600 MB fit into 300 MiB");
    assert!(told < tabs.len(), "all were ended where some fit");
}

/// Whether a tab's script was ended with an error that names the limit.
fn is_told(tab: &Tab) -> bool {
    tab.failures.iter().any(|(_, error)| error.contains("scripts.total_memory"))
}

/// The resident memory of the gateway's workers beyond the shared part, in bytes.
fn workers(gateway: u32) -> u64 {
    let fresh = 45 << 20;
    tree(gateway).into_iter().skip(1).map(|pid| resident(pid).saturating_sub(fresh)).sum()
}
