//! `GET /api/v1/sessions`: the list, page by page.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use rollcall_session::{Page, ParseCursorError};
use rollcall_wire::rest::{ErrorCode, SessionPage, SessionQuery};

use super::HttpError;
use super::access::KnownCaller;
use super::extract::QueryParts;
use crate::gateway::Gateway;
use crate::to_wire;
use crate::who_is_on;
use rollcall_supervisor::turnstile::User;

/// Rows on a page unless the request sets another number.
const DEFAULT_LIMIT: usize = 100;
/// The most rows on a page.
const MAX_LIMIT: usize = 1_000;

/// `GET /api/v1/sessions`.
pub async fn list(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    QueryParts(query): QueryParts<SessionQuery>,
) -> Result<Json<SessionPage>, HttpError> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(HttpError::new(ErrorCode::BadRequest, format!("limit: 1 to {MAX_LIMIT}, not {limit}")));
    }
    let after = query.cursor.as_deref().map(str::parse).transpose();
    let after =
        after.map_err(|why: ParseCursorError| HttpError::new(ErrorCode::BadRequest, format!("cursor: {why}")))?;
    let filters = who_is_on::Filters { username: query.username, project: query.project };
    let user = User::Person(caller.username().into());
    let Page { sessions, total, next } = gateway.who_is_on.page(&gateway.live, filters, user, after, limit).await?;
    Ok(Json(SessionPage {
        sessions: sessions.iter().map(to_wire::session).collect(),
        total,
        next_cursor: next.map(|cursor| cursor.to_string()),
    }))
}
