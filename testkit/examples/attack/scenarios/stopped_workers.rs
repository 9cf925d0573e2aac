//! `stopped-workers`: the processes of scripts are stopped, as by a debugger, again and again.

use testkit::{Signal, signal};
use tokio::time::{Duration, Instant, sleep};

use crate::ground::Ground;
use crate::plant::target;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "stopped-workers",
    rule: "a stopped worker is noticed and woken, and nobody's script is lost",
    prepare: |setup| target(setup, &[("Quick", "x = 1\n")], ""),
    attack: |ground| Box::pin(stop(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

async fn stop(ground: &mut Ground) {
    let end = Instant::now() + ground.pick(Duration::from_secs(6), Duration::from_secs(30));
    let mut tab = ground.tab().await;
    let mut stopped = 0;
    while Instant::now() < end {
        let failures = ground.run(&mut tab, "Quick").await;
        assert!(failures.is_empty(), "{failures:?}");
        for worker in ground.gateway.workers().await {
            signal(worker, Signal::STOP);
            stopped += 1;
        }
        sleep(Duration::from_millis(200)).await;
    }
    println!("{stopped} times a process was stopped");
    assert!(stopped > 0, "nothing was stopped");
}
