//! One connection, from the handshake to its end.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, Request, Response, StatusCode};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::{http1, http2};
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsAcceptor;

use super::life::{Life, UnderWay};
use super::stopped;
use super::stream::Guarded;

/// The name with which a client offers HTTP/2 in its handshake (RFC 9113, 3.2).
const HTTP2: &[u8] = b"h2";
/// The header in which a proxy names the client that it asks for.
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
/// How much the system may hold for a connection, in bytes; Linux doubles it for its own book-keeping. Left to itself it
/// takes megabytes for each slow reader, and calls a connection ready for more only when a third of them is gone, which
/// on a slow line is later than patience ends.
const SEND_BUFFER: usize = 128 * 1024;
/// How many requests of one connection may be under way at once in HTTP/2.
const STREAMS: u32 = 32;
/// How much of a request's body may come in HTTP/2 before anybody has read it, in bytes, and how much of all together.
const STREAM_WINDOW: u32 = 64 * 1024;
const WINDOW: u32 = 2 * STREAM_WINDOW;
/// The longest head of a request, in bytes. Anybody may send one that stops before its end, which is kept as long as
/// patience lasts, so it is much less than the library's own limit.
const MAX_HEAD: u16 = 32 * 1024;

/// The peer of a connection.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The address that the connection comes from.
    pub address: SocketAddr,
    /// Addresses of proxies, whose `X-Forwarded-For` is believed.
    pub proxies: Arc<[IpAddr]>,
}

impl Peer {
    /// The asking client. A proxy adds the address of its own client to the header `X-Forwarded-For`; entries before
    /// the last one that is not a proxy's were sent by the asking client, and are not believed.
    fn asking(&self, headers: &HeaderMap) -> SocketAddr {
        if !self.is_proxy(self.address.ip()) {
            return self.address;
        }
        let lines: Vec<&str> = headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok()).collect();
        let hops = lines.iter().rev().flat_map(|line| line.rsplit(','));
        let mut known = hops.map_while(|hop| hop.trim().parse::<IpAddr>().ok());
        known.find(|ip| !self.is_proxy(*ip)).map_or(self.address, |ip| SocketAddr::new(ip, 0))
    }

    fn is_proxy(&self, ip: IpAddr) -> bool {
        self.proxies.contains(&ip.to_canonical())
    }
}

/// Serves a connection until one side closes it, it is late, its place is needed, or the gateway has stopped.
pub async fn serve(
    stream: TcpStream,
    peer: Peer,
    life: Arc<Life>,
    tls: Option<TlsAcceptor>,
    router: Router,
    stop: watch::Receiver<bool>,
) {
    let sent_away = Arc::clone(&life);
    tokio::select! {
        () = sent_away.sent_away() => {}
        () = speak(stream, peer, life, tls, router, stop) => {}
    }
}

async fn speak(
    stream: TcpStream,
    peer: Peer,
    life: Arc<Life>,
    tls: Option<TlsAcceptor>,
    router: Router,
    stop: watch::Receiver<bool>,
) {
    // Answers are small and a client waits for each: they go out at once. By default the system holds the second of two
    // small ones back until the first is acknowledged, which on a WebSocket takes the other side 40 ms.
    let _ = stream.set_nodelay(true);
    let _ = rustix::net::sockopt::set_socket_send_buffer_size(&stream, SEND_BUFFER);
    let Some(tls) = tls else { return http1(stream, peer, life, router, stop).await };
    let Some(deadline) = life.deadline() else { return };
    let Ok(Ok(stream)) = timeout_at(deadline, tls.accept(stream)).await else { return };
    if stream.get_ref().1.alpn_protocol() == Some(HTTP2) {
        http2(stream, peer, life, router, stop).await;
    } else {
        http1(stream, peer, life, router, stop).await;
    }
}

async fn http1<S>(stream: S, peer: Peer, life: Arc<Life>, router: Router, mut stop: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stream = TokioIo::new(Guarded::new(stream, Arc::clone(&life), true));
    let mut builder = http1::Builder::new();
    // Its own time-out would only know heads.
    builder.header_read_timeout(None).max_buf_size(MAX_HEAD.into());
    let connection = builder.serve_connection(stream, requests(router, peer, life));
    let mut connection = std::pin::pin!(connection.with_upgrades());
    tokio::select! {
        // A broken connection is the fault of the client or the network.
        _ = connection.as_mut() => return,
        () = stopped(&mut stop) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

async fn http2<S>(stream: S, peer: Peer, life: Arc<Life>, router: Router, mut stop: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stream = TokioIo::new(Guarded::new(stream, Arc::clone(&life), false));
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.max_concurrent_streams(STREAMS).max_header_list_size(MAX_HEAD.into());
    builder.initial_stream_window_size(STREAM_WINDOW).initial_connection_window_size(WINDOW);
    let mut connection = std::pin::pin!(builder.serve_connection(stream, requests(router, peer, life)));
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stopped(&mut stop) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Hands requests to the router, each with where it comes from, and keeps the connection's life informed of them.
fn requests(
    router: Router,
    peer: Peer,
    life: Arc<Life>,
) -> impl Service<Request<Incoming>, Response = Response<Answer>, Error = Infallible, Future: Send + 'static> {
    let router = TowerToHyperService::new(router);
    service_fn(move |request: Request<Incoming>| {
        let under_way = life.begin();
        let mut request = request.map(Body::new);
        let asking = ConnectInfo(peer.asking(request.headers()));
        request.extensions_mut().insert(asking);
        request.extensions_mut().insert(Arc::clone(&life));
        let answer = router.call(request);
        async move {
            let Ok(response) = answer.await;
            if response.status() == StatusCode::SWITCHING_PROTOCOLS {
                under_way.upgraded();
            } else {
                under_way.answered(response.body().size_hint().upper(), Instant::now());
            }
            Ok::<_, Infallible>(response.map(|body| Answer { body, _under_way: under_way }))
        }
    })
}

/// The body of an answer; its request is under way until it has been handed over.
struct Answer {
    body: Body,
    _under_way: UnderWay,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_says_for_whom_it_asks() {
        let proxies: Arc<[IpAddr]> = ["10.0.0.1", "10.0.0.2"].map(|ip| ip.parse().unwrap()).into();
        let cases: [(&str, &[&str], &str); 7] = [
            ("10.0.0.1:9", &["192.0.2.7"], "192.0.2.7:0"),
            ("10.0.0.1:9", &["6.6.6.6, 192.0.2.7"], "192.0.2.7:0"),
            ("10.0.0.1:9", &["6.6.6.6", "192.0.2.7, 10.0.0.2"], "192.0.2.7:0"),
            ("10.0.0.1:9", &["192.0.2.7, nonsense"], "10.0.0.1:9"),
            ("10.0.0.1:9", &[], "10.0.0.1:9"),
            ("192.0.2.9:9", &["192.0.2.7"], "192.0.2.9:9"),
            ("[::ffff:10.0.0.1]:9", &["2001:db8::1"], "[2001:db8::1]:0"),
        ];
        for (address, lines, expected) in cases {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(FORWARDED, line.parse().unwrap());
            }
            let peer = Peer { address: address.parse().unwrap(), proxies: Arc::clone(&proxies) };
            assert_eq!(peer.asking(&headers), expected.parse().unwrap(), "{address} {lines:?}");
        }
    }
}
