//! The events of sessions, their order, and a follower that is too slow.

use std::net::Ipv4Addr;
use std::sync::Arc;

use rollcall_session::{EndReason, Kind, Settings};
use rollcall_store::{NewUser, Store};

use super::events::KEPT;
use super::{Admitted, Follower, LiveSessions, Received, Refusal, RefusedLogIn, SessionEvent};
use crate::clock::SystemClock;

struct Desk {
    live: LiveSessions,
    store: Store,
    _folder: tempfile::TempDir,
}

async fn desk() -> Desk {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("rollcall.db")).await.expect("a store");
    let user =
        NewUser { name: "billy".to_owned(), password_hash: "hash".to_owned(), roles: vec!["Operator".to_owned()] };
    store.add_user(&user).await.expect("a user");
    let live = LiveSessions::new(Settings::default(), store.clone(), SystemClock::start());
    Desk { live, store, _folder: folder }
}

impl Desk {
    async fn log_in(&self) -> rollcall_session::ClientId {
        let admitted = Admitted {
            user: self.store.user("billy").await.expect("a store").expect("billy"),
            login: None,
            project: "plant".into(),
            kind: Kind::Client,
            hostname: None,
            ip: Ipv4Addr::LOCALHOST.into(),
            user_agent: None,
        };
        self.live.open(admitted).await.expect("a session").1.client_id
    }
}

/// Everything that a follower has ready: numbers and words.
fn ready(follower: &mut Follower) -> Vec<(u64, String)> {
    let mut found = Vec::new();
    while let Some(received) = follower.ready() {
        found.push(match received {
            Received::Missed(count) => (count, "missed".to_owned()),
            Received::Event(event) => (event.number, words(&event.event)),
        });
    }
    found
}

fn words(event: &SessionEvent) -> String {
    match event {
        SessionEvent::Opened(session) => format!("opened {}", session.username),
        SessionEvent::Resumed(session) => format!("resumed {}", session.username),
        SessionEvent::Disconnected(session) => format!("disconnected {}", session.username),
        SessionEvent::Ended { session, reason } => format!("ended {} {reason:?}", session.username),
        SessionEvent::Moved(session) => format!("moved {}", session.username),
        SessionEvent::Refused(refused) => format!("refused {:?} {:?}", refused.username, refused.reason),
    }
}

fn refused() -> RefusedLogIn {
    RefusedLogIn {
        username: Some(Arc::from("mallory")),
        project: None,
        kind: Kind::Client,
        address: Ipv4Addr::LOCALHOST.into(),
        reason: Refusal::WrongPassword,
        left_out: 0,
    }
}

#[tokio::test]
async fn a_life_is_told_in_order() {
    let desk = desk().await;
    let mut follower = desk.live.follow();
    let id = desk.log_in().await;
    // The first connection is not a resumption, and a socket in the place of another is not a disconnection.
    let (first, _orders) = desk.live.attach(id).expect("it lives");
    let (second, _orders) = desk.live.attach(id).expect("it lives");
    desk.live.detach(id, first);
    desk.live.detach(id, second);
    let (third, _orders) = desk.live.attach(id).expect("it lives");
    desk.live.refused(refused());
    desk.live.end(id, EndReason::LoggedOut).await.expect("the store takes it");
    desk.live.detach(id, third);
    let expected = [
        "opened billy",
        "disconnected billy",
        "resumed billy",
        "refused Some(\"mallory\") WrongPassword",
        "ended billy LoggedOut",
    ];
    let expected: Vec<_> = (1..).zip(expected.map(str::to_owned)).collect();
    assert_eq!(ready(&mut follower), expected);
}

#[tokio::test]
async fn a_password_that_is_changed_is_a_reason_of_its_own() {
    let desk = desk().await;
    desk.log_in().await;
    let mut follower = desk.live.follow();
    desk.live.end_user("billy", EndReason::PasswordChanged).await.expect("the store takes it");
    assert_eq!(ready(&mut follower), [(2, "ended billy PasswordChanged".to_owned())]);
}

#[tokio::test]
async fn who_follows_too_slowly_learns_how_many_were_missed_and_holds_nobody_up() {
    let desk = desk().await;
    let mut slow = desk.live.follow();
    let id = desk.log_in().await;
    let more = 3;
    // Two events each: disconnected and resumed; the first connection has no event.
    let (mut connection_id, _orders) = desk.live.attach(id).expect("it lives");
    for _ in 0..KEPT.div_ceil(2) + more {
        desk.live.detach(id, connection_id);
        connection_id = desk.live.attach(id).expect("it lives").0;
    }
    let told = 1 + 2 * (KEPT.div_ceil(2) + more) as u64;
    let missed = told - KEPT as u64;
    let found = ready(&mut slow);
    assert_eq!(found[0], (missed, "missed".to_owned()));
    let numbers: Vec<_> = found[1..].iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (missed + 1..=told).collect::<Vec<_>>());
}

#[tokio::test]
async fn refusals_push_nothing_else_out_and_are_counted() {
    let desk = desk().await;
    let mut slow = desk.live.follow();
    desk.log_in().await;
    for _ in 0..3 * KEPT {
        desk.live.refused(refused());
    }
    let found = ready(&mut slow);
    assert_eq!((found.len(), found[0].1.as_str()), (KEPT / 2, "opened billy"));
    desk.live.refused(refused());
    let Some(Received::Event(next)) = slow.ready() else { panic!("nothing was told") };
    let SessionEvent::Refused(refused) = &next.event else { panic!("{next:?}") };
    assert_eq!(refused.left_out, (3 * KEPT - (KEPT / 2 - 1)) as u64);
}
