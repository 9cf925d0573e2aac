//! The state that a client keeps, and for how long: through a reload, a break, a restart; and the scripts at its
//! beginning and end.

use rollcall_wire::desktop::{ReopenedChange, ReopenedWindow, UserValue};
use rollcall_wire::socket::EndReason;
use testkit::{Tab, eventually};

use super::floor::{bench, logged, tell, with_window};

async fn told(tab: &mut Tab, expected: &str) {
    tab.until(&format!("the label says {expected:?}"), |tab| tab.text("Label", "text") == Some(expected)).await;
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn a_page_that_is_loaded_again_shows_what_it_showed() {
    let gateway = bench(&[("say", &tell("'hello'"))]).start().await;
    let (token, mut before) = gateway.tab("billy", "plant").await;
    before.enter("Field", "text", UserValue::Text("half a wo".to_owned())).await;
    before.press("say").await;
    told(&mut before, "hello").await;
    drop(before);
    let mut after = Tab::open(gateway.url(), &token).await;
    after.start(Vec::new()).await;
    assert_eq!((after.text("Label", "text"), after.text("Field", "text")), (Some("hello"), Some("half a wo")));
}

#[tokio::test]
async fn a_killed_gateway_opens_again_what_the_browser_still_shows() {
    let say = tell("event.source.parent.getComponent('Field').text");
    let setup = bench(&[("say", &say), ("open", "system.nav.openWindow('Other')")]);
    let setup = with_window(setup, "Other", &[("other", &tell("'other'"))]);
    let mut gateway = setup.file("plant/client/startup.py", "print('startup has run')").start().await;
    let (token, mut before) = gateway.tab("billy", "plant").await;
    before.until("the window is open", |tab| tab.paths() == ["Bench"]).await;
    let (_, field) = before.find("Field").map(|(window, field)| (window, field.component)).expect("a field");
    before.press("open").await;
    before.until("both windows are open", |tab| tab.paths() == ["Bench", "Other"]).await;
    logged(&gateway, "startup has run").await;
    gateway.kill().await;
    gateway.start_again().await;
    let mut after = Tab::open(gateway.url(), &token).await;
    assert_eq!(after.welcome.session.client_id, before.welcome.session.client_id);
    let change = ReopenedChange {
        component: field,
        property: "text".to_owned(),
        value: UserValue::Text("kept".to_owned()),
        seen: None,
    };
    let shown = |path: &str, changes| {
        let view = before.windows().iter().find(|view| view.path == path).expect("the window was shown");
        ReopenedWindow { path: path.to_owned(), opened_with: view.opened_with.clone(), changes }
    };
    let windows = vec![shown("Bench", vec![change]), shown("Other", Vec::new())];
    after.start(windows).await;
    assert_eq!(after.paths(), ["Bench", "Other"]);
    assert_eq!(after.text("Field", "text"), Some(""), "of the window in front");
    after.press("say").await;
    after
        .until("the script has read what was entered", |tab| {
            let bench = &tab.windows()[0];
            bench.components.iter().any(|each| {
                each.properties.get("text") == Some(&rollcall_wire::desktop::ViewValue::Text("kept".to_owned()))
                    && each.name == "Label"
            })
        })
        .await;
    assert!(!gateway.log().contains("startup has run"), "the client has had its startup");
}

#[tokio::test]
async fn an_end_from_outside_stops_what_runs_and_still_has_its_shutdown() {
    let gateway = bench(&[("endless", "while True: pass")])
        .file("plant/client/shutdown.py", "print('the last word')")
        .start()
        .await;
    let (token, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("endless").await;
    tab.until("it runs", |tab| tab.running).await;
    gateway.http().with_token(&token).log_out().await;
    tab.until("the session ends", |tab| tab.ended == Some(EndReason::LoggedOut)).await;
    logged(&gateway, "the last word").await;
}

#[tokio::test]
async fn a_client_timer_that_fails_again_and_again_is_left_alone_and_the_person_is_told() {
    let setup = bench(&[]).settings("[client.timer.tick]\ndelay = \"100ms\"\n");
    let gateway = setup.file("plant/client/timer/tick.py", "raise ValueError('tick')").start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.until("the timer is left alone", |tab| {
        tab.failures.iter().any(|(_, error)| error.contains("failed ten times in a row"))
    })
    .await;
    let of_script = tab.failures.iter().filter(|(_, error)| error.contains("ValueError: tick")).count();
    assert_eq!(of_script, 10, "{:?}", tab.failures);
}

#[tokio::test]
async fn client_timers_run_while_a_browser_is_there() {
    let timer = "g = system.util.getGlobals()\ng['n'] = g.get('n', 0) + 1\nprint('tick %d' % g['n'])";
    let setup = bench(&[]).settings("[client.timer.tick]\ndelay = \"100ms\"\n");
    let gateway = setup.file("plant/client/timer/tick.py", timer).start().await;
    let (_, tab) = gateway.tab("billy", "plant").await;
    logged(&gateway, "tick 3").await;
    drop(tab);
    let ticks = || gateway.log().matches("tick ").count();
    let mut before = ticks();
    // One may be on its way when the socket closes.
    eventually("the timer rests", async || {
        let now = ticks();
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        (std::mem::replace(&mut before, ticks()) == now && ticks() == now).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_browser_opens_no_window_that_no_script_has_opened() {
    let setup = with_window(bench(&[]), "Secret", &[("act", "print('SECRET ACTION')")]);
    let setup = with_window(setup, "Overview", &[("look", "print('looked')")]);
    let gateway = setup.settings("addresses = [\"Overview\"]\n").start().await;
    let token = gateway.session("billy", "plant").await.token;
    let named = |path: &str, opened_with: Option<&str>| ReopenedWindow {
        path: path.to_owned(),
        opened_with: opened_with.map(str::to_owned),
        changes: Vec::new(),
    };
    let mut tab = Tab::open(gateway.url(), &token).await;
    tab.start(vec![named("Secret", None), named("Secret", Some("00.[]")), named("Overview", None)]).await;
    assert_eq!(tab.paths(), ["Overview"]);
    tab.until("the person is told", |tab| tab.failures.len() == 2).await;
    assert!(tab.failures.iter().all(|(path, _)| path == "Secret"), "{:?}", tab.failures);
}
