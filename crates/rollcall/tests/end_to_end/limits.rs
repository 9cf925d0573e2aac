//! How many sessions a user may have in a project, and the answer to one more.

use rollcall_wire::rest::{ErrorCode, LoginRequest, SessionKind};
use rollcall_wire::socket::{EndReason, GatewayFrame};
use testkit::{Arrival, PASSWORD};

use crate::plant::plant;

fn with_limit(policy: &str) -> testkit::Setup {
    let config = format!("[sessions]\nlimit = 2\nlimit_policy = \"{policy}\"");
    plant().project("packaging", "Operator", "Engineer").config(&config)
}

fn request(user: &str, project: &str, kind: SessionKind) -> LoginRequest {
    let (username, project) = (user.to_owned(), Some(project.to_owned()));
    LoginRequest { username, password: PASSWORD.to_owned(), project, kind, hostname: None, cookie: false }
}

#[tokio::test]
async fn deny_refuses_one_more_and_only_there() {
    let gateway = with_limit("deny").start().await;
    gateway.session("anna", "plant").await;
    let second = gateway.http().login(&request("anna", "plant", SessionKind::Designer)).await;
    for kind in [SessionKind::Client, SessionKind::Designer] {
        let third = request("anna", "plant", kind);
        let answer = gateway.http().send_json("POST", "/api/v1/login", &third).await;
        let refusal = answer.refusal();
        assert_eq!((answer.status, refusal.code), (403, ErrorCode::SessionLimit));
        assert!(refusal.message.contains("anna has 2 session(s) in plant"), "{}", refusal.message);
    }
    let error = gateway.run("anna", "plant", "print(1)").finish().await.one_line_error(1);
    assert!(error.contains("limit"), "{error}");
    gateway.session("anna", "packaging").await;
    gateway.session("billy", "plant").await;
    gateway.http().with_token(&second.token).log_out().await;
    gateway.session("anna", "plant").await;
}

#[tokio::test]
async fn end_oldest_makes_room() {
    let gateway = with_limit("end-oldest").start().await;
    let (first, mut socket) = gateway.connected("anna", "plant").await;
    let elsewhere = gateway.session("anna", "packaging").await;
    let second = gateway.session("anna", "plant").await;
    let third = gateway.session("anna", "plant").await;
    let ended = socket.receive().await;
    assert!(matches!(ended, Arrival::Frame(GatewayFrame::Ended { reason: EndReason::Limit, .. })), "{ended:?}");
    let sessions = gateway.sessions().await;
    let expected = [&elsewhere, &second, &third].map(|r| r.session.as_ref().expect("a session").client_id.clone());
    assert_eq!(sessions.iter().map(|s| s.client_id.clone()).collect::<Vec<_>>(), expected);
    assert!(!gateway.http().with_token(&first.token).is_logged_in().await);
}

#[tokio::test]
async fn allow_lets_everybody_in() {
    let gateway = with_limit("allow").start().await;
    for _ in 0..3 {
        gateway.session("anna", "plant").await;
    }
    assert_eq!(gateway.sessions().await.len(), 3);
}
