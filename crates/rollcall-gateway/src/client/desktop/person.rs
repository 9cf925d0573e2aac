//! A browser's requests. It may send anything at any time, so each request is checked against the current windows, and
//! one that does not fit is dropped: the window may just have closed, the button may just have been disabled.
//!
//! A person's text is kept at once, however late it comes: it is on the screen, and can be typed over. A choice (a
//! toggle, a list) acts like a press, so it keeps its place among the presses and is not done late where a script
//! reacts to it.

use rollcall_window::{Kind, Value};
use rollcall_wire::component::{ComponentRef, UserEvent, What};
use rollcall_wire::desktop::{Act, ActState, NotDone, ReopenedChange, ReopenedWindow, UserValue};
use rollcall_wire::host::DialogAnswer;

use super::{Desktop, MAX_WINDOWS, Mark};
use crate::client::chain::Chain;
use crate::client::queue::{Entered, Item};

/// For a browser that names a window which it was not shown. The text is the same for a window that does not exist.
const NOT_BY_ADDRESS: &str = "this window cannot be opened by its address: open it from where the project leads to it";
/// For a window whose opening values are lost: it was too much for a browser to keep, or another gateway's.
const NOT_OPENED_AGAIN: &str =
    "the connection was lost, and with it what this window was opened with: open it again from where you had opened it";

impl Desktop {
    /// A client begins: with its startup script and then its first windows, or with those that a browser still shows of
    /// a gateway that was restarted. Such a client has had its startup.
    pub(in crate::client) fn begin(&mut self, reopened: Vec<ReopenedWindow>) {
        if !reopened.is_empty() {
            for window in reopened.into_iter().take(MAX_WINDOWS) {
                self.reopen(window);
            }
        } else if self.project.client.startup.is_some() {
            self.starting = true;
            self.put(Item::Startup);
            self.put(Item::OpenWindows);
        } else {
            self.begin_with_windows();
        }
    }

    fn reopen(&mut self, reopened: ReopenedWindow) {
        let ReopenedWindow { path, opened_with, .. } = &reopened;
        if self.windows.iter().any(|shown| shown.path() == path) {
            return;
        }
        let parameters = match opened_with.as_deref().map(|signed| self.signer.verify(path, signed)) {
            None if self.project.has_address(path) => Vec::new(),
            None => return self.failed(path, NOT_BY_ADDRESS),
            Some(Some(parameters)) => parameters,
            // Without them its scripts would work on something else than the person thinks.
            Some(None) => return self.failed(path, NOT_OPENED_AGAIN),
        };
        let window = match self.open_window(path, parameters, None) {
            Ok(window) => window,
            // Its file went while the person was away.
            Err(_) if self.project.window(path).is_none() => return,
            Err(error) => return self.failed(path, error.message()),
        };
        self.restore(window, reopened.changes);
    }

    /// Restores the person's earlier entries. That is not an event: the scripts of the earlier gateway have reacted to
    /// them, so no script is run for the entries nor for the properties that follow from them.
    fn restore(&mut self, window: u32, entered: Vec<ReopenedChange>) {
        let Some(shown) = self.windows.iter_mut().find(|shown| shown.number == window) else { return };
        for ReopenedChange { component, property, value: entered, seen } in entered {
            // A property that the window no longer accepts stays unchanged; the browser gets everything after this.
            let _ = shown.window.set_by_person(component, &property, value(&entered), seen);
        }
    }

    /// The person did something to a component.
    pub(in crate::client) fn event(&mut self, at: ComponentRef, event: UserEvent, seen: Option<u64>, act: Act) {
        self.watched(act.at);
        let name = event.name();
        let item = Item::Event { at, what: What::Person(event), chain: Chain::PERSON, seen, act: Some(act) };
        let shown = self.windows.iter().find(|shown| shown.number == at.window);
        let has_script = shown.is_none_or(|shown| shown.script(at.component, name).is_some());
        let obstacle =
            self.lateness(act).or_else(|| self.obstacle(at, item.is_intended())).or_else(|| self.other_rows(at, &item));
        self.take_in(item, obstacle.or((!has_script).then_some(NotDone::Gone)));
    }

    /// The person entered something. With it comes the fingerprint of the component's data as it was shown.
    pub(in crate::client) fn change(&mut self, at: ComponentRef, property: &str, entered: Entered, act: Act) {
        self.watched(act.at);
        if self.is_choice(at) {
            return self.choice(at, property, entered, act);
        }
        let is_late = self.lateness(act).is_some();
        let state = self.enter(at, property, &entered, is_late);
        self.conclude(act, Some(at), state);
    }

    /// The person chose something: done in its turn, so that the presses before it are run first.
    fn choice(&mut self, at: ComponentRef, property: &str, value: Entered, act: Act) {
        let is_heard = self.is_heard(at);
        let late = self.lateness(act).filter(|_| is_heard);
        let obstacle = late.or_else(|| self.obstacle(at, is_heard));
        if obstacle.is_none() && !self.running && self.queue.is_empty() {
            return self.choose(at, property, value, act);
        }
        self.take_in(Item::Choice { at, property: property.to_owned(), value, act }, obstacle);
    }

