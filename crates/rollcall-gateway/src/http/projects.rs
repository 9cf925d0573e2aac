//! What a person can open: the list behind a launcher, and the pictures of a project.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use rollcall_wire::rest::ProjectList;

use super::access::KnownCaller;
use crate::gateway::Gateway;

/// `GET /api/v1/projects`.
pub async fn list(State(gateway): State<Arc<Gateway>>, caller: KnownCaller) -> Json<ProjectList> {
    Json(ProjectList { projects: gateway.projects.open_to(&caller.roles()) })
}
