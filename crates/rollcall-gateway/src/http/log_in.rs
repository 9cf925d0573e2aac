//! Log-in, log-out, and "who am I?"; and the session that a tab of a browser opens under its person's log-in.
//!
//! The order of a log-in's checks keeps secrets: before the password is right, the answer is the same whatever else is
//! wrong, and takes as long.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rollcall_session::{Clock, EndReason, TokenHash};
use rollcall_store::REASON_LOGGED_OUT;
use rollcall_store::{Login, MAX_NAME_CHARS, User};
use rollcall_wire::rest::{ErrorCode, LoginRequest, LoginResponse, Me, SessionKind, SessionRequest};

use super::access::{Caller, KnownCaller, cookie, refuse_foreign_page};
use super::{HttpError, extract, to_the_end};
use crate::clock::SystemEntropy;
use crate::cluster::NotCounted;
use crate::credential::{Token, TokenKind};
use crate::gateway::Gateway;
use crate::live::{Admitted, OpenSessionError, Refusal, RefusedLogIn, is_unchanged};
use crate::password::MAX_PASSWORD;
use crate::projects::Admission;
use crate::throttle::queue::Refused;
use crate::to_wire;

/// The longest host name that a client may report (RFC 1035, 2.3.4).
const MAX_HOSTNAME: usize = 255;
/// Longer than the name of any project, in bytes: it is the name of a folder.
const MAX_PROJECT: usize = 255;
/// How much of a client's user agent is kept, in bytes.
const MAX_USER_AGENT: usize = 255;

/// `POST /api/v1/login`.
pub async fn log_in(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    extract::Json(request): extract::Json<LoginRequest>,
) -> Result<Response, HttpError> {
    // Another site must not log a person in here as another user, nor try passwords through people's browsers.
    refuse_foreign_page(&gateway, &headers)?;
    let asked = Asked::new(&request.username, request.project.as_deref(), request.kind, peer);
    let answer = log_in_as(&gateway, request, peer, &headers).await;
    answer.inspect_err(|error| asked.refused(&gateway, error))
}

async fn log_in_as(
    gateway: &Arc<Gateway>,
    request: LoginRequest,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    check_hostname(request.hostname.as_deref())?;
    check_project(request.project.as_deref())?;
    if request.cookie && request.project.is_some() {
        let message = "cookie: only for a log-in without a project; open the session with POST /api/v1/sessions";
        return Err(HttpError::new(ErrorCode::BadRequest, message));
    }
    let user = authenticate(gateway, &request, peer).await?;
    let Some(project) = request.project.clone() else {
        let gateway = Arc::clone(gateway);
        return to_the_end(async move { person(&gateway, user, peer, request.cookie).await }).await;
    };
    let wanted = Wanted { project, kind: request.kind, hostname: request.hostname, login: None };
    open(Arc::clone(gateway), user, wanted, peer, headers).await
}

/// `POST /api/v1/sessions`, by the holder of a person's log-in.
pub async fn open_session(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    caller: KnownCaller,
    headers: HeaderMap,
    extract::Json(SessionRequest { project, hostname }): extract::Json<SessionRequest>,
) -> Result<Response, HttpError> {
    check_hostname(hostname.as_deref())?;
    let Caller::Person(person) = caller.0 else {
        return Err(HttpError::internal("a session was asked for without a log-in", "the route's access is wrong"));
    };
    let asked = Asked::new(&person.user.name, Some(&project), SessionKind::Client, peer);
    let wanted = Wanted { project, kind: SessionKind::Client, hostname, login: Some(person.token.hash()) };
    let answer = match check_project(Some(&wanted.project)) {
        Ok(()) => open(Arc::clone(&gateway), person.user, wanted, peer, &headers).await,
        Err(error) => Err(error),
    };
    answer.inspect_err(|error| asked.refused(&gateway, error))
}

/// The person who asks to log in, for the event of a refusal.
struct Asked(RefusedLogIn);

