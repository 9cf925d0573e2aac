//! `prints`: scripts print and log without end, in long lines and in empty ones.

use futures_util::future::join_all;

use crate::ground::Ground;
use crate::plant::target;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "prints",
    rule: "a run of a script writes 64 KiB into the log and no more, whatever it prints and logs",
    prepare: |setup| {
        let setup = setup.config("clients.deadline = \"5s\"");
        target(setup, &[("lines", LINES), ("long", LONG)], "")
    },
    attack: |ground| Box::pin(print(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

const LINES: &str = "log = system.util.getLogger('flood')\nwhile True:\n  print ''\n  log.info('')\n";
const LONG: &str = "line = 'x' * 1000000\nwhile True:\n  print line\n  system.util.getLogger('flood').info(line)\n";

/// The bytes that a run may write, the head of each line included, with the gateway's own lines.
const EACH_RUN: usize = 64 * 1024 * 3 + 64 * 1024;

async fn print(ground: &mut Ground) {
    let tabs = ground.pick(4, 24);
    let mut open = Vec::new();
    for _ in 0..tabs {
        open.push(ground.tab().await);
    }
    let runs = open.iter_mut().enumerate().map(|(number, tab)| {
        let button = if number % 2 == 0 { "lines" } else { "long" };
        ground.run(tab, button)
    });
    for failures in join_all(runs).await {
        assert!(failures.iter().any(|error| error.contains("longer than 5 s")), "{failures:?}");
    }
    let written = ground.gateway.log().len();
    println!("{tabs} scripts that wrote for 5 s have left {written} bytes in the log");
    assert!(written < tabs * EACH_RUN, "{written} bytes are in the log");
}
