//! A full disk: a person who logs in is told, nothing is lost, and when there is room again all is well.
//!
//! The disk is full for the gateway alone, by the system's limit for the size of its files. The signal that comes with
//! that limit and not with a full disk is ignored, so that the gateway sees a write that fails.

use rollcall_wire::rest::{ErrorCode, LoginRequest, SessionKind};
use rustix::process::{Resource, Rlimit, prlimit};
use testkit::{Answer, GatewayProcess, Invocation, PASSWORD, SessionSocket};

use crate::plant::{ROLLCALL, plant};

fn take_no_more(gateway: &GatewayProcess, full: bool) {
    let limit = Rlimit { current: full.then_some(1), maximum: None };
    prlimit(Some(gateway.pid()), Resource::Fsize, limit).expect("a limit of an own process can be changed");
}

#[tokio::test]
async fn a_full_disk_refuses_log_ins_and_loses_nothing() {
    let (folder, command) = plant().prepare().await;
    let shell = Invocation::of("/bin/sh".into()).args(&["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    let mut gateway = GatewayProcess::start(ROLLCALL, folder, command.wrapped_by(shell)).await;
    let (before, mut socket) = gateway.connected("billy", "plant").await;
    let request = |project: Option<&str>| LoginRequest {
        username: "anna".to_owned(),
        password: PASSWORD.to_owned(),
        project: project.map(str::to_owned),
        kind: SessionKind::Client,
        hostname: None,
        cookie: false,
    };
    take_no_more(&gateway, true);
    for project in [Some("plant"), None] {
        let answer = gateway.http().send_json("POST", "/api/v1/login", &request(project)).await;
        assert_eq!((answer.status, answer.refusal().code), (500, ErrorCode::Internal), "{answer:?}");
    }
    for _ in 0..20 {
        let answer = gateway.http().send_json("POST", "/api/v1/login", &request(None)).await;
        assert_eq!((answer.status, answer.refusal().code), (500, ErrorCode::Internal), "{answer:?}");
    }
    let told = gateway.log().lines().filter(|line| line.contains("the store failed")).count();
    assert!((1..=10).contains(&told), "a full disk is not filled with it: {}", gateway.log());
    let error = gateway.run("anna", "plant", "print(1)").finish().await.one_line_error(1);
    assert!(error.contains("log"), "{error}");
    assert_eq!(gateway.http().send("GET", "/healthz").await.status, 200);
    socket.keep_alive().await;
    let me = gateway.http().with_token(&before.token);
    assert_eq!(me.sessions("").await.total, 1, "nobody is on who was not let in");
    take_no_more(&gateway, false);
    gateway.run("anna", "plant", "print(1)").finish().await.success();
    let after = gateway.session("anna", "plant").await;
    gateway.kill().await;
    gateway.start_again().await;
    for log_in in [before, after] {
        assert!(SessionSocket::open(gateway.url(), &log_in.token).await.is_ok(), "{log_in:?}");
    }
}

#[tokio::test]
async fn what_is_taken_away_on_a_full_disk_is_gone_at_once_and_after_a_restart() {
    let (folder, command) = plant().user("carl", &["Operator"]).prepare().await;
    let shell = Invocation::of("/bin/sh".into()).args(&["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    let mut gateway = GatewayProcess::start(ROLLCALL, folder, command.wrapped_by(shell)).await;
    let admin = gateway.person("admin").await;
    let mut lost = Vec::new();
    for user in ["billy", "carl", "anna"] {
        lost.push(gateway.http().with_token(&gateway.session(user, "plant").await.token));
        lost.push(gateway.person(user).await);
    }
    take_no_more(&gateway, true);
    let disable = serde_json::json!({ "disabled": true });
    assert_eq!(admin.send_json("PATCH", "/api/v1/users/billy", &disable).await.status, 200);
    assert_eq!(admin.send("DELETE", "/api/v1/users/carl").await.status, 204);
    for person in &lost[4..] {
        assert_eq!(person.send("POST", "/api/v1/logout").await.status, 204);
    }
    for person in &lost {
        assert!(!person.is_logged_in().await, "{person:?} is out, whatever the disk says");
    }
    gateway.kill().await;
    gateway.start_again().await;
    for person in &lost {
        assert!(!person.is_logged_in().await, "{person:?} is still out");
    }
    let users = gateway.command_as("admin", &["user", "list"]).finish().await.success();
    assert!(users.contains("disabled") && !users.contains("carl"), "{users}");
    gateway.run("billy", "plant", "print(1)").finish().await.one_line_error(1);
    gateway.run("anna", "plant", "print(1)").finish().await.success();
}

#[tokio::test]
async fn a_log_out_on_a_full_disk_counts_once_there_is_room() {
    let (folder, command) = plant().prepare().await;
    let shell = Invocation::of("/bin/sh".into()).args(&["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    let mut gateway = GatewayProcess::start(ROLLCALL, folder, command.wrapped_by(shell)).await;
    let log_in = gateway.session("billy", "plant").await;
    take_no_more(&gateway, true);
    let session = gateway.http().with_token(&log_in.token);
    session.send("POST", "/api/v1/logout").await;
    assert!(!session.is_logged_in().await, "the session is over, whatever the disk says");
    take_no_more(&gateway, false);
    testkit::eventually("the store has forgotten the session", async || {
        gateway.log().contains("ended sessions have been removed").then_some(())
    })
    .await;
    gateway.kill().await;
    gateway.start_again().await;
    assert!(!session.is_logged_in().await);
}

#[tokio::test]
async fn a_fault_of_the_gateway_has_one_id_in_the_answer_the_log_and_the_terminal() {
    let (folder, command) = plant().prepare().await;
    let shell = Invocation::of("/bin/sh".into()).args(&["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    let gateway = GatewayProcess::start(ROLLCALL, folder, command.wrapped_by(shell)).await;
    let admin = gateway.person("admin").await;
    take_no_more(&gateway, true);
    let user = serde_json::json!({ "username": "dora", "password": "a long password", "roles": [] });
    for (sent, kept) in [("proxy-7", true), ("proxy 8", false), ("proxy<9>", false)] {
        let request = admin.request("POST", "/api/v1/users").header("x-request-id", sent).json(&user);
        let answer = Answer::to(request).await;
        let refusal = answer.refusal();
        assert_eq!((answer.status, refusal.code), (500, ErrorCode::Internal), "{answer:?}");
        assert_eq!(refusal.request_id == sent, kept, "{sent}: {answer:?}");
        assert_eq!(answer.headers.get("x-request-id").map(|id| id.as_bytes()), Some(refusal.request_id.as_bytes()));
        assert_eq!(
            gateway.log().matches(&format!("request_id={}", refusal.request_id)).count(),
            1,
            "{}",
            gateway.log()
        );
    }
    let line = gateway.command_as("admin", &["sessions"]).finish().await.one_line_error(1);
    let id = line.split("(request ").nth(1).and_then(|rest| rest.split(')').next());
    let id = id.unwrap_or_else(|| panic!("{line}"));
    assert_eq!(gateway.log().matches(&format!("request_id={id}")).count(), 1, "{id}: {}", gateway.log());
    assert!(admin.send("GET", "/healthz").await.headers.contains_key("x-request-id"), "a success has one, too");
}
