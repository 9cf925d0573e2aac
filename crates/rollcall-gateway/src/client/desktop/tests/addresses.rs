//! Going from one main window to the other by addresses, Back and Forward.

use super::*;

/// The updates for a browser after a person asked for a window: the main window in front, and the refusal.
fn navigate(desktop: &mut Desktop, path: &str, opened_with: Option<String>) -> (Option<String>, Option<String>) {
    let [_, socket] = sockets();
    desktop.connect(socket);
    desktop.updates(socket, &mut Transfers::default());
    desktop.navigate(path.to_owned(), opened_with, act(1, 0));
    let told = desktop.updates(socket, &mut Transfers::default());
    let refused = told.into_iter().find_map(|update| match update {
        DesktopUpdate::NotOpened { path, .. } => Some(path),
        _ => None,
    });
    (desktop.current().map(|shown| shown.path().to_owned()), refused)
}

#[test]
fn a_person_goes_to_windows_that_were_shown_and_to_no_other() {
    let windows = vec![main_window("Main"), main_window("Line/Press 1"), main_window("Secret"), popup("Popup")];
    let mut desktop = started(project(windows, &["Main"]));
    for closed in ["Secret", "Popup", "Nowhere", "", "../Main", "main"] {
        let (front, refused) = navigate(&mut desktop, closed, None);
        assert_eq!((front.as_deref(), refused.as_deref()), (Some("Main"), Some(closed)));
    }
    open(&mut desktop, "Line/Press 1", true).unwrap();
    assert_eq!(navigate(&mut desktop, "Line/Press 1", None), (Some("Line/Press 1".to_owned()), None));
    assert_eq!(navigate(&mut desktop, "Main", None), (Some("Main".to_owned()), None));
    assert_eq!(open_paths(&mut desktop), ["Main"], "as swapTo: the window before is closed");
    assert_eq!(navigate(&mut desktop, "Line/Press 1", None), (Some("Line/Press 1".to_owned()), None));
    assert_eq!(run_all(&mut desktop), ["closed", "closed", "closed"]);
    let (front, refused) = navigate(&mut desktop, "Main", Some("0.[]".to_owned()));
    assert_eq!((front.as_deref(), refused.as_deref()), (Some("Line/Press 1"), Some("Main")), "a forged signature");
    desktop.leave(Destination::Closed);
    assert_eq!(navigate(&mut desktop, "Main", None).0.as_deref(), Some("Line/Press 1"), "whoever leaves goes nowhere");
}

#[test]
fn a_window_that_was_opened_with_something_is_gone_back_to_with_that() {
    let mut line = Builder::new("Line", WindowKind::Main);
    line.add_custom(ROOT_CONTAINER, "line", Type::Integer, Value::Integer(0)).unwrap();
    let mut desktop = started(project(vec![main_window("Main"), line.finish()], &["Main"]));
    let parameters = vec![("line".to_owned(), Value::Integer(4))];
    desktop.call(WindowCall::OpenWindow { path: "Line".into(), parameters, swap: true }, &Chain::PERSON).unwrap();
    let signed = desktop.current().and_then(|shown| shown.opened_with(&desktop.signer));
    navigate(&mut desktop, "Main", None);
    assert_eq!(navigate(&mut desktop, "Line", signed), (Some("Line".to_owned()), None));
    assert_eq!(get(&mut desktop, at(3 + 1, ROOT_CONTAINER), "line"), Value::Integer(4));
}

#[test]
fn an_address_waits_for_the_windows_that_a_client_begins_with() {
    let mut project = project(vec![main_window("Main"), main_window("Other")], &["Other", "Main"]);
    project.client.startup = Some(Script { file: "client/startup.py".into(), source: "pass".into() });
    let mut desktop = Desktop::new(Arc::new(project), signer());
    desktop.begin(Vec::new());
    assert_eq!(navigate(&mut desktop, "Other", None), (None, None));
    assert!(desktop.begin_running());
    while let Next::Run(task) = desktop.next() {
        desktop.ran(&task);
    }
    assert_eq!(desktop.current().map(super::WindowInstance::path), Some("Other"));
}

#[test]
fn what_comes_late_or_under_a_dialog_leads_nowhere() {
    let mut desktop = started(project(vec![main_window("Main"), main_window("Other")], &["Other", "Main"]));
    desktop.keep_time(0, Duration::from_secs(5));
    let go = |desktop: &mut Desktop, now: u64, act: Act| {
        desktop.set_clock(now);
        desktop.navigate("Other".to_owned(), None, act);
        (state(desktop, act.number), desktop.current().map(|shown| shown.path().to_owned()))
    };
    let main = Some("Main".to_owned());
    let late = not_done(NotDone::Late);
    assert_eq!(go(&mut desktop, 10_000, act(1, 4_000)), (late, main.clone()), "a line has held it");
    assert_eq!(
        go(&mut desktop, 10_000, Act { number: 2, at: None }),
        (late, main.clone()),
        "of a gateway before this one"
    );
    assert_eq!(go(&mut desktop, 10_000, act(3, 20_000)), (late, main), "from the future");
    assert_eq!(go(&mut desktop, 10_000, act(4, 6_000)), (Some(ActState::Done), Some("Other".to_owned())));
    desktop.open_dialog(message_box()).unwrap();
    desktop.navigate("Main".to_owned(), None, act(5, 9_000));
    assert_eq!(state(&desktop, 5), not_done(NotDone::DialogOpen));
    assert_eq!(desktop.current().map(super::WindowInstance::path), Some("Other"));
    desktop.leave(Destination::Closed);
    desktop.navigate("Main".to_owned(), None, act(6, 9_000));
    assert_eq!(state(&desktop, 6), not_done(NotDone::Leaving));
}

#[test]
fn of_what_waits_for_the_first_windows_the_last_is_meant_and_it_can_be_taken_back() {
    let begin = |also: fn(&mut Desktop)| {
        let mut project = project(vec![main_window("Main"), main_window("Other")], &["Other", "Main"]);
        project.client.startup = Some(Script { file: "client/startup.py".into(), source: "pass".into() });
        let mut desktop = Desktop::new(Arc::new(project), signer());
        desktop.begin(Vec::new());
        desktop.navigate("Other".to_owned(), None, act(1, 0));
        assert_eq!(state(&desktop, 1), Some(ActState::Waits));
        also(&mut desktop);
        assert!(desktop.begin_running());
        while let Next::Run(task) = desktop.next() {
            desktop.ran(&task);
        }
        let front = desktop.current().map(|shown| shown.path().to_owned());
        (front, state(&desktop, 1), state(&desktop, 2))
    };
    let shown = |path: &str| Some(path.to_owned());
    assert_eq!(begin(|_| ()), (shown("Other"), Some(ActState::Done), None));
    let again = begin(|desktop| desktop.navigate("Main".to_owned(), None, act(2, 0)));
    assert_eq!(again, (shown("Main"), not_done(NotDone::TakenBack), Some(ActState::Done)));
    assert_eq!(begin(|desktop| desktop.take_back(1)), (shown("Main"), not_done(NotDone::TakenBack), None));
    assert_eq!(begin(|desktop| desktop.leave(Destination::Closed)).1, not_done(NotDone::Leaving));
}
