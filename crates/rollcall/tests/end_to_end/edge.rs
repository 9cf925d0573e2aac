//! The edge of HTTP: the required parts of a request, and that every refusal is JSON with the right status and an id.

use std::net::SocketAddr;

use rollcall_gateway::clock::SystemEntropy;
use rollcall_gateway::credential::{Token, TokenKind};
use rollcall_store::{Login, Store, StoredSession};
use rollcall_wire::rest::{ApiError, ErrorCode};
use serde_json::json;
use testkit::{Answer, GatewayProcess, PASSWORD, PATIENCE};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::plant::plant;

/// The status and the body of the answer to a request as it is written here.
async fn raw(gateway: &GatewayProcess, request: &str) -> (u16, String) {
    let address: SocketAddr = gateway.url().rsplit('/').next().expect("an address").parse().expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("the gateway can be reached");
    // A gateway that has read enough hangs up before all is written.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut said = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut said)).await.expect("the gateway closes the connection");
    let said = String::from_utf8_lossy(&said).into_owned();
    let (head, body) = said.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{request:?}: {said:?}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_else(|| panic!("{said}")), body.to_owned())
}

#[tokio::test]
async fn a_request_names_its_host_once() {
    let gateway = plant().start().await;
    let get = |version: &str, target: &str, hosts: &[&str]| {
        let hosts: String = hosts.iter().map(|host| format!("Host: {host}\r\n")).collect();
        format!("GET {target} HTTP/{version}\r\n{hosts}Connection: close\r\n\r\n")
    };
    let cases = [
        (get("1.1", "/healthz", &["plant"]), 200),
        (get("1.1", "/healthz", &["plant:8088"]), 200),
        (get("1.1", "/healthz", &["[::1]:8088"]), 200),
        (get("1.0", "/healthz", &[]), 200),
        (get("1.1", "http://plant/healthz", &["plant"]), 200),
        (get("1.1", "http://other/healthz", &["plant"]), 200),
        (get("1.1", "/healthz", &[]), 400),
        (get("1.1", "/healthz", &["plant", "plant"]), 400),
        (get("1.1", "/healthz", &["plant", "evil.example"]), 400),
        (get("1.0", "/healthz", &["plant", "evil.example"]), 400),
        (get("1.1", "http://plant/healthz", &["plant", "plant"]), 400),
        (get("1.1", "/healthz", &[""]), 400),
        (get("1.1", "/healthz", &["plant/x"]), 400),
        (get("1.1", "/healthz", &["user@plant"]), 400),
        (get("1.1", "/healthz", &["a b"]), 400),
        (get("1.1", "/healthz", &["plant, evil.example"]), 400),
    ];
    for (request, expected) in cases {
        let (status, body) = raw(&gateway, &request).await;
        assert_eq!(status, expected, "{request:?}: {body}");
        if expected == 400 {
            let error: ApiError = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
            assert!(error.code == ErrorCode::BadRequest && error.message.starts_with("Host: "), "{error:?}");
        }
    }
}

#[tokio::test]
async fn a_name_in_the_target_goes_before_the_header() {
    let gateway = plant().config("allowed_hosts = [\"plant\"]").start().await;
    for (target, host, expected) in [
        ("http://plant/healthz", "evil.example", 200),
        ("http://evil.example/healthz", "plant", 400),
        ("/healthz", "plant:1", 200),
        ("/healthz", "plant.evil.example", 400),
    ] {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(raw(&gateway, &request).await.0, expected, "{target} {host}");
    }
}

#[tokio::test]
async fn what_is_no_http_is_answered_in_json_as_well() {
    let gateway = plant().start().await;
    for (request, expected) in [
        ("NONSENSE\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/9.9\r\n\r\n".to_owned(), 400),
        ("GET /\u{1} HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\nHost x\r\n\r\n".to_owned(), 400),
    ] {
        let (status, body) = raw(&gateway, &request).await;
        assert_eq!(status, expected, "{request:.40}: {body}");
        serde_json::from_str::<ApiError>(&body).unwrap_or_else(|error| panic!("{request:.40}: {error}: {body}"));
    }
}

