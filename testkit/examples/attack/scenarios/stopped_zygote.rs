//! `stopped-zygote`: the process that workers are forked from is stopped.

use testkit::{Signal, signal};
use tokio::time::{Duration, Instant};

use crate::ground::Ground;
use crate::plant::target;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "stopped-zygote",
    rule: "everybody who needs a new worker while the parent of all is stopped gets one",
    prepare: |setup| target(setup, &[("Quick", "x = 1\n")], ""),
    attack: |ground| Box::pin(stop(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

async fn stop(ground: &mut Ground) {
    let rounds = ground.pick(3, 20);
    let mut slowest = Duration::ZERO;
    for _ in 0..rounds {
        signal(ground.gateway.zygote().await, Signal::STOP);
        // A tab of its own, so that there is no worker yet.
        let mut tab = ground.tab().await;
        let pressed = Instant::now();
        let failures = ground.run(&mut tab, "Quick").await;
        assert!(failures.is_empty(), "{failures:?}");
        slowest = slowest.max(pressed.elapsed());
    }
    println!("{rounds} times the parent was stopped; the slowest new worker took {:.2} s", slowest.as_secs_f64());
    assert!(slowest < Duration::from_secs(15), "it took {slowest:?}, as if nobody had noticed");
}
