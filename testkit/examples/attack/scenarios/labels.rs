//! `labels`: one press after the other gives many components texts and tables as large as a script can make them.

use crate::ground::Ground;
use crate::plant::{labels, target};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "labels",
    rule: "what windows hold has a budget: the script gets an error that names it, and the gateway goes on",
    prepare: |setup| {
        let scripts = [
            ("texts", TEXTS),
            ("controls", CONTROLS),
            ("tables", TABLES),
            ("huge", HUGE),
            ("clear", CLEAR),
            ("small", SMALL),
        ];
        target(setup, &scripts, &(labels(COMPONENTS) + TABLE))
    },
    attack: |ground| Box::pin(fill(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

/// How many labels there are.
const COMPONENTS: usize = 40;
const TABLE: &str = r#", { "kind": "Table", "name": "Table", "x": 0, "y": 80, "width": 90, "height": 90 }"#;
const TEXTS: &str = "b = 'a' * 8000000\nfor c in event.source.parent.components:\n  c.toolTipText = b\n";
const CONTROLS: &str = "b = chr(1) * 4000000\nfor c in event.source.parent.components:\n  c.toolTipText = b\n";
const TABLES: &str = "d = system.dataset.toDataSet(['a'], [[True]] * 3000000)\n\
                      event.source.parent.getComponent('Table').data = d\n";
const HUGE: &str = "event.source.parent.getComponent('L0').text = 'a' * 70000000\n";
const CLEAR: &str = "for c in event.source.parent.components:\n  c.toolTipText = None\n\
                     event.source.parent.getComponent('Table').data = None\n";
const SMALL: &str = "event.source.parent.getComponent('L1').text = 'still here'\n";

async fn fill(ground: &mut Ground) {
    let (mut told, mut tabs) = (Vec::new(), Vec::new());
    for _ in 0..ground.pick(2, 24) {
        let mut tab = ground.tab().await;
        for button in ["texts", "controls", "tables", "huge"] {
            told.extend(ground.run(&mut tab, button).await);
        }
        tabs.push(tab);
    }
    let named = told.iter().filter(|error| error.contains("clients.memory") || error.contains("keeps room")).count();
    println!("{} scripts had an error, {named} of them that a budget is used up", told.len());
    assert!(named > 0, "no script has heard of a budget: {told:?}");
    assert!(told.iter().any(|error| error.contains("give it less")), "70 MB were not refused: {told:?}");
    for tab in &mut tabs {
        assert_eq!(ground.run(tab, "clear").await, [""; 0], "what is taken away always fits");
    }
    assert_eq!(ground.run(&mut tabs[0], "small").await, [""; 0], "a budget that was given back can be used again");
}
