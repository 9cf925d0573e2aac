//! Log-in, log-out, who am I.
//!
//! The order of a log-in's checks keeps secrets: before the password is right, the answer is the same whatever else is
//! wrong, and takes as long.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rollcall_session::{Clock, EndReason, OpenError};
use rollcall_store::{Login, User};
use rollcall_wire::rest::{ErrorCode, LoginRequest, LoginResponse, Me, SessionKind};

use super::HttpError;
use super::access::{Caller, KnownCaller, cookie};
use crate::clock::SystemEntropy;
use crate::credential::{Token, TokenKind};
use crate::gateway::Gateway;
use crate::live::{Admitted, OpenSessionError};
use crate::wire_form;

/// The longest host name that a client may report (RFC 1035, 2.3.4).
const MAX_HOSTNAME: usize = 255;
/// How much of a client's user agent is kept, in bytes.
const MAX_USER_AGENT: usize = 255;

/// `POST /api/v1/login`.
pub async fn log_in(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Json<LoginRequest>, JsonRejection>,
) -> Result<Response, HttpError> {
    let Json(request) = body.map_err(|e| HttpError::new(ErrorCode::BadRequest, e.body_text()))?;
    check_hostname(request.hostname.as_deref())?;
    let user = authenticate(&gateway, &request, peer).await?;
    let Some(project) = request.project.clone() else { return person(&gateway, user).await };
    let admitted = admit(&gateway, &user, project, &request, peer, &headers)?;
    let (token, session) = gateway.live.open(admitted).await.map_err(refusal)?;
    tracing::info!(
        username = user.name,
        project = &*session.project,
        client_id = %session.client_id,
        address = &**session.address(),
        "log-in"
    );
    let response = LoginResponse {
        token: token.reveal().to_owned(),
        session: Some(wire_form::session(&session)),
        roles: user.roles,
    };
    Ok((StatusCode::OK, Json(response)).into_response())
}

async fn authenticate(gateway: &Gateway, request: &LoginRequest, peer: SocketAddr) -> Result<User, HttpError> {
    let now = gateway.clock.now().tick;
    if let Some(seconds) = gateway.throttle.wait(&request.username, peer.ip(), now) {
        let message = format!("too many wrong passwords for this user from this address; wait {seconds} s");
        return Err(HttpError::new(ErrorCode::Busy, message));
    }
    let user = gateway.store.user(&request.username).await?;
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let right = gateway.passwords.check(request.password.clone(), hash).await?;
    match user {
        Some(user) if right && !user.disabled => {
            gateway.throttle.succeeded(&request.username, peer.ip());
            Ok(user)
        }
        _ => {
            gateway.throttle.failed(&request.username, peer.ip(), now);
            tracing::warn!(username = ?request.username, peer = %peer.ip(), "log-in refused");
            Err(HttpError::new(ErrorCode::WrongPassword, "unknown user, wrong password, or the user is disabled"))
        }
    }
}

fn check_hostname(hostname: Option<&str>) -> Result<(), HttpError> {
    let Some(name) = hostname else { return Ok(()) };
    let fault = if name.len() > MAX_HOSTNAME {
        format!("hostname: longer than {MAX_HOSTNAME} bytes")
    } else if name.chars().any(char::is_control) {
        "hostname: contains a control character".to_owned()
    } else {
        return Ok(());
    };
    Err(HttpError::new(ErrorCode::BadRequest, fault))
}

fn admit(
    gateway: &Gateway,
    user: &User,
    project: String,
    request: &LoginRequest,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<Admitted, HttpError> {
    let kind = wire_form::kind(request.kind);
    match gateway.projects.admits(&project, kind, &user.roles) {
        None => {
            let message = format!("there is no project {project:?} on this gateway");
            return Err(HttpError::new(ErrorCode::UnknownProject, message));
        }
        Some(false) => {
            let what = if request.kind == SessionKind::Designer { "designer" } else { "client" };
            let message = format!("{:?} has none of the roles that project {project:?} admits as {what}", user.name);
            return Err(HttpError::new(ErrorCode::Forbidden, message));
        }
        Some(true) => {}
    }
    Ok(Admitted {
        username: user.name.as_str().into(),
        project: project.into(),
        kind,
        hostname: request.hostname.as_deref().map(Into::into),
        ip: peer.ip().to_canonical(),
        user_agent: user_agent(headers).map(Into::into),
        roles: user.roles.iter().map(|r| r.as_str().into()).collect(),
    })
}

fn user_agent(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::USER_AGENT)?.to_str().ok()?;
    Some(&text[..text.len().min(MAX_USER_AGENT)])
}

fn refusal(error: OpenSessionError) -> HttpError {
    match error {
        OpenSessionError::Refused(error @ OpenError::Limit { .. }) => {
            HttpError::new(ErrorCode::SessionLimit, error.to_string())
        }
        OpenSessionError::Store(error) => error.into(),
        other => HttpError::internal("the session could not be opened", other),
    }
}

/// A log-in without a project: a person's, for administration, which is no session.
async fn person(gateway: &Gateway, user: User) -> Result<Response, HttpError> {
    let token = Token::generate(TokenKind::Login, &mut SystemEntropy)
        .map_err(|e| HttpError::internal("no token could be made", e))?;
    let lifetime = gateway.config.sessions.login_lifetime.0;
    let now = gateway.clock.wall().0;
    let login = Login {
        token_hash: token.hash().0,
        username: user.name.clone(),
        creation_time: now,
        expiry: now.saturating_add(i64::try_from(lifetime.as_millis()).unwrap_or(i64::MAX)),
    };
    gateway.store.remove_expired_logins(now).await?;
    gateway.store.add_login(&login).await?;
    tracing::info!(username = user.name, "log-in without a project");
    let cookie = cookie(token.reveal(), lifetime.as_secs(), gateway.is_secure());
    let response = LoginResponse { token: token.reveal().to_owned(), session: None, roles: user.roles };
    Ok(([(header::SET_COOKIE, cookie)], Json(response)).into_response())
}

/// `POST /api/v1/logout`.
pub async fn log_out(State(gateway): State<Arc<Gateway>>, caller: KnownCaller) -> Result<Response, HttpError> {
    match caller.0 {
        Caller::Session(session) => {
            gateway.live.end(session.client_id, EndReason::LoggedOut).await;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Caller::Person { token, .. } => {
            gateway.store.remove_login(&token.hash().0).await?;
            let gone = cookie("", 0, gateway.is_secure());
            Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]).into_response())
        }
    }
}

/// `GET /api/v1/me`.
pub async fn me(caller: KnownCaller) -> Json<Me> {
    let session = match &caller.0 {
        Caller::Session(session) => Some(wire_form::session(session)),
        Caller::Person { .. } => None,
    };
    Json(Me { username: caller.username().to_owned(), roles: caller.roles(), session })
}
