//! The contract on PostgreSQL, and what is PostgreSQL's own: its databases, what is refused as one, and that nothing of a
//! connection outlives a transaction.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

mod contract;

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use contract::{hash, login, model, new_user, session};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rollcall_store::{ErrorKind, ServerAddress, Store};
use testkit::PostgresServer;

fn address(url: &str) -> ServerAddress {
    ServerAddress::parse(url).unwrap()
}

async fn open(url: &str, folder: &Path) -> Store {
    Store::open_server(&address(url), folder).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_contract_holds() {
    let server = PostgresServer::start().await;
    let (folder, number) = (tempfile::tempdir().unwrap(), AtomicU32::new(0));
    contract::check(async || {
        let number = number.fetch_add(1, Ordering::Relaxed);
        let own = folder.path().join(number.to_string());
        std::fs::create_dir(&own).unwrap();
        open(&server.database(&format!("contract{number}")), &own).await
    })
    .await;
}

#[test]
fn any_history_is_the_models() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let server = runtime.block_on(PostgresServer::start());
    let (folder, url) = (tempfile::tempdir().unwrap(), server.database("histories"));
    let mut runner = TestRunner::new(ProptestConfig::with_cases(24));
    let outcome = runner.run(&model::histories(30), |history| {
        runtime.block_on(async {
            let store = open(&url, folder.path()).await;
            model::check(&store, &history).await;
            store.close().await;
            assert!(server.psql("histories", "TRUNCATE users CASCADE"));
        });
        Ok(())
    });
    outcome.unwrap();
}

