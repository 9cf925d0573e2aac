//! `[store]`: the embedded database, or a server by its address. The address may hold a password, so it is read where it
//! cannot be repeated by a message, and `Debug` hides it.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use rollcall_store::ServerAddress;
use serde::Deserialize;

use super::ConfigError;
use crate::data_folder::DataFolder;

/// `[store]`: where users, log-ins and sessions are kept.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Store {
    /// The address of a PostgreSQL database; SQLite in the data folder when absent.
    pub url: Option<Secret>,
    /// A file whose first line is the password.
    pub password_file: Option<PathBuf>,
    /// How many connections there may be to the server.
    pub connections: Option<u32>,
}

/// A text that nobody is shown.
#[derive(Clone, Deserialize)]
pub struct Secret(String);

impl Secret {
    /// The text, for the server that it is for.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(not shown)")
    }
}

impl Store {
    /// Whether the settings fit together.
    ///
    /// # Errors
    /// Names what does not.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let fault = |message: String| Err(ConfigError::Contradiction(message));
        if self.url.is_none() && (self.password_file.is_some() || self.connections.is_some()) {
            return fault("store: password_file and connections have no meaning without url".to_owned());
        }
        if self.connections == Some(0) {
            return fault("store.connections: at least 1".to_owned());
        }
        match self.address_without_password() {
            Some(Err(error)) => fault(format!("store.url: {error}")),
            _ => Ok(()),
        }
    }

    /// The address of the server, with its password; None for the embedded database.
    ///
    /// # Errors
    /// When the password's file cannot be read.
    pub fn address(&self) -> anyhow::Result<Option<ServerAddress>> {
        let Some(address) = self.address_without_password().transpose()? else { return Ok(None) };
        let address = match &self.password_file {
            Some(file) => address.with_password(&password(file)?),
            None => address,
        };
        Ok(Some(match self.connections {
            Some(connections) => address.with_connections(connections),
            None => address,
        }))
    }

    /// Opens the store of a node of a cluster; it has not claimed its name yet.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open_node(
        &self,
        data: &DataFolder,
        node: rollcall_store::Node,
    ) -> anyhow::Result<(rollcall_store::Store, rollcall_store::Membership)> {
        let address = self.address()?.context("cluster: set store.url")?;
        Ok(rollcall_store::Membership::open(&address, data.path(), node).await?)
    }

    /// Opens the store of a gateway: the database in its data folder, or a server's, for which the folder keeps what could
    /// not be told to it.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(&self, data: &DataFolder) -> anyhow::Result<rollcall_store::Store> {
        match self.address()? {
            Some(address) => Ok(rollcall_store::Store::open_server(&address, data.path()).await?),
            None => {
                data.require_own_database()?;
                Ok(rollcall_store::Store::open(&data.database()).await?)
            }
        }
    }

    fn address_without_password(&self) -> Option<Result<ServerAddress, rollcall_store::Error>> {
        self.url.as_ref().map(|url| ServerAddress::parse(&url.0))
    }
}

/// The first line of a file.
fn password(file: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| anyhow::anyhow!("store.password_file: cannot read {}: {error}", file.display()))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
