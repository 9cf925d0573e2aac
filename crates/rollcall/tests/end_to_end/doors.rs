//! Connections without a credential: every wait has an end, and no client keeps others out by waiting.

use std::net::SocketAddr;
use std::time::Duration;

use rollcall_wire::rest::{ApiError, ErrorCode};
use testkit::{GatewayProcess, Invocation, PATIENCE, Setup, eventually, throughout};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::plant::{ROLLCALL, plant};
use crate::tls;

/// How long a gateway may take to answer a request whose body does not come, and the answer to arrive.
const REQUEST: Duration = Duration::from_secs(60);
/// The preface of HTTP/2 with empty settings (RFC 9113, 3.4).
const HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";

async fn connect(gateway: &GatewayProcess) -> TcpStream {
    let address: SocketAddr = gateway.url().rsplit('/').next().expect("an address").parse().expect("an address");
    TcpStream::connect(address).await.expect("the gateway can be reached")
}

/// The gateway's bytes until it closes.
async fn to_the_end(stream: &mut TcpStream, within: Duration) -> String {
    let mut said = Vec::new();
    // A connection that is reset is closed as well.
    let _ = timeout(within, stream.read_to_end(&mut said)).await.expect("the gateway closes the connection");
    String::from_utf8_lossy(&said).into_owned()
}

fn error_in(answer: &str) -> ApiError {
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body);
    serde_json::from_str(body.unwrap_or_else(|| panic!("{answer}"))).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

fn impatient() -> Setup {
    plant().config("[connections]\npatience = \"500ms\"")
}

#[tokio::test]
async fn who_asks_for_nothing_is_let_go_whatever_they_speak() {
    let gateway = impatient().start().await;
    // Whether the beginning is that of a request, whose sender gets an answer.
    let halves: [(&[u8], bool); 10] = [
        (b"", false),
        (b"\r\n", false),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01", false),
        (b"PRI * HTTP/2.0\r\n", false),
        (HTTP2, false),
        (b"G", true),
        (b"GET /healthz HTTP/1.1\r\n", true),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: ", true),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n", true),
        (b"GET /api/v1/connect HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n", true),
    ];
    for (half, is_request) in halves {
        let mut stream = connect(&gateway).await;
        stream.write_all(half).await.expect("the connection is open");
        let said = to_the_end(&mut stream, PATIENCE).await;
        let place = String::from_utf8_lossy(half);
        if is_request {
            assert!(said.starts_with("HTTP/1.1 408 "), "{place}: {said}");
            assert_eq!(error_in(&said).code, ErrorCode::Late, "{place}: {said}");
        } else if !said.is_empty() {
            assert!([ErrorCode::Late, ErrorCode::BadRequest].contains(&error_in(&said).code), "{place}: {said}");
        }
    }
}