impl Asked {
    fn new(username: &str, project: Option<&str>, kind: SessionKind, peer: SocketAddr) -> Self {
        Asked(RefusedLogIn {
            // A name that is longer than any user's is not kept.
            username: (username.chars().count() <= MAX_NAME_CHARS).then(|| username.into()),
            project: project.filter(|name| name.len() <= MAX_PROJECT).map(Into::into),
            kind: to_wire::kind(kind),
            address: peer.ip().to_canonical(),
            reason: Refusal::Failed,
            left_out: 0,
        })
    }

    /// Tells that it was refused.
    fn refused(self, gateway: &Gateway, error: &HttpError) {
        if let Some(reason) = error.refusal() {
            gateway.live.refused(RefusedLogIn { reason, ..self.0 });
        }
    }
}

/// The session that is asked for.
struct Wanted {
    project: String,
    kind: SessionKind,
    hostname: Option<String>,
    /// The log-in that it is opened under, if any.
    login: Option<TokenHash>,
}

async fn open(
    gateway: Arc<Gateway>,
    user: User,
    wanted: Wanted,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    let username = user.name.clone();
    let admitted = admit(&gateway, user, wanted, peer, headers).inspect_err(|error| {
        gateway.refusals.log(&username, gateway.clock.now().tick, |left_out| {
            tracing::warn!(?username, peer = %peer.ip(), left_out, "log-in refused: {error}");
        });
    })?;
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
    let response = LoginResponse { token: token.reveal().to_owned(), session: Some(to_wire::session(&session)), roles };
    Ok((StatusCode::OK, Json(response)).into_response())
}

async fn authenticate(gateway: &Gateway, request: &LoginRequest, peer: SocketAddr) -> Result<User, HttpError> {
    let LoginRequest { username, password, .. } = request;
    let wrong = || HttpError::new(ErrorCode::WrongPassword, "unknown user, wrong password, or the user is disabled");
    // No user has such a name or password; neither is kept or logged, so that they cannot fill memory or disk.
    if username.chars().count() > MAX_NAME_CHARS || password.len() > MAX_PASSWORD {
        return Err(wrong());
    }
    // Dropped before the password is checked, it counts as one that has never been.
    let attempt = gateway.throttle.enter(username, peer.ip()).await?;
    let counted = match &gateway.cluster {
        Some(cluster) => Some(cluster.count_log_in(username, peer.ip()).await?),
        None => None,
    };
    let user = gateway.store.user(username).await?;
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let right = gateway.passwords.check(peer.ip(), username, password.clone(), hash).await?;
    let user = user.filter(|user| right && !user.disabled);
    attempt.checked(user.is_some());
    if let Some(counted) = counted {
        counted.checked(user.is_some()).await;
    }
    match user {
        Some(user) => Ok(user),
        None => {
            tracing::warn!(?username, peer = %peer.ip(), "log-in refused: unknown, disabled or wrong password");
            Err(wrong())
        }
    }
}

impl From<NotCounted> for HttpError {
    fn from(error: NotCounted) -> Self {
        match error {
            NotCounted::Refused(refused) => refused.into(),
            NotCounted::Failed(error) => error.into(),
        }
    }
}

impl From<Refused> for HttpError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Locked { seconds } => {
                let message = format!("too many wrong passwords for this user from this address; wait {seconds} s");
                HttpError::busy(message, seconds)
            }
            Refused::Busy { seconds } => {
                HttpError::busy("too many log-ins at once from this address; try again in a moment", seconds)
            }
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

/// No project has a longer name, so it is repeated nowhere: not in an answer, and not in the log.
fn check_project(name: Option<&str>) -> Result<(), HttpError> {
    match name {
        Some(name) if name.len() > MAX_PROJECT => {
            Err(HttpError::new(ErrorCode::UnknownProject, "there is no project of so long a name on this gateway"))
        }
        _ => Ok(()),
    }
}

