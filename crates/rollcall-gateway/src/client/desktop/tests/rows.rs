//! Acting on rows: only on those that the person has seen and chosen.

use super::*;

const TABLE: u32 = 2;

/// A window with a table of names, whose script reacts to clicks.
fn roster(names: &[&str]) -> WindowDef {
    let mut window = Builder::new("Roster", WindowKind::Main);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::Table, "Table").unwrap(), TABLE);
    window.set(TABLE, "data", people(names)).unwrap();
    window.add_script(TABLE, "mouseClicked", script("details")).unwrap();
    window.finish()
}

fn people(names: &[&str]) -> Value {
    let column = Column::strings("username", names.iter().map(|name| Some(*name)));
    Value::Dataset(Arc::new(Dataset::new(vec![column]).unwrap()))
}

fn seen(desktop: &mut Desktop) -> Option<u64> {
    match get(desktop, at(1, TABLE), "data") {
        Value::Dataset(data) => Some(data.fingerprint()),
        _ => None,
    }
}

/// The second of two clicks, if it may be: as a browser sends it.
fn click(desktop: &mut Desktop, seen: Option<u64>) -> Vec<String> {
    let mouse = Mouse { button: 1, click_count: 2, x: 0, y: 0, modifiers: Modifiers::default() };
    let event = UserEvent::MouseClicked(mouse);
    desktop.event(at(1, TABLE), event, seen, act(2, 0));
    run_all(desktop)
}

#[test]
fn nobody_acts_on_a_row_that_they_did_not_choose() {
    let mut desktop = started(project(vec![roster(&["anna", "bob", "bixly"])], &["Roster"]));
    let [socket, _] = sockets();
    desktop.connect(socket);
    let first = seen(&mut desktop);
    desktop.change(at(1, TABLE), "selectedRows", (UserValue::Rows(vec![1]), first), act(1, 0));
    assert_eq!(click(&mut desktop, first), ["details"]);
    set(&mut desktop, at(1, TABLE), "data", people(&["anna", "bixly", "bob"])).unwrap();
    assert_eq!(get(&mut desktop, at(1, TABLE), "selectedRow"), Value::Integer(2));
    assert_eq!(click(&mut desktop, first), ["details"], "bob is selected, as the person sees");
    desktop.updates(socket, &mut Transfers::default());

    // Where the person still sees bob, bixly stands now. The browser gets the actual selection, though it is unchanged.
    desktop.change(at(1, TABLE), "selectedRows", (UserValue::Rows(vec![1]), first), act(1, 0));
    assert_eq!(get(&mut desktop, at(1, TABLE), "selectedRow"), Value::Integer(-1));
    desktop.change(at(1, TABLE), "selectedRows", (UserValue::Rows(vec![1]), first), act(1, 0));
    assert_eq!(click(&mut desktop, first), [""; 0]);
    let told = desktop.updates(socket, &mut Transfers::default());
    let tells = |wanted: fn(&DesktopUpdate) -> bool| told.iter().any(wanted);
    let other_rows = ActState::NotDone(NotDone::OtherRows);
    assert!(
        told.iter().any(|update| matches!(update, DesktopUpdate::Act(update) if update.state == other_rows)),
        "{told:?}"
    );
    assert!(tells(|update| {
        matches!(update, DesktopUpdate::Properties { properties, .. } if properties.contains_key("selectedRows"))
    }));

    let now = seen(&mut desktop);
    desktop.change(at(1, TABLE), "selectedRows", (UserValue::Rows(vec![2]), now), act(1, 0));
    set(&mut desktop, at(1, TABLE), "data", people(&["anna", "bixly"])).unwrap();
    assert_eq!(get(&mut desktop, at(1, TABLE), "selectedRow"), Value::Integer(-1), "bob is gone");
    assert_eq!(click(&mut desktop, now), [""; 0]);
    assert_eq!(click(&mut desktop, None), [""; 0], "who does not say what they saw may have seen anything");
}

#[test]
fn a_selection_is_restored_in_the_data_that_it_was_made_in() {
    let data = || roster(&["anna", "bob"]);
    let wanted = match people(&["anna", "bob"]) {
        Value::Dataset(data) => data.fingerprint(),
        _ => 0,
    };
    for (fingerprint, expected) in [(Some(wanted), 1), (Some(wanted + 1), -1), (None, -1)] {
        let change = ReopenedChange {
            component: TABLE,
            property: "selectedRows".into(),
            value: UserValue::Rows(vec![1]),
            seen: fingerprint,
        };
        let signer = signer();
        let opened_with = Some(signer.sign("Roster", &[]));
        let window = ReopenedWindow { path: "Roster".into(), opened_with, changes: vec![change] };
        let mut desktop = Desktop::new(Arc::new(project(vec![data()], &["Roster"])), signer);
        desktop.begin(vec![window]);
        assert_eq!(get(&mut desktop, at(1, TABLE), "selectedRow"), Value::Integer(expected));
    }
}

#[test]
fn a_click_that_waited_is_run_only_while_its_row_is_there() {
    let cases: [(&[&str], &[&str]); 2] = [(&["bob", "anna", "bixly"], &["details"]), (&["anna", "bixly"], &[])];
    for (then, expected) in cases {
        let mut desktop = started(project(vec![roster(&["anna", "bob", "bixly"])], &["Roster"]));
        let [socket, _] = sockets();
        desktop.connect(socket);
        let first = seen(&mut desktop);
        desktop.change(at(1, TABLE), "selectedRows", (UserValue::Rows(vec![1]), first), act(1, 0));
        let mouse = Mouse { button: 1, click_count: 2, x: 0, y: 0, modifiers: Modifiers::default() };
        desktop.event(at(1, TABLE), UserEvent::MouseClicked(mouse), first, act(2, 0));
        set(&mut desktop, at(1, TABLE), "data", people(then)).unwrap();
        assert_eq!(run_all(&mut desktop), expected, "the rows became {then:?}");
        let told = if expected.is_empty() { not_done(NotDone::OtherRows) } else { Some(ActState::Done) };
        assert_eq!(state(&desktop, 2), told, "the rows became {then:?}");
    }
}
