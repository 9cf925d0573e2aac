//! HTTP: the routes of [`rollcall_wire::routes`] bound to their handlers, nothing open by mistake.
//!
//! | file | content |
//! |---|---|
//! | `access` | the caller of a request, and whether it may use the route |
//! | `arrival` | whether a request's body has come, and the room that it takes |
//! | `log_in` | log-in, log-out, and "who am I?" |
//! | `sessions` | the list of sessions |
//! | `connect` | the WebSocket of a session |
//! | `pages` | the browser's client as files, and the pictures of projects |
//! | `pictures` | those pictures: one copy of each, few at once |
//! | `drain` | clients are sent to other gateways |
//! | `projects` | the projects that a person can open |
//! | `users`, `scripts` | administration |
//! | `extract` | the parts of a request that handlers take: JSON, queries, paths |
//! | `error` | every answer that is not a success |
//! | `request_id` | the id under which answer and log have a request |

mod access;
pub mod arrival;
mod connect;
mod drain;
mod error;
mod extract;
mod log_in;
mod nodes;
mod pages;
pub mod pictures;
mod projects;
pub mod request_id;
mod scripts;
mod sessions;
mod users;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use axum::{Json, Router, routing};
use futures_util::FutureExt;
use rollcall_session::Clock;
use rollcall_wire::rest::{ErrorCode, Health};
use rollcall_wire::routes::{Method, Name, ROUTES, Route};

pub use error::HttpError;

use self::request_id::{REQUEST_ID, RequestId};
use crate::cluster::NotTaken;
use crate::gateway::Gateway;

/// The largest body that is read, in bytes: no request of ours comes near it.
const MAX_BODY: usize = 64 * 1024;
/// How much of the library's own message is passed on, in bytes.
const MAX_WORDS: usize = 1024;
/// How long a request may take, its body's arrival included. A WebSocket is over, as a request, when it is open.
const REQUEST_PATIENCE: Duration = Duration::from_secs(30);

/// No page of another site gets a handle on ours.
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
/// No page of another site takes our answers for its own.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// Browser features that no page of ours needs.
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The whole of the gateway's HTTP.
pub fn router(gateway: Arc<Gateway>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let guard = middleware::from_fn_with_state((Arc::clone(&gateway), route.access), access::guard);
        router = router.route(route.path, bind(route).layer(guard));
    }
    router
        .fallback(access::unknown_route)
        .method_not_allowed_fallback(access::wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&gateway), frame_every_answer))
        .with_state(gateway)
}

fn bind(route: &Route) -> MethodRouter<Arc<Gateway>> {
    match route.name {
        Name::Health => on(route, health),
        Name::OpenApi => on(route, open_api),
        Name::Login => on(route, log_in::log_in),
        Name::Logout => on(route, log_in::log_out),
        Name::LeaveTab => on(route, log_in::leave_tab),
        Name::Me => on(route, log_in::me),
        Name::Connect => on(route, connect::connect),
        Name::Sessions => on(route, sessions::list),
        Name::EndSession => on(route, sessions::end),
        Name::Nodes => on(route, nodes::list),
        Name::DrainState => on(route, drain::state),
        Name::Drain => on(route, drain::begin),
        Name::EndDrain => on(route, drain::end),
        Name::OpenSession => on(route, log_in::open_session),
        Name::Projects => on(route, projects::list),
        Name::Home | Name::Client | Name::Window => on(route, pages::page),
        Name::Asset => on(route, pages::asset),
        Name::Image => on(route, pages::image),
        Name::WindowSchema => on(route, pages::window_schema),
        Name::Users => on(route, users::list),
        Name::AddUser => on(route, users::add),
        Name::ChangeUser => on(route, users::change),
        Name::RemoveUser => on(route, users::remove),
        Name::Scripts => on(route, scripts::list),
    }
}

fn on<H, T>(route: &Route, handler: H) -> MethodRouter<Arc<Gateway>>
where
    H: axum::handler::Handler<T, Arc<Gateway>>,
    T: 'static,
{
    match route.method {
        Method::Get => routing::get(handler),
        Method::Post => routing::post(handler),
        Method::Patch => routing::patch(handler),
        Method::Delete => routing::delete(handler),
    }
}

