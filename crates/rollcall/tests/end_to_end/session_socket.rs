//! Frames on a session's socket are untrusted: a frame gets an answer, and never more than it may have.

use rollcall_wire::host::{
    Ask, ClientCall, HostAnswer, HostCall, HostError, LogLevel, LogLine, MessageStyle, SessionAnswer, SessionCall,
    WindowCall,
};
use rollcall_wire::socket::{ClientFrame, GatewayFrame};
use testkit::{Arrival, SessionSocket};

use crate::plant::plant;

fn info(username_filter: Option<&str>) -> HostCall {
    SessionCall::GetSessionInfo { username_filter: username_filter.map(str::to_owned), project_filter: None }.into()
}

#[tokio::test]
async fn a_client_may_ask_who_is_on_and_nothing_else() {
    let gateway = plant().start().await;
    let (_, mut socket) = gateway.connected("billy", "plant").await;
    let answer = socket.call(info(Some("bi.*"))).await;
    let Ok(HostAnswer::Session(SessionAnswer::Info(dataset))) = answer else { panic!("{answer:?}") };
    assert_eq!(dataset.row_count(), 1);
    let (text, title) = (|| "x".to_owned(), || "y".to_owned());
    let refused: [HostCall; 6] = [
        LogLine { logger: text(), level: LogLevel::Error, message: "forged\nline".to_owned() }.into(),
        Ask::Message { style: MessageStyle::Error, message: text(), title: title() }.into(),
        Ask::Confirm { message: text(), title: title(), allow_cancel: true }.into(),
        Ask::Input { message: text(), default_text: text() }.into(),
        WindowCall::GetOpenedWindows.into(),
        ClientCall::LogOut.into(),
    ];
    for call in refused {
        let answer = socket.call(call.clone()).await;
        assert!(matches!(answer, Err(HostError::Refused { .. })), "{call:?}: {answer:?}");
    }
    assert!(!gateway.log().contains("forged"), "{}", gateway.log());
}

#[tokio::test]
async fn a_filter_that_is_none_is_javas_error() {
    let gateway = plant().start().await;
    let (_, mut socket) = gateway.connected("billy", "plant").await;
    let answer = socket.call(info(Some("("))).await;
    let Err(HostError::PatternSyntax { description, index, pattern, .. }) = answer else { panic!("{answer:?}") };
    assert_eq!((description.as_str(), index, pattern.as_str()), ("Unclosed group", 1, "("));
    socket.keep_alive().await;
}

#[tokio::test]
async fn what_is_no_frame_is_answered_and_the_socket_lives() {
    let call = |call: &str| format!(r#"{{"type":"call","id":1,"call":{call}}}"#);
    let deep = "[".repeat(100_000);
    let frames = [
        String::new(),
        "{".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        "keepAlive".to_owned(),
        deep,
        r#"{"type":"welcome"}"#.to_owned(),
        r#"{"type":"call"}"#.to_owned(),
        r#"{"type":"call","id":-1,"call":{"family":"session","call":{"method":"getSessionInfo"}}}"#.to_owned(),
        r#"{"type":"call","id":1e99,"call":{"family":"session","call":{"method":"getSessionInfo"}}}"#.to_owned(),
        call(r#"{"family":"database","call":{"method":"runQuery","query":"DROP TABLE users"}}"#),
        call(r#"{"family":"session","call":{"method":"getSessionInfo","usernameFilter":5}}"#),
        call(r#"{"family":"session","call":{"method":"getSessionInfo","username":"admin"}}"#),
        call(r#"{"family":"session","call":{"method":"getSessionInfo","usernameFilter":"\ud800"}}"#),
    ];
    let gateway = plant().start().await;
    let (_, mut socket) = gateway.connected("billy", "plant").await;
    for frame in frames {
        socket.send_text(&frame).await;
        let answer = socket.receive().await;
        assert!(matches!(answer, Arrival::Frame(GatewayFrame::Invalid { .. })), "{frame:.80}: {answer:?}");
    }
    socket.send_bytes(&[0, 159, 146, 150]).await;
    let answer = socket.receive().await;
    assert!(matches!(answer, Arrival::Frame(GatewayFrame::Invalid { .. })), "{answer:?}");
    socket.keep_alive().await;
}

#[tokio::test]
async fn a_frame_over_the_limit_closes_the_socket_and_ends_nothing() {
    let gateway = plant().start().await;
    let (log_in, mut socket) = gateway.connected("billy", "plant").await;
    socket.send_text(&"x".repeat(900_000)).await;
    let answer = socket.receive().await;
    assert!(matches!(answer, Arrival::Frame(GatewayFrame::Invalid { .. })), "{answer:?}");
    // The gateway need not wait for all of it, so sending it may fail already.
    if socket.offer_text(&"x".repeat(1_100_000)).await {
        let closed = socket.receive().await;
        assert!(matches!(closed, Arrival::Closed(_)), "{closed:?}");
    }
    let mut again = SessionSocket::open(gateway.url(), &log_in.token).await.expect("the session goes on");
    again.keep_alive().await;
}

#[tokio::test]
async fn a_flood_of_calls_is_answered_in_order_and_costs_nobody_else() {
    let gateway = plant().start().await;
    let (_, mut flooding) = gateway.connected("billy", "plant").await;
    let (_, mut patient) = gateway.connected("anna", "plant").await;
    for id in 0..500 {
        flooding.send(&ClientFrame::Call { id, call: info(None) }).await;
    }
    patient.keep_alive().await;
    for expected in 0..500 {
        let answer = flooding.receive().await;
        let Arrival::Frame(GatewayFrame::Reply { id, result: Ok(_) }) = answer else { panic!("{answer:?}") };
        assert_eq!(id, expected);
    }
}