#[tokio::test]
async fn a_head_that_comes_letter_by_letter_is_late() {
    let gateway = impatient().start().await;
    let (mut read, mut write) = connect(&gateway).await.into_split();
    let trickle = tokio::spawn(async move {
        write.write_all(b"GET /healthz HTTP/1.1\r\nX: ").await.expect("the connection is open");
        while write.write_all(b"x").await.is_ok() {
            sleep(Duration::from_millis(50)).await;
        }
    });
    let mut said = Vec::new();
    let _ = timeout(PATIENCE, read.read_to_end(&mut said)).await.expect("the gateway closes the connection");
    trickle.abort();
    let said = String::from_utf8_lossy(&said);
    assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
    assert_eq!(error_in(&said).code, ErrorCode::Late);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_late() {
    let gateway = plant().start().await;
    let mut stream = connect(&gateway).await;
    let head =
        "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.expect("the connection is open");
    let said = to_the_end(&mut stream, REQUEST).await;
    assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
    assert_eq!(error_in(&said).code, ErrorCode::Late);
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request_so_long_and_no_longer() {
    let gateway = impatient().start().await;
    let mut stream = connect(&gateway).await;
    for _ in 0..2 {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("the connection is open");
        let mut buffer = [0; 4096];
        let count = timeout(PATIENCE, stream.read(&mut buffer)).await.expect("an answer").expect("an answer");
        assert!(buffer[..count].starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&buffer[..count]));
    }
    assert_eq!(to_the_end(&mut stream, PATIENCE).await, "");
}

#[tokio::test]
async fn a_handshake_that_is_not_finished_ends() {
    let (gateway, _folder) = tls::with_certificate("[connections]\npatience = \"500ms\"\n").await;
    for half in [&b""[..], b"\x16\x03\x01", b"GET / HTTP/1.1\r\n\r\n"] {
        let mut stream = connect(&gateway).await;
        stream.write_all(half).await.expect("the connection is open");
        to_the_end(&mut stream, PATIENCE).await;
    }
}

/// Opens silent connections, of which the gateway may close any.
async fn crowd(gateway: &GatewayProcess, count: usize) -> Vec<TcpStream> {
    let mut crowd = Vec::new();
    for _ in 0..count {
        crowd.push(connect(gateway).await);
    }
    crowd
}

/// Checks that people get in and stay on while a silent crowd fills the door.
async fn check_crowd(gateway: &GatewayProcess) {
    let (_, mut on) = gateway.connected("anna", "plant").await;
    let mut crowds = Vec::new();
    for _ in 0..4 {
        crowds.push(crowd(gateway, 40).await);
        on.keep_alive().await;
        let (_, mut billy) = gateway.connected("billy", "plant").await;
        billy.keep_alive().await;
    }
    on.keep_alive().await;
    let told = || gateway.log().lines().filter(|line| line.contains("more connections than there is room for")).count();
    eventually("it is told", async || (told() > 0).then_some(())).await;
    assert!(told() <= 2, "at most once a minute: {}", gateway.log());
}

#[tokio::test]
async fn a_crowd_that_says_nothing_keeps_nobody_out() {
    let gateway = plant().config("[connections]\nlimit = 12\nper_address = 6").start().await;
    check_crowd(&gateway).await;
}

#[tokio::test]
async fn a_gateway_with_few_descriptors_keeps_those_that_it_needs() {
    let (folder, command) = plant().prepare().await;
    let shell = Invocation::of("/bin/sh".into()).args(&["-c", "ulimit -n 64; exec \"$@\"", "sh"]);
    let gateway = GatewayProcess::start(ROLLCALL, folder, command.wrapped_by(shell)).await;
    let crowd = crowd(&gateway, 100).await;
    throughout(Duration::from_secs(2), "people get in", async || {
        let (log_in, mut socket) = gateway.connected("billy", "plant").await;
        socket.keep_alive().await;
        gateway.http().with_token(&log_in.token).log_out().await;
        true
    })
    .await;
    drop(crowd);
}

#[tokio::test]
async fn when_everybody_is_known_the_next_is_told_to_come_again() {
    let gateway = plant().config("[connections]\nlimit = 4").start().await;
    let mut on = Vec::new();
    for _ in 0..4 {
        on.push(gateway.connected("billy", "plant").await);
    }
    // The connections of the log-ins are gone by then, or make room.
    let mut stream = connect(&gateway).await;
    let said = to_the_end(&mut stream, PATIENCE).await;
    assert!(said.starts_with("HTTP/1.1 503 "), "{said}");
    assert_eq!(error_in(&said).code, ErrorCode::Busy);
    on.pop();
    eventually("a place is free", async || {
        let mut stream = connect(&gateway).await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.ok()?;
        to_the_end(&mut stream, PATIENCE).await.starts_with("HTTP/1.1 200 ").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_proxy_says_for_whom_it_asks_and_nobody_else_does() {
    let gateway = plant().config("[connections]\nproxies = [\"127.0.0.1\"]").listen("127.0.0.1:0").start().await;
    let direct = plant().listen("127.0.0.1:0").start().await;
    for (gateway, expected) in [(&gateway, "192.0.2.7"), (&direct, "127.0.0.1")] {
        let request = gateway.http().request("POST", "/api/v1/login").header("x-forwarded-for", "6.6.6.6, 192.0.2.7");
        let body = serde_json::json!({"username": "billy", "password": testkit::PASSWORD, "project": "plant"});
        let answer: serde_json::Value = testkit::Answer::to(request.json(&body)).await.ok();
        assert_eq!(answer["session"]["ip"], expected);
    }
}

/// The status of the answer to a log-in from a loopback address of its own.
async fn log_in_from(gateway: &GatewayProcess, own: &str) -> String {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind(format!("{own}:0").parse().expect("an address")).expect("an address of this machine");
    let address = gateway.url().rsplit('/').next().expect("an address").parse().expect("an address");
    let mut stream = socket.connect(address).await.expect("the gateway can be reached");
    let body = serde_json::json!({"username": "billy", "password": testkit::PASSWORD, "project": "plant"}).to_string();
    let length = body.len();
    let head = "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n";
    let request = format!("{head}Content-Length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).await.expect("the connection is open");
    to_the_end(&mut stream, PATIENCE).await.chars().skip("HTTP/1.1 ".len()).take(3).collect()
}

#[tokio::test]
async fn bodies_that_do_not_end_take_the_room_of_their_own_address_only() {
    let gateway = plant().config("[connections]\nlimit = 600").start().await;
    let head =
        "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n";
    let half = [head.as_bytes(), &[b' '; 59_000]].concat();
    let mut held = Vec::new();
    for _ in 0..200 {
        let mut stream = connect(&gateway).await;
        let _ = stream.write_all(&half).await;
        held.push(stream);
    }
    // Those that found room wait for the rest, and get no answer yet.
    let told = held.iter_mut().map(async |stream| {
        let mut said = Vec::new();
        let _ = timeout(Duration::from_secs(3), stream.read_to_end(&mut said)).await;
        String::from_utf8_lossy(&said).into_owned()
    });
    let told = futures_util::future::join_all(told).await;
    assert!(told.iter().all(|said| said.is_empty() || said.starts_with("HTTP/1.1 429 ")), "{told:?}");
    let refused = told.iter().filter(|said| !said.is_empty()).count();
    assert!((20..=120).contains(&refused), "{refused} of 200 were refused");
    assert_eq!(log_in_from(&gateway, "127.0.0.9").await, "200", "others find room");
    drop(held);
    eventually("the room is given back", async || (log_in_from(&gateway, "127.0.0.1").await == "200").then_some(()))
        .await;
}
