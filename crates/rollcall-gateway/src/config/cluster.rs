//! `[cluster]`: the gateways that this one works with.

use std::path::PathBuf;
use std::time::Duration;

use rollcall_cluster::Name;
use serde::Deserialize;

use super::store::Secret;
use super::{ConfigError, Span};

/// `[cluster]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// The cluster's name, the same for all of its nodes.
    pub name: Name,
    /// This node's name, another one for each.
    pub node: Name,
    /// The addresses of NATS servers, with user and password where they want them.
    pub nats: Vec<Secret>,
    /// Where clients reach this node.
    pub advertise: Option<String>,
    /// Over how long clients are sent to other nodes when this one is stopped.
    #[serde(default = "drain")]
    pub drain: Span,
    /// A file with credentials for NATS, as its tools write them.
    pub credentials: Option<PathBuf>,
    /// A file with the seed of an nkey for NATS.
    pub nkey: Option<PathBuf>,
    /// A file with the certificates of the authority that NATS servers are checked against.
    pub ca: Option<PathBuf>,
}

/// A client that comes back takes some hundred milliseconds.
fn drain() -> Span {
    Span(Duration::from_secs(5))
}

impl Cluster {
    /// Whether the settings fit together.
    ///
    /// # Errors
    /// Names what does not.
    pub(super) fn check(&self, has_server: bool) -> Result<(), ConfigError> {
        let fault = |message: &str| Err(ConfigError::Contradiction(message.to_owned()));
        if !has_server {
            return fault("cluster: the gateways of a cluster keep their sessions in PostgreSQL: set store.url");
        }
        if self.nats.is_empty() {
            return fault("cluster.nats: at least one address, as in \"nats://nats-1:4222\"");
        }
        if self.credentials.is_some() && self.nkey.is_some() {
            return fault("cluster: credentials or nkey, not both");
        }
        Ok(())
    }
}
