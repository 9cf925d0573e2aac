//! What a browser sends. It may send anything at any time, so each word is checked against the windows as they are, and
//! what does not fit is dropped: the window may just have closed, the button may just have been disabled.

use rollcall_window::Value;
use rollcall_wire::component::{ComponentRef, UserEvent, What};
use rollcall_wire::desktop::{DialogAnswer, ReopenedChange, ReopenedWindow, UserValue};

use super::scripts::words;
use super::{Desktop, MAX_WINDOWS, Mark, Put, Stage};
use crate::client::chain::Chain;
use crate::client::queue::Item;

/// Where a browser names a window that it was not shown. The words are the same for one that there is not.
const NOT_BY_ADDRESS: &str = "this window cannot be opened by its address: open it from where the project leads to it";
/// Where what a window was opened with is lost: it was too much for a browser to keep, or another gateway's.
const NOT_OPENED_AGAIN: &str =
    "the connection was lost, and with it what this window was opened with: open it again from where you had opened it";

/// What a person did to a table of which they saw other rows than there are now.
const ROWS_HAVE_CHANGED: &str = "this was not run: the rows had changed before your click arrived, and the one that you \
     chose may stand elsewhere now. Choose it again";

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
        let parameters = match opened_with.as_deref().map(|sealed| self.seal.open(path, sealed)) {
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
            Err(error) => return self.failed(path, &words(&error)),
        };
        self.restore(window, reopened.changes);
    }

    /// Puts back what the person had entered before. That is no event: the scripts of the gateway before have had theirs
    /// for it, so none is run for what is entered nor for what follows from it.
    fn restore(&mut self, window: u32, entered: Vec<ReopenedChange>) {
        let Some(shown) = self.windows.iter_mut().find(|shown| shown.number == window) else { return };
        for ReopenedChange { component, property, value: entered, seen } in entered {
            // What the window does not take any more stays as it is; the browser is told everything after this.
            let _ = shown.window.set_by_person(component, &property, value(&entered), seen);
        }
    }

    /// The person did something to a component.
    pub(in crate::client) fn event(&mut self, at: ComponentRef, event: UserEvent) {
        let shown = self.windows.iter().find(|shown| shown.number == at.window);
        let Some(shown) = shown.filter(|shown| shown.window.is_usable(at.component)) else { return };
        let Some(script) = shown.script(at.component, event.name()) else { return };
        let file = script.file.to_string();
        if self.put(Item::Event { at, what: What::Person(event), chain: Chain::PERSON }) == Put::Full {
            self.failed(&file, "this client has too much to do already: wait until it is done, and try again");
        }
    }

    /// Whether what a person did is about the rows that are selected now, which only those can know who saw them; else
    /// the person is told that nothing was done.
    pub(in crate::client) fn is_about_its_rows(
        &mut self,
        at: ComponentRef,
        event: &UserEvent,
        seen: Option<u64>,
    ) -> bool {
        use UserEvent::{FocusGained, FocusLost, MouseEntered, MouseExited};
        let Some(shown) = self.windows.iter().find(|shown| shown.number == at.window) else { return true };
        let passes_by = matches!(event, MouseEntered(_) | MouseExited(_) | FocusGained | FocusLost);
        if passes_by || shown.window.is_about_its_rows(at.component, seen) {
            return true;
        }
        let file = shown.script(at.component, event.name()).map(|script| script.file.to_string());
        if let Some(file) = file {
            self.failed(&file, ROWS_HAVE_CHANGED);
        }
        false
    }

    /// The person entered something. `seen` stands for the component's data as it was shown.
    pub(in crate::client) fn change(
        &mut self,
        at: ComponentRef,
        property: &str,
        entered: UserValue,
        seen: Option<u64>,
    ) {
        let ComponentRef { window, component } = at;
        let room = self.room_for_value(at, property, &value(&entered));
        if let Err(error) = &room {
            self.failed(property, &words(error));
            self.outbox.mark(Mark::Property(at, property.to_owned()));
            return;
        }
        let Some(shown) = self.windows.iter_mut().find(|shown| shown.number == window) else { return };
        match shown.window.set_by_person(component, property, value(&entered), seen) {
            Ok(changes) => {
                let now = shown.window.get(component, property);
                let as_entered = now.is_ok_and(|now| is_shown(&now, &entered));
                self.note_changes(window, changes, None, as_entered.then_some((component, property)));
                // It may be as it was, and the browser shows what the person wished.
                if !as_entered {
                    self.outbox.mark(Mark::Property(at, property.to_owned()));
                }
            }
            // The browser shows what it wished; it is told what is so.
            Err(_) if shown.window.get(component, property).is_ok() => {
                self.outbox.mark(Mark::Property(at, property.to_owned()));
            }
            Err(_) => {}
        }
    }

    /// The person answered a dialog.
    pub(in crate::client) fn answer(&mut self, dialog: u64, answer: DialogAnswer) {
        if self.dialogs.answer(dialog, answer) {
            self.outbox.mark(Mark::DialogClosed(dialog));
        }
    }

    /// The person closed a window, if it is one that a person may close.
    pub(in crate::client) fn close_by_person(&mut self, window: u32) {
        let shown = self.windows.iter().find(|shown| shown.number == window);
        if self.stage == Stage::Open && shown.is_some_and(super::Shown::is_closable) {
            self.close_window(window, None);
        }
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

/// Whether a browser that shows what was entered shows the value.
fn is_shown(now: &Value, entered: &UserValue) -> bool {
    match (now, entered) {
        (Value::Integer(now), UserValue::Number(entered)) => f64::from(*now) == *entered,
        (Value::Long(now), UserValue::Number(entered)) => *now as f64 == *entered,
        (now, entered) => *now == value(entered),
    }
}