    /// The turn of a person's choice has come.
    pub(super) fn choose(&mut self, at: ComponentRef, property: &str, value: Entered, act: Act) {
        let is_late = self.is_forsaken(act);
        let state = self.enter(at, property, &value, is_late);
        self.conclude(act, Some(at), state);
    }

    /// Whether a person's entry in a component acts by itself.
    fn is_choice(&self, at: ComponentRef) -> bool {
        let kind = self.find(at.window).and_then(|shown| shown.window.definition().component(at.component));
        kind.is_some_and(|component| matches!(component.kind(), Kind::ToggleButton | Kind::CheckBox | Kind::Dropdown))
    }

    /// Sets a person's entry. Scripts react to it unless it comes late: they would act on it late.
    fn enter(&mut self, at: ComponentRef, property: &str, entered: &Entered, is_late: bool) -> ActState {
        let (entered, seen) = entered;
        let ComponentRef { window, component } = at;
        let room = self.room_for_value(at, property, &value(entered));
        if let Err(error) = &room {
            self.failed(property, error.message());
            self.outbox.mark(Mark::Property(at, property.to_owned()));
            return ActState::NotDone(NotDone::Busy);
        }
        let Some(shown) = self.windows.iter_mut().find(|shown| shown.number == window) else {
            return ActState::NotDone(NotDone::Gone);
        };
        match shown.window.set_by_person(component, property, value(entered), *seen) {
            Ok(changes) => {
                let now = shown.window.get(component, property);
                let as_entered = now.is_ok_and(|now| is_shown(&now, entered));
                // The value may be unchanged, and the browser shows the person's entry.
                if !as_entered {
                    self.outbox.mark(Mark::Property(at, property.to_owned()));
                }
                let as_entered = as_entered.then_some((component, property));
                if is_late {
                    self.mark_changes(window, &changes, as_entered);
                    let is_heard = changes.iter().any(|change| self.hears_changes(window, change.component));
                    return if is_heard { ActState::NotDone(NotDone::LateEntry) } else { ActState::Done };
                }
                self.note_changes(window, changes, None, as_entered);
                ActState::Done
            }
            Err(_) => {
                // The browser shows the requested value; it gets the actual one.
                if shown.window.get(component, property).is_ok() {
                    self.outbox.mark(Mark::Property(at, property.to_owned()));
                }
                ActState::NotDone(NotDone::Unusable)
            }
        }
    }

    /// The person answered a dialog. One whose answer comes too late is asked once more.
    pub(in crate::client) fn answer(&mut self, dialog: u64, answer: DialogAnswer, act: Act) {
        self.watched(act.at);
        let state = if let Some(late) = self.lateness(act) {
            self.outbox.mark(Mark::DialogOpened(dialog));
            ActState::NotDone(late)
        } else if self.dialogs.answer(dialog, answer) {
            self.outbox.mark(Mark::DialogClosed(dialog));
            ActState::Done
        } else {
            ActState::NotDone(NotDone::Gone)
        };
        self.conclude(act, None, state);
    }

    /// The person closed a window, if it is one that a person may close.
    pub(in crate::client) fn close_by_person(&mut self, window: u32, act: Act) {
        self.watched(act.at);
        let at = ComponentRef { window, component: rollcall_window::WINDOW };
        let shown = self.windows.iter().find(|shown| shown.number == window);
        let is_closable = shown.is_none_or(super::WindowInstance::is_closable);
        let obstacle = self.lateness(act).or_else(|| self.obstacle(at, true));
        let state = match obstacle.or((!is_closable).then_some(NotDone::Unusable)) {
            Some(why) => ActState::NotDone(why),
            None => {
                self.close_window(window, None);
                ActState::Done
            }
        };
        self.conclude(act, Some(at), state);
    }
}

fn value(entered: &UserValue) -> Value {
    match entered {
        UserValue::Nothing(()) => Value::Nothing,
        UserValue::Boolean(yes) => Value::Boolean(*yes),
        UserValue::Number(number) => Value::Double(*number),
        UserValue::Text(text) => Value::Text(text.as_str().into()),
        UserValue::Rows(rows) => {
            let row = |row: &u32| Value::Integer(i32::try_from(*row).unwrap_or(i32::MAX));
            Value::List(rows.iter().map(row).collect())
        }
    }
}

/// Whether a browser that shows the entry shows this value.
fn is_shown(now: &Value, entered: &UserValue) -> bool {
    match (now, entered) {
        (Value::Integer(now), UserValue::Number(entered)) => f64::from(*now) == *entered,
        (Value::Long(now), UserValue::Number(entered)) => *now as f64 == *entered,
        (now, entered) => *now == value(entered),
    }
}
