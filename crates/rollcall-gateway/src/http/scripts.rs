//! `GET /api/v1/scripts`: the gateway's own scripts and how they fare.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use rollcall_wire::rest::ScriptList;

use crate::gateway::Gateway;

/// `GET /api/v1/scripts`.
pub async fn list(State(gateway): State<Arc<Gateway>>) -> Json<ScriptList> {
    Json(ScriptList { scripts: gateway.scripts.status() })
}
