//! The contract on SQLite, and what is SQLite's own: its files, and what is refused as a file.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

mod contract;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use contract::{hash, login, model, new_user, session};
use proptest::prelude::*;
use rollcall_store::{ErrorKind, Store};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tempfile::TempDir;

async fn open(path: &Path) -> Store {
    Store::open(path).await.unwrap()
}

/// Runs statements on a file behind the store's back.
async fn tamper(path: &Path, sql: &'static str) {
    let mut connection = SqliteConnectOptions::new().filename(path).create_if_missing(true).connect().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rollcall.db");
    (folder, path)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_contract_holds() {
    let folders = Mutex::new(Vec::new());
    contract::check(async || {
        let (folder, path) = folder();
        folders.lock().unwrap().push(folder);
        open(&path).await
    })
    .await;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_history_is_the_models(history in model::histories(30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (_folder, path) = folder();
            let store = open(&path).await;
            model::check(&store, &history).await;
            store.close().await;
        });
    }
}

#[tokio::test]
async fn all_is_there_after_reopening() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    store.add_user(&new_user("anna", &["Operator"])).await.unwrap();
    store.add_session(&session(1, "anna", 1)).await.unwrap();
    store.add_login(&login(2, "anna", 10)).await.unwrap();
    store.close().await;
    let store = open(&path).await;
    assert_eq!(store.user("anna").await.unwrap().unwrap().roles, ["Operator"]);
    assert_eq!(store.sessions().await.unwrap(), [session(1, "anna", 1)]);
    assert_eq!(store.login(&hash(2), 0).await.unwrap(), Some(login(2, "anna", 10)));
}

/// The files as a crash of the machine's power would leave them, had the disk written nothing later.
#[tokio::test]
async fn what_was_answered_is_on_disk_before_the_store_is_closed() {
    let (folder, path) = folder();
    let store = open(&path).await;
    store.add_user(&new_user("anna", &[])).await.unwrap();
    store.add_session(&session(1, "anna", 1)).await.unwrap();
    let copies = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copies.path().join(entry.file_name())).unwrap();
    }
    let copy = open(&copies.path().join("rollcall.db")).await;
    assert_eq!(copy.sessions().await.unwrap(), [session(1, "anna", 1)]);
}

#[tokio::test]
async fn the_files_are_their_owners_alone() {
    let (folder, path) = folder();
    let store = open(&path).await;
    store.add_user(&new_user("anna", &[])).await.unwrap();
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{entry:?}");
        names.push(entry.file_name());
    }
    names.sort();
    assert_eq!(names, ["rollcall.db", "rollcall.db-shm", "rollcall.db-wal", "rollcall.reserve"]);
}

/// Two stores over one file stand for two processes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_wait_for_each_other() {
    let (_folder, path) = folder();
    let stores = [open(&path).await, open(&path).await];
    stores[0].add_user(&new_user("anna", &[])).await.unwrap();
    let writers = [0, 1].map(|n| {
        let store = stores[n as usize].clone();
        tokio::spawn(async move {
            for number in (0..50).map(|i| i * 2 + n) {
                store.add_session(&session(number, "anna", i64::from(number))).await.unwrap();
            }
        })
    });
    for writer in writers {
        writer.await.unwrap();
    }
    let times: Vec<i64> = stores[1].sessions().await.unwrap().iter().map(|session| session.creation_time).collect();
    assert_eq!(times, (0..100).collect::<Vec<i64>>());
}

#[tokio::test]
async fn a_path_has_no_special_meaning() {
    let folder = tempfile::tempdir().unwrap();
    for name in [":memory:", "file:x?mode=memory", "a b%20#?.db", "Füllerei.db"] {
        let path = folder.path().join(name);
        open(&path).await.add_user(&new_user("anna", &[])).await.unwrap();
        assert!(path.is_file(), "{name}");
        assert_eq!(open(&path).await.user_count().await.unwrap(), 1, "{name}");
    }
}

/// What is opened instead of a database, how it is made, and what must be said about it.
#[tokio::test]
async fn a_file_that_is_no_database_of_ours_is_refused_and_stays_as_it_is() {
    let (folder, path) = folder();
    fs::write(folder.path().join("text"), "This is a letter, not a database. ".repeat(100)).unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    mknodat(CWD, folder.path().join("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    tamper(&folder.path().join("foreign"), "CREATE TABLE users (name TEXT)").await;
    open(&path).await.close().await;
    fs::copy(&path, folder.path().join("newer")).unwrap();
    let newer = "INSERT INTO _sqlx_migrations VALUES (7, 'later', '2030-01-01', 1, x'00', 0)";
    tamper(&folder.path().join("newer"), newer).await;
    fs::copy(&path, folder.path().join("changed")).unwrap();
    tamper(&folder.path().join("changed"), "UPDATE _sqlx_migrations SET checksum = x'00'").await;
    let cases = [
        ("text", ErrorKind::Damaged, "not a database"),
        ("folder", ErrorKind::Access, "not a regular file"),
        ("pipe", ErrorKind::Access, "not a regular file"),
        ("none/rollcall.db", ErrorKind::Access, "No such file or directory"),
        ("foreign", ErrorKind::Damaged, "another program's database"),
        ("newer", ErrorKind::NewerSchema, "the database has schema 7, and this release knows schemas up to 4"),
        ("changed", ErrorKind::Damaged, "migration 1 was previously applied but has been modified"),
    ];
    for (name, kind, text) in cases {
        let path = folder.path().join(name);
        let before = path.is_file().then(|| fs::read(&path).unwrap());
        let error = Store::open(&path).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(text), "{error}");
        assert!(error.to_string().starts_with(&path.display().to_string()), "{error}");
        assert_eq!(before, path.is_file().then(|| fs::read(&path).unwrap()), "{name} was written to");
    }
}

#[tokio::test]
async fn a_first_start_that_was_cut_short_can_be_repeated() {
    let (folder, path) = folder();
    fs::write(&path, "").unwrap();
    open(&path).await.add_user(&new_user("anna", &[])).await.unwrap();
    let half = folder.path().join("half");
    open(&path).await.close().await;
    tamper(
        &half,
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
         installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL,
         checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)",
    )
    .await;
    open(&half).await.add_user(&new_user("anna", &[])).await.unwrap();
}

/// Every page but the first, which says what the file is, is overwritten.
#[tokio::test]
async fn damage_inside_the_file_is_told_and_not_guessed_around() {
    let (_folder, path) = folder();
    let store = open(&path).await;
    store.add_user(&new_user("anna", &[])).await.unwrap();
    store.close().await;
    let mut bytes = fs::read(&path).unwrap();
    assert!(bytes.len() > 8192);
    bytes[4096..].fill(0xa5);
    fs::write(&path, &bytes).unwrap();
    let error = match Store::open(&path).await {
        Ok(store) => store.users().await.unwrap_err(),
        Err(error) => error,
    };
    assert_eq!(error.kind(), ErrorKind::Damaged, "{error}");
    assert!(error.to_string().contains("restore it from a backup"), "{error}");
}
