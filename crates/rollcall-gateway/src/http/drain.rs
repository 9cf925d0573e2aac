//! `/api/v1/drain`: the clients of this gateway are sent to the others of its cluster before it is stopped.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use rollcall_wire::rest::{DrainRequest, DrainState, ErrorCode};

use super::HttpError;
use super::access::KnownCaller;
use super::extract;
use crate::cluster::{Cluster, LONGEST_DRAIN};
use crate::gateway::Gateway;

/// `GET /api/v1/drain`.
pub async fn state(State(gateway): State<Arc<Gateway>>) -> Result<Json<DrainState>, HttpError> {
    Ok(now(&gateway, cluster(&gateway)?))
}

/// `POST /api/v1/drain`. It begins; `GET` tells how far it is.
pub async fn begin(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    extract::Json(request): extract::Json<DrainRequest>,
) -> Result<Json<DrainState>, HttpError> {
    let cluster = Arc::clone(cluster(&gateway)?);
    let over = request.over_ms.map_or_else(|| cluster.drain_time(), Duration::from_millis);
    if over > LONGEST_DRAIN {
        let most = LONGEST_DRAIN.as_millis();
        return Err(HttpError::new(ErrorCode::BadRequest, format!("overMs: at most {most}")));
    }
    if !cluster.has_others() {
        let message = "no other node of the cluster is here to take the clients; rollcall nodes lists them";
        return Err(HttpError::new(ErrorCode::Conflict, message));
    }
    tracing::info!(by = caller.username(), "an administrator sends the clients of this node away");
    let (draining, goes_on) = (Arc::clone(&cluster), cluster.begin_drain());
    tokio::spawn(async move { draining.send_clients_away(over, &goes_on).await });
    Ok(now(&gateway, &cluster))
}

/// `DELETE /api/v1/drain`.
pub async fn end(State(gateway): State<Arc<Gateway>>) -> Result<Json<DrainState>, HttpError> {
    let cluster = cluster(&gateway)?;
    cluster.end_drain();
    Ok(now(&gateway, cluster))
}

fn now(gateway: &Gateway, cluster: &Cluster) -> Json<DrainState> {
    Json(DrainState { draining: cluster.is_draining(), clients: gateway.live.connected().len() })
}

fn cluster(gateway: &Gateway) -> Result<&Arc<Cluster>, HttpError> {
    let alone =
        || HttpError::new(ErrorCode::BadRequest, "this gateway is in no cluster: its clients have nowhere to go");
    gateway.cluster.as_ref().ok_or_else(alone)
}
