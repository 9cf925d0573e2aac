//! Presses that come late, wait, or are not meant any more when their turn comes.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;

use super::*;

/// How old an act may be here, in milliseconds.
const AGE: u64 = 5_000;

/// The next script to be run, once it has a worker.
fn begin(desktop: &mut Desktop) -> Option<Box<Task>> {
    desktop.begin_running();
    while let Next::Run(task) = desktop.next() {
        if desktop.may_run(&task) {
            return Some(task);
        }
    }
    None
}

fn disable(desktop: &mut Desktop) {
    set(desktop, at(1, BUTTON), "enabled", Value::Boolean(false)).unwrap();
}

#[test]
fn five_quick_presses_on_a_button_that_its_script_disables_are_one() {
    let mut desktop = started(plant());
    for number in 1..=5 {
        press(&mut desktop, number);
    }
    let task = begin(&mut desktop).unwrap();
    assert_eq!(state(&desktop, 1), Some(ActState::Runs));
    disable(&mut desktop);
    desktop.ran(&task);
    assert!(begin(&mut desktop).is_none());
    assert_eq!(state(&desktop, 1), Some(ActState::Done));
    for number in 2..=5 {
        assert_eq!(state(&desktop, number), not_done(NotDone::Unusable));
    }
}

#[test]
fn what_is_not_there_any_more_is_not_pressed() {
    type Obstacle = fn(&mut Desktop);
    let hide: Obstacle = |desktop| {
        set(desktop, at(1, ROOT_CONTAINER), "visible", Value::Boolean(false)).unwrap();
    };
    let close: Obstacle = |desktop| desktop.close_window(1, None);
    let ask: Obstacle = |desktop| {
        desktop.open_dialog(message_box()).unwrap();
    };
    let leave: Obstacle = |desktop| desktop.leave(Destination::Closed);
    for (what, why) in [
        (disable as Obstacle, NotDone::Unusable),
        (hide, NotDone::Unusable),
        (close, NotDone::Gone),
        (ask, NotDone::DialogOpen),
        (leave, NotDone::Leaving),
    ] {
        // While it waits in the queue, on its way to a worker, and before it has come.
        let mut queued = started(plant());
        press(&mut queued, 1);
        what(&mut queued);
        assert!(begin(&mut queued).is_none_or(|task| task.act.is_none()));
        let mut leased = started(plant());
        press(&mut leased, 1);
        assert!(leased.begin_running());
        let Next::Run(task) = leased.next() else { panic!("the press is to be run") };
        what(&mut leased);
        assert!(!leased.may_run(&task));
        let mut late = started(plant());
        what(&mut late);
        press(&mut late, 1);
        for desktop in [queued, leased, late] {
            assert_eq!(state(&desktop, 1), not_done(why));
        }
    }
}

#[test]
fn what_is_old_when_it_comes_is_not_done() {
    for (now, made, expected) in [
        (10_000, Some(5_000), Some(ActState::Waits)),
        (10_000, Some(4_999), not_done(NotDone::Late)),
        (10_000, None, not_done(NotDone::Late)),
        // A clock that is ahead of the gateway's proves nothing.
        (10_000, Some(10_900), Some(ActState::Waits)),
        (10_000, Some(11_001), not_done(NotDone::Late)),
        (10_000, Some(u64::MAX), not_done(NotDone::Late)),
    ] {
        let mut desktop = started(plant());
        desktop.set_clock(now);
        desktop.event(at(1, BUTTON), UserEvent::ActionPerformed, None, Act { number: 1, at: made });
        assert_eq!(state(&desktop, 1), expected, "{made:?}");
    }
}

#[test]
fn what_grew_old_while_it_waited_is_run_only_before_the_eyes_of_its_person() {
    for (seen, expected) in [(None, not_done(NotDone::Waited)), (Some(18_000), Some(ActState::Runs))] {
        let mut desktop = started(plant());
        press(&mut desktop, 1);
        let task = begin(&mut desktop).unwrap();
        press(&mut desktop, 2);
        desktop.set_clock(20_000);
        desktop.watched(seen);
        desktop.ran(&task);
        begin(&mut desktop);
        assert_eq!(state(&desktop, 2), expected);
    }
}

