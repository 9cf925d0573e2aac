//! The data that a browser brings back after a restart: windows with the values they were opened with, and entries.

use super::*;

#[test]
fn a_browser_brings_back_what_a_restarted_gateway_has_forgotten() {
    let signer = signer();
    let mut desktop = Desktop::new(Arc::new(plant()), signer.clone());
    let change =
        |component, property: &str, value| ReopenedChange { component, property: property.into(), value, seen: None };
    desktop.begin(vec![
        ReopenedWindow { path: "Gone".into(), opened_with: Some(signer.sign("Gone", &[])), changes: Vec::new() },
        ReopenedWindow {
            path: "Other".into(),
            opened_with: Some(signer.sign("Other", &[])),
            changes: vec![
                change(FIELD, "text", UserValue::Text("billy".into())),
                change(BUTTON, "enabled", UserValue::Boolean(false)),
            ],
        },
    ]);
    assert_eq!(open_paths(&mut desktop), ["Other"]);
    assert_eq!(get(&mut desktop, at(1, FIELD), "text"), Value::Text("billy".into()));
    assert_eq!(get(&mut desktop, at(1, BUTTON), "enabled"), Value::Boolean(true));
}

/// The text that a browser keeps of the popup on this desktop.
fn kept(desktop: &mut Desktop) -> Option<String> {
    let [_, socket] = sockets();
    desktop.connect(socket);
    let told = updates_of(desktop, socket);
    let DesktopUpdate::Desktop(shown) = &told[0] else { panic!("{told:?}") };
    let popup = shown.windows.iter().find(|window| window.path == "Popup");
    popup.expect("the popup is open").opened_with.clone()
}

/// A desktop whose popup a script has opened with this line.
fn with_popup(signer: &Signer, line: i32) -> Desktop {
    let mut desktop = Desktop::new(Arc::new(plant()), signer.clone());
    desktop.begin(Vec::new());
    desktop.call(open_popup(line), &Chain::PERSON).unwrap();
    desktop
}

/// A desktop of this project to which a browser brings the popup back.
fn reopened(project: Project, signer: &Signer, opened_with: Option<String>) -> Desktop {
    let mut desktop = Desktop::new(Arc::new(project), signer.clone());
    desktop.begin(vec![ReopenedWindow { path: "Popup".into(), opened_with, changes: Vec::new() }]);
    desktop
}

/// Checks that no window is open and the person is told why.
fn check_refused(mut desktop: Desktop, case: &str) {
    assert_eq!(open_paths(&mut desktop), [""; 0], "{case}");
    let [socket, _] = sockets();
    desktop.connect(socket);
    let told = updates_of(&mut desktop, socket);
    let is_told = |update: &DesktopUpdate| matches!(update, DesktopUpdate::ScriptFailed { .. });
    assert!(told.iter().any(is_told), "{case}: {told:?}");
}

#[test]
fn a_window_is_opened_again_with_what_it_was_opened_with() {
    let signer = signer();
    let mut plain = Desktop::new(Arc::new(plant()), signer.clone());
    open(&mut plain, "Popup", false).unwrap();
    assert_eq!(
        get(&mut reopened(plant(), &signer, kept(&mut plain)), at(1, ROOT_CONTAINER), "line"),
        Value::Integer(0)
    );
    let mut again = reopened(plant(), &signer, kept(&mut with_popup(&signer, 3)));
    assert_eq!(get(&mut again, at(1, ROOT_CONTAINER), "line"), Value::Integer(3));
}

#[test]
fn a_window_that_a_script_shows_again_is_opened_with_the_last() {
    let signer = signer();
    let mut desktop = with_popup(&signer, 3);
    kept(&mut desktop);
    desktop.call(open_popup(4), &Chain::PERSON).unwrap();
    let [_, socket] = sockets();
    let told = updates_of(&mut desktop, socket);
    let heard = told.iter().find_map(|update| match update {
        DesktopUpdate::WindowToFront { opened_with, .. } => Some(opened_with.clone()),
        _ => None,
    });
    let mut again = reopened(plant(), &signer, heard.expect("it comes to the front"));
    assert_eq!(get(&mut again, at(1, ROOT_CONTAINER), "line"), Value::Integer(4));
}

#[test]
fn what_a_window_cannot_be_opened_with_again_is_told() {
    let signer = signer();
    for forged in ["", "0.[]", "[[\"line\",{\"type\":\"integer\",\"value\":5}]]"] {
        check_refused(reopened(plant(), &signer, Some(forged.to_owned())), forged);
    }
    // Its file has changed since, and takes other parameters.
    let changed = project(vec![Builder::new("Popup", WindowKind::Popup).finish()], &[]);
    check_refused(reopened(changed, &signer, kept(&mut with_popup(&signer, 3))), "a parameter that is gone");
    let mut gone = reopened(project(Vec::new(), &[]), &signer, kept(&mut with_popup(&signer, 3)));
    assert_eq!(open_paths(&mut gone), [""; 0]);
}

