//! `/api/v1/sessions`: the list, page by page, and the end of one of them.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rollcall_cluster::Query;
use rollcall_session::{ClientId, EndReason, Page, ParseCursorError};
use rollcall_wire::rest::{
    ErrorCode, NodeAnswer, Require, Scope, SessionEndQuery, SessionEnded, SessionPage, SessionQuery,
};

use super::access::KnownCaller;
use super::extract::{PathParts, QueryParts};
use super::{HttpError, to_the_end};
use crate::cluster::{Cluster, ClusterPage, REASON_TERMINATED};
use crate::gateway::Gateway;
use crate::to_wire;
use crate::who_is_on;
use rollcall_supervisor::turnstile::User;

/// Rows on a page unless the request sets another number.
const DEFAULT_LIMIT: usize = 100;
/// The most rows on a page.
const MAX_LIMIT: usize = 1_000;
/// How long the other nodes are waited for.
const PATIENCE: Duration = Duration::from_secs(1);
/// The longest text for the person whose session is ended, in bytes.
const MAX_MESSAGE: usize = 1_000;

/// `GET /api/v1/sessions`.
pub async fn list(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    QueryParts(query): QueryParts<SessionQuery>,
) -> Result<Response, HttpError> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(HttpError::new(ErrorCode::BadRequest, format!("limit: 1 to {MAX_LIMIT}, not {limit}")));
    }
    let after = query.cursor.as_deref().map(str::parse).transpose();
    let after =
        after.map_err(|why: ParseCursorError| HttpError::new(ErrorCode::BadRequest, format!("cursor: {why}")))?;
    if query.scope.unwrap_or_default() == Scope::Cluster {
        return list_of_all(&gateway, caller.username(), query, limit).await;
    }
    if query.require.is_some() {
        return Err(HttpError::new(ErrorCode::BadRequest, "require: it has a meaning with scope=cluster only"));
    }
    let filters = who_is_on::Filters { username: query.username, project: query.project };
    let user = User::Person(caller.username().into());
    let Page { sessions, total, next } = gateway.who_is_on.page(&gateway.live, filters, user, after, limit).await?;
    let page = SessionPage {
        sessions: sessions.iter().map(to_wire::session).collect(),
        total,
        next_cursor: next.map(|cursor| cursor.to_string()),
        complete: None,
        nodes: Vec::new(),
    };
    Ok(Json(page).into_response())
}

/// The same of all nodes.
async fn list_of_all(
    gateway: &Gateway,
    username: &str,
    query: SessionQuery,
    limit: usize,
) -> Result<Response, HttpError> {
    let cluster = cluster_of(gateway)?;
    let strict = query.require == Some(Require::All);
    let query = Query {
        username: query.username,
        project: query.project,
        after: query.cursor,
        limit: u32::try_from(limit).unwrap_or(u32::MAX),
        user: username.to_owned(),
        since: None,
    };
    let all = cluster.page(gateway, query, PATIENCE).await;
    if let Some(fault) = all.fault_of_filter() {
        return Err(HttpError::new(ErrorCode::BadPattern, fault));
    }
    let complete = all.is_complete();
    let ClusterPage { page, total, nodes } = all;
    let page = SessionPage {
        sessions: page.rows.into_iter().map(|(node, row)| to_wire::row_of_node(&node, row)).collect(),
        total: usize::try_from(total).unwrap_or(usize::MAX),
        next_cursor: page.next.map(|cursor| cursor.to_string()),
        complete: Some(complete),
        nodes: nodes.into_iter().map(to_wire::node_answer).collect(),
    };
    let status = if strict && !complete { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    Ok((status, Json(page)).into_response())
}

fn cluster_of(gateway: &Gateway) -> Result<&Arc<Cluster>, HttpError> {
    let alone = || HttpError::new(ErrorCode::BadRequest, "scope: this gateway is in no cluster; leave it out");
    gateway.cluster.as_ref().ok_or_else(alone)
}

/// `DELETE /api/v1/sessions/{clientId}`.
pub async fn end(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    PathParts(id): PathParts<String>,
    QueryParts(SessionEndQuery { message }): QueryParts<SessionEndQuery>,
) -> Result<Json<SessionEnded>, HttpError> {
    if message.as_ref().is_some_and(|message| message.len() > MAX_MESSAGE) {
        return Err(HttpError::new(ErrorCode::BadRequest, format!("message: at most {MAX_MESSAGE} bytes")));
    }
    let nobody = || HttpError::new(ErrorCode::NotFound, format!("there is no session {id:?}"));
    let client: ClientId = id.parse().map_err(|_| nobody())?;
    let (by, missing): (Arc<str>, HttpError) = (caller.username().into(), nobody());
    to_the_end(async move {
        let mut found = gateway.live.get(client).is_some();
        if let Some(cluster) = &gateway.cluster {
            found |= cluster.end(client, REASON_TERMINATED, message.as_deref()).await?;
        }
        if !found {
            return Err(missing);
        }
        tracing::info!(by = &*by, client_id = %client, "an administrator ends a session");
        let reason = EndReason::Terminated { by, message: message.map(Into::into) };
        gateway.live.end(client, reason).await?;
        let nodes = match &gateway.cluster {
            Some(cluster) => cluster.have_changes_read().await,
            None => Vec::new(),
        };
        Ok(Json(SessionEnded { nodes: answers(nodes) }))
    })
    .await
}

fn answers(nodes: Vec<rollcall_cluster::NodeResult>) -> Vec<NodeAnswer> {
    nodes.into_iter().map(to_wire::node_answer).collect()
}