#[test]
fn what_waits_can_be_taken_back_until_it_runs() {
    let mut desktop = started(plant());
    for number in 1..=3 {
        press(&mut desktop, number);
    }
    let task = begin(&mut desktop).unwrap();
    desktop.take_back(2);
    desktop.take_back(1);
    assert_eq!(state(&desktop, 1), Some(ActState::Runs));
    assert_eq!(state(&desktop, 2), not_done(NotDone::TakenBack));
    desktop.ran(&task);
    // On its way to a worker.
    let Next::Run(task) = desktop.next() else { panic!("the third press is to be run") };
    desktop.take_back(3);
    assert!(!desktop.may_run(&task));
    assert_eq!(state(&desktop, 3), not_done(NotDone::TakenBack));
}

#[test]
fn what_was_typed_late_is_kept_and_not_acted_on() {
    let mut window = Builder::new("Main", WindowKind::Main);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::ToggleButton, "Pump").unwrap(), BUTTON);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::TextField, "Name").unwrap(), FIELD);
    for component in [BUTTON, FIELD] {
        window.add_script(component, "propertyChange", script("changed")).unwrap();
    }
    let mut desktop = started(project(vec![window.finish()], &["Main"]));
    desktop.set_clock(20_000);
    desktop.change(at(1, FIELD), "text", (UserValue::Text("bill".into()), None), act(1, 1_000));
    assert_eq!(state(&desktop, 1), not_done(NotDone::LateEntry));
    assert_eq!(get(&mut desktop, at(1, FIELD), "text"), Value::Text("bill".into()));
    // A choice acts by itself.
    desktop.change(at(1, BUTTON), "selected", (UserValue::Boolean(true), None), act(2, 1_000));
    assert_eq!(state(&desktop, 2), not_done(NotDone::Late));
    assert_eq!(get(&mut desktop, at(1, BUTTON), "selected"), Value::Boolean(false));
    assert_eq!(run_all(&mut desktop), [""; 0]);
    desktop.change(at(1, BUTTON), "selected", (UserValue::Boolean(true), None), act(3, 20_000));
    assert_eq!(run_all(&mut desktop), ["changed"]);
    // A field that has been disabled since takes nothing.
    set(&mut desktop, at(1, FIELD), "enabled", Value::Boolean(false)).unwrap();
    desktop.change(at(1, FIELD), "text", (UserValue::Text("x".into()), None), act(4, 20_000));
    assert_eq!(state(&desktop, 4), not_done(NotDone::Unusable));
}

#[test]
fn a_choice_keeps_its_place_among_the_presses() {
    let mut window = Builder::new("Main", WindowKind::Main);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::ToggleButton, "Pump").unwrap(), BUTTON);
    window.add_script(BUTTON, "actionPerformed", script("go")).unwrap();
    let mut desktop = started(project(vec![window.finish()], &["Main"]));
    let toggle = |desktop: &mut Desktop, number, selected| {
        desktop.change(at(1, BUTTON), "selected", (UserValue::Boolean(selected), None), act(number, 0));
        press(desktop, number + 1);
    };
    toggle(&mut desktop, 1, true);
    toggle(&mut desktop, 3, false);
    let task = begin(&mut desktop).unwrap();
    assert_eq!(get(&mut desktop, at(1, BUTTON), "selected"), Value::Boolean(true));
    disable(&mut desktop);
    desktop.ran(&task);
    assert!(begin(&mut desktop).is_none());
    assert_eq!([3, 4].map(|number| state(&desktop, number)), [not_done(NotDone::Unusable); 2]);
    assert_eq!(get(&mut desktop, at(1, BUTTON), "selected"), Value::Boolean(true));
}

#[test]
fn a_dialog_that_is_answered_late_is_asked_once_more() {
    let mut desktop = started(plant());
    let [socket, _] = sockets();
    desktop.connect(socket);
    let (dialog, mut answer) = desktop.open_dialog(message_box()).unwrap();
    updates_of(&mut desktop, socket);
    desktop.set_clock(20_000);
    desktop.answer(dialog, DialogAnswer::Done, act(1, 1_000));
    assert_eq!(state(&desktop, 1), not_done(NotDone::Late));
    assert!(answer.try_recv().is_err());
    let told = updates_of(&mut desktop, socket);
    assert!(matches!(&told[..], [DesktopUpdate::DialogOpened(open)] if open.dialog == dialog), "{told:?}");
    desktop.answer(dialog, DialogAnswer::Done, act(2, 20_000));
    assert_eq!(answer.try_recv(), Ok(DialogAnswer::Done));
}

