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
use rollcall_session::{Clock, EndReason};
use rollcall_store::{Login, MAX_NAME_CHARS, User};
use rollcall_wire::rest::{ErrorCode, LoginRequest, LoginResponse, Me, SessionKind};

use super::access::{Caller, KnownCaller, cookie};
use super::{HttpError, to_the_end};
use crate::clock::SystemEntropy;
use crate::credential::{Token, TokenKind};
use crate::gateway::Gateway;
use crate::live::{Admitted, OpenSessionError, is_unchanged};
use crate::password::MAX_PASSWORD;
use crate::projects::Admission;
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
    let Some(project) = request.project.clone() else {
        return to_the_end(async move { person(&gateway, user, peer).await }).await;
    };
    let admitted = admit(&gateway, user, project, &request, peer, &headers).inspect_err(
        |error| tracing::warn!(username = ?request.username, peer = %peer.ip(), "log-in refused: {error}"),
    )?;
    to_the_end(async move { session(&gateway, admitted).await }).await
}

async fn session(gateway: &Gateway, admitted: Admitted) -> Result<Response, HttpError> {
    let roles = admitted.user.roles.clone();
    let (token, session) = gateway.live.open(admitted).await?;
    tracing::info!(
        username = &*session.username,
        project = &*session.project,
        client_id = %session.client_id,
        address = &**session.address(),
        "log-in"
    );
    let response =
        LoginResponse { token: token.reveal().to_owned(), session: Some(wire_form::session(&session)), roles };
    Ok((StatusCode::OK, Json(response)).into_response())
}

async fn authenticate(gateway: &Gateway, request: &LoginRequest, peer: SocketAddr) -> Result<User, HttpError> {
    let LoginRequest { username, password, .. } = request;
    let wrong = || HttpError::new(ErrorCode::WrongPassword, "unknown user, wrong password, or the user is disabled");
    // Nobody has such a name or password; neither is kept or logged, so that nobody can fill memory or disk with them.
    if username.chars().count() > MAX_NAME_CHARS || password.len() > MAX_PASSWORD {
        return Err(wrong());
    }
    let begun = gateway.throttle.begin(username, peer.ip(), gateway.clock.now().tick);
    begun.map_err(|seconds| {
        let message = format!("too many wrong passwords for this user from this address; wait {seconds} s");
        HttpError::new(ErrorCode::Busy, message)
    })?;
    let user = gateway.store.user(username).await?;
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let right = gateway.passwords.check(password.clone(), hash).await?;
    match user {
        Some(user) if right && !user.disabled => {
            gateway.throttle.succeeded(username, peer.ip());
            Ok(user)
        }
        _ => {
            tracing::warn!(?username, peer = %peer.ip(), "log-in refused: unknown, disabled or wrong password");
            Err(wrong())
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
    user: User,
    project: String,
    request: &LoginRequest,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<Admitted, HttpError> {
    let kind = wire_form::kind(request.kind);
    let (code, message) = match gateway.projects.admission(&project, kind, &user.roles) {
        Admission::Yes => {
            return Ok(Admitted {
                project: project.into(),
                kind,
                hostname: request.hostname.as_deref().map(Into::into),
                ip: peer.ip().to_canonical(),
                user_agent: user_agent(headers).map(Into::into),
                user,
            });
        }
        Admission::Unknown => (ErrorCode::UnknownProject, format!("there is no project {project:?} on this gateway")),
        Admission::Broken => (
            ErrorCode::UnknownProject,
            format!("project {project:?} has mistakes and cannot be served; rollcall project check names them"),
        ),
        Admission::No => {
            let what = if request.kind == SessionKind::Designer { "designer" } else { "client" };
            let name = &user.name;
            (ErrorCode::Forbidden, format!("{name:?} has none of the roles that project {project:?} admits as {what}"))
        }
    };
    Err(HttpError::new(code, message))
}

fn user_agent(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::USER_AGENT)?.to_str().ok()?;
    Some(&text[..text.len().min(MAX_USER_AGENT)])
}

/// A log-in without a project: a person's, for administration, which is no session.
async fn person(gateway: &Gateway, user: User, peer: SocketAddr) -> Result<Response, HttpError> {
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
    // What was checked may have changed while it was being checked; a change from now on meets the stored log-in.
    if !gateway.store.user(&user.name).await?.is_some_and(|now| is_unchanged(&user, &now)) {
        gateway.store.remove_login(&login.token_hash).await?;
        return Err(OpenSessionError::UserChanged.into());
    }
    tracing::info!(username = user.name, peer = %peer.ip(), "log-in without a project");
    let cookie = cookie(token.reveal(), lifetime.as_secs(), gateway.is_secure());
    let response = LoginResponse { token: token.reveal().to_owned(), session: None, roles: user.roles };
    Ok(([(header::SET_COOKIE, cookie)], Json(response)).into_response())
}

/// `POST /api/v1/logout`.
pub async fn log_out(State(gateway): State<Arc<Gateway>>, caller: KnownCaller) -> Result<Response, HttpError> {
    to_the_end(async move {
        match caller.0 {
            Caller::Session(session) => {
                gateway.live.end(session.client_id, EndReason::LoggedOut).await?;
                Ok(StatusCode::NO_CONTENT.into_response())
            }
            Caller::Person { token, .. } => {
                gateway.store.remove_login(&token.hash().0).await?;
                let gone = cookie("", 0, gateway.is_secure());
                Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]).into_response())
            }
        }
    })
    .await
}

/// `GET /api/v1/me`.
pub async fn me(caller: KnownCaller) -> Json<Me> {
    let session = match &caller.0 {
        Caller::Session(session) => Some(wire_form::session(session)),
        Caller::Person { .. } => None,
    };
    Json(Me { username: caller.username().to_owned(), roles: caller.roles(), session })
}
