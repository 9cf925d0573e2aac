//! Where a credential may come from, and where not.

use rollcall_wire::rest::{ErrorCode, LoginRequest, SessionKind};
use testkit::{Answer, GatewayProcess, PASSWORD};

use crate::plant::plant;

fn person(user: &str) -> LoginRequest {
    let (username, kind) = (user.to_owned(), SessionKind::Client);
    LoginRequest { username, password: PASSWORD.to_owned(), project: None, kind, hostname: None, cookie: false }
}

/// The log-in's cookie, as a browser would send it back.
async fn cookie(gateway: &GatewayProcess) -> String {
    let log_in = LoginRequest { cookie: true, ..person("admin") };
    let answer = gateway.http().send_json("POST", "/api/v1/login", &log_in).await;
    let header = answer.headers.get("set-cookie").expect("a log-in sets a cookie");
    let text = header.to_str().expect("a cookie is text");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(text.contains(attribute), "{text}");
    }
    text.split(';').next().expect("a cookie begins with its name").to_owned()
}

#[tokio::test]
async fn a_credential_in_the_address_is_none() {
    let gateway = plant().start().await;
    let token = gateway.session("billy", "plant").await.token;
    for query in ["token", "access_token", "authorization", "rollcall", "session"] {
        for path in ["/api/v1/me", "/api/v1/connect", "/api/v1/sessions"] {
            let answer = gateway.http().send("GET", &format!("{path}?{query}={token}")).await;
            assert_eq!(answer.status, 401, "{path}?{query}=…: {answer:?}");
        }
    }
    let basic = gateway.http().request("GET", "/api/v1/me").header("authorization", format!("Basic {token}"));
    assert_eq!(Answer::to(basic).await.status, 401);
}

#[tokio::test]
async fn the_public_id_is_no_credential() {
    let gateway = plant().start().await;
    let id = gateway.session("billy", "plant").await.session.expect("a session").client_id;
    for token in [id.clone(), format!("session_{id}"), format!("session_{id}{id}")] {
        assert!(!gateway.http().with_token(&token).is_logged_in().await, "{token}");
    }
}

#[tokio::test]
async fn a_session_and_a_person_cannot_pass_for_each_other() {
    let gateway = plant().start().await;
    let to_plant = LoginRequest { project: Some("plant".to_owned()), ..person("admin") };
    let refused = gateway.http().send_json("POST", "/api/v1/login", &to_plant).await;
    // The administrator's role is not one that this project admits.
    assert_eq!(refused.refusal().code, ErrorCode::Forbidden);
    let token = gateway.session("billy", "plant").await.token;
    let disguised = token.replace("session_", "login_");
    assert!(!gateway.http().with_token(&disguised).is_logged_in().await);
}

#[tokio::test]
async fn a_cookie_changes_something_only_from_a_page_of_this_gateway() {
    let gateway = plant().start().await;
    let cookie = cookie(&gateway).await;
    let http = gateway.http();
    let get = http.request("GET", "/api/v1/users").header("cookie", &cookie);
    assert_eq!(Answer::to(get).await.status, 200);
    let foreign = [None, Some("http://evil.example"), Some("null"), Some("https://evil.example:8088"), Some("")];
    for origin in foreign {
        for (method, path) in [("POST", "/api/v1/logout"), ("DELETE", "/api/v1/users/billy")] {
            let mut request = http.request(method, path).header("cookie", &cookie);
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            let answer = Answer::to(request).await;
            assert_eq!((answer.status, answer.refusal().code), (403, ErrorCode::Forbidden), "{path} from {origin:?}");
        }
    }
    let own = http.request("POST", "/api/v1/logout").header("cookie", &cookie).header("origin", gateway.url());
    assert_eq!(Answer::to(own).await.status, 204);
    let after = http.request("GET", "/api/v1/users").header("cookie", &cookie);
    assert_eq!(Answer::to(after).await.status, 401);
}

#[tokio::test]
async fn a_cookie_opens_no_socket_from_a_foreign_page() {
    let gateway = plant().start().await;
    let log_in = gateway.session("billy", "plant").await;
    for (origin, expected) in [("http://evil.example", 403), (gateway.url(), 101)] {
        let request = gateway.http().request("GET", "/api/v1/connect");
        let request = request.header("cookie", format!("rollcall={}", log_in.token)).header("origin", origin);
        let request = request.header("connection", "upgrade").header("upgrade", "websocket");
        let request = request.header("sec-websocket-version", "13");
        let request = request.header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        let response = request.send().await.expect("the gateway answers");
        assert_eq!(response.status().as_u16(), expected, "{origin}");
    }
}

#[tokio::test]
async fn a_log_in_of_a_person_is_not_in_the_list() {
    let gateway = plant().start().await;
    let admin = gateway.person("admin").await;
    let me: rollcall_wire::rest::Me = admin.send("GET", "/api/v1/me").await.ok();
    assert_eq!((me.username.as_str(), me.roles, me.session), ("admin", vec!["Administrator".to_owned()], None));
    assert_eq!(admin.sessions("").await.total, 0);
}

#[tokio::test]
async fn a_persons_log_in_survives_a_restart_and_ends_in_time() {
    let mut gateway = plant().config("[sessions]\nlogin_lifetime = \"3s\"").start().await;
    let admin = gateway.person("admin").await;
    gateway.kill().await;
    gateway.start_again().await;
    assert!(admin.is_logged_in().await);
    testkit::eventually("the end of the log-in", async || (!admin.is_logged_in().await).then_some(())).await;
}
