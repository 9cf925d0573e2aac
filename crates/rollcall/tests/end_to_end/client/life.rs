//! What a client keeps, and for how long: through a reload, a break, a restart; and what runs at its beginning and end.

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
    let setup = bench(&[("say", &tell("event.source.parent.getComponent('Field').text"))]);
    let setup = with_window(setup, "Other", &[("other", &tell("'other'"))]);
    let mut gateway = setup.file("plant/client/startup.py", "print('startup has run')").start().await;
    let (token, mut before) = gateway.tab("billy", "plant").await;
    before.until("the window is open", |tab| tab.paths() == ["Bench"]).await;
    let (_, field) = before.find("Field").map(|(window, field)| (window, field.component)).expect("a field");
    logged(&gateway, "startup has run").await;
    gateway.kill().await;
    gateway.start_again().await;
    let mut after = Tab::open(gateway.url(), &token).await;
    assert_eq!(after.welcome.session.client_id, before.welcome.session.client_id);
    let change =
        ReopenedChange { component: field, property: "text".to_owned(), value: UserValue::Text("kept".to_owned()) };
    let windows = vec![
        ReopenedWindow { path: "Bench".to_owned(), opened_with: None, changes: vec![change] },
        ReopenedWindow { path: "Other".to_owned(), opened_with: None, changes: Vec::new() },
        ReopenedWindow { path: "Gone".to_owned(), opened_with: None, changes: Vec::new() },
    ];
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
