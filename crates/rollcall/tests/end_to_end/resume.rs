//! A session outlives failures of its client and its gateway, for exactly as long as it should.

use std::time::{Duration, Instant};

use rollcall_wire::rest::{Session, SessionState};
use testkit::{Arrival, ClientProcess, GatewayProcess, Http, SessionSocket, Signal, eventually, throughout};

use crate::plant::plant;

const PERIOD: Duration = Duration::from_secs(3);

fn with_short_period() -> testkit::Setup {
    plant().config("[sessions]\nresume_period = \"3s\"")
}

async fn find(admin: &Http, client_id: &str) -> Option<Session> {
    admin.sessions("limit=1000").await.sessions.into_iter().find(|session| session.client_id == client_id)
}

/// The identity of a session.
async fn identities(gateway: &GatewayProcess) -> Vec<(String, i64)> {
    gateway.sessions().await.into_iter().map(|session| (session.client_id, session.creation_time)).collect()
}

#[tokio::test]
async fn a_killed_clients_row_goes_after_the_period_and_not_before() {
    let gateway = with_short_period().start().await;
    let client = ClientProcess::start(&gateway, "billy", "plant").await;
    let admin = gateway.person("admin").await;
    let id = client.client_id().to_owned();
    assert_eq!(find(&admin, &id).await.map(|session| session.state), Some(SessionState::Active));
    client.end(Signal::KILL).await;
    let killed = Instant::now();
    eventually("the killed client counts as disconnected", async || {
        let row = find(&admin, &id).await.expect("the row is still there");
        (row.state == SessionState::Disconnected).then_some(())
    })
    .await;
    // The client's last frame was sent at most a third of the period before it was killed, since it must send one that
    // often.
    let certain = (PERIOD * 2 / 3).saturating_sub(killed.elapsed());
    throughout(certain, "the row is there", async || find(&admin, &id).await.is_some()).await;
    eventually("the row is gone", async || find(&admin, &id).await.is_none().then_some(())).await;
    assert!(killed.elapsed() < PERIOD + Duration::from_secs(10), "gone only after {:?}", killed.elapsed());
}

#[tokio::test]
async fn the_period_counts_from_the_last_frame() {
    let gateway = with_short_period().start().await;
    let admin = gateway.person("admin").await;
    let (log_in, mut socket) = gateway.connected("billy", "plant").await;
    let id = log_in.session.expect("a session").client_id;
    let session = gateway.http().with_token(&log_in.token);
    throughout(PERIOD * 3 / 2, "a client that speaks keeps its session", async || {
        socket.keep_alive().await;
        session.is_logged_in().await
    })
    .await;
    let heard = Instant::now();
    socket.keep_alive().await;
    drop(socket);
    eventually("the row is gone", async || find(&admin, &id).await.is_none().then_some(())).await;
    assert!(heard.elapsed() >= PERIOD, "gone after {:?} already", heard.elapsed());
    assert!(!session.is_logged_in().await);
}

#[tokio::test]
async fn an_open_socket_without_a_word_is_no_sign_of_life() {
    let gateway = with_short_period().start().await;
    let heard = Instant::now();
    let (log_in, mut socket) = gateway.connected("billy", "plant").await;
    assert!(socket.welcome.keep_alive_ms * 2 < socket.welcome.resume_period_ms, "{:?}", socket.welcome);
    let ended = socket.receive().await;
    assert!(matches!(&ended, Arrival::Frame(frame) if format!("{frame:?}").contains("Lost")), "{ended:?}");
    assert!(heard.elapsed() >= PERIOD, "ended after {:?} already", heard.elapsed());
    assert!(!gateway.http().with_token(&log_in.token).is_logged_in().await);
}

