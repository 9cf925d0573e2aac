//! A data folder's SQLite is moved to a server: everything, or nothing, and the file stays as it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

#[allow(dead_code, reason = "only its users, log-ins and sessions are needed here")]
mod contract;

use std::fs;
use std::path::{Path, PathBuf};

use contract::{hash, login, new_user, session};
use rollcall_store::{ADMINISTRATOR, ErrorKind, ServerAddress, Store, StoredSession, UserChange, transfer};
use testkit::{PostgresServer, eventually};

/// A file with people who have names, roles, log-ins and sessions of all kinds.
async fn plant(folder: &Path) -> PathBuf {
    let path = folder.join("rollcall.db");
    let store = Store::open(&path).await.unwrap();
    store.add_user(&new_user("admin", &[ADMINISTRATOR])).await.unwrap();
    for (number, name) in (1..).zip(["Jürgen", "王伟", "be\u{301}a", "\u{1f3ed}\u{202e}", "'; DROP TABLE users"]) {
        store.add_user(&new_user(name, &["Ölmühle", "Operator"])).await.unwrap();
        store.add_login(&login(number, name, i64::MAX)).await.unwrap();
        for more in 0..8 {
            let number = number * 100 + more;
            let under =
                StoredSession { login_hash: Some(hash(number / 100)), ..session(number, name, 1000 - i64::from(more)) };
            store.add_session(&under).await.unwrap();
        }
    }
    let disable = UserChange { disabled: Some(true), ..UserChange::default() };
    store.change_user("be\u{301}a", &disable).await.unwrap();
    store.close().await;
    path
}

fn address(url: &str) -> ServerAddress {
    ServerAddress::parse(url).unwrap()
}

/// Everything that a store tells.
async fn told(store: &Store) -> String {
    let logins = (0..10).map(|number| async move { store.login(&hash(number), 5).await.unwrap() });
    let mut found = Vec::new();
    for login in logins {
        found.push(login.await);
    }
    let users =
        store.users().await.unwrap().into_iter().map(|user| (user.name, user.password_hash, user.roles, user.disabled));
    let sessions = store.sessions().await.unwrap();
    let tokens: Vec<_> = sessions.iter().map(|session| (session.token_hash, session.login_hash)).collect();
    format!("{:?} {found:?} {sessions:?} {tokens:?}", users.collect::<Vec<_>>())
}

#[tokio::test]
async fn everything_comes_over_once_and_the_file_stays_as_it_is() {
    let server = PostgresServer::start().await;
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let path = plant(folders[0].path()).await;
    let before = fs::read(&path).unwrap();
    let to = address(&server.database("plant"));
    let moved = transfer(&path, &to).await.unwrap();
    let counts: Vec<(&str, usize)> = moved.iter().map(|table| (table.table, table.rows)).collect();
    // The sessions of the one who was disabled have ended.
    assert_eq!(counts, [("users", 6), ("user_roles", 11), ("logins", 4), ("sessions", 32)]);
    assert_eq!(fs::read(&path).unwrap(), before);
    let there = Store::open_server(&to, folders[1].path()).await.unwrap();
    let here = Store::open(&path).await.unwrap();
    assert_eq!(told(&there).await, told(&here).await);
    // What is added now comes after what came over.
    there.add_session(&session(7, "王伟", 993)).await.unwrap();
    let mut of_the_moment = there.sessions().await.unwrap().into_iter().filter(|session| session.creation_time == 993);
    assert_eq!(of_the_moment.next_back().unwrap().client_id, session(7, "", 0).client_id);
    here.close().await;
    let error = transfer(&path, &to).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.to_string().contains("not empty"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_moved_is_told_and_leaves_the_server_empty() {
    let mut server = PostgresServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = plant(folder.path()).await;
    let (used, url) = (server.database("used"), server.database("plant"));
    assert!(server.psql("used", "CREATE TABLE others (x INT)"));
    let error = transfer(&path, &address(&used)).await.unwrap_err();
    assert!(error.to_string().contains("another program"), "{error}");
    let error = transfer(&folder.path().join("absent.db"), &address(&url)).await.unwrap_err();
    assert!(error.to_string().contains("absent.db"), "{error}");
    let reserve = path.with_extension("reserve");
    let empty = fs::read(&reserve).unwrap();
    fs::write(&reserve, "{\"Sessions\":[\"a\"]}\n").unwrap();
    let error = transfer(&path, &address(&url)).await.unwrap_err();
    assert!(error.to_string().contains("rollcall.reserve"), "{error}");
    fs::write(&reserve, empty).unwrap();
    assert_eq!(server.ask("plant", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").as_deref(), Some("0"));
    server.stop();
    assert_eq!(transfer(&path, &address(&url)).await.unwrap_err().kind(), ErrorKind::Away);
}

/// Given up at many moments, as by a kill: then the target is empty, or all of it is there.
#[tokio::test]
async fn a_move_that_is_cut_short_leaves_the_server_empty() {
    let server = PostgresServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = plant(folder.path()).await;
    let url = server.database("plant");
    let to = address(&url);
    let mut cut = 0;
    for millis in (2..).step_by(3) {
        let limit = std::time::Duration::from_millis(millis);
        if tokio::time::timeout(limit, transfer(&path, &to)).await.is_ok_and(|moved| moved.is_ok()) {
            break;
        }
        cut += 1;
        // The server notices that its client is gone when it next reads from it.
        let question = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'plant' AND pid <> pg_backend_pid()";
        eventually("nobody is connected", async || {
            (server.ask("plant", question).as_deref() == Some("0")).then_some(())
        })
        .await;
        let tables = server.ask("plant", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
        if tables.as_deref() == Some("5") {
            // It was in the middle of the commit.
            assert_eq!(server.ask("plant", "SELECT count(*) FROM sessions").as_deref(), Some("32"));
            return;
        }
        assert_eq!(tables.as_deref(), Some("0"), "after {millis} ms");
    }
    assert!(cut > 2, "{cut}");
}