#[test]
fn a_browser_names_only_windows_that_it_was_shown_or_that_are_open_to_all() {
    let signer = signer();
    check_refused(reopened(plant(), &signer, None), "a window that no script has opened");
    check_refused(reopened(project(Vec::new(), &[]), &signer, None), "a window that there is not");
    let other = signer.sign("Other", &[]);
    check_refused(reopened(plant(), &signer, Some(other)), "a window that another was");
    let first = project(vec![main_window("Main"), popup("Popup")], &["Main", "Popup"]);
    assert_eq!(open_paths(&mut reopened(first, &signer, None)), ["Popup"]);
    let mut open_to_all = plant();
    open_to_all.addresses = vec!["Popup".to_owned()];
    assert_eq!(open_paths(&mut reopened(open_to_all, &signer, None)), ["Popup"]);
}

/// A window whose every component has a script for its own changes: its entries are a person's.
fn listening_window(path: &str) -> WindowDef {
    let mut window = Builder::new(path, WindowKind::Main);
    let kinds = [Kind::TextField, Kind::NumericTextField, Kind::CheckBox, Kind::Dropdown, Kind::Table];
    for (kind, number) in kinds.into_iter().zip(2..) {
        assert_eq!(window.add(ROOT_CONTAINER, kind, kind.name()).unwrap(), number);
        window.add_script(number, "propertyChange", script("changed")).unwrap();
    }
    let data = lines();
    for number in [5, 6] {
        window.set(number, "data", Value::Dataset(Arc::clone(&data))).unwrap();
    }
    window.finish()
}

fn lines() -> Arc<Dataset> {
    Arc::new(Dataset::new(vec![Column::integers("line", [Some(7), Some(8)])]).unwrap())
}

/// A person's entries there, and the properties that follow from them.
fn entries() -> Vec<ReopenedChange> {
    let seen = Some(lines().fingerprint());
    let entry = |component, property: &str, value| ReopenedChange { component, property: property.into(), value, seen };
    vec![
        entry(2, "text", UserValue::Text("billy".into())),
        entry(3, "intValue", UserValue::Number(12.0)),
        entry(4, "selected", UserValue::Boolean(true)),
        entry(5, "selectedIndex", UserValue::Number(1.0)),
        entry(6, "selectedRows", UserValue::Rows(vec![1])),
    ]
}

fn check_entries(desktop: &mut Desktop) {
    assert_eq!(get(desktop, at(1, 2), "text"), Value::Text("billy".into()));
    assert_eq!(get(desktop, at(1, 3), "doubleValue"), Value::Double(12.0));
    assert_eq!(get(desktop, at(1, 4), "selected"), Value::Boolean(true));
    assert_eq!(get(desktop, at(1, 5), "selectedLabel"), Value::Text("8".into()));
    assert_eq!(get(desktop, at(1, 6), "selectedRow"), Value::Integer(1));
}

#[test]
fn what_is_put_back_is_no_event() {
    let plant = || project(vec![listening_window("Main"), popup("Popup")], &["Main"]);
    let mut entered = started(plant());
    for ReopenedChange { component, property, value, seen } in entries() {
        entered.change(at(1, component), &property, (value, seen), act(1, 0));
    }
    assert!(run_all(&mut entered).len() >= 5, "each entry is an event once");
    check_entries(&mut entered);
    // After a restart: the entries are there, and no script has run for them, nor for a window that is named twice.
    let signer = signer();
    let mut restarted = Desktop::new(Arc::new(plant()), signer.clone());
    let window =
        |path: &str, changes| ReopenedWindow { path: path.into(), opened_with: Some(signer.sign(path, &[])), changes };
    restarted.begin(vec![window("Main", entries()), window("Popup", Vec::new()), window("Main", Vec::new())]);
    check_entries(&mut restarted);
    assert_eq!(run_all(&mut restarted), ["opened"], "a window that is opened anew has its visionWindowOpened alone");
    // The same entry once more changes nothing; another one is an event again.
    change(&mut restarted, at(1, 2), "text", UserValue::Text("billy".into()));
    assert_eq!(run_all(&mut restarted), [""; 0]);
    change(&mut restarted, at(1, 2), "text", UserValue::Text("bixly".into()));
    assert_eq!(run_all(&mut restarted), ["changed"]);
    // A changed file keeps the entries, without an event for the scripts.
    let mut taller = Builder::new("Main", WindowKind::Main);
    taller.add(ROOT_CONTAINER, Kind::TextField, "TextField").unwrap();
    taller.add_script(2, "propertyChange", script("changed")).unwrap();
    restarted.take_over(Arc::new(project(vec![taller.finish(), popup("Popup")], &["Main"])));
    assert_eq!(get(&mut restarted, at(1, 2), "text"), Value::Text("bixly".into()));
    assert_eq!(run_all(&mut restarted), [""; 0]);
}
