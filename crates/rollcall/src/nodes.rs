//! `rollcall nodes`: the gateways of a cluster.

use reqwest::Method;
use rollcall_wire::rest::{ClusterNode, NodeList};

use crate::arguments::Remote;
use crate::remote::Api;
use crate::table::table;

/// Prints the nodes.
///
/// # Errors
/// When the gateway cannot be reached or refuses, or is in no cluster.
pub async fn run(remote: Remote) -> anyhow::Result<()> {
    let api = Api::log_in_as_person(&remote).await?;
    let list: anyhow::Result<NodeList> = api.send(Method::GET, "/api/v1/nodes", None::<&()>).await;
    let logged_out = api.log_out().await;
    let list = list?;
    if list.cluster.is_none() {
        anyhow::bail!("this gateway is in no cluster: it has no [cluster] in its configuration");
    }
    let header = ["node", "state", "heard", "sessions", "release", "address", "differing projects"];
    print!("{}", table(&header, &list.nodes.into_iter().map(row).collect::<Vec<_>>()));
    logged_out
}

fn row(node: ClusterNode) -> Vec<String> {
    let heard = match (node.is_asked, node.silent_ms) {
        (true, _) => "(asked)".to_owned(),
        (false, Some(millis)) => format!("{:.1} s ago", millis as f64 / 1_000.0),
        (false, None) => "never".to_owned(),
    };
    vec![
        node.name,
        node.state,
        heard,
        node.sessions.map_or_else(String::new, |count| count.to_string()),
        node.release.unwrap_or_default(),
        node.address.unwrap_or_default(),
        node.differing_projects.join(", "),
    ]
}
