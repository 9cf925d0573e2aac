//! The node's name becomes its own, before it serves anybody. A process of this name that was killed a moment ago still
//! has a lease, which is waited for; one that renews it is another gateway, and this one must not start.

use std::time::Duration;

use rollcall_session::{Clock, Tick};
use rollcall_store::{ErrorKind, LEASE, Membership};
use tokio::time::Instant;

use crate::clock::SystemClock;

/// How often the database is asked.
const PAUSE: Duration = Duration::from_millis(250);

/// Claims the name; the tick from which the lease counts.
///
/// # Errors
/// When another process of this name is running, or the database fails.
pub async fn join(membership: &Membership, clock: SystemClock) -> Result<Tick, rollcall_store::Error> {
    let patience = Instant::now() + LEASE + 2 * PAUSE;
    let mut waited = false;
    loop {
        let sent = clock.now().tick;
        match membership.claim().await {
            Ok(()) => return Ok(sent),
            Err(error) if error.kind() == ErrorKind::NameTaken && Instant::now() < patience => {
                if !std::mem::replace(&mut waited, true) {
                    tracing::info!("waiting for the lease of the last process of this node: {error}");
                }
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(error),
        }
    }
}
