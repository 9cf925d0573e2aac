//! A project that changes on disk under its running clients, broken windows, and the project's own modules.

use rollcall_wire::desktop::UserValue;
use testkit::{GatewayProcess, Tab};

use super::floor::{bench, logged, tell};

fn write(gateway: &GatewayProcess, path: &str, content: &str) {
    let file = gateway.project_file(path);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder in the data folder");
    std::fs::write(file, content).expect("a file in the data folder");
}

async fn told(tab: &mut Tab, expected: &str) {
    tab.until(&format!("the label says {expected:?}"), |tab| tab.text("Label", "text") == Some(expected)).await;
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn a_changed_window_reaches_running_clients_and_keeps_what_was_entered() {
    let gateway = bench(&[("go", &tell("'old'"))]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    let id = tab.welcome.session.client_id.clone();
    tab.enter("Field", "text", UserValue::Text("kept".to_owned())).await;
    tab.press("go").await;
    told(&mut tab, "old").await;
    let file = gateway.project_file("plant/windows/Bench/window.json");
    let window = std::fs::read_to_string(&file).expect("the window's file");
    let changed = window.replace(r#""name": "Field""#, r#""name": "Field", "toolTipText": "new here""#);
    write(&gateway, "plant/windows/Bench/go.py", &tell("'new'"));
    write(&gateway, "plant/windows/Bench/window.json", &changed);
    tab.until("the window is shown anew", |tab| tab.text("Field", "toolTipText") == Some("new here")).await;
    assert_eq!(tab.text("Field", "text"), Some("kept"));
    tab.press("go").await;
    told(&mut tab, "new").await;
    // A mistake shows in place; the client and its session go on, and recover.
    write(&gateway, "plant/windows/Bench/window.json", "{ \"root\": ");
    tab.until("the mistake is shown", |tab| tab.windows().iter().any(|window| !window.problems.is_empty())).await;
    write(&gateway, "plant/windows/Bench/window.json", &changed);
    tab.until("it is good again", |tab| {
        tab.windows().iter().all(|window| window.problems.is_empty()) && tab.find("go").is_some()
    })
    .await;
    tab.press("go").await;
    told(&mut tab, "new").await;
    let sessions = gateway.sessions().await;
    assert_eq!(sessions.iter().map(|session| &session.client_id).collect::<Vec<_>>(), [&id]);
}

#[tokio::test]
async fn a_broken_window_shows_its_mistakes_and_the_others_work() {
    let broken = r#"{ "root": { "components": [ { "kind": "Buton", "name": "x" } ] } }"#;
    let setup = bench(&[("go", &tell("'fine'")), ("open", "system.nav.openWindow('Broken')")]);
    let gateway = setup.file("plant/windows/Broken/window.json", broken).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("open").await;
    tab.until("the broken window", |tab| tab.windows().len() == 2).await;
    let problems = &tab.windows()[1].problems;
    assert!(problems.iter().any(|problem| problem.contains("Buton") && problem.contains("Button")), "{problems:?}");
    tab.press("go").await;
    told(&mut tab, "fine").await;
}

#[tokio::test]
async fn scripts_import_the_projects_modules_and_see_them_change() {
    let gateway = bench(&[("go", &format!("import reports.daily\n{}", tell("reports.daily.total()")))])
        .file("plant/scripts/reports/daily.py", "def total():\n    return 1")
        .file(
            "plant/gateway/startup.py",
            "import reports.daily\nprint('the gateway counts %s' % reports.daily.total())",
        )
        .start()
        .await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("go").await;
    told(&mut tab, "1").await;
    logged(&gateway, "the gateway counts 1").await;
    write(&gateway, "plant/scripts/reports/daily.py", "def total():\n    return 22");
    logged(&gateway, "the gateway counts 22").await;
    tab.press("go").await;
    told(&mut tab, "22").await;
}
