//! Whatever takes a session's ground away ends it at once, and for good.

use std::time::{Duration, Instant};

use rollcall_wire::rest::{LoginRequest, SessionKind};
use rollcall_wire::socket::{ClientFrame, EndReason, GatewayFrame};
use testkit::{Arrival, ClientProcess, GatewayProcess, PASSWORD, SessionSocket, Signal, eventually};

use crate::plant::plant;

/// The reason that a socket gets, which must be followed by its close.
async fn reason(socket: &mut SessionSocket) -> EndReason {
    match socket.receive().await {
        Arrival::Frame(GatewayFrame::Ended { reason, .. }) => {
            assert_eq!(socket.receive().await, Arrival::Closed(Some(1000)));
            reason
        }
        other => panic!("instead of the session's end came {other:?}"),
    }
}

async fn is_listed(gateway: &GatewayProcess, username: &str) -> bool {
    gateway.sessions().await.iter().any(|session| session.username == username)
}

#[tokio::test]
async fn a_log_out_counts_at_once_and_after_a_power_cut() {
    let mut gateway = plant().start().await;
    let (log_in, mut socket) = gateway.connected("billy", "plant").await;
    let session = gateway.http().with_token(&log_in.token);
    session.log_out().await;
    assert!(!session.is_logged_in().await);
    gateway.kill().await;
    gateway.start_again().await;
    assert!(!session.is_logged_in().await);
    assert!(!is_listed(&gateway, "billy").await);
    assert_eq!(reason(&mut socket).await, EndReason::LoggedOut);
    assert_eq!(SessionSocket::open(gateway.url(), &log_in.token).await.err(), Some(401));
}

#[tokio::test]
async fn a_client_that_is_asked_to_stop_logs_out() {
    let gateway = plant().start().await;
    for signal in [Signal::TERM, Signal::INT] {
        let client = ClientProcess::start(&gateway, "billy", "plant").await;
        let finished = client.end(signal).await;
        assert_eq!(finished.code, Some(0), "{finished:#?}");
        assert!(!is_listed(&gateway, "billy").await, "{signal:?}");
    }
}

/// An administrator's command, and the reason that the user's sessions get.
const TAKEN_AWAY: [(&[&str], EndReason); 4] = [
    (&["disable"], EndReason::UserDisabled),
    (&["roles"], EndReason::RoleRemoved),
    (&["passwd"], EndReason::PasswordChanged),
    (&["remove"], EndReason::UserDisabled),
];

#[tokio::test]
async fn what_is_taken_from_a_user_ends_their_sessions() {
    let users = ["u1", "u2", "u3", "u4"];
    let setup = users.iter().fold(plant(), |setup, user| setup.user(user, &["Operator", "Extra"]));
    let mut gateway = setup.start().await;
    let (other, mut untouched) = gateway.connected("billy", "plant").await;
    let mut tokens = Vec::new();
    for (user, (action, expected)) in users.into_iter().zip(TAKEN_AWAY) {
        let (log_in, mut socket) = gateway.connected(user, "plant").await;
        let command = gateway.command_as("admin", &[&["user"], action, &[user]].concat());
        command.env("ROLLCALL_NEW_PASSWORD", "another one").finish().await.success();
        assert_eq!(reason(&mut socket).await, expected, "user {action:?}");
        assert_eq!(SessionSocket::open(gateway.url(), &log_in.token).await.err(), Some(401), "user {action:?}");
        assert!(!is_listed(&gateway, user).await, "user {action:?}");
        tokens.push(log_in.token);
    }
    untouched.keep_alive().await;
    gateway.kill().await;
    gateway.start_again().await;
    for (token, (action, _)) in tokens.iter().zip(TAKEN_AWAY) {
        assert!(!gateway.http().with_token(token).is_logged_in().await, "user {action:?} was forgotten");
    }
    assert!(gateway.http().with_token(&other.token).is_logged_in().await);
}

#[tokio::test]
async fn what_is_given_to_a_user_ends_nothing() {
    let gateway = plant().start().await;
    let (_, mut socket) = gateway.connected("billy", "plant").await;
    for action in [vec!["roles", "billy", "Operator", "Engineer"], vec!["enable", "billy"]] {
        gateway.command_as("admin", &[vec!["user"], action].concat()).finish().await.success();
        socket.keep_alive().await;
    }
}

