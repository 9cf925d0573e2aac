//! `killed-workers`: the processes of a person's scripts are killed, again and again.

use testkit::{Signal, signal};
use tokio::time::{Duration, Instant, sleep};

use crate::ground::Ground;
use crate::plant::target;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "killed-workers",
    rule: "a press that finds its worker dead gets another, and no script gets the error of one before",
    prepare: |setup| target(setup, &[("Quick", "x = 1\n")], ""),
    attack: |ground| Box::pin(kill(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

async fn kill(ground: &mut Ground) {
    let end = Instant::now() + ground.pick(Duration::from_secs(4), Duration::from_secs(30));
    // The bystander's own stays: a person in the middle of a script would lose it.
    let spared = ground.gateway.workers().await;
    let mut tab = ground.tab().await;
    let (mut killed, mut failed) = (0, 0);
    while Instant::now() < end {
        for worker in ground.gateway.workers().await.into_iter().filter(|worker| !spared.contains(worker)) {
            signal(worker, Signal::KILL);
            killed += 1;
        }
        let failures = ground.run(&mut tab, "Quick").await;
        // A kill in the middle of a script is reported; the script has begun, and is not run twice.
        assert!(failures.iter().all(|error| error.contains("ended without a word")), "{failures:?}");
        failed += failures.len();
        sleep(Duration::from_millis(50)).await;
    }
    println!("{killed} processes were killed, {failed} presses failed with them");
    assert!(killed > 0, "nothing was killed");
}