#[tokio::test]
async fn all_is_there_after_reopening_and_after_a_crash_of_the_server() {
    let mut server = PostgresServer::start().await;
    let (folder, url) = (tempfile::tempdir().unwrap(), server.database("plant"));
    let store = open(&url, folder.path()).await;
    store.add_user(&new_user("anna", &["Operator"])).await.unwrap();
    store.add_session(&session(1, "anna", 1)).await.unwrap();
    store.close().await;
    let store = open(&url, folder.path()).await;
    store.add_login(&login(2, "anna", 10)).await.unwrap();
    server.kill();
    server.start_again().await;
    assert_eq!(store.user("anna").await.unwrap().unwrap().roles, ["Operator"]);
    assert_eq!(store.sessions().await.unwrap(), [session(1, "anna", 1)]);
    assert_eq!(store.login(&hash(2), 0).await.unwrap(), Some(login(2, "anna", 10)));
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_refused_and_left_alone() {
    let server = PostgresServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    for (name, statement) in [
        ("another", "CREATE TABLE users (name TEXT)"),
        ("newer", "INSERT INTO rollcall_schema VALUES (7, 'later', 'x')"),
        ("changed", "UPDATE rollcall_schema SET checksum = 'x' WHERE version = 1"),
    ] {
        let url = server.database(name);
        if name != "another" {
            open(&url, folder.path()).await.close().await;
        }
        assert!(server.psql(name, statement));
    }
    assert!(server.psql("postgres", "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0"));
    let (without_password, _) = server.url_and_password("newer");
    let cases = [
        (server.url("another"), ErrorKind::Damaged, "1 tables of another program"),
        (
            server.url("newer"),
            ErrorKind::NewerSchema,
            "the database has schema 7, and this release knows schemas up to 4",
        ),
        (server.url("changed"), ErrorKind::Damaged, "step 1 of the database's schema"),
        (server.url("latin"), ErrorKind::Invalid, "UTF8"),
        (server.url("absent"), ErrorKind::Access, "\"absent\" does not exist"),
        (without_password, ErrorKind::Access, "password"),
        (server.url("newer").replace("words", "swords"), ErrorKind::Access, "password authentication failed"),
    ];
    for (url, kind, text) in cases {
        let error = Store::open_server(&address(&url), folder.path()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(text), "{error}");
        assert!(error.to_string().starts_with(&address(&url).to_string()), "{error}");
        let all = format!("{error} {error:?}");
        assert!(!all.contains("words") && !all.contains("tr0ub4dor"), "{all}");
    }
    assert_eq!(
        server.ask("another", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").as_deref(),
        Some("1")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_that_start_at_once_one_makes_the_schema() {
    let server = PostgresServer::start().await;
    let url = server.database("plant");
    let folders: Vec<_> = (0..8).map(|_| tempfile::tempdir().unwrap()).collect();
    let starts = folders.iter().map(|folder| {
        let (url, folder) = (url.clone(), folder.path().to_owned());
        tokio::spawn(async move { open(&url, &folder).await })
    });
    for start in starts.collect::<Vec<_>>() {
        start.await.unwrap();
    }
    assert_eq!(server.ask("plant", "SELECT count(*) FROM rollcall_schema").as_deref(), Some("4"));
}

/// Two stores stand for two gateways: each is asked to take away what the other gives, at the same time.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_opens_behind_the_back_of_another_process() {
    let server = PostgresServer::start().await;
    let (url, folders) = (server.database("plant"), [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()]);
    let (one, other) = (open(&url, folders[0].path()).await, open(&url, folders[1].path()).await);
    one.add_user(&new_user("anna", &[])).await.unwrap();
    let enable = |yes: bool| rollcall_store::UserChange { disabled: Some(!yes), ..Default::default() };
    for round in 0..40 {
        one.change_user("anna", &enable(true)).await.unwrap();
        one.add_login(&login(round, "anna", 99)).await.unwrap();
        let under = rollcall_store::StoredSession { login_hash: Some(hash(round)), ..session(round, "anna", 1) };
        let opening = tokio::spawn({
            let one = one.clone();
            async move { one.add_session(&under).await }
        });
        if round % 2 == 0 {
            other.change_user("anna", &enable(false)).await.unwrap();
            let _ = opening.await.unwrap();
            assert_eq!(other.sessions().await.unwrap(), [], "round {round}: no session of somebody disabled");
        } else {
            other.remove_login(&hash(round)).await.unwrap();
            // A log-out next ends the sessions under the log-in: a refused one is not there later.
            let there = other.sessions().await.unwrap().len();
            assert_eq!(opening.await.unwrap().is_ok(), there == 1, "round {round}");
        }
    }
}

/// What a pooler between transactions hands to the next must be as it was.
#[tokio::test]
async fn nothing_of_a_connection_outlives_its_transaction() {
    let server = PostgresServer::start().await;
    let (folder, url) = (tempfile::tempdir().unwrap(), server.database("plant"));
    let one = address(&url).with_connections(1);
    let store = Store::open_server(&one, folder.path()).await.unwrap();
    store.add_user(&new_user("anna", &["Operator"])).await.unwrap();
    store.add_session(&session(1, "anna", 1)).await.unwrap();
    let states =
        "SELECT state || ' ' || query FROM pg_stat_activity WHERE datname = 'plant' AND pid <> pg_backend_pid()";
    assert_eq!(server.ask("plant", states).as_deref(), Some("idle COMMIT"), "one connection, and all is done");
    assert_eq!(server.ask("plant", "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").as_deref(), Some("0"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_calls_share_few_connections() {
    let server = PostgresServer::start().await;
    let (folder, url) = (tempfile::tempdir().unwrap(), server.database("plant"));
    let store = Store::open_server(&address(&url).with_connections(2), folder.path()).await.unwrap();
    store.add_user(&new_user("anna", &[])).await.unwrap();
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.user("anna").await.unwrap() })
        })
        .collect();
    for call in calls {
        assert!(call.await.unwrap().is_some());
    }
    let count =
        server.ask("plant", "SELECT count(*) FROM pg_stat_activity WHERE usename = 'rollcall' AND datname = 'plant'");
    // With the one that asks.
    assert!(count.unwrap().parse::<u32>().unwrap() <= 3);
}
