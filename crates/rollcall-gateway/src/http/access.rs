//! The caller of a request, and whether it may use the route.
//!
//! A credential comes in the `Authorization` header or, from a browser, in a cookie or among the subprotocols that a
//! WebSocket offers (the only header that a page can choose there); never in a URL, which would put it into logs and
//! histories. Nothing else is believed.
//!
//! A cookie is sent by the browser of its own accord, so a request that changes something with one must come from a
//! page of this gateway: its Origin must be its Host. So must everything that changes something, opens a WebSocket or
//! logs in and does come from a page, whatever its credential; browsers always send an Origin, other programs need not.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Extension, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use rollcall_session::{Clock, Session, Timestamp, TokenHash};
use rollcall_store::{ADMINISTRATOR, User};
use rollcall_wire::rest::ErrorCode;
use rollcall_wire::routes::{Access, ROUTES};

use super::{HttpError, pages};
use crate::clock;
use crate::cluster::NotTaken;
use crate::credential::{Token, TokenKind};
use crate::gateway::Gateway;
use crate::listen::Life;
use crate::log_line::shortened;
use crate::{throttle, to_wire};

/// The cookie's name without TLS.
const COOKIE: &str = "rollcall";
/// The cookie's name under TLS: the prefix binds it to this host and to encryption (RFC 6265bis, 4.1.3).
const SECURE_COOKIE: &str = "__Host-rollcall";
/// The subprotocol that the gateway speaks on a session's WebSocket.
pub const PROTOCOL: &str = "rollcall";
/// The prefix with which a page offers a session's token as a subprotocol. It is never selected, so it is never sent
/// back.
const TOKEN_PROTOCOL: &str = "rollcall.token.";

/// The address of a request, as long as its connection has shown no credential.
pub fn stranger(request: &Parts) -> Option<IpAddr> {
    let is_known = request.extensions.get::<Arc<Life>>().is_some_and(|life| life.knows_whose());
    let ConnectInfo(peer) = request.extensions.get::<ConnectInfo<SocketAddr>>()?;
    (!is_known).then(|| throttle::place(peer.ip()))
}

/// The holder of a live credential.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A session's client.
    Session(Box<Session>),
    /// A person, logged in without a project.
    Person(Box<Person>),
}

/// A person, logged in without a project.
#[derive(Clone, Debug)]
pub struct Person {
    /// The user, with the current roles.
    pub user: User,
    /// The credential, for logging out.
    pub token: Token,
    /// Whether it came in the cookie.
    pub in_cookie: bool,
}

impl Caller {
    /// The user's name.
    pub fn username(&self) -> &str {
        match self {
            Caller::Session(session) => &session.username,
            Caller::Person(person) => &person.user.name,
        }
    }

    /// The user's roles.
    pub fn roles(&self) -> Vec<String> {
        match self {
            Caller::Session(session) => session.roles.iter().map(|r| r.to_string()).collect(),
            Caller::Person(person) => person.user.roles.clone(),
        }
    }
}

/// Lets a request through to its handler, with the [`Caller`] attached, if the route is open to that caller.
pub async fn guard(
    State((gateway, access)): State<(Arc<Gateway>, Access)>,
    mut request: Request,
    next: Next,
) -> Response {
    if access == Access::Public {
        return next.run(request).await;
    }
    let caller = match identify(&gateway, request.method(), request.headers()).await {
        Ok(caller) => caller,
        Err(error) => return error.into_response(),
    };
    if let Some(life) = request.extensions().get::<Arc<Life>>() {
        life.is_known();
    }
    if let Err(error) = admit(&gateway, access, &caller) {
        let (method, path, username) = (request.method(), shortened(request.uri().path()), caller.username());
        gateway.refusals.log(username, gateway.clock.now().tick, |left_out| {
            tracing::warn!(username, %method, path = &*path, left_out, "request refused: {error}");
        });
        return error.into_response();
    }
    request.extensions_mut().insert(caller);
    next.run(request).await
}

fn admit(gateway: &Gateway, access: Access, caller: &Caller) -> Result<(), HttpError> {
    let admitted = match (access, caller) {
        (Access::Public | Access::LoggedIn, _) => true,
        (Access::Session | Access::SessionList, Caller::Session(_)) => true,
        (Access::Session, Caller::Person(_)) | (Access::Person, Caller::Session(_)) => false,
        (Access::Person, Caller::Person(_)) => true,
        (Access::SessionList, Caller::Person(person)) => {
            is_administrator(&person.user.roles) || gateway.projects.admits_anywhere(&person.user.roles)
        }
        // A session's credential lives in a client; it does not prove that an administrator uses the client.
        (Access::Administrator, Caller::Session(_)) => false,
        (Access::Administrator, Caller::Person(person)) => is_administrator(&person.user.roles),
    };
    let why = match access {
        Access::Session => "this needs the credential of a session: log in with a project",
        Access::Person => "this needs a person's log-in: log in without a project",
        Access::Administrator => "this needs a log-in without a project by a user with the role Administrator",
        _ => "this needs the role Administrator, or a role that some project admits",
    };
    if admitted {
        Ok(())
    } else if access == Access::SessionList && gateway.projects.is_away() {
        Err(HttpError::away())
    } else {
        Err(HttpError::new(ErrorCode::Forbidden, why))
    }
}

