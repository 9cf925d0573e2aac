//! The parts of the gateway that clients and scripts use: they get this, and not the gateway itself, which knows of
//! them.

use std::sync::Arc;

use crate::account::Accounts;
use crate::client::signing::SigningKey;
use crate::clock::SystemClock;
use crate::cluster::Cluster;
use crate::config::Config;
use crate::live::LiveSessions;
use crate::projects::ProjectCatalog;
use crate::who_is_on::WhoIsOn;
use rollcall_supervisor::flight::Flights;
use rollcall_supervisor::pool::Pool;

/// The services of a running gateway.
#[derive(Debug)]
pub struct Services {
    /// The settings.
    pub config: Config,
    /// The clocks.
    pub clock: SystemClock,
    /// The sessions.
    pub live: LiveSessions,
    /// The node of a cluster that this gateway is.
    pub cluster: Option<Arc<Cluster>>,
    /// Lists of them.
    pub who_is_on: WhoIsOn,
    /// The projects that a person can log in to.
    pub projects: ProjectCatalog,
    /// The workers of all scripts.
    pub workers: Pool,
    /// The memory that is held for clients.
    pub accounts: Accounts,
    /// Room for messages between scripts and the gateway.
    pub flights: Flights,
    /// Signs the values with which windows are opened.
    pub signing_key: SigningKey,
    /// The time zone in which dates print, an IANA name.
    pub time_zone: String,
}

impl Services {
    /// Whether clients connect over TLS.
    pub fn is_secure(&self) -> bool {
        self.config.tls.is_some()
    }
}
