//! `names`: the names in calls are as long as a script can make them: loggers, windows, components, filters.

use crate::ground::Ground;
use crate::plant::target;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "names",
    rule: "a name of many megabytes is an error in the script, and is repeated nowhere, in the log least of all",
    prepare: |setup| target(setup, SCRIPTS, ""),
    attack: |ground| Box::pin(name(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

const SCRIPTS: &[(&str, &str)] = &[
    ("logger", "system.util.getLogger('x' * 10000000).info('y')\n"),
    ("window", "system.nav.openWindow(chr(1) * 30000000)\n"),
    ("parameter", "system.nav.openWindow('Main', {'x' * 30000000: 1})\n"),
    ("component", "event.source.parent.getComponent(chr(1) * 30000000).text = 'x'\n"),
    ("property", "setattr(event.source, 'x' * 30000000, 1)\n"),
    ("filter", "system.util.getSessionInfo('(a|b)' * 5000000)\n"),
    ("project", "system.util.sendMessage(chr(1) * 30000000, 'x')\n"),
];

async fn name(ground: &mut Ground) {
    let mut tab = ground.tab().await;
    for _ in 0..ground.pick(1, 10) {
        for (button, _) in SCRIPTS {
            let failures = ground.run(&mut tab, button).await;
            assert!(!failures.is_empty(), "{button}: it was taken");
            assert!(failures.iter().all(|error| error.len() < 64 * 1024), "{button}: an error repeats it");
        }
    }
    let written = ground.gateway.log().len();
    println!("{} names in calls have left {written} bytes in the log", SCRIPTS.len());
    assert!(written < 2 << 20, "{written} bytes are in the log");
}