fn is_administrator(roles: &[String]) -> bool {
    roles.iter().any(|role| role == ADMINISTRATOR)
}

async fn identify(gateway: &Gateway, method: &Method, headers: &HeaderMap) -> Result<Caller, HttpError> {
    let nobody = || HttpError::new(ErrorCode::NotLoggedIn, "log in first: POST /api/v1/login");
    let (text, from_cookie) = credential(headers, gateway.is_secure()).ok_or_else(nobody)?;
    let changes = !method.is_safe() || headers.contains_key(header::UPGRADE);
    let from_page = headers.contains_key(header::ORIGIN);
    if changes && (from_cookie || from_page) && !is_same_origin(headers, gateway.is_secure()) {
        return Err(not_our_page());
    }
    let token = Token::parse(text).ok_or_else(nobody)?;
    let hash = token.hash();
    let caller = match token.kind() {
        TokenKind::Session => session(gateway, hash, headers).await?.map(|s| Caller::Session(Box::new(s))),
        TokenKind::Login => person(gateway, token, from_cookie).await?,
    };
    caller.ok_or_else(|| {
        let why = gateway.live.why_ended(&hash);
        HttpError::over(why.as_ref().map(to_wire::end))
    })
}

/// The live session of a token. In a cluster another node may have it: opening the session's WebSocket brings it here, any
/// other request leaves it where it is.
async fn session(gateway: &Gateway, hash: TokenHash, headers: &HeaderMap) -> Result<Option<Session>, HttpError> {
    let Some(cluster) = &gateway.cluster else { return Ok(gateway.live.find(&hash)) };
    if headers.contains_key(header::UPGRADE) {
        let is_there = cluster.bring(hash).await?;
        let found = gateway.live.find(&hash);
        // Nobody is told that a session is over which is not: the client would not come back to it.
        return if found.is_none() && is_there { Err(NotTaken::Moving.into()) } else { Ok(found) };
    }
    if let Some(session) = gateway.live.find(&hash) {
        return Ok(Some(session));
    }
    let owned = cluster.owned(&hash).await?;
    Ok(owned.and_then(|owned| gateway.live.elsewhere(owned)))
}

async fn person(gateway: &Gateway, token: Token, in_cookie: bool) -> Result<Option<Caller>, HttpError> {
    let now = gateway.clock.wall();
    let Some(login) = gateway.store.login(&token.hash().0, now.0).await? else { return Ok(None) };
    if clock::is_to_come(Timestamp(login.creation_time), now) {
        // Made under a clock that was ahead, it would outlive its time by as much.
        tracing::warn!(username = login.username, "a log-in from the future has ended: the clock was set back");
        // It opens nothing from this moment, whether the store can write that or not.
        let _ = gateway.live.log_out(token.hash()).await;
        return Ok(None);
    }
    let user = gateway.store.user(&login.username).await?;
    Ok(user.filter(|user| !user.disabled).map(|user| Caller::Person(Box::new(Person { user, token, in_cookie }))))
}

fn not_our_page() -> HttpError {
    HttpError::new(ErrorCode::Forbidden, "the request does not come from a page of this gateway")
}

/// Refuses a request that a browser sends from a page of another site. A request without an Origin header is not from a
/// page.
///
/// # Errors
/// `Forbidden`.
pub fn refuse_foreign_page(gateway: &Gateway, headers: &HeaderMap) -> Result<(), HttpError> {
    let foreign = headers.contains_key(header::ORIGIN) && !is_same_origin(headers, gateway.is_secure());
    if foreign { Err(not_our_page()) } else { Ok(()) }
}

/// The hash of a request's credential.
pub fn token_hash(gateway: &Gateway, headers: &HeaderMap) -> Option<TokenHash> {
    let (text, _) = credential(headers, gateway.is_secure())?;
    Token::parse(text).map(|token| token.hash())
}

/// The credential's text, and whether it came in a cookie.
fn credential(headers: &HeaderMap, secure: bool) -> Option<(&str, bool)> {
    if let Some(authorization) = headers.get(header::AUTHORIZATION) {
        let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| (token.trim(), false));
    }
    if let Some(token) = offered_token(headers) {
        return Some((token, false));
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|c| c.to_str().ok()).flat_map(|c| c.split(';'));
    let mut named = cookies.filter_map(|cookie| cookie.trim().split_once('='));
    let wanted = cookie_name(secure);
    named.find(|(name, _)| *name == wanted).map(|(_, value)| (value, true))
}

/// The token that a page offers among the subprotocols of a WebSocket. It wins over the cookie, which the browser sends
/// along whether the page wants it or not.
fn offered_token(headers: &HeaderMap) -> Option<&str> {
    let offers = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|offer| offer.to_str().ok());
    offers.flat_map(|offer| offer.split(',')).find_map(|offer| offer.trim().strip_prefix(TOKEN_PROTOCOL))
}