#[tokio::test]
async fn clients_come_back_to_a_gateway_that_was_started_again() {
    for signal in [Signal::KILL, Signal::TERM] {
        let mut gateway = plant().start().await;
        let billy = ClientProcess::start(&gateway, "billy", "plant").await;
        let anna = gateway.command_as("anna", &["client", "--project", "plant", "--designer", "--count", "3"]);
        let anna = ClientProcess::from(anna).await;
        eventually("four sessions", async || (gateway.sessions().await.len() == 4).then_some(())).await;
        let before = identities(&gateway).await;
        let finished = gateway.end(signal).await;
        if signal == Signal::TERM {
            assert_eq!(finished.code, Some(0), "{finished:#?}");
        }
        gateway.start_again().await;
        eventually("all of them are connected again", async || {
            let sessions = gateway.sessions().await;
            let active = sessions.iter().filter(|session| session.state == SessionState::Active).count();
            (active == before.len()).then_some(())
        })
        .await;
        assert_eq!(identities(&gateway).await, before, "after {signal:?}");
        assert_eq!(billy.arrivals(), [billy.client_id()], "it did not need to log in again");
        drop((billy, anna));
    }
}

#[tokio::test]
async fn the_period_starts_anew_when_the_gateway_listens_again() {
    let mut gateway = with_short_period().start().await;
    let session = gateway.session("billy", "plant").await;
    gateway.kill().await;
    throughout(PERIOD + Duration::from_millis(500), "the gateway is gone", async || {
        tokio::net::TcpStream::connect(gateway.url().trim_start_matches("http://")).await.is_err()
    })
    .await;
    let listening = Instant::now();
    gateway.start_again().await;
    let token = gateway.http().with_token(&session.token);
    assert!(token.is_logged_in().await, "a session must not end while there is no gateway to come back to");
    eventually("the session ends all the same", async || (!token.is_logged_in().await).then_some(())).await;
    assert!(listening.elapsed() >= PERIOD, "ended after {:?} already", listening.elapsed());
}

#[tokio::test]
async fn a_log_in_that_was_answered_survives_a_power_cut() {
    let mut gateway = plant().start().await;
    let session = gateway.session("billy", "plant").await;
    gateway.kill().await;
    gateway.start_again().await;
    let expected = session.session.expect("a session");
    let socket = SessionSocket::open(gateway.url(), &session.token).await.expect("the token opens the session");
    let came_back = &socket.welcome.session;
    assert_eq!((&came_back.client_id, came_back.creation_time), (&expected.client_id, expected.creation_time));
    assert_eq!((&came_back.address, &came_back.hostname), (&expected.address, &expected.hostname));
}

#[tokio::test]
async fn a_client_that_was_away_too_long_logs_in_again() {
    let gateway = plant().config("[sessions]\nresume_period = \"1s\"").start().await;
    let client = ClientProcess::start(&gateway, "billy", "plant").await;
    let admin = gateway.person("admin").await;
    client.process().signal(Signal::STOP);
    eventually("the row is gone", async || find(&admin, client.client_id()).await.is_none().then_some(())).await;
    client.process().signal(Signal::CONT);
    let arrivals = eventually("a second arrival", async || Some(client.arrivals()).filter(|a| a.len() == 2)).await;
    assert_ne!(arrivals[0], arrivals[1]);
    assert!(find(&admin, &arrivals[1]).await.is_some());
}

#[tokio::test]
async fn a_second_socket_takes_the_place_of_the_first() {
    let gateway = plant().start().await;
    let (log_in, mut first) = gateway.connected("billy", "plant").await;
    let mut second = SessionSocket::open(gateway.url(), &log_in.token).await.expect("the token opens the session");
    // 1008, policy violation: the client must not try again by itself, or the two would take turns for ever.
    assert_eq!(first.receive().await, Arrival::Closed(Some(1008)));
    second.keep_alive().await;
    let sessions = gateway.sessions().await;
    let states: Vec<SessionState> = sessions.iter().map(|session| session.state).collect();
    assert_eq!(states, [SessionState::Active]);
}
