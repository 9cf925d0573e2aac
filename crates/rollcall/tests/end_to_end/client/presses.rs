//! A press never acts late, and only on the state that it finds when it runs: against a gateway that stands still, that
//! is busy, that is killed, and whose connections break.

use rollcall_wire::desktop::{Act, ActState, NotDone, UserValue};
use rollcall_wire::host::DialogAnswer;
use rollcall_wire::rest::ErrorCode;
use rollcall_wire::socket::EndReason;
use testkit::{GatewayProcess, Setup, Signal, Tab, eventually};

use super::floor::{bench, tell};

/// A script that counts its runs on the label.
fn count() -> String {
    format!("g = system.util.getGlobals()\ng['n'] = g.get('n', 0) + 1\n{}", tell("g['n']"))
}

/// A script that runs for some seconds.
fn busy(seconds: u32) -> String {
    format!("import time\nend = time.time() + {seconds}\nwhile time.time() < end: pass")
}

fn with_age(scripts: &[(&str, &str)], age: &str) -> Setup {
    bench(scripts).config(&format!("[clients]\npress_age = \"{age}\""))
}

fn not_done(why: NotDone) -> ActState {
    ActState::NotDone(why)
}

/// Whether all threads of the gateway stand still.
fn is_stopped(gateway: &GatewayProcess) -> bool {
    let threads = format!("/proc/{}/task", gateway.pid().as_raw_nonzero());
    let threads = std::fs::read_dir(threads).expect("Linux shows its processes");
    let mut states = threads.flatten().map(|thread| std::fs::read_to_string(thread.path().join("stat")));
    // The state follows the name, which is in brackets.
    states.all(|stat| stat.is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| rest.trim().starts_with('T'))))
}

/// Waits until a press of now is older than 2 s.
async fn grow_old(tab: &Tab) {
    let until = tab.clock() + 2_500;
    eventually("time passes", async || (tab.clock() > until).then_some(())).await;
}

#[tokio::test]
async fn a_press_on_a_gateway_that_stands_still_does_not_act_when_it_goes_on() {
    let count = count();
    let gateway = with_age(&[("count", &count)], "2s").start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    let early = tab.press("count").await;
    tab.comes_to(early, ActState::Done).await;
    gateway.process().signal(Signal::STOP);
    // Its threads stop one after the other, and one could still take the press.
    eventually("the gateway stands still", async || is_stopped(&gateway).then_some(())).await;
    let late = tab.press("count").await;
    grow_old(&tab).await;
    gateway.process().signal(Signal::CONT);
    tab.comes_to(late, not_done(NotDone::Late)).await;
    assert_eq!(tab.text("Label", "text"), Some("1"));
    let next = tab.press("count").await;
    tab.comes_to(next, ActState::Done).await;
    tab.until("it has run twice", |tab| tab.text("Label", "text") == Some("2")).await;
}

#[tokio::test]
async fn what_waits_is_told_and_can_be_taken_back() {
    let count = count();
    let ask = "system.gui.messageBox('wait')";
    let gateway = with_age(&[("slow", &busy(3)), ("count", &count), ("ask", ask)], "60s");
    let gateway = gateway.start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    let slow = tab.press("slow").await;
    let (kept, taken) = (tab.press("count").await, tab.press("count").await);
    tab.until("both wait", |tab| [kept, taken].iter().all(|act| tab.acts.get(&act.number) == Some(&ActState::Waits)))
        .await;
    tab.send(rollcall_wire::desktop::DesktopRequest::TakeBack { act: taken.number }).await;
    tab.comes_to(taken, not_done(NotDone::TakenBack)).await;
    tab.comes_to(slow, ActState::Done).await;
    tab.comes_to(kept, ActState::Done).await;
    assert_eq!(tab.text("Label", "text"), Some("1"));
    // A question comes first: presses before it was seen are void.
    let presses = [tab.press("ask").await, tab.press("ask").await, tab.press("ask").await];
    tab.until("a dialog", |tab| !tab.dialogs().is_empty()).await;
    for press in &presses[1..] {
        tab.comes_to(*press, not_done(NotDone::DialogOpen)).await;
    }
    tab.answer(DialogAnswer::Done).await;
    tab.until("nothing runs", |tab| !tab.running).await;
    assert!(tab.dialogs().is_empty());
}

