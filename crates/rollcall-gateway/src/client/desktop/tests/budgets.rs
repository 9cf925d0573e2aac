//! The memory of windows, functions and messages is on the client's account.

use super::*;

/// A desktop on an account of its own, below a gateway's.
fn on_account(most: u64) -> (Desktop, crate::account::Account) {
    let account = crate::account::Account::of_gateway(1 << 30).of_person().of_client(most);
    (started(plant()).charged_to(account.clone()), account)
}

fn give(desktop: &mut Desktop, at: ComponentRef, property: &str, text: &str) -> Result<WindowAnswer, HostError> {
    let call = WindowCall::SetProperty { component: at, property: property.into(), value: Value::Text(text.into()) };
    let done = desktop.call(call, &Chain::PERSON);
    desktop.settle();
    done
}

#[test]
fn what_windows_hold_has_a_budget_and_is_given_back() {
    let (mut desktop, account) = on_account(1 << 20);
    desktop.settle();
    let empty = account.held();
    give(&mut desktop, at(1, FIELD), "toolTipText", &"x".repeat(100_000)).unwrap();
    assert!((300_000..310_000).contains(&(account.held() - empty)), "{}", account.held());
    let refused = give(&mut desktop, at(1, BUTTON), "toolTipText", &"x".repeat(300_000)).unwrap_err();
    let words = refused.message();
    assert!(words.contains("clients.memory") && words.contains("1.0 MiB"), "{words}");
    assert_eq!(get(&mut desktop, at(1, BUTTON), "toolTipText"), Value::Nothing);
    // A value in the place of a larger one fits.
    give(&mut desktop, at(1, FIELD), "toolTipText", &"y".repeat(300_000)).unwrap();
    set(&mut desktop, at(1, FIELD), "toolTipText", Value::Nothing).unwrap();
    desktop.settle();
    assert_eq!(account.held(), empty);
    give(&mut desktop, at(1, FIELD), "toolTipText", &"x".repeat(100_000)).unwrap();
    drop(desktop);
    assert_eq!(account.held(), 0, "a client that is gone holds nothing");
}

#[test]
fn what_a_window_was_opened_with_is_given_back_when_it_closes() {
    let (mut desktop, account) = on_account(1 << 20);
    desktop.settle();
    let before = account.held();
    desktop.call(open_popup(3), &Chain::PERSON).unwrap();
    desktop.settle();
    assert!(account.held() > before);
    let window = WindowName::Path("Popup".into());
    desktop.call(WindowCall::CloseWindow { window }, &Chain::PERSON).unwrap();
    while let Next::Run(task) = desktop.next() {
        desktop.ran(&task);
    }
    desktop.settle();
    assert_eq!(account.held(), before);
}

#[test]
fn functions_that_wait_are_on_the_account() {
    let (mut desktop, account) = on_account(1 << 20);
    desktop.settle();
    let before = account.held();
    assert!(desktop.later(Function::Carried(Carried("x".repeat(10_000))), 1, Chain::PERSON));
    desktop.settle();
    assert!(account.held() >= before + 10_000, "{}", account.held());
    assert!(matches!(desktop.next(), Next::Run(_)));
    desktop.settle();
    assert_eq!(account.held(), before);
}

#[test]
fn messages_wait_on_the_account_of_each_who_gets_them() {
    let (mut desktop, account) = on_account(1 << 20);
    let mut with_handler = plant();
    let handler = rollcall_project::Script { file: "client/messages/told.py".into(), source: "".into() };
    with_handler.client.messages.insert("told".into(), handler);
    desktop.take_over(Arc::new(with_handler));
    desktop.settle();
    let before = account.held();
    let payload = Payload::of_nobody(&"x".repeat(400_000));
    let mut send = || {
        let outcome = desktop.message("told", &payload, Chain::PERSON);
        desktop.settle();
        outcome
    };
    assert_eq!([send(), send(), send()], ["queued", "queued", "busy"], "the third does not fit");
    assert!(account.held() >= before + 800_000);
    assert_eq!(Arc::strong_count(&payload), 3, "it is there once");
    while let Next::Run(_) = desktop.next() {}
    desktop.settle();
    assert_eq!(account.held(), before);
}

#[test]
fn a_press_needs_no_room_and_a_large_choice_that_waits_does() {
    let mut window = Builder::new("Main", WindowKind::Main);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::ToggleButton, "Pump").unwrap(), BUTTON);
    window.add_script(BUTTON, "actionPerformed", script("go")).unwrap();
    let mut desktop = started(project(vec![window.finish()], &["Main"]));
    let account = crate::account::Account::of_gateway(64 << 10).of_person().of_client(64 << 10);
    desktop = desktop.charged_to(account.clone());
    desktop.settle();
    let _full = account.charge((64 << 10) - account.held()).unwrap();
    press(&mut desktop, 1);
    assert_eq!(state(&desktop, 1), Some(ActState::Waits), "a press takes no room");
    let large = UserValue::Text("x".repeat(10_000));
    desktop.change(at(1, BUTTON), "selected", (large, None), act(2, 0));
    assert_eq!(state(&desktop, 2), not_done(NotDone::Busy));
    desktop.change(at(1, BUTTON), "selected", (UserValue::Boolean(true), None), act(3, 0));
    assert_eq!(state(&desktop, 3), Some(ActState::Waits));
}
