//! Absent is not "no": a project that is away or half written for a moment, or was away at the start, ends no session;
//! and a database that is gone is not taken for a new one.

use std::fs;
use std::time::Duration;

use testkit::{Executable, GatewayProcess, eventually, throughout};

use crate::client::floor::{bench, tell};
use crate::plant::{ROLLCALL, plant};

async fn is_on(gateway: &GatewayProcess, token: &str) -> bool {
    gateway.http().with_token(token).is_logged_in().await
}

#[tokio::test]
async fn a_project_toml_that_is_caught_half_saved_ends_nobody() {
    let gateway = plant().start().await;
    let (log_in, _socket) = gateway.connected("billy", "plant").await;
    let file = gateway.project_file("plant/project.toml");
    let whole = fs::read(&file).expect("the settings can be read");
    fs::write(&file, "").expect("the settings can be written");
    eventually("the mistake is told", async || gateway.log().contains("this file is empty").then_some(())).await;
    throughout(Duration::from_secs(6), "billy stays on", async || is_on(&gateway, &log_in.token).await).await;
    fs::write(&file, whole).expect("the settings can be written");
    gateway.session("billy", "plant").await;
    assert!(is_on(&gateway, &log_in.token).await);
}

#[tokio::test]
async fn a_project_that_admits_nobody_any_more_ends_its_sessions_soon() {
    let gateway = plant().start().await;
    let (log_in, _socket) = gateway.connected("billy", "plant").await;
    fs::write(gateway.project_file("plant/project.toml"), "title = \"Closed\"\n").expect("the settings can be written");
    eventually("billy is sent away", async || (!is_on(&gateway, &log_in.token).await).then_some(())).await;
}

#[tokio::test]
async fn a_projects_folder_that_is_away_at_the_start_keeps_its_sessions() {
    let mut gateway = plant().start().await;
    let log_in = gateway.session("billy", "plant").await;
    gateway.kill().await;
    let (folder, elsewhere) = (gateway.data().join("projects"), gateway.data().join("elsewhere"));
    fs::rename(&folder, &elsewhere).expect("a folder can be moved");
    gateway.start_again().await;
    assert!(gateway.log().contains("cannot be listed"), "{}", gateway.log());
    assert!(is_on(&gateway, &log_in.token).await);
    let billy = gateway.person("billy").await;
    for path in ["/api/v1/projects", "/api/v1/sessions"] {
        let answer = billy.send("GET", path).await;
        assert_eq!(answer.status, 503, "that there are no projects is not known: {answer:?}");
        assert!(answer.refusal().message.contains("cannot be read"), "{answer:?}");
    }
    assert!(!folder.exists(), "nothing is made in the place of what is away");
    // A mount point before the share is there.
    fs::create_dir(&folder).expect("a folder can be made");
    throughout(Duration::from_secs(4), "billy stays on", async || is_on(&gateway, &log_in.token).await).await;
    fs::remove_dir(&folder).expect("an empty folder can be removed");
    fs::rename(&elsewhere, &folder).expect("a folder can be moved");
    eventually("the project is served", async || gateway.log().contains("project loaded").then_some(())).await;
    assert!(is_on(&gateway, &log_in.token).await);
}

#[tokio::test]
async fn a_database_that_is_gone_is_not_taken_for_a_new_one() {
    let (folder, command) = plant().prepare().await;
    let mut gateway = GatewayProcess::start(crate::plant::ROLLCALL, folder, command.clone()).await;
    gateway.terminate().await;
    for lost in [None, Some("")] {
        for name in ["rollcall.db", "rollcall.db-wal", "rollcall.db-shm"] {
            let _ = fs::remove_file(gateway.data().join(name));
        }
        if let Some(content) = lost {
            fs::write(gateway.data().join("rollcall.db"), content).expect("a file can be written");
        }
        let finished = command.clone().finish().await;
        assert!(!finished.stdout.contains("ready") && !finished.stdout.contains("password"), "{finished:?}");
        assert_eq!(finished.code, Some(1), "{finished:?}");
        let told = ["put it back from a backup", "seal.key"].iter().all(|words| finished.stderr.contains(words));
        assert!(told, "{finished:?}");
    }
}

#[tokio::test]
async fn a_database_that_is_moved_away_while_it_is_in_use_takes_no_log_in() {
    let gateway = plant().start().await;
    let before = gateway.session("anna", "plant").await;
    let file = gateway.data().join("rollcall.db");
    let elsewhere = gateway.data().join("elsewhere.db");
    fs::rename(&file, &elsewhere).expect("a file can be moved");
    let error = gateway.run("billy", "plant", "print(1)").finish().await.one_line_error(1);
    assert!(error.contains("rollcall.db") && error.contains("removed or moved"), "{error}");
    assert!(is_on(&gateway, &before.token).await, "whoever is on stays on");
    fs::rename(&elsewhere, &file).expect("a file can be moved");
    gateway.run("billy", "plant", "print(1)").finish().await.success();
}

#[tokio::test]
async fn scripts_run_after_an_upgrade_has_replaced_the_executable() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy: &'static str = folder.path().join("rollcall").display().to_string().leak();
    fs::copy(ROLLCALL.path(), copy).expect("the executable can be copied");
    let gateway = bench(&[("go", &tell("'went'"))]).executable(Executable::at(copy)).start().await;
    fs::remove_file(copy).expect("it can be removed");
    fs::write(copy, "another version").expect("it can be replaced");
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("go").await;
    tab.until("the script has run", |tab| tab.text("Label", "text") == Some("went")).await;
    assert_eq!(tab.failures, []);
}
