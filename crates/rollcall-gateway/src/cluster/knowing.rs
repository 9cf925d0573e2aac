//! Which nodes there are, before they are asked: a list is whole only where none is left out.
//!
//! A node that has joined a moment ago may have taken a session already, and this node has not heard of it. So the database
//! is asked with each question. Where it does not answer, nobody can join or take anything as long as it is away for all;
//! if it is away for this node only, there may be a node that this one does not know.

use std::time::Duration;

use rollcall_cluster::Incarnation;
use rollcall_store::KnownNode;
use tokio::time::timeout;

use super::Cluster;
use super::asking::Fault;

/// How long the database is waited for.
const PATIENCE: Duration = Duration::from_millis(500);
/// The same where it did not answer the last time.
const HARDLY: Duration = Duration::from_millis(50);

impl Cluster {
    /// Learns which nodes there are.
    ///
    /// # Errors
    /// When there may be another one.
    pub(super) async fn learn_nodes(&self) -> Result<(), Fault> {
        let patience = if self.steady_since().is_some() { PATIENCE } else { HARDLY };
        if let Ok(Ok(nodes)) = timeout(patience, self.membership.nodes()).await {
            self.note_nodes(&nodes);
            return Ok(());
        }
        if self.members().is_store_away(self.now()) {
            return Ok(());
        }
        let message = "the database does not answer, so there may be nodes that this one does not know";
        Err(("unsure".to_owned(), message.to_owned()))
    }

    /// The database knows these nodes.
    pub(super) fn note_nodes(&self, nodes: &[KnownNode]) {
        let known = |node: &KnownNode| Some((node.name.parse().ok()?, Incarnation(node.incarnation)));
        self.members().known(nodes.iter().filter_map(known), self.now());
    }
}
