//! Log-ins are counted over all nodes: otherwise each node would give a guesser its own share of wrong passwords. Each
//! node's own line stands before it, so that few wait here.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use rollcall_store::LogInTry;
use tokio::time::{Instant, sleep};

use super::Cluster;
use crate::throttle::place;
use crate::throttle::queue::Refused;

/// How long a try waits for others to be settled.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(200);

/// A log-in that is counted. Dropped before it is settled, it counts as one that was never checked.
#[derive(Debug)]
#[must_use]
pub struct CountedLogIn {
    cluster: Arc<Cluster>,
    number: Option<i64>,
}

/// Why a log-in is not counted.
#[derive(Debug)]
pub enum NotCounted {
    /// It may not be tried now.
    Refused(Refused),
    /// The database failed.
    Failed(rollcall_store::Error),
}

impl Cluster {
    /// Waits until a log-in may be checked.
    ///
    /// # Errors
    /// When it may not, or would have to wait too long, or the database fails.
    pub async fn count_log_in(self: &Arc<Self>, username: &str, ip: IpAddr) -> Result<CountedLogIn, NotCounted> {
        let (place, deadline) = (place(ip).to_string(), Instant::now() + PATIENCE);
        loop {
            match self.membership.begin_log_in(username, &place).await.map_err(NotCounted::Failed)? {
                LogInTry::Begun { number } => {
                    return Ok(CountedLogIn { cluster: Arc::clone(self), number: Some(number) });
                }
                LogInTry::Locked { millis } => {
                    return Err(NotCounted::Refused(Refused::Locked { seconds: millis.div_ceil(1_000) }));
                }
                LogInTry::Later if Instant::now() >= deadline => {
                    return Err(NotCounted::Refused(Refused::Busy { seconds: 1 }));
                }
                LogInTry::Later => sleep(PAUSE).await,
            }
        }
    }

    /// Forgets the wrong passwords of a name on all nodes but for what each counts in its memory.
    pub async fn forgive_log_ins(&self, username: &str) {
        if let Err(error) = self.membership.forgive_log_ins(username).await {
            tracing::warn!("wrong passwords of {username:?} count for up to a minute more: {error}");
        }
    }

    async fn settle(&self, number: i64, wrong: bool) {
        if let Err(error) = self.membership.settle_log_in(number, wrong).await {
            tracing::debug!("a log-in counts for a minute: {error}");
        }
    }
}

impl CountedLogIn {
    /// The password was checked.
    pub async fn checked(mut self, right: bool) {
        if let Some(number) = self.number.take() {
            self.cluster.settle(number, !right).await;
        }
    }
}

impl Drop for CountedLogIn {
    fn drop(&mut self) {
        if let Some(number) = self.number.take() {
            let cluster = Arc::clone(&self.cluster);
            tokio::spawn(async move { cluster.settle(number, false).await });
        }
    }
}