#[tokio::test]
async fn what_waits_for_long_with_nobody_there_is_not_run() {
    let count = count();
    let gateway = with_age(&[("slow", &busy(7)), ("count", &count)], "3s").start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.watches = false;
    let slow = tab.press("slow").await;
    let forsaken = tab.press("count").await;
    tab.comes_to(forsaken, not_done(NotDone::Waited)).await;
    tab.comes_to(slow, ActState::Done).await;
    assert_eq!(tab.text("Label", "text"), Some(""));
}

#[tokio::test]
async fn five_quick_presses_on_a_button_that_disables_itself_count_one() {
    let count = format!("event.source.enabled = False\n{}", count());
    let gateway = with_age(&[("count", &count)], "60s").start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    let mut presses = Vec::new();
    for _ in 0..5 {
        presses.push(tab.press("count").await);
    }
    tab.comes_to(presses[0], ActState::Done).await;
    for press in &presses[1..] {
        tab.comes_to(*press, not_done(NotDone::Unusable)).await;
    }
    assert_eq!(tab.text("Label", "text"), Some("1"));
}

#[tokio::test]
async fn after_a_break_it_is_told_what_became_of_each_press() {
    let count = count();
    let mut gateway = with_age(&[("count", &count)], "60s").start().await;
    let (token, mut before) = gateway.tab("billy", "plant").await;
    let done = before.press("count").await;
    before.comes_to(done, ActState::Done).await;
    let never = before.act();
    drop(before);
    let mut after = Tab::open(gateway.url(), &token).await;
    after.start_after(Vec::new(), vec![done, never]).await;
    after.comes_to(done, ActState::Done).await;
    after.comes_to(never, not_done(NotDone::NeverArrived)).await;
    assert_eq!(after.text("Label", "text"), Some("1"));
    // A gateway that was restarted does not know the acts of the one before.
    gateway.kill().await;
    gateway.start_again().await;
    let mut again = Tab::open(gateway.url(), &token).await;
    assert_ne!(again.welcome.clock.clock, after.welcome.clock.clock);
    let unknown = Act { number: never.number, at: None };
    again.start_after(Vec::new(), vec![unknown]).await;
    again.comes_to(unknown, ActState::Unknown).await;
}

#[tokio::test]
async fn what_was_typed_before_a_long_break_is_kept_without_being_acted_on() {
    let window = r#"{ "root": { "components": [
        { "kind": "TextField", "name": "Field", "x": 0, "y": 0, "width": 90, "height": 30,
          "events": { "propertyChange": "changed.py" } },
        { "kind": "Label", "name": "Label", "x": 0, "y": 0, "width": 90, "height": 30 }
    ] } }"#;
    let setup = with_age(&[], "2s").file("plant/windows/Bench/window.json", window);
    let gateway = setup.file("plant/windows/Bench/changed.py", tell("event.newValue")).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    let entered = tab.act();
    grow_old(&tab).await;
    tab.enter_as("Field", "text", UserValue::Text("old".to_owned()), entered).await;
    tab.comes_to(entered, not_done(NotDone::LateEntry)).await;
    let fresh = tab.enter("Field", "text", UserValue::Text("new".to_owned())).await;
    tab.comes_to(fresh, ActState::Done).await;
    tab.until("the script has heard", |tab| tab.text("Label", "text") == Some("new")).await;
}

#[tokio::test]
async fn whoever_comes_back_to_a_session_that_is_over_is_told_why() {
    let gateway = bench(&[]).start().await;
    let (token, tab) = gateway.tab("billy", "plant").await;
    drop(tab);
    let disabled = gateway.command_as("admin", &["user", "disable", "billy"]).finish().await;
    disabled.success();
    let refusal = gateway.http().with_token(&token).send("GET", "/api/v1/me").await.refusal();
    assert_eq!(refusal.code, ErrorCode::NotLoggedIn);
    assert_eq!(refusal.ended.map(|ended| ended.reason), Some(EndReason::UserDisabled));
    let nobody = gateway.http().with_token(&"x".repeat(43)).send("GET", "/api/v1/me").await.refusal();
    assert_eq!(nobody.ended, None);
}
