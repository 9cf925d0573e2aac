//! What cannot be seen from outside: settings of the connections, a full disk, a call that was given up, many rows.

use tempfile::TempDir;

use super::*;
use crate::{NewUser, StoredSession};

async fn open() -> (TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(&folder.path().join("rollcall.db")).await.unwrap();
    let anna = NewUser { name: "anna".into(), password_hash: "x".into(), roles: vec![] };
    database.add_user(&anna).await.unwrap();
    (folder, database)
}

fn session(number: u32) -> StoredSession {
    let mut token_hash = [0; 32];
    token_hash[..4].copy_from_slice(&number.to_be_bytes());
    StoredSession {
        token_hash,
        login_hash: None,
        client_id: number.to_string(),
        username: "anna".into(),
        project: "plant".into(),
        designer: false,
        hostname: None,
        ip: "192.0.2.1".into(),
        user_agent: Some("x".repeat(1000)),
        creation_time: number.into(),
        epoch: 0,
    }
}

async fn run(database: &Database, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&database.writer).await.unwrap();
}

#[tokio::test]
async fn every_connection_has_its_settings() {
    let (_folder, database) = open().await;
    for (pool, query_only) in [(&database.writer, "0"), (&database.reader, "1")] {
        let expected = [
            ("SELECT journal_mode FROM pragma_journal_mode", "wal"),
            ("SELECT cast(synchronous AS TEXT) FROM pragma_synchronous", "2"),
            ("SELECT cast(foreign_keys AS TEXT) FROM pragma_foreign_keys", "1"),
            ("SELECT cast(timeout AS TEXT) FROM pragma_busy_timeout", "10000"),
            ("SELECT cast(query_only AS TEXT) FROM pragma_query_only", query_only),
        ];
        for (question, answer) in expected {
            let found: String = sqlx::query_scalar(question).fetch_one(pool).await.unwrap();
            assert_eq!(found, answer, "{question}");
        }
    }
}

/// SQLite answers alike whether the disk is full or the file has reached its allowed size.
#[tokio::test]
async fn a_full_disk_is_told_and_changes_nothing() {
    let (_folder, database) = open().await;
    run(&database, "PRAGMA max_page_count = 20").await;
    let mut added = 0;
    let error = loop {
        match database.add_session(&session(added)).await {
            Ok(()) => added += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::DiskFull, "{error}");
    assert!(error.to_string().contains("free some space"), "{error}");
    assert_eq!(database.sessions().await.unwrap().0.len() as u32, added);
    run(&database, "PRAGMA max_page_count = 1000").await;
    database.add_session(&session(added)).await.unwrap();
}

/// A request whose client hangs up is dropped where it stands.
#[tokio::test]
async fn a_transaction_that_is_dropped_is_rolled_back_and_frees_the_writer() {
    let (_folder, database) = open().await;
    let mut tx = database.begin().await.unwrap();
    sqlx::query("DELETE FROM users").execute(&mut *tx).await.unwrap();
    drop(tx);
    database.add_session(&session(1)).await.unwrap();
    assert_eq!(database.user_count().await.unwrap(), 1);
}

/// As SQLite does when a write fails in the middle of a transaction.
#[tokio::test]
async fn a_transaction_that_was_rolled_back_behind_our_back_frees_the_writer() {
    let (_folder, database) = open().await;
    let mut tx = database.begin().await.unwrap();
    sqlx::query("ROLLBACK").execute(&mut *tx).await.unwrap();
    drop(tx);
    database.add_session(&session(1)).await.unwrap();
    assert_eq!(database.sessions().await.unwrap().0.len(), 1);
}

#[tokio::test]
async fn readers_do_not_wait_for_a_writer() {
    let (_folder, database) = open().await;
    let mut tx = database.begin().await.unwrap();
    sqlx::query("DELETE FROM users").execute(&mut *tx).await.unwrap();
    assert_eq!(database.user_count().await.unwrap(), 1, "and they do not see what is not committed");
    tx.commit().await.unwrap();
    assert_eq!(database.user_count().await.unwrap(), 0);
}

#[tokio::test]
async fn ten_thousand_sessions_come_in_order() {
    let (_folder, database) = open().await;
    // The times jump about (7919 is prime to 5000), and each is there twice.
    run(
        &database,
        "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 9999)
         INSERT INTO sessions (client_id, token_hash, username, project, designer, ip, creation_time)
         SELECT n, randomblob(32), 'anna', 'plant', 0, '192.0.2.1', n * 7919 % 5000 FROM n",
    )
    .await;
    let (sessions, _) = database.sessions().await.unwrap();
    assert_eq!(sessions.len(), 10_000);
    let keys: Vec<(i64, u32)> =
        sessions.iter().map(|session| (session.creation_time, session.client_id.parse().unwrap())).collect();
    assert!(keys.is_sorted(), "by time, then by when they were added");
    assert_eq!(keys[9999].0, 4999);
}