/// Whether the page that sends the request has this gateway's own address. A gateway without TLS cannot know whether a
/// proxy in front of it encrypts, and then its pages are under https: the same host and port all the same.
fn is_same_origin(headers: &HeaderMap, secure: bool) -> bool {
    // With two headers it would be open which one counts.
    let text = |name| {
        let mut values = headers.get_all(name).iter();
        let only = values.next().filter(|_| values.next().is_none());
        only.and_then(|value| value.to_str().ok())
    };
    let (Some(origin), Some(host)) = (text(header::ORIGIN), text(header::HOST)) else { return false };
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    (scheme == "https" || (scheme == "http" && !secure)) && authority.eq_ignore_ascii_case(host)
}

/// Under TLS only the name that no other host can set counts.
fn cookie_name(secure: bool) -> &'static str {
    if secure { SECURE_COOKIE } else { COOKIE }
}

/// The cookie that carries a person's log-in; an empty token takes it back.
pub fn cookie(token: &str, lifetime: u64, secure: bool) -> String {
    let (name, flag) = (cookie_name(secure), if secure { "; Secure" } else { "" });
    format!("{name}={token}; Path=/; Max-Age={lifetime}; HttpOnly; SameSite=Strict{flag}")
}

/// Gives every request the one Host header that the rules here compare with. In HTTP/2, which browsers speak under TLS,
/// the name is in `:authority` and mostly nowhere else (RFC 9113, 8.3.1); in HTTP/1.1 a target with a name in it goes
/// before the header (RFC 9112, 3.2.2).
///
/// # Errors
/// `BadRequest` when there is no name, more than one, or an invalid one (RFC 9112, 3.2); HTTP/1.0 needs no name.
pub fn name_the_host(request: &mut Request) -> Result<(), HttpError> {
    let wrong = |what: &str| Err(HttpError::new(ErrorCode::BadRequest, format!("Host: {what}")));
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (host, more) = (hosts.next(), hosts.next());
    if more.is_some() {
        return wrong("the header is there more than once");
    }
    let said = host.map(|host| host.to_str().ok().and_then(host_and_port));
    let target = request.uri().authority().map(|authority| host_and_port(authority.as_str()));
    let host = match (target, said) {
        (None, None) if request.version() < Version::HTTP_11 => return Ok(()),
        (None, None) => return wrong("the header is missing"),
        (Some(None), _) | (_, Some(None)) => return wrong("this is not a host name"),
        (Some(target), Some(said)) if request.version() >= Version::HTTP_2 && target != said => {
            return wrong("the header and :authority name two hosts");
        }
        (Some(Some(host)), _) | (None, Some(Some(host))) => host,
    };
    if let Ok(host) = HeaderValue::from_str(&host) {
        request.headers_mut().insert(header::HOST, host);
    }
    Ok(())
}

/// A host with its port, if the text is valid; user information before an `@` is left out.
fn host_and_port(text: &str) -> Option<String> {
    let authority: Authority = text.parse().ok()?;
    let host = authority.host();
    let is_host = !host.is_empty() && (text == authority.as_str()) && !text.contains('@');
    is_host.then(|| authority.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// Whether the Host header is one that this gateway answers to. Without it a page of another site could reach a
/// gateway on loopback by a name of its own (DNS rebinding).
pub fn host_is_ours(gateway: &Gateway, request: &Request) -> bool {
    let Some(allowed) = &gateway.config.allowed_hosts else { return true };
    let Some(host) = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()) else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = |name: &str| name.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    allowed.iter().any(|allowed| bare(allowed) == bare(name))
}

/// The address exists, but not for this method. A caller that is not logged in learns so for public routes only.
pub async fn wrong_method(
    State(gateway): State<Arc<Gateway>>,
    method: Method,
    matched: Option<MatchedPath>,
    headers: HeaderMap,
) -> Response {
    let matched = matched.as_ref().map_or("", MatchedPath::as_str);
    let routes = || ROUTES.iter().filter(|route| route.path == matched);
    if !routes().all(|route| route.access == Access::Public)
        && let Err(error) = identify(&gateway, &method, &headers).await
    {
        return error.into_response();
    }
    let allowed: Vec<&str> = routes().map(|route| route.method.name()).collect();
    let allowed = allowed.join(", ");
    let error = HttpError::new(ErrorCode::WrongMethod, format!("{method} is not for this address; {allowed} is"));
    let mut response = error.into_response();
    if let Ok(allowed) = HeaderValue::from_str(&allowed) {
        // RFC 9110, 15.5.6: a 405 lists the allowed methods.
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}

/// A path that is not on the list of routes does not exist; before a log-in, the answer does not tell whether it might.
/// The address of a page with a slash too many is redirected to the page.
pub async fn unknown_route(
    State(gateway): State<Arc<Gateway>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if let Some(page) = pages::meant(uri.path()).filter(|_| method == Method::GET) {
        return Redirect::temporary(page).into_response();
    }
    if let Err(error) = identify(&gateway, &method, &headers).await {
        return error.into_response();
    }
    HttpError::new(ErrorCode::NotFound, format!("there is nothing at {method} {}", uri.path())).into_response()
}

/// The caller of a route that is not public.
pub type KnownCaller = Extension<Caller>;
