//! Presses and their scripts: the manual's examples, the order of events, clients that do not wait for each other.

use std::time::Duration;

use rollcall_wire::component::UserEvent;
use rollcall_wire::desktop::{ActState, DesktopRequest, NotDone, UserValue, ViewValue};
use rollcall_wire::host::{Ask, DialogAnswer};
use testkit::{Tab, throughout};

use super::floor::{bench, floor, logged, tell, with_window};

async fn label(tab: &mut Tab, expected: &str) {
    tab.until(&format!("the label says {expected:?}"), |tab| tab.text("Label", "text") == Some(expected)).await;
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn the_manuals_examples_work_from_a_button() {
    let gateway = floor().start().await;
    let (_, mut billy) = gateway.tab("billy", "plant").await;
    let (_, mut anna) = gateway.tab("anna", "plant").await;
    assert_eq!(billy.paths(), ["Sessions"]);
    billy.press("Who is on?").await;
    billy.until("the table has rows", |tab| tab.dataset("Table", "data").is_some()).await;
    let data = billy.dataset("Table", "data").expect("a dataset");
    let names: Vec<&str> = data.columns().iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["username", "project", "address", "isDesigner", "clientId", "creationTime"]);
    assert_eq!(data.row_count(), 2);
    // Each client has its own windows.
    anna.round_trip().await;
    assert!(anna.dataset("Table", "data").is_none());
    anna.press("Count billy").await;
    anna.until("the dialog", |tab| !tab.dialogs().is_empty()).await;
    let Ask::Message { message, .. } = &anna.dialogs()[0].ask else { panic!("{:?}", anna.dialogs()) };
    assert_eq!(message, "Billy has 1 sessions");
    anna.answer(DialogAnswer::Done).await;
    anna.until("nothing runs", |tab| !tab.running).await;
    assert_eq!((&billy.failures, &anna.failures), (&Vec::new(), &Vec::new()));
}

