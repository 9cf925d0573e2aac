//! A server that is stopped, killed, hung or cut off: what was acknowledged is there, what failed is not, what was taken
//! away stays so, and every call has an answer in seconds.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

#[allow(dead_code, reason = "only its users, log-ins and sessions are needed here")]
mod contract;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use contract::{hash, login, new_user, session};
use rollcall_store::{ADMINISTRATOR, ErrorKind, ServerAddress, Store, UserChange};
use testkit::{PostgresServer, eventually};

/// Longer than any single call may take while the server hangs; the machine may be busy with the neighbours of the test.
const PATIENCE: Duration = Duration::from_secs(20);

/// A store with an administrator and some people who are on, and its URL.
async fn plant(server: &PostgresServer, folder: &Path) -> (Store, String) {
    let url = server.database("plant");
    let store = open(&url, folder).await;
    store.add_user(&new_user("admin", &[ADMINISTRATOR])).await.unwrap();
    for (number, name) in [(1, "anna"), (2, "bob"), (3, "carl"), (4, "dora")] {
        store.add_user(&new_user(name, &["Operator"])).await.unwrap();
        store.add_session(&session(number, name, i64::from(number))).await.unwrap();
        store.add_login(&login(number, name, 1000)).await.unwrap();
    }
    (store, url)
}

async fn open(url: &str, folder: &Path) -> Store {
    Store::open_server(&ServerAddress::parse(url).unwrap(), folder).await.unwrap()
}

fn disable() -> UserChange {
    UserChange { disabled: Some(true), ..UserChange::default() }
}

async fn take_away(store: &Store) {
    // It holds, and who they were cannot be read: the server is away.
    assert_eq!(store.change_user("anna", &disable()).await.unwrap_err().kind(), ErrorKind::Unreadable);
    assert_eq!(store.remove_user("bob").await.unwrap_err().kind(), ErrorKind::Unreadable);
    store.remove_sessions(&[session(3, "carl", 3).client_id]).await.unwrap();
    store.remove_login(&hash(4)).await.unwrap();
    assert!(store.is_unsettled());
}

async fn is_taken_away(store: &Store) {
    assert!(store.user("anna").await.unwrap().unwrap().disabled);
    assert_eq!(store.user("bob").await.unwrap(), None);
    let names: Vec<String> = store.sessions().await.unwrap().into_iter().map(|session| session.username).collect();
    assert_eq!(names, ["dora"]);
    for (number, is_valid) in [(1, false), (2, false), (3, true), (4, false)] {
        assert_eq!(store.login(&hash(number), 10).await.unwrap().is_some(), is_valid, "{number}");
    }
}

async fn nothing_is_given(store: &Store, secret: &str) {
    for error in [
        store.add_user(&new_user("eve", &[])).await.unwrap_err(),
        store.add_session(&session(9, "dora", 9)).await.unwrap_err(),
        store.add_login(&login(9, "dora", 9)).await.unwrap_err(),
        store.users().await.unwrap_err(),
        store.login(&hash(3), 1).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Away, "{error}");
        assert!(!format!("{error} {error:?}").contains(secret), "{error:?}");
    }
}

async fn settled(store: &Store) {
    eventually("the server is told", async || store.settle().await.ok()).await;
    assert!(!store.is_unsettled());
}

#[tokio::test]
async fn what_is_taken_away_while_the_server_is_stopped_holds_now_later_and_for_the_next_process() {
    let mut server = PostgresServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (store, url) = plant(&server, folder.path()).await;
    server.stop();
    take_away(&store).await;
    nothing_is_given(&store, server.secret()).await;
    // The next process finds it in the reserve; the server is away for it as well at first.
    drop(store);
    let error = Store::open_server(&ServerAddress::parse(&url).unwrap(), folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Away, "{error}");
    server.start_again().await;
    let store = open(&url, folder.path()).await;
    assert!(!store.is_unsettled());
    is_taken_away(&store).await;
    drop(store);
    std::fs::remove_file(folder.path().join("rollcall.reserve")).unwrap();
    is_taken_away(&open(&url, folder.path()).await).await;
}

#[tokio::test]
async fn a_server_that_hangs_keeps_one_caller_waiting_for_seconds_and_others_not_at_all() {
    let server = PostgresServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = plant(&server, folder.path()).await;
    server.hang();
    let begun = Instant::now();
    assert_eq!(store.users().await.unwrap_err().kind(), ErrorKind::Away);
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    let begun = Instant::now();
    take_away(&store).await;
    nothing_is_given(&store, server.secret()).await;
    // Now and then one of them finds out whether it is back.
    assert!(begun.elapsed() < 2 * PATIENCE, "{:?}", begun.elapsed());
    server.go_on();
    settled(&store).await;
    is_taken_away(&store).await;
}

#[tokio::test]
async fn connections_that_are_broken_while_they_are_idle_are_nobodys_error() {
    let mut server = PostgresServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = plant(&server, folder.path()).await;
    server.psql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'plant'");
    store.add_session(&session(9, "dora", 9)).await.unwrap();
    server.stop();
    server.start_again().await;
    assert_eq!(store.users().await.unwrap().len(), 5);
}

/// A caller that commits at this moment does not learn the outcome; the log-in or session that it opens is withdrawn.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_is_there_and_what_failed_is_not() {
    let mut server = PostgresServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (store, url) = plant(&server, folder.path()).await;
    let before = store.sessions().await.unwrap().into_iter().map(|session| session.client_id);
    let mut expected: BTreeSet<String> = before.collect();
    for round in 1..=6_u32 {
        let writers: Vec<_> = (0..4)
            .map(|writer| tokio::spawn(write_until_it_fails(store.clone(), round * 100_000 + writer * 10_000)))
            .collect();
        tokio::time::sleep(Duration::from_millis(100 + u64::from(round) * 37)).await;
        match round % 3 {
            0 => server.stop(),
            1 => server.kill(),
            _ => {
                _ = server
                    .psql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'plant'")
            }
        }
        if round % 3 < 2 {
            server.start_again().await;
        }
        for writer in writers {
            expected.extend(writer.await.unwrap());
        }
        settled(&store).await;
        let found: BTreeSet<String> =
            open(&url, folder.path()).await.sessions().await.unwrap().into_iter().map(|s| s.client_id).collect();
        assert_eq!(found.difference(&expected).count(), 0, "round {round}: there, though it failed");
        assert_eq!(expected.difference(&found).count(), 0, "round {round}: acknowledged and lost");
    }
}

/// The ids of the sessions whose addition was acknowledged.
async fn write_until_it_fails(store: Store, first: u32) -> Vec<String> {
    let mut added = Vec::new();
    for number in first.. {
        let session = session(number, "dora", i64::from(number));
        match store.add_session(&session).await {
            Ok(()) => added.push(session.client_id),
            Err(error) => {
                assert!([ErrorKind::Away, ErrorKind::Database].contains(&error.kind()), "{error}");
                break;
            }
        }
        if added.len() > 2_000 {
            break;
        }
    }
    added
}
