//! Shares: the load of one person's clients, however large, keeps no other user waiting, and scripts that set each
//! other off come to an end.

use rollcall_wire::host::DialogAnswer;
use rollcall_wire::rest::{LoginResponse, SessionRequest};
use testkit::{GatewayProcess, Setup, Tab, eventually};

use super::floor::{bench, logged, tell};

const ENDLESS: &str = "while True: pass";

/// Tabs of one person in one browser: sessions under one log-in.
async fn tabs(gateway: &GatewayProcess, user: &str, count: usize) -> Vec<Tab> {
    let person = gateway.person(user).await;
    let request = SessionRequest { project: "plant".to_owned(), hostname: None };
    let mut tabs = Vec::new();
    for _ in 0..count {
        let session: LoginResponse = person.send_json("POST", "/api/v1/sessions", &request).await.ok();
        let mut tab = Tab::open(gateway.url(), &session.token).await;
        tab.start(Vec::new()).await;
        tabs.push(tab);
    }
    tabs
}

async fn told(tab: &mut Tab, expected: &str) {
    tab.until(&format!("the label says {expected:?}"), |tab| tab.text("Label", "text") == Some(expected)).await;
    assert_eq!(tab.failures, []);
}

/// No script is stopped by its deadline while a test waits: an answer is not due to that.
fn with_endless(more: &str) -> Setup {
    let go = tell("'went'");
    bench(&[("endless", ENDLESS), ("go", &go)]).config(&format!("{more}\n[clients]\ndeadline = \"30m\""))
}

#[tokio::test]
async fn the_endless_scripts_of_one_persons_tabs_keep_nobody_else_waiting() {
    let gateway = with_endless("").start().await;
    let mut anna = tabs(&gateway, "anna", 2).await;
    let mut billy = tabs(&gateway, "billy", 24).await;
    for tab in &mut billy {
        tab.press("endless").await;
    }
    for tab in &mut anna {
        tab.press("go").await;
        told(tab, "went").await;
    }
    // Billy's requests go on all the same.
    for tab in &mut billy {
        tab.until("it runs", |tab| tab.running).await;
        assert_eq!(tab.failures, []);
    }
}

#[tokio::test]
async fn the_endless_scripts_of_many_persons_leave_room_for_one_more() {
    let users = ["u1", "u2", "u3", "u4"];
    let setup = with_endless("[scripts]\nworkers = 2\nrunning = 12\nlong_after = \"200ms\"");
    let setup = users.iter().fold(setup, |setup, user| setup.user(user, &["Operator"]));
    let gateway = setup.start().await;
    let mut anna = tabs(&gateway, "anna", 1).await.remove(0);
    let mut others = Vec::new();
    for user in users {
        for mut tab in tabs(&gateway, user, 4).await {
            tab.press("endless").await;
            others.push(tab);
        }
    }
    for _ in 0..3 {
        anna.press("go").await;
        told(&mut anna, "went").await;
    }
    for tab in &mut others {
        tab.round_trip().await;
        assert_eq!(tab.failures, [], "none of them has ended to make room");
    }
}

#[tokio::test]
async fn functions_beside_the_windows_that_wait_in_dialogs_leave_room_for_timers() {
    let ask =
        "def ask():\n    system.gui.messageBox('wait')\nfor i in range(4):\n    system.util.invokeAsynchronous(ask)";
    // One that was answered ends a moment later.
    let again = "def ask():\n    system.gui.messageBox('wait')\nleft = 4\nwhile left:\n    try:\n        \
                 system.util.invokeAsynchronous(ask)\n        left -= 1\n    except RuntimeError:\n        pass";
    let gateway = bench(&[("ask", ask), ("again", again)])
        .settings("[timer.tick]\ndelay = \"100ms\"\n")
        .file("plant/gateway/timer/tick.py", "print('tick')")
        .start()
        .await;
    let mut billy = tabs(&gateway, "billy", 1).await.remove(0);
    billy.press("ask").await;
    billy.until("four dialogs", |tab| tab.dialogs().len() == 4).await;
    let ticks = || gateway.log().matches(": tick").count();
    let before = ticks();
    eventually("the timer goes on", async || (ticks() > before + 5).then_some(())).await;
    for left in (0..4).rev() {
        billy.answer(DialogAnswer::Done).await;
        billy.until("a dialog less", |tab| tab.dialogs().len() == left).await;
    }
    // The answered scripts have their turns again and come to their ends: there is room for four more.
    billy.press("again").await;
    billy.until("four dialogs", |tab| tab.dialogs().len() == 4 || !tab.failures.is_empty()).await;
    assert_eq!(billy.failures, []);
}

