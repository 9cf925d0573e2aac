//! What one node at a time does: the gateway's scripts. The node that leads has a lease for it in the database, which it
//! renews with its own; it stops before that lease is over by its own clock. While the database is away for all nobody
//! can take the lead over, and the leader goes on.

use std::sync::PoisonError;

use rollcall_cluster::Verdict;
use rollcall_session::Tick;

use super::Cluster;

/// The lease of the one that runs the gateway's scripts.
const SCRIPTS: &str = "scripts";

impl Cluster {
    /// Takes the lead where no other node has it, or keeps it.
    pub(super) async fn lead(&self) {
        let sent = self.now();
        match self.membership.lead(SCRIPTS).await {
            Ok(Some(fence)) => {
                self.tenure_of_lead(|tenure| tenure.renewed(sent));
                if !self.leads.send_replace(true) {
                    tracing::info!(fence, "this node runs the scripts that one node runs");
                }
            }
            Ok(None) => {
                self.tenure_of_lead(rollcall_cluster::Tenure::lost);
                self.cease_to_lead();
            }
            Err(error) => tracing::debug!("the lead was not renewed: {error}"),
        }
    }

    /// Gives the lead up where another node may have it by now.
    pub(super) fn judge_lead(&self, now: Tick, verdict: Verdict) {
        let holds = self.tenure_of_lead(|tenure| tenure.holds(now));
        if !holds && verdict != Verdict::ServesWithoutStore {
            self.cease_to_lead();
        }
    }

    fn cease_to_lead(&self) {
        let ceased = self.leads.send_if_modified(std::mem::take);
        if ceased {
            tracing::warn!("another node runs the scripts that one node runs");
        }
    }

    fn tenure_of_lead<T>(&self, act: impl FnOnce(&mut rollcall_cluster::Tenure) -> T) -> T {
        act(&mut self.lead.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