#[test]
fn a_browser_that_comes_back_hears_what_became_of_its_acts() {
    let mut desktop = started(plant());
    let [old, new] = sockets();
    desktop.keep_time(1_000, Duration::from_millis(AGE));
    desktop.connect(old);
    desktop.event(at(1, BUTTON), UserEvent::ActionPerformed, None, act(1, 1_000));
    desktop.disconnect(old);
    let task = begin(&mut desktop).unwrap();
    desktop.ran(&task);
    desktop.event(at(1, BUTTON), UserEvent::ActionPerformed, None, act(2, 1_000));
    desktop.connect(new);
    assert!(!desktop.is_served(old), "what still comes on the old socket is dropped");
    desktop.tell_acts(&[act(1, 1_000), act(3, 1_500), act(4, 900)]);
    let told = desktop.updates(new, &mut Transfers::default());
    assert!(matches!(told[0], DesktopUpdate::Desktop(_)), "{told:?}");
    let states = told.iter().filter_map(|update| match update {
        DesktopUpdate::Act(update) => Some((update.number, update.state)),
        _ => None,
    });
    let expected = [
        (1, ActState::Done),
        (3, ActState::NotDone(NotDone::NeverArrived)),
        (4, ActState::Unknown),
        (2, ActState::Waits),
    ];
    assert_eq!(states.collect::<Vec<_>>(), expected);
}

proptest! {
    /// Whatever happens in whatever order: no press is run that is old and unseen, or whose button cannot be pressed;
    /// no press is run twice; and each press comes to an end that is reported to the person.
    #[test]
    fn no_press_acts_late_or_in_vain_and_none_is_lost(steps in prop::collection::vec((0u8..9, 0u64..8_000), 1..120)) {
        let mut desktop = started(plant());
        desktop.keep_time(0, Duration::from_millis(AGE));
        let [socket, _] = sockets();
        desktop.connect(socket);
        let (mut now, mut seen, mut enabled, mut last) = (0u64, 0u64, true, 0u64);
        let (mut running, mut ran): (Option<Box<Task>>, Vec<u64>) = (None, Vec::new());
        let mut made: BTreeMap<u64, u64> = BTreeMap::new();
        for (step, amount) in steps {
            match step {
                0..=2 => {
                    last += 1;
                    let at_that_time = now.saturating_sub(amount);
                    made.insert(last, at_that_time);
                    if now - at_that_time <= AGE { seen = seen.max(at_that_time); }
                    desktop.event(at(1, BUTTON), UserEvent::ActionPerformed, None, act(last, at_that_time));
                }
                3 => { now += amount; desktop.set_clock(now); }
                4 => { desktop.watched(Some(now)); seen = now; }
                5 => {
                    enabled = !enabled;
                    set(&mut desktop, at(1, BUTTON), "enabled", Value::Boolean(enabled)).unwrap();
                }
                6 => desktop.take_back(amount % (last + 1)),
                _ if running.is_some() => desktop.ran(&running.take().unwrap()),
                _ => {
                    running = begin(&mut desktop);
                    if let Some((act, _)) = running.as_ref().and_then(|task| task.act) {
                        prop_assert!(enabled);
                        prop_assert!(now - made[&act.number] <= AGE || now - seen <= AGE);
                        prop_assert!(!ran.contains(&act.number), "twice");
                        ran.push(act.number);
                    }
                }
            }
        }
        if let Some(task) = running { desktop.ran(&task); }
        while let Some(task) = begin(&mut desktop) {
            ran.extend(task.act.map(|(act, _)| act.number));
            desktop.ran(&task);
        }
        for number in made.keys() {
            let state = state(&desktop, *number).expect("it is in the book");
            prop_assert!(!matches!(state, ActState::Waits | ActState::Runs), "{number} {state:?}");
            prop_assert_eq!(ran.contains(number), state == ActState::Done);
        }
    }
}

#[test]
fn what_follows_from_a_choice_is_run_before_the_presses_after_it() {
    let mut window = Builder::new("Main", WindowKind::Main);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::ToggleButton, "Manual").unwrap(), BUTTON);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::Button, "Start").unwrap(), FIELD);
    window.add_script(BUTTON, "propertyChange", script("changed")).unwrap();
    window.add_script(FIELD, "actionPerformed", script("start")).unwrap();
    let mut desktop = started(project(vec![window.finish()], &["Main"]));
    let [socket, _] = sockets();
    desktop.connect(socket);
    let start = |desktop: &mut Desktop, number| {
        desktop.event(at(1, FIELD), UserEvent::ActionPerformed, None, act(number, 0));
    };
    start(&mut desktop, 1);
    desktop.change(at(1, BUTTON), "selected", (UserValue::Boolean(true), None), act(2, 0));
    start(&mut desktop, 3);
    assert_eq!(run_all(&mut desktop), ["start", "changed", "start"]);
}
