//! Passwords and tokens stay where they belong: not in the process list, not in the log, not in the data folder.

use std::path::Path;

use testkit::{ClientProcess, PASSWORD};

use crate::plant::{plant, processes_with};

/// Whether any file below the folder contains the text.
fn is_written_in(folder: &Path, text: &str) -> bool {
    let entries = std::fs::read_dir(folder).expect("a folder that can be listed");
    entries.filter_map(Result::ok).any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return is_written_in(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[tokio::test]
async fn a_log_that_tells_everything_tells_no_secret() {
    let mut gateway = plant().env("RUST_LOG", "trace").start().await;
    let (log_in, mut socket) = gateway.connected("billy", "plant").await;
    socket.keep_alive().await;
    let admin = gateway.person("admin").await;
    admin.sessions("username=bi.*").await;
    let wrong = gateway.run("billy", "plant", "pass").env("ROLLCALL_PASSWORD", "a wrong password");
    wrong.finish().await.one_line_error(1);
    let new = gateway.command_as("admin", &["user", "add", "carl"]).env("ROLLCALL_NEW_PASSWORD", "carls password");
    new.finish().await.success();
    let body = serde_json::json!({"username": "billy", "password": "a misplaced password", "kind": "x"});
    gateway.http().send_json("POST", "/api/v1/login", &body).await;
    let log = gateway.terminate().await.stderr;
    assert!(log.contains("billy"), "the log tells something");
    let secrets = [PASSWORD, &log_in.token, "a wrong password", "carls password", "a misplaced password", "$argon2id$"];
    for secret in secrets {
        assert!(!log.contains(secret), "the log tells {secret}");
    }
    for secret in [PASSWORD, &log_in.token, &log_in.token["session_".len()..], "carls password"] {
        assert!(!is_written_in(&gateway.data(), secret), "the data folder holds {secret}");
    }
}

#[tokio::test]
async fn the_process_list_shows_no_password() {
    let gateway = plant().start().await;
    let client = ClientProcess::start(&gateway, "billy", "plant").await;
    let mut running = gateway.run("anna", "plant", "print('running')\nwhile True: pass").start().await;
    running.line("running").await;
    let own = processes_with(gateway.url());
    assert!(own.len() >= 2, "{own:?}");
    for (_, line) in processes_with("rollcall") {
        assert!(!line.contains(PASSWORD), "{line}");
    }
    let worker = processes_with("rollcall worker");
    assert!(!worker.is_empty());
    for (pid, line) in worker {
        let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        let environment = String::from_utf8_lossy(&environment);
        assert!(!environment.contains(PASSWORD), "{line} has the password in its environment");
    }
    drop(client);
}

#[tokio::test]
async fn the_data_folder_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let gateway = plant().start().await;
    let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&gateway.data()), 0o700);
}
