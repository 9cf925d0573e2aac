//! The projects that a person can open: the list behind a launcher, and the pictures of a project.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use rollcall_wire::rest::ProjectList;

use super::HttpError;
use super::access::KnownCaller;
use crate::gateway::Gateway;

/// `GET /api/v1/projects`. While the folder of the projects is away, an empty list would mean that there are no
/// projects.
pub async fn list(State(gateway): State<Arc<Gateway>>, caller: KnownCaller) -> Result<Json<ProjectList>, HttpError> {
    let projects = gateway.projects.open_to(&caller.roles());
    if projects.is_empty() && gateway.projects.is_away() {
        return Err(HttpError::away());
    }
    Ok(Json(ProjectList { projects }))
}
