//! A process that is killed while it writes. The test starts itself once more, with the file in an environment variable
//! that tells the second start what it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use rollcall_store::{NewUser, Store, StoredSession};

/// The second start's file.
const FILE: &str = "ROLLCALL_TEST_STORE";
const TEST: &str = "a_killed_process_loses_nothing_that_was_answered";

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
        user_agent: None,
        creation_time: number.into(),
        epoch: 0,
    }
}

/// Every session whose addition was answered is there after `kill -9`, in the middle of more of them.
#[tokio::test]
async fn a_killed_process_loses_nothing_that_was_answered() {
    if let Some(file) = env::var_os(FILE) {
        return add_sessions_until_killed(file.as_ref()).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rollcall.db");
    let store = Store::open(&file).await.unwrap();
    store.add_user(&NewUser { name: "anna".into(), password_hash: "x".into(), roles: vec![] }).await.unwrap();
    store.close().await;
    for round in 0..5 {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", TEST, "--nocapture"]).env(FILE, &file);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut answered = lines.filter_map(|line| line.strip_prefix("added ").map(str::to_owned));
        let mut seen: Vec<String> = answered.by_ref().take(10 + round * 7).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        seen.extend(answered);
        let store = Store::open(&file).await.unwrap();
        let stored: Vec<String> = store.sessions().await.unwrap().into_iter().map(|s| s.client_id).collect();
        assert!(seen.len() >= 10, "too few answers: {seen:?}");
        let lost: Vec<&String> = seen.iter().filter(|id| !stored.contains(id)).collect();
        assert!(lost.is_empty(), "{lost:?} of {} were answered and lost", seen.len());
        store.close().await;
    }
}

async fn add_sessions_until_killed(file: &Path) {
    let store = Store::open(file).await.unwrap();
    let first = store.sessions().await.unwrap().len() as u32;
    for number in first.. {
        store.add_session(&session(number)).await.unwrap();
        // Not println!, whose buffer could hold back an answer.
        let mut output = std::io::stdout().lock();
        writeln!(output, "added {number}").unwrap();
        output.flush().unwrap();
    }
}
