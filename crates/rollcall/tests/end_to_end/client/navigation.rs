//! Calls of scripts on the windows as a whole: opening, swapping and closing them, and leaving.

use rollcall_wire::desktop::Destination;
use rollcall_wire::socket::EndReason;

use super::floor::{bench, logged, with_window};

#[tokio::test]
async fn a_client_begins_with_its_startup_and_ends_with_its_shutdown() {
    let leave = [
        ("exit", "system.util.exit()"),
        ("go", "system.util.retarget('other')"),
        ("nowhere", "system.util.retarget('nothing')"),
    ];
    let setup = bench(&leave).project("other", "Operator", "Engineer");
    let gateway = setup
        .file("plant/client/startup.py", "system.util.getGlobals()['began'] = system.gui.getOpenedWindows()")
        .file("plant/client/shutdown.py", "print('shutdown after %s' % system.util.getGlobals()['began'])")
        .start()
        .await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.until("its window opens after the startup", |tab| tab.paths() == ["Bench"]).await;
    tab.press("nowhere").await;
    tab.until("there is no such project", |tab| !tab.failures.is_empty()).await;
    assert!(tab.failures[0].1.contains("nothing"), "{:?}", tab.failures);
    tab.press("exit").await;
    tab.until("the session ends", |tab| tab.ended.is_some()).await;
    assert_eq!((&tab.left, tab.ended), (&Some(Destination::Closed), Some(EndReason::LoggedOut)));
    logged(&gateway, "shutdown after").await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.until("its window", |tab| tab.paths() == ["Bench"]).await;
    tab.press("go").await;
    tab.until("the session ends", |tab| tab.ended.is_some()).await;
    assert_eq!(tab.left, Some(Destination::Project("other".to_owned())));
    assert_eq!(gateway.sessions().await, []);
}

#[tokio::test]
async fn windows_open_and_close_by_scripts_with_their_events() {
    let scripts = [
        ("open", "w = system.nav.openWindow('Pop', {'line': 7})\nsystem.nav.centerWindow('Pop')"),
        ("swap", "system.nav.swapTo('Other')"),
        ("close", "system.nav.closeWindow('Pop')"),
    ];
    let pop = r#"{ "kind": "popup", "events": { "visionWindowOpened": "opened.py", "visionWindowClosed": "closed.py" },
        "root": { "custom": { "line": { "type": "integer", "value": 0 } }, "components": [] } }"#;
    let setup = with_window(bench(&scripts), "Other", &[("back", "system.nav.swapTo('Bench')")]);
    let gateway = setup
        .file("plant/windows/Pop/window.json", pop)
        .file("plant/windows/Pop/opened.py", "print('opened with %s' % event.source.rootContainer.line)")
        .file("plant/windows/Pop/closed.py", "print('closed with %s' % event.source.rootContainer.line)")
        .start()
        .await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("open").await;
    tab.until("the popup", |tab| tab.paths() == ["Bench", "Pop"] && !tab.gestures.is_empty()).await;
    logged(&gateway, "opened with 7").await;
    tab.press("close").await;
    tab.until("it is closed", |tab| tab.paths() == ["Bench"]).await;
    logged(&gateway, "closed with 7").await;
    tab.press("swap").await;
    tab.until("the other window", |tab| tab.paths() == ["Other"]).await;
    tab.press("back").await;
    tab.until("the first window", |tab| tab.paths() == ["Bench"]).await;
    assert_eq!(tab.failures, []);
}
