//! Dialogs: their answers, that they keep no other user waiting, that they outlive a page, and that they are counted.

use rollcall_wire::desktop::{ActState, NotDone};
use rollcall_wire::host::{Ask, DialogAnswer};
use testkit::Tab;

use super::floor::{bench, tell};

async fn dialog(tab: &mut Tab) -> Ask {
    tab.until("a dialog", |tab| !tab.dialogs().is_empty()).await;
    tab.dialogs()[0].ask.clone()
}

async fn told(tab: &mut Tab, expected: &str) {
    tab.until(&format!("the label says {expected:?}"), |tab| tab.text("Label", "text") == Some(expected)).await;
}

#[tokio::test]
async fn every_question_has_its_answers() {
    let yes = DialogAnswer::Boolean(true);
    let text = || DialogAnswer::Text("<b>&\u{202e}".to_owned());
    let cases = [
        ("system.gui.messageBox('look')", DialogAnswer::Done, "None"),
        ("system.gui.warningBox('look')", DialogAnswer::Cancelled, "None"),
        ("system.gui.errorBox('look', 'title')", DialogAnswer::Done, "None"),
        ("system.gui.confirm('sure?')", yes.clone(), "True"),
        ("system.gui.confirm('sure?')", DialogAnswer::Boolean(false), "False"),
        ("system.gui.confirm('sure?')", DialogAnswer::Cancelled, "False"),
        ("system.gui.confirm('sure?', 'title', True)", DialogAnswer::Cancelled, "None"),
        ("system.gui.inputBox('name?', 'x')", text(), "<b>&\u{202e}"),
        ("system.gui.inputBox('name?')", DialogAnswer::Cancelled, "None"),
        ("system.gui.passwordBox('secret?')", text(), "<b>&\u{202e}"),
        ("system.gui.passwordBox('secret?')", DialogAnswer::Cancelled, "None"),
    ];
    let names: Vec<String> = (0..cases.len()).map(|number| format!("ask{number}")).collect();
    let scripts: Vec<String> = cases.iter().map(|(call, ..)| tell(&format!("['told', {call}][1]"))).collect();
    let pairs: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(scripts.iter().map(String::as_str)).collect();
    let gateway = bench(&pairs).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    for (name, (call, answer, expected)) in names.iter().zip(&cases) {
        tab.press(name).await;
        dialog(&mut tab).await;
        tab.answer(answer.clone()).await;
        tab.until(&format!("{call} answered"), |tab| !tab.running && tab.text("Label", "text") == Some(expected)).await;
    }
    assert_eq!(tab.failures, []);
    assert!(!gateway.log().contains("<b>"), "what people enter is not logged: {}", gateway.log());
}

#[tokio::test]
async fn a_dialog_holds_up_its_own_client_only_and_no_worker_of_others() {
    let gateway = bench(&[("ask", "system.gui.messageBox('wait')"), ("go", &tell("'went'"))])
        .config("[scripts]\nworkers = 2\nidle_workers = 0\n[clients]\ndeadline = \"2s\"")
        .start()
        .await;
    let mut waiting = Vec::new();
    for _ in 0..4 {
        let (_, mut tab) = gateway.tab("billy", "plant").await;
        tab.press("ask").await;
        let behind = tab.press("go").await;
        dialog(&mut tab).await;
        // A press before the dialog was seen is void once the dialog is there.
        tab.comes_to(behind, ActState::NotDone(NotDone::DialogOpen)).await;
        waiting.push(tab);
    }
    let (_, mut anna) = gateway.tab("anna", "plant").await;
    anna.press("go").await;
    told(&mut anna, "went").await;
    for tab in &mut waiting {
        tab.round_trip().await;
        assert_eq!(tab.text("Label", "text"), Some(""));
        tab.answer(DialogAnswer::Done).await;
        tab.press("go").await;
        told(tab, "went").await;
        assert_eq!(tab.failures, [], "the deadline's clock stood still");
    }
}

#[tokio::test]
async fn as_many_dialogs_wait_as_are_allowed_and_one_more_is_an_error() {
    let ask = "try:\n  system.gui.messageBox('wait')\nexcept Exception as e:\n  event.source.parent.getComponent('Label').text = str(e)";
    let gateway = bench(&[("ask", ask)]).config("[clients]\nwaiting_dialogs = 2").start().await;
    let mut waiting = Vec::new();
    for _ in 0..2 {
        let (_, mut tab) = gateway.tab("billy", "plant").await;
        tab.press("ask").await;
        dialog(&mut tab).await;
        waiting.push(tab);
    }
    let (_, mut third) = gateway.tab("anna", "plant").await;
    third.press("ask").await;
    third
        .until("the error", |tab| {
            tab.text("Label", "text").is_some_and(|text| text.contains("clients.waiting_dialogs"))
        })
        .await;
    assert!(third.dialogs().is_empty());
    waiting[0].answer(DialogAnswer::Done).await;
    waiting[0].until("its script has ended", |tab| !tab.running).await;
    third.press("ask").await;
    dialog(&mut third).await;
}

#[tokio::test]
async fn a_dialog_outlives_the_page_and_takes_no_answer_that_is_none() {
    let gateway = bench(&[("ask", &tell("system.gui.inputBox('name?')"))]).start().await;
    let (token, mut before) = gateway.tab("billy", "plant").await;
    before.press("ask").await;
    let asked = dialog(&mut before).await;
    drop(before);
    let mut after = Tab::open(gateway.url(), &token).await;
    after.start(Vec::new()).await;
    assert_eq!(after.dialogs().iter().map(|dialog| &dialog.ask).collect::<Vec<_>>(), [&asked]);
    after.until("its script still runs", |tab| tab.running).await;
    let number = after.dialogs()[0].dialog;
    for answer in [DialogAnswer::Done, DialogAnswer::Boolean(true)] {
        let act = after.act();
        after.send(rollcall_wire::desktop::DesktopRequest::Answer { dialog: number, answer, act }).await;
    }
    after.round_trip().await;
    assert_eq!(after.dialogs().len(), 1);
    after.answer(DialogAnswer::Text("billy".to_owned())).await;
    told(&mut after, "billy").await;
}

#[tokio::test]
async fn a_dialog_goes_with_its_session_and_gives_its_place_back() {
    let gateway =
        bench(&[("ask", "system.gui.messageBox('wait')")]).config("[clients]\nwaiting_dialogs = 1").start().await;
    let (token, mut first) = gateway.tab("billy", "plant").await;
    first.press("ask").await;
    dialog(&mut first).await;
    gateway.http().with_token(&token).log_out().await;
    first.until("the session ends", |tab| tab.ended.is_some()).await;
    let (_, mut second) = gateway.tab("anna", "plant").await;
    testkit::eventually("the place is free again", async || {
        second.failures.clear();
        second.press("ask").await;
        second.until("an answer", |tab| !tab.dialogs().is_empty() || !tab.failures.is_empty()).await;
        (!second.dialogs().is_empty()).then_some(())
    })
    .await;
}
