//! `later`: background functions have large closures called later, all of them at once.

use crate::ground::Ground;
use crate::plant::target;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "later",
    rule: "functions that wait for their time are on their client's account, whatever they carry",
    prepare: |setup| target(setup, &[("later", LATER)], ""),
    attack: |ground| Box::pin(wait(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

const LATER: &str = "def work():\n  b = 'a' * 8000000\n  def show(x=b):\n    pass\n  for i in range(100):\n    \
                     system.util.invokeLater(show, 60000)\n\
                     system.util.invokeAsynchronous(work)\n";

async fn wait(ground: &mut Ground) {
    let mut tabs = Vec::new();
    for _ in 0..ground.pick(3, 60) {
        let mut tab = ground.tab().await;
        ground.run(&mut tab, "later").await;
        tabs.push(tab);
    }
    for tab in &mut tabs {
        tab.until("the background function is stopped by a budget", |tab| !tab.failures.is_empty()).await;
        let named = |error: &str| error.contains("clients.memory") || error.contains("keeps room");
        assert!(tab.failures.iter().any(|(_, error)| named(error)), "{:?}", tab.failures);
    }
    println!("{} clients have filled their budgets with functions for later", tabs.len());
}
