//! `GET /api/v1/nodes`: the gateways of the cluster.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use rollcall_wire::rest::NodeList;

use crate::gateway::Gateway;

/// `GET /api/v1/nodes`.
pub async fn list(State(gateway): State<Arc<Gateway>>) -> Json<NodeList> {
    let alone = || NodeList { cluster: None, nodes: Vec::new() };
    Json(gateway.cluster.as_ref().map_or_else(alone, |cluster| cluster.list(&gateway.projects)))
}
