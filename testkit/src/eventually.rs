//! Waiting: for something to become true, or to see that something stays true. Tests have no other way to let time pass.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long anything may take before it counts as not happening: long, because the machine may be busy with the
/// neighbours of the test.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// Asks again and again until there is an answer.
///
/// # Panics
/// When there is no value within [`PATIENCE`]; `what` names the thing that was waited for.
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {} s in vain: {what}", PATIENCE.as_secs());
        sleep(PAUSE).await;
    }
}

/// Asks again and again for `length`; how often it was asked.
///
/// # Panics
/// When the answer is once no: `what` names the condition.
pub async fn throughout(length: Duration, what: &str, mut holds: impl AsyncFnMut() -> bool) -> u32 {
    let end = Instant::now() + length;
    let mut asked = 0;
    while Instant::now() < end {
        assert!(holds().await, "did not hold throughout: {what}");
        asked += 1;
        sleep(PAUSE).await;
    }
    asked
}