#[tokio::test]
async fn events_run_in_order_and_none_is_lost() {
    let add = "text = event.source.parent.getComponent('Label')\ntext.text = (text.text or '') + event.source.name\n";
    let gateway = bench(&[("a", add), ("b", add)]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    let mut expected = String::new();
    for _ in 0..25 {
        for name in ["a", "b", "b"] {
            tab.press(name).await;
            expected.push_str(name);
        }
    }
    label(&mut tab, &expected).await;
}

#[tokio::test]
async fn a_client_keeps_its_globals_and_shares_them_with_nobody() {
    let count = format!("g = system.util.getGlobals()\ng['n'] = g.get('n', 0) + 1\n{}", tell("g['n']"));
    let gateway = bench(&[("count", &count)]).start().await;
    let (_, mut billy) = gateway.tab("billy", "plant").await;
    let (_, mut anna) = gateway.tab("anna", "plant").await;
    for expected in ["1", "2", "3"] {
        billy.press("count").await;
        label(&mut billy, expected).await;
    }
    anna.press("count").await;
    label(&mut anna, "1").await;
}

#[tokio::test]
async fn a_script_that_runs_long_holds_up_its_own_client_only() {
    let endless = "while True: pass";
    let gateway =
        bench(&[("endless", endless), ("quick", &tell("'done'"))]).config("[clients]\ndeadline = \"3s\"").start().await;
    let (_, mut billy) = gateway.tab("billy", "plant").await;
    let (_, mut anna) = gateway.tab("anna", "plant").await;
    billy.press("endless").await;
    billy.press("quick").await;
    billy.until("it runs", |tab| tab.running).await;
    anna.press("quick").await;
    label(&mut anna, "done").await;
    // The socket still reads meanwhile.
    billy.round_trip().await;
    assert_eq!(billy.text("Label", "text"), Some(""));
    billy.until("its deadline is told", |tab| !tab.failures.is_empty()).await;
    let (file, error) = billy.failures.remove(0);
    assert!(file.ends_with("endless.py") && error.contains("3 s"), "{file}: {error}");
    label(&mut billy, "done").await;
    logged(&gateway, "endless.py").await;
}

#[tokio::test]
async fn an_error_is_shown_with_its_traceback_and_logged() {
    let gateway = bench(&[("bad", "x = 1\nevent.source.nothing"), ("good", &tell("'fine'"))]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("bad").await;
    tab.until("the error", |tab| !tab.failures.is_empty()).await;
    let (file, error) = tab.failures.remove(0);
    assert_eq!(file, "windows/Bench/bad.py");
    assert!(error.contains("Traceback") && error.contains("line 2") && error.contains("AttributeError"), "{error}");
    logged(&gateway, "AttributeError").await;
    tab.press("good").await;
    label(&mut tab, "fine").await;
}

#[tokio::test]
async fn what_is_printed_goes_to_the_log_and_not_without_end() {
    let gateway = bench(&[(
        "talk",
        &format!("print('hello from the floor')\nfor i in range(10000): print('x' * 100)\n{}", tell("1")),
    )]);
    let gateway = gateway.start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("talk").await;
    label(&mut tab, "1").await;
    logged(&gateway, "hello from the floor").await;
    logged(&gateway, "written too much").await;
    assert!(gateway.log().len() < 300_000, "{}", gateway.log().len());
}

#[tokio::test]
async fn what_a_person_enters_is_what_scripts_read() {
    let read = tell("repr(event.source.parent.getComponent('Field').text)");
    let gateway = bench(&[("read", &read)]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    let hostile = "<img src=x onerror=alert(1)>\u{202e}'\"";
    tab.enter("Field", "text", UserValue::Text(hostile.to_owned())).await;
    tab.press("read").await;
    tab.until("the script has read it", |tab| tab.text("Label", "text").is_some_and(|text| text.contains("onerror")))
        .await;
    // A property that only scripts may write stays unchanged, and the browser is told.
    tab.enter("Label", "text", UserValue::Text("mine".to_owned())).await;
    tab.round_trip().await;
    assert!(tab.text("Label", "text").is_some_and(|text| text.contains("onerror")));
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn nonsense_from_a_browser_changes_nothing() {
    let gateway = bench(&[("go", &tell("'went'"))]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    let act = tab.act();
    let event = |window, component, what| DesktopRequest::Event { window, component, what, seen: None, act };
    let change = |window, component, property: &str, value| DesktopRequest::Change {
        window,
        component,
        property: property.to_owned(),
        value,
        seen: None,
        act,
    };
    let requests = [
        event(0, 0, UserEvent::ActionPerformed),
        event(1, 0, UserEvent::ActionPerformed),
        event(1, u32::MAX, UserEvent::ActionPerformed),
        event(u32::MAX, 2, UserEvent::ActionPerformed),
        event(1, 2, UserEvent::FocusGained),
        event(1, 3, UserEvent::ActionPerformed),
        change(1, 2, "enabled", UserValue::Boolean(false)),
        change(1, 3, "text", UserValue::Rows(vec![u32::MAX])),
        change(1, 3, "__class__", UserValue::Nothing(())),
        change(9, 9, "", UserValue::Number(f64::MAX)),
        DesktopRequest::Answer { dialog: 1, answer: DialogAnswer::Done, act },
        DesktopRequest::CloseWindow { window: 1, act },
        DesktopRequest::CloseWindow { window: 77, act },
        DesktopRequest::Start { windows: Vec::new(), unanswered: Vec::new() },
        DesktopRequest::TakeBack { act: u64::MAX },
    ];
    for request in requests {
        tab.send(request).await;
    }
    let frames = [
        "{}",
        r#"{"type":"desktop"}"#,
        r#"{"type":"desktop","request":{"type":"event","window":1,"component":2,"what":{"event":"actionPerformed"}}}"#,
        r#"{"type":"desktop","request":{"type":"event","window":-1,"component":2,"what":{"event":"actionPerformed"},"act":{"number":1,"at":0}}}"#,
        r#"{"type":"desktop","request":{"type":"event","window":1,"component":2,"what":{"event":"propertyChange"},"act":{"number":1,"at":0}}}"#,
        r#"{"type":"desktop","request":{"type":"takeBack","act":-1}}"#,
        r#"{"type":"desktop","request":{"type":"runScript","source":"1"}}"#,
    ];
    for frame in frames {
        tab.send_text(frame).await;
    }
    tab.round_trip().await;
    assert_eq!(tab.invalid.len(), frames.len(), "{:?}", tab.invalid);
    assert_eq!((tab.paths(), tab.text("Label", "text")), (vec!["Bench"], Some("")));
    assert_eq!(tab.property("go", "enabled"), Some(&ViewValue::Boolean(true)));
    tab.press("go").await;
    label(&mut tab, "went").await;
}

#[tokio::test]
async fn property_changes_are_told_to_their_scripts_and_come_to_an_end() {
    let window = r#"{ "root": { "components": [
        { "kind": "TextField", "name": "Field", "x": 0, "y": 0, "width": 90, "height": 30,
          "events": { "propertyChange": "changed.py" } },
        { "kind": "Label", "name": "Label", "x": 0, "y": 0, "width": 90, "height": 30,
          "events": { "propertyChange": "again.py" } }
    ] } }"#;
    let changed = tell("'/'.join([event.propertyName, event.oldValue, event.newValue])");
    // It changes the property of its own event: once it has counted to 3 it stops; over 1000 it would go on for ever.
    let again = "n = event.newValue\nif n.isdigit() and n != '3': event.source.text = str(int(n) + 1)";
    let gateway = with_window(bench(&[]), "Other", &[])
        .file("plant/windows/Bench/window.json", window)
        .file("plant/windows/Bench/changed.py", changed)
        .file("plant/windows/Bench/again.py", again)
        .start()
        .await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.enter("Field", "text", UserValue::Text("new".to_owned())).await;
    label(&mut tab, "text//new").await;
    tab.until("nothing runs", |tab| !tab.running).await;
    tab.enter("Field", "text", UserValue::Text(String::new())).await;
    label(&mut tab, "text/new/").await;
}

#[tokio::test]
async fn two_hundred_presses_at_once_are_answered_or_refused_aloud() {
    let gateway =
        bench(&[("slow", &format!("g = system.util.getGlobals()\ng['n'] = g.get('n', 0) + 1\n{}", tell("g['n']")))]);
    let gateway = gateway.start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    for _ in 0..400 {
        tab.press("slow").await;
    }
    let is_open = |state: &ActState| matches!(state, ActState::Waits | ActState::Runs);
    tab.until("all has come to its end", |tab| tab.acts.len() == 400 && !tab.acts.values().any(is_open)).await;
    let run: usize = tab.text("Label", "text").and_then(|text| text.parse().ok()).expect("a number");
    tab.round_trip().await;
    // Each one's outcome is reported.
    let done = tab.acts.values().filter(|state| **state == ActState::Done).count();
    let busy = tab.acts.values().filter(|state| **state == ActState::NotDone(NotDone::Busy)).count();
    assert_eq!((done, done + busy), (run, tab.acts.len()));
    assert!(run >= 256, "{run}");
    throughout(Duration::from_millis(100), "nothing more comes", async || true).await;
}