#[tokio::test]
async fn a_head_that_is_too_large_is_told_before_it_has_ended() {
    let gateway = plant().start().await;
    let get = |path: &str, rest: &str| format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{rest}");
    let header = |length: usize| format!("X: {}", "x".repeat(length));
    let cases = [
        (get("/healthz", &(header(30_000) + "\r\n\r\n")), 200),
        (get("/healthz", &(header(70_000) + "\r\n\r\n")), 431),
        (get("/healthz", &header(33_000)), 431),
        (get("/healthz", &header(400_000)), 431),
        (get("/healthz", &"X: x\r\n".repeat(8_000)), 431),
        (get("/healthz", &("X: x\r\n".repeat(200) + "\r\n")), 431),
        (get(&format!("/{}", "x".repeat(40_000)), ""), 431),
    ];
    for (request, expected) in cases {
        let (status, body) = raw(&gateway, &request).await;
        assert_eq!(status, expected, "{request:.80}: {} bytes: {body}", request.len());
        if expected != 200 {
            let error: ApiError = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
            assert_eq!(error.code, ErrorCode::TooLarge, "{error:?}");
        }
    }
}

#[tokio::test]
async fn every_refusal_is_json_with_its_status_and_an_id() {
    use ErrorCode::{BadPattern, BadRequest, Forbidden, NotFound, NotJson, NotLoggedIn, TooLarge, WrongMethod};
    let gateway = plant().start().await;
    let (admin, nobody) = (gateway.person("admin").await, gateway.http());
    let session = nobody.with_token(&gateway.session("billy", "plant").await.token);
    let json = |http: &testkit::Http, method, path, body: &str| {
        http.request(method, path).header("content-type", "application/json").body(body.to_owned())
    };
    let upgrade = |http: &testkit::Http, to: &str, version: &str| {
        let request = http.request("GET", "/api/v1/connect").header("connection", "upgrade").header("upgrade", to);
        request.header("sec-websocket-version", version).header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
    };
    let long = format!("{{\"username\": \"{}\"}}", "x".repeat(100_000));
    let cases = [
        (admin.request("GET", "/assets/%ff"), 400, BadRequest),
        (admin.request("GET", "/client/plant/images/%ff"), 400, BadRequest),
        (json(&admin, "PATCH", "/api/v1/users/%ff", "{}"), 400, BadRequest),
        (admin.request("DELETE", "/api/v1/users/%ff"), 400, BadRequest),
        (admin.request("GET", "/api/v1/sessions?limit=many"), 400, BadRequest),
        (admin.request("GET", "/api/v1/sessions?colour=red"), 400, BadRequest),
        (admin.request("GET", "/api/v1/sessions?username=("), 400, BadPattern),
        (json(&admin, "POST", "/api/v1/users", "{"), 400, BadRequest),
        (json(&admin, "POST", "/api/v1/users", "[]"), 400, BadRequest),
        (json(&admin, "POST", "/api/v1/users", &long), 413, TooLarge),
        (json(&nobody, "POST", "/api/v1/login", &long), 413, TooLarge),
        (admin.request("POST", "/api/v1/users").body("{}"), 415, NotJson),
        (nobody.request("POST", "/api/v1/login").header("content-type", "text/plain").body("{}"), 415, NotJson),
        (admin.request("GET", "/api/v1/nothing"), 404, NotFound),
        (nobody.request("GET", "/api/v1/nothing"), 401, NotLoggedIn),
        (admin.request("PUT", "/api/v1/users"), 405, WrongMethod),
        (nobody.request("PUT", "/api/v1/users"), 401, NotLoggedIn),
        (nobody.request("DELETE", "/healthz"), 405, WrongMethod),
        (nobody.request("GET", "/api/v1/login"), 405, WrongMethod),
        (nobody.request("POST", "/client/plant/Overview"), 405, WrongMethod),
        (upgrade(&session, "websocket", "12"), 400, BadRequest),
        (upgrade(&session, "h2c", "13"), 400, BadRequest),
        (admin.request("GET", "/api/v1/connect"), 403, Forbidden),
        (session.request("GET", "/api/v1/connect"), 400, BadRequest),
        (nobody.request("GET", "/assets/nothing.js"), 404, NotFound),
    ];
    for (request, status, code) in cases {
        let place = format!("{request:?}");
        let answer = Answer::to(request).await;
        let refusal = answer.refusal();
        assert_eq!((answer.status, refusal.code), (status, code), "{place:.200}: {answer:?}");
        let id = answer.headers.get("x-request-id").and_then(|id| id.to_str().ok());
        assert!(!refusal.message.is_empty() && id == Some(&refusal.request_id), "{place:.200}: {answer:?}");
        assert_eq!(answer.headers.get("content-type").map(|kind| kind.as_bytes()), Some(&b"application/json"[..]));
        assert!(status != 405 || answer.headers.contains_key("allow"), "{place:.200}: {answer:?}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_logs_nobody_in_with_or_without_a_cookie() {
    let gateway = plant().start().await;
    let url = gateway.url().to_owned();
    let own = [&*url];
    let foreign = ["http://evil.example", "null", "", "http://localhost:1"];
    let bodies = [
        json!({"username": "billy", "password": PASSWORD}),
        json!({"username": "billy", "password": PASSWORD, "cookie": true}),
        json!({"username": "billy", "password": PASSWORD, "project": "plant"}),
    ];
    for body in &bodies {
        for (origins, expected) in [(&own[..], 200), (&[&*url, "http://evil.example"], 403)] {
            let request = gateway.http().request("POST", "/api/v1/login").json(body);
            let request = origins.iter().fold(request, |request, origin| request.header("origin", *origin));
            let answer = Answer::to(request).await;
            assert_eq!(answer.status, expected, "{body} from {origins:?}: {answer:?}");
            let asked = expected == 200 && body.get("cookie").is_some();
            assert_eq!(
                answer.headers.contains_key("set-cookie"),
                asked,
                "a cookie is set for whom asks for it: {body}"
            );
        }
        for origin in foreign {
            let request = gateway.http().request("POST", "/api/v1/login").header("origin", origin).json(body);
            assert_eq!(Answer::to(request).await.refusal().code, ErrorCode::Forbidden, "{body} from {origin:?}");
        }
    }
    // A change is refused from a page of another site, whatever its credential.
    let person = gateway.person("admin").await;
    let request = person.request("DELETE", "/api/v1/users/billy").header("origin", "http://evil.example");
    assert_eq!(Answer::to(request).await.refusal().code, ErrorCode::Forbidden);
}

#[tokio::test]
async fn a_log_in_from_the_future_ends() {
    const DAY: i64 = 24 * 3_600_000;
    let mut gateway = plant().start().await;
    let created = gateway.session("billy", "plant").await.session.expect("a session").creation_time;
    gateway.terminate().await;
    let store = Store::open(&gateway.data().join("rollcall.db")).await.expect("the store opens");
    let mut tokens = Vec::new();
    for creation_time in [created - 1_000, created + 100 * DAY] {
        let token = Token::generate(TokenKind::Login, &mut SystemEntropy).expect("randomness");
        let login = Login {
            token_hash: token.hash().0,
            username: "billy".to_owned(),
            creation_time,
            expiry: creation_time + DAY / 2,
        };
        store.add_login(&login).await.expect("the store takes a log-in");
        tokens.push(token.reveal().to_owned());
    }
    store.close().await;
    gateway.start_again().await;
    assert!(gateway.http().with_token(&tokens[0]).is_logged_in().await);
    assert!(!gateway.http().with_token(&tokens[1]).is_logged_in().await);
    assert!(gateway.log().contains("from the future"), "{}", gateway.log());
}

/// A session whose lifetime is counted from a moment that has not come would outlive it by as much.
#[tokio::test]
async fn a_session_from_the_future_is_not_resumed_where_sessions_have_a_lifetime() {
    const DAY: i64 = 24 * 3_600_000;
    for (config, lives) in [("[sessions]\nclient_lifetime = \"8h\"", false), ("", true)] {
        let mut gateway = plant().config(config).start().await;
        let created = gateway.session("billy", "plant").await.session.expect("a session").creation_time;
        gateway.terminate().await;
        let store = Store::open(&gateway.data().join("rollcall.db")).await.expect("the store opens");
        let token = Token::generate(TokenKind::Session, &mut SystemEntropy).expect("randomness");
        let session = StoredSession {
            token_hash: token.hash().0,
            login_hash: None,
            client_id: "00000000000000AB".to_owned(),
            username: "billy".to_owned(),
            project: "plant".to_owned(),
            designer: false,
            hostname: None,
            ip: "127.0.0.1".to_owned(),
            user_agent: None,
            creation_time: created + 100 * DAY,
            epoch: 0,
        };
        store.add_session(&session).await.expect("the store takes a session");
        store.close().await;
        gateway.start_again().await;
        assert_eq!(gateway.http().with_token(token.reveal()).is_logged_in().await, lives, "{config:?}");
        assert_eq!(gateway.log().contains("a clock that was ahead"), !lives, "{}", gateway.log());
    }
}