fn admit(
    gateway: &Gateway,
    user: User,
    wanted: Wanted,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<Admitted, HttpError> {
    if let Some(cluster) = &gateway.cluster {
        cluster.admits()?;
    }
    let kind = to_wire::kind(wanted.kind);
    let project = wanted.project;
    let (code, message) = match gateway.projects.admission(&project, kind, &user.roles) {
        Admission::Yes => {
            return Ok(Admitted {
                login: wanted.login,
                project: project.into(),
                kind,
                hostname: gateway.config.hosts.believed(wanted.hostname, peer.ip()).map(Into::into),
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
        Admission::Away => {
            let message =
                format!("the projects of this gateway cannot be read at the moment, {project:?} among them; try again");
            return Err(HttpError::new(ErrorCode::UnknownProject, message).of_refusal(Refusal::Failed));
        }
        Admission::No => {
            let what = if wanted.kind == SessionKind::Designer { "designer" } else { "client" };
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

/// A log-in without a project: a person's, which is not a session. With `in_cookie` the token is kept in the cookie
/// alone, and no script of a page gets it; without, no cookie is set.
async fn person(gateway: &Gateway, user: User, peer: SocketAddr, in_cookie: bool) -> Result<Response, HttpError> {
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
    // The checked data may have changed during the check; a later change meets the stored log-in.
    if !gateway.store.user(&user.name).await?.is_some_and(|now| is_unchanged(&user, &now)) {
        gateway.store.remove_login(&login.token_hash).await?;
        return Err(OpenSessionError::UserChanged.into());
    }
    tracing::info!(username = user.name, peer = %peer.ip(), "log-in without a project");
    let roles = user.roles;
    if in_cookie {
        let cookie = cookie(token.reveal(), lifetime.as_secs(), gateway.is_secure());
        let response = LoginResponse { token: String::new(), session: None, roles };
        return Ok(([(header::SET_COOKIE, cookie)], Json(response)).into_response());
    }
    Ok(Json(LoginResponse { token: token.reveal().to_owned(), session: None, roles }).into_response())
}

/// `POST /api/v1/logout`: of a session, that session; of a person, the log-in and every session opened under it.
pub async fn log_out(State(gateway): State<Arc<Gateway>>, caller: KnownCaller) -> Result<Response, HttpError> {
    to_the_end(async move {
        match caller.0 {
            Caller::Session(session) => {
                if let Some(cluster) =
                    gateway.cluster.as_ref().filter(|_| gateway.live.get(session.client_id).is_none())
                {
                    // Another node has it.
                    cluster.end(session.client_id, REASON_LOGGED_OUT, None).await?;
                    tell_cluster(&gateway).await;
                }
                gateway.live.end(session.client_id, EndReason::LoggedOut).await?;
                Ok(StatusCode::NO_CONTENT.into_response())
            }
            Caller::Person(person) => {
                gateway.live.log_out(person.token.hash()).await?;
                tell_cluster(&gateway).await;
                tracing::info!(username = person.user.name, "log-out");
                // A caller without the cookie has nothing to do with a browser that has one.
                let gone = person.in_cookie.then(|| [(header::SET_COOKIE, cookie("", 0, gateway.is_secure()))]);
                Ok(match gone {
                    Some(gone) => (StatusCode::NO_CONTENT, gone).into_response(),
                    None => StatusCode::NO_CONTENT.into_response(),
                })
            }
        }
    })
    .await
}

/// Has the other nodes of a cluster carry out what was just done to sessions of theirs. One that does not answer finds it in
/// the database within a second.
pub async fn tell_cluster(gateway: &Gateway) {
    let Some(cluster) = &gateway.cluster else { return };
    for late in cluster.have_changes_read().await.into_iter().filter(|node| node.error.is_some()) {
        tracing::warn!(node = %late.node, "a node has yet to carry out what was done to its sessions: {}", late.status);
    }
}

/// `POST /api/v1/leave`, by a page that goes.
pub async fn leave_tab(State(gateway): State<Arc<Gateway>>, caller: KnownCaller) -> StatusCode {
    if let Caller::Session(session) = caller.0 {
        gateway.live.leave_tab(session.client_id, gateway.config.sessions.reload_period.0);
    }
    StatusCode::NO_CONTENT
}

/// `GET /api/v1/me`.
pub async fn me(caller: KnownCaller) -> Json<Me> {
    let session = match &caller.0 {
        Caller::Session(session) => Some(to_wire::session(session)),
        Caller::Person(_) => None,
    };
    Json(Me { username: caller.username().to_owned(), roles: caller.roles(), session })
}