#[tokio::test]
async fn a_client_whose_session_was_ended_stays_away() {
    let gateway = plant().start().await;
    let client = ClientProcess::start(&gateway, "billy", "plant").await;
    gateway.command_as("admin", &["user", "disable", "billy"]).finish().await.success();
    let finished = client.finish().await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    assert!(finished.stdout.contains("disabled"), "{finished:#?}");
}

#[tokio::test]
async fn a_project_that_stops_admitting_sends_its_sessions_away() {
    let admits_nobody = "title = \"\"\n[roles]\nclient = [\"Nobody\"]\ndesigner = [\"Engineer\"]\n";
    let gateway = plant().project("packaging", "Operator", "Engineer").start().await;
    let (_, mut shut_out) = gateway.connected("billy", "plant").await;
    let (_, mut removed) = gateway.connected("billy", "packaging").await;
    let designer = gateway.command_as("anna", &["client", "--project", "plant", "--designer"]);
    let designer = ClientProcess::from(designer).await;
    std::fs::write(gateway.project_file("plant/project.toml"), admits_nobody).expect("the settings can be written");
    assert_eq!(reason(&mut shut_out).await, EndReason::ProjectClosed);
    removed.keep_alive().await;
    std::fs::remove_dir_all(gateway.project_file("packaging")).expect("the project can be removed");
    assert_eq!(reason(&mut removed).await, EndReason::ProjectClosed);
    let left: Vec<String> = gateway.sessions().await.into_iter().map(|session| session.client_id).collect();
    assert_eq!(left, [designer.client_id()]);
}

#[tokio::test]
async fn who_does_nothing_for_the_idle_time_is_logged_out() {
    let gateway = plant().config("[sessions]\nidle = \"2s\"").start().await;
    let started = Instant::now();
    let (_, mut busy) = gateway.connected("anna", "plant").await;
    let (_, mut idle) = gateway.connected("billy", "plant").await;
    let ended = eventually("the idle session's end", async || {
        busy.send(&ClientFrame::Activity).await;
        busy.keep_alive().await;
        // A client's keep-alive is not a person's doing.
        idle.send(&ClientFrame::KeepAlive).await;
        match idle.receive().await {
            Arrival::Frame(GatewayFrame::KeepAlive { .. }) => None,
            other => Some(other),
        }
    });
    let ended = ended.await;
    assert!(matches!(ended, Arrival::Frame(GatewayFrame::Ended { reason: EndReason::Idle, .. })), "{ended:?}");
    assert!(started.elapsed() >= Duration::from_secs(2), "after {:?} already", started.elapsed());
    busy.keep_alive().await;
}

#[tokio::test]
async fn a_clients_lifetime_is_absolute_and_a_designers_is_its_own() {
    let mut gateway = plant().config("[sessions]\nclient_lifetime = \"3s\"").start().await;
    let started = Instant::now();
    let log_in = gateway.session("anna", "plant").await;
    let designer = LoginRequest {
        username: "anna".to_owned(),
        password: PASSWORD.to_owned(),
        project: Some("plant".to_owned()),
        kind: SessionKind::Designer,
        hostname: None,
        cookie: false,
    };
    let designer = gateway.http().login(&designer).await;
    gateway.kill().await;
    gateway.start_again().await;
    let mut socket = SessionSocket::open(gateway.url(), &log_in.token).await.expect("the session is back");
    let ended = eventually("the end of the session's lifetime", async || {
        socket.send(&ClientFrame::Activity).await;
        socket.send(&ClientFrame::KeepAlive).await;
        match socket.receive().await {
            Arrival::Frame(GatewayFrame::KeepAlive { .. }) => None,
            other => Some(other),
        }
    });
    let ended = ended.await;
    assert!(matches!(ended, Arrival::Frame(GatewayFrame::Ended { reason: EndReason::Lifetime, .. })), "{ended:?}");
    assert!(started.elapsed() >= Duration::from_secs(3), "after {:?} already", started.elapsed());
    assert!(gateway.http().with_token(&designer.token).is_logged_in().await);
}
