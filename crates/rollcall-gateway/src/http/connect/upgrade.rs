//! From a request to a session's WebSocket (RFC 6455, section 4.2): the request is checked, and the connection is
//! handed over with a meter before it.
//!
//! The library's own way from a request to a socket has no place for the meter, which must see a frame before the
//! library does: the library allocates the size that a frame announces.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::response::Response;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use rollcall_wire::pieces::{MOST_IN_A_PIECE, PIECE_HEAD};
use rollcall_wire::socket::MAX_CLIENT_FRAME;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::meter::Metered;
use crate::account::Account;
use crate::http::HttpError;
use crate::http::access::PROTOCOL;

/// The buffer that each connection holds while idle, in bytes. The library's own choice of 128 KiB would cost a
/// thousand clients 128 MiB.
const READ_BUFFER: usize = 1024;
/// Writes are buffered until there are so many bytes; every message is flushed at once, so nothing waits.
const WRITE_BUFFER: usize = 4 * 1024;
/// The most that the library may hold for a client that does not read, in bytes: the largest message that is sent, and
/// some answers to pings. It closes the connection that would need more.
const MOST_UNWRITTEN: usize = MOST_IN_A_PIECE + PIECE_HEAD + 8 * 1024;

/// A session's WebSocket.
pub(super) type Socket = WebSocketStream<Metered<TokioIo<Upgraded>>>;

/// A request that asks for a WebSocket, as it should.
#[derive(Debug)]
pub struct Upgrade {
    key: HeaderValue,
    offers_protocol: bool,
    connection: OnUpgrade,
}

impl<S: Sync> FromRequestParts<S> for Upgrade {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        let wrong = |words: &str| HttpError::of_status(StatusCode::BAD_REQUEST, words);
        if parts.method != Method::GET || parts.version != Version::HTTP_11 {
            return Err(wrong("a WebSocket is opened by GET and HTTP/1.1"));
        }
        let headers = &parts.headers;
        if !names(headers, header::CONNECTION, "upgrade") || !names(headers, header::UPGRADE, "websocket") {
            return Err(wrong("the headers Connection and Upgrade do not ask for a WebSocket"));
        }
        if !names(headers, header::SEC_WEBSOCKET_VERSION, "13") {
            return Err(wrong("Sec-WebSocket-Version must be 13"));
        }
        let key = headers.get(header::SEC_WEBSOCKET_KEY).cloned().ok_or_else(|| wrong("no Sec-WebSocket-Key"))?;
        let offers_protocol = names(headers, header::SEC_WEBSOCKET_PROTOCOL, PROTOCOL);
        let connection = parts.extensions.remove::<OnUpgrade>();
        let connection = connection
            .ok_or_else(|| HttpError::of_status(StatusCode::UPGRADE_REQUIRED, "this connection cannot be upgraded"))?;
        Ok(Upgrade { key, offers_protocol, connection })
    }
}

/// Whether a header has a word in its list.
fn names(headers: &HeaderMap, name: HeaderName, word: &str) -> bool {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|each| each.trim().eq_ignore_ascii_case(word))
}

impl Upgrade {
    /// Says yes, and has the socket served once the connection is there.
    pub(super) fn serve<F>(self, account: Account, serve: impl FnOnce(Socket) -> F + Send + 'static) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let Upgrade { key, offers_protocol, connection } = self;
        tokio::spawn(async move {
            // A client that goes away instead is ignored.
            let Ok(upgraded) = connection.await else { return };
            let metered = Metered::new(TokioIo::new(upgraded), account);
            let config = WebSocketConfig::default()
                .max_message_size(Some(MAX_CLIENT_FRAME))
                .max_frame_size(Some(MAX_CLIENT_FRAME))
                .read_buffer_size(READ_BUFFER)
                .write_buffer_size(WRITE_BUFFER)
                .max_write_buffer_size(MOST_UNWRITTEN);
            let socket = WebSocketStream::from_raw_socket(metered, Role::Server, Some(config)).await;
            serve(socket).await;
        });
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        // Base-64 text is valid in a header.
        if let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
            headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
        }
        if offers_protocol {
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(PROTOCOL));
        }
        response
    }
}
