//! A gateway whose store is on a PostgreSQL server: sessions outlive it, it goes on without the server, and what an older
//! gateway kept in SQLite comes over.

use std::fs;
use std::path::Path;

use testkit::{GatewayProcess, Http, PASSWORD, PostgresServer, Setup, Signal, eventually};

use crate::client::floor::{bench, tell};
use crate::plant::{ROLLCALL, plant};

/// A gateway whose users were moved to a server; with the URL that the configuration holds.
async fn on_server(setup: Setup, server: &PostgresServer) -> GatewayProcess {
    let url = server.database("plant");
    let setup = setup.config(&format!("[store]\nurl = \"{url}\"\nconnections = 4"));
    let (folder, command) = setup.prepare().await;
    migrate(&folder.path().join("data"), &url).finish().await.success();
    GatewayProcess::start(ROLLCALL, folder, command).await
}

fn migrate(data: &Path, url: &str) -> testkit::Invocation {
    ROLLCALL.command(&["store", "migrate", "--to", url, "--data"]).arg(data)
}

async fn is_on(gateway: &GatewayProcess, token: &str) -> bool {
    gateway.http().with_token(token).is_logged_in().await
}

/// What a log-in of billy is answered with.
async fn log_in(http: &Http) -> testkit::Answer {
    let body = serde_json::json!({"username": "billy", "password": PASSWORD, "project": "plant"});
    http.send_json("POST", "/api/v1/login", &body).await
}

#[tokio::test]
async fn sessions_outlive_the_gateway_and_a_restart_of_the_server() {
    let mut server = PostgresServer::start().await;
    let mut gateway = on_server(plant(), &server).await;
    let before = gateway.session("billy", "plant").await;
    assert_eq!(server.ask("plant", "SELECT username FROM sessions").as_deref(), Some("billy"));
    gateway.kill().await;
    server.kill();
    server.start_again().await;
    gateway.start_again().await;
    assert!(is_on(&gateway, &before.token).await);
    let (listed, opened) = (gateway.sessions().await, before.session.expect("a session"));
    assert!(listed.iter().any(|session| session.client_id == opened.client_id), "{listed:?}");
    assert!(!gateway.log().contains(server.secret()));
}

#[tokio::test]
async fn who_is_on_goes_on_without_the_server_and_a_log_in_is_told_why_not() {
    let mut server = PostgresServer::start().await;
    let count = tell("str(len(system.util.getSessionInfo()))");
    let setup = bench(&[("go", &count)]).config("[sessions]\nresume_period = \"10m\"");
    let gateway = on_server(setup, &server).await;
    let (token, mut tab) = gateway.tab("billy", "plant").await;
    for (hangs, on) in [(false, 1), (true, 2)] {
        if hangs {
            server.hang()
        } else {
            server.stop()
        }
        let answer = log_in(&gateway.http()).await;
        assert_eq!(answer.status, 503, "{answer:?}");
        let told = answer.refusal().message;
        assert!(told.contains("postgres://rollcall@") && told.contains("server"), "{told}");
        assert!(!told.contains(server.secret()) && !gateway.log().contains(server.secret()), "{told}");
        assert!(is_on(&gateway, &token).await);
        let page = gateway.http().with_token(&token).sessions("limit=10").await;
        assert_eq!(page.sessions.len(), on, "the list is the gateway's own");
        tab.press("go").await;
        tab.until("the script has run", |tab| tab.text("Label", "text") == Some(on.to_string().as_str())).await;
        if hangs {
            server.go_on()
        } else {
            server.start_again().await
        }
        eventually("log-ins work again", async || (log_in(&gateway.http()).await.status == 200).then_some(())).await;
    }
}

#[tokio::test]
async fn a_log_out_while_the_server_is_away_is_not_undone_by_a_restart() {
    let mut server = PostgresServer::start().await;
    let mut gateway = on_server(plant(), &server).await;
    let session = gateway.session("billy", "plant").await;
    server.stop();
    gateway.http().with_token(&session.token).log_out().await;
    assert!(!is_on(&gateway, &session.token).await);
    gateway.kill().await;
    server.start_again().await;
    gateway.start_again().await;
    assert!(!is_on(&gateway, &session.token).await);
    assert_eq!(server.ask("plant", "SELECT count(*) FROM sessions").as_deref(), Some("0"));
}

#[tokio::test]
async fn a_data_folder_is_moved_once_and_not_from_under_a_gateway() {
    let server = PostgresServer::start().await;
    let mut gateway = plant().start().await;
    let session = gateway.session("billy", "plant").await;
    let (url, secret) = server.url_and_password("plant");
    server.database("plant");
    let password = gateway.folder().join("password");
    fs::write(&password, secret).expect("a file can be written");
    let command = || migrate(&gateway.data(), &url).arg("--password-file").arg(&password);
    let error = command().finish().await.one_line_error(1);
    assert!(error.contains("stop the gateway first") && error.contains("in use"), "{error}");
    let command = command();
    gateway.terminate().await;
    let file = gateway.data().join("rollcall.db");
    let before = fs::read(&file).expect("the database");
    let moved = command.clone().finish().await.success();
    for words in ["users: 3 rows, sha256 ", "sessions: 1 rows", "[store]", &url, "password_file"] {
        assert!(moved.contains(words), "{words}: {moved}");
    }
    assert!(!moved.contains(secret), "{moved}");
    assert_eq!(fs::read(&file).expect("the database"), before);
    let error = command.finish().await.one_line_error(1);
    assert!(error.contains("not empty"), "{error}");
    let start = ROLLCALL.command(&["gateway", "--data"]).arg(gateway.data());
    let error = start.finish().await.stderr;
    assert!(error.contains("was moved to postgres://") && error.contains("store.moved"), "{error}");
    assert!(!error.contains(secret), "{error}");
    // What the command printed is what the configuration needs.
    let lines = moved.split_once("[store]").map(|(_, lines)| format!("[store]{lines}")).expect("the lines to write");
    fs::write(gateway.folder().join("gateway.toml"), lines).expect("the configuration can be written");
    gateway.start_again().await;
    assert!(is_on(&gateway, &session.token).await);
    gateway.session("anna", "plant").await;
}

#[tokio::test]
async fn a_server_that_is_away_or_empty_at_the_start_is_told_and_not_begun_anew() {
    let mut server = PostgresServer::start().await;
    let url = server.database("plant");
    let mut gateway = plant().start().await;
    gateway.terminate().await;
    let config = gateway.folder().join("gateway.toml");
    fs::write(&config, format!("[store]\nurl = \"{url}\"\n")).expect("the configuration can be written");
    let start = ROLLCALL.command(&["gateway", "--config"]).arg(&config).arg("--data").arg(gateway.data());
    let finished = start.clone().finish().await;
    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(finished.stderr.contains("rollcall store migrate"), "{finished:?}");
    // A server that is away is waited for: after a power cut it may be the later one.
    server.stop();
    let waiting = start.clone().start().await;
    eventually("the gateway waits", async || waiting.stderr().contains("waiting for the database").then_some(())).await;
    waiting.signal(Signal::TERM);
    let finished = waiting.finish().await;
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let error = finished.stderr;
    assert!(error.contains("cannot be reached") && error.contains("postgres://rollcall@"), "{error}");
    assert!(!error.contains(server.secret()), "{error}");
    let waiting = start.start().await;
    eventually("the gateway waits", async || waiting.stderr().contains("waiting for the database").then_some(())).await;
    server.start_again().await;
    let finished = waiting.finish().await;
    assert!(finished.code == Some(1) && finished.stderr.contains("rollcall store migrate"), "{finished:?}");
}
