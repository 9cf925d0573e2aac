//! What the nodes of a test's cluster have in common: their configuration, and users in the database that they share.

use std::path::Path;

use crate::Executable;

/// The configuration of a node: the URLs of its database and of its NATS server.
pub fn node_config(node: &str, database: &str, nats: &str) -> String {
    format!(
        "[store]\nurl = \"{database}\"\nconnections = 4\n[cluster]\nname = \"plant\"\nnode = \"{node}\"\nnats = [\"{nats}\"]"
    )
}

/// Moves what is in the data folder of a node that has not started into the database.
///
/// # Panics
/// When that fails.
pub async fn move_to_server(executable: Executable, data: &Path, database: &str) {
    let migrate = executable.command(&["store", "migrate", "--to", database, "--data"]).arg(data);
    migrate.finish().await.success();
}