/// Does work to its end although the client may hang up: half-done work would stay half done.
async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, HttpError>> + Send + 'static,
) -> Result<T, HttpError> {
    let done = tokio::spawn(work).await;
    done.unwrap_or_else(|error| Err(HttpError::internal("the request could not be finished", error)))
}

/// Has a request answered, in time and whatever happens.
async fn answered(gateway: &Gateway, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let held = access::stranger(&parts).map(|place| gateway.arrivals.of(place));
    let (body, arrival) = arrival::watch(&parts, body, held);
    let answer = AssertUnwindSafe(next.run(Request::from_parts(parts, body))).catch_unwind();
    match tokio::time::timeout(REQUEST_PATIENCE, answer).await {
        Ok(Ok(_)) if arrival.is_refused() => {
            HttpError::busy("too much is being sent at once by those who are not logged in", 1).into_response()
        }
        Ok(Ok(response)) => in_our_words(response).await,
        // The panic itself has been logged where it happened.
        Ok(Err(_)) => HttpError::internal("the request could not be answered", "its handler panicked").into_response(),
        Err(_) if arrival.is_whole() => HttpError::overdue().into_response(),
        Err(_) => HttpError::new(ErrorCode::Late, "the request did not arrive in time").into_response(),
    }
}

/// Every answer that is not a success has an [`rollcall_wire::rest::ApiError`] as its body, also one that the library
/// has given by itself.
async fn in_our_words(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<error::Failure>().is_some() {
        return response;
    }
    let (parts, body) = response.into_parts();
    let words = to_bytes(body, MAX_WORDS).await.unwrap_or_default();
    let mut answer = HttpError::of_status(status, &String::from_utf8_lossy(&words)).into_response();
    for (name, value) in parts.headers {
        if let Some(name) = name.filter(|name| ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name)) {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}

/// Sends the failure to the caller, and logs it if it is the gateway's own fault, under the same id. Not every fault is
/// logged: a database that fails does so for all requests, and a line for each does not help a full disk.
fn say(gateway: &Gateway, failure: error::Failure, response: &mut Response, id: &RequestId) {
    if let Some(error::Fault { what, details }) = &failure.fault {
        gateway.faults.log(what, gateway.clock.now().tick, |left_out| {
            tracing::error!(request_id = %id, left_out, "{what}: {details}");
        });
    }
    failure.write(response, id);
}

/// What a load balancer asks: 503 sends it to the other nodes of the cluster.
async fn health(State(gateway): State<Arc<Gateway>>) -> Response {
    let admits = gateway.cluster.as_ref().map_or(Ok(()), |cluster| cluster.admits());
    let (code, status) = match admits {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(NotTaken::Draining) => (StatusCode::SERVICE_UNAVAILABLE, "draining"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "fenced"),
    };
    (code, Json(Health { status: status.to_owned() })).into_response()
}

async fn open_api() -> Response {
    static DOCUMENT: LazyLock<String> = LazyLock::new(rollcall_wire::openapi::json);
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response()
}

/// Around every request: the Host header is one that the gateway answers to, it ends in time, and every answer carries
/// the request's id and the headers that keep a browser from guessing.
async fn frame_every_answer(State(gateway): State<Arc<Gateway>>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let mut response = match access::name_the_host(&mut request) {
        Err(error) => error.into_response(),
        Ok(()) if access::host_is_ours(&gateway, &request) => answered(&gateway, request, next).await,
        Ok(()) => HttpError::new(
            ErrorCode::BadRequest,
            "this gateway does not answer to the name in the Host header; see allowed_hosts in the configuration",
        )
        .into_response(),
    };
    if let Some(failure) = response.extensions_mut().remove() {
        say(&gateway, failure, &mut response, &id);
    }
    let headers = response.headers_mut();
    headers.extend(id.header().map(|id| (REQUEST_ID, id)));
    if gateway.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (OPENER_POLICY, "same-origin"),
        (RESOURCE_POLICY, "same-origin"),
        (PERMISSIONS_POLICY, "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