#[tokio::test]
async fn one_persons_dialogs_leave_places_to_others() {
    let gateway = bench(&[("ask", "system.gui.messageBox('wait')")])
        .config("[clients]\nwaiting_dialogs_per_user = 2")
        .start()
        .await;
    let mut billy = tabs(&gateway, "billy", 3).await;
    for tab in &mut billy[..2] {
        tab.press("ask").await;
        tab.until("a dialog", |tab| !tab.dialogs().is_empty()).await;
    }
    billy[2].press("ask").await;
    billy[2].until("the error", |tab| !tab.failures.is_empty()).await;
    let (_, error) = &billy[2].failures[0];
    assert!(error.contains("billy") && error.contains("clients.waiting_dialogs_per_user"), "{error}");
    let mut anna = tabs(&gateway, "anna", 1).await.remove(0);
    anna.press("ask").await;
    anna.until("a dialog", |tab| !tab.dialogs().is_empty()).await;
}

#[tokio::test]
async fn a_storm_of_messages_ends_by_itself_and_buries_no_press() {
    let handler = "g = system.util.getGlobals()\ng['heard'] = g.get('heard', 0) + 1\n\
                   system.util.sendMessage('plant', 'all', {})";
    let count = "g = system.util.getGlobals()\ng['asked'] = g.get('asked', 0) + 1\n".to_owned()
        + &tell("'%d: %d' % (g['asked'], g.get('heard', 0))");
    let scripts = [("storm", "system.util.sendMessage('plant', 'all', {})"), ("count", &*count)];
    let gateway = bench(&scripts).file("plant/client/message/all.py", handler).start().await;
    let mut billy = tabs(&gateway, "billy", 4).await;
    let mut anna = tabs(&gateway, "anna", 2).await;
    billy[0].press("storm").await;
    // Presses are answered while it rages.
    let (mut asked, mut before) = (0, 0);
    while before < 50 {
        asked += 1;
        before = heard(&mut anna[0], asked).await;
    }
    logged(&gateway, "set each other off, from windows/Bench/storm.py in a client of billy to the message \"all\"")
        .await;
    eventually("the storm has ended", async || {
        asked += 1;
        let now = heard(&mut anna[0], asked).await;
        (std::mem::replace(&mut before, now) == now && !billy[0].running).then_some(())
    })
    .await;
    let _others = (billy, anna);
}

/// How many messages a client has received, by its own count when asked for the `asked`th time.
async fn heard(tab: &mut Tab, asked: u32) -> u32 {
    tab.press("count").await;
    let start = format!("{asked}: ");
    tab.until("the press is answered", |tab| tab.text("Label", "text").is_some_and(|text| text.starts_with(&start)))
        .await;
    let text = tab.text("Label", "text").and_then(|text| text.strip_prefix(&start)).expect("it has been shown");
    text.parse().expect("a number")
}

#[tokio::test]
async fn functions_that_call_themselves_later_come_to_an_end() {
    let again = "label = event.source.parent.getComponent('Label')\ncount = [0]\n\
        def again():\n    count[0] += 1\n    label.text = '%d' % count[0]\n    system.util.invokeLater(again)\nagain()";
    let gateway = bench(&[("again", again)]).start().await;
    let mut billy = tabs(&gateway, "billy", 1).await.remove(0);
    billy.press("again").await;
    billy.until("the end is told", |tab| !tab.failures.is_empty()).await;
    let (_, error) = billy.failures.remove(0);
    assert!(error.contains("invokeLater") && error.contains("from windows/Bench/again.py"), "{error}");
    told(&mut billy, "101").await;
}
