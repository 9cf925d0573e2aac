//! Whether something that a person did may be done: asked when it comes, and once more when its turn has come.
//!
//! A press is meant for the state that its person saw. By the time that it is run, the script of the press before may
//! have disabled the button, closed the window or opened a dialog, and the line may have held it back for half a
//! minute. So no waiting act is assumed to be still meant: one that no longer fits is dropped, and the person is told.
//!
//! The age of an act follows from the gateway's own clock and the reading of that clock, at the earliest, when the act
//! was done. It never seems younger than it is, wherever it was held up: in the browser, in a proxy, or before a
//! gateway that stood still. An act with a time later than now comes from a clock that cannot be trusted, and counts as
//! old.
//!
//! An act that waits behind other scripts may grow old there, before the eyes of its person, who can take it back. It
//! is run only if the browser has reported, not longer ago than a press may be old, that it is visible and shows the
//! act.

use std::time::Duration;

use rollcall_wire::component::{ComponentRef, What};
use rollcall_wire::desktop::{Act, ActState, NotDone};
use rollcall_wire::worker::Entry;

use super::{Desktop, Lifecycle, Mark, Put, Task};
use crate::client::queue::{Item, passes_by};

/// How far two clocks may drift apart between two readings, in milliseconds.
const DRIFT: u64 = 1_000;

/// The times that a desktop knows: moments of the gateway's clock, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    now: u64,
    /// Since when all acts of this client come here.
    pub(super) born: u64,
    /// When the browser was last known to be there.
    seen: Option<u64>,
    press_age: u64,
}

impl Default for Time {
    fn default() -> Self {
        let press_age = crate::config::Clients::default().press_age.0;
        Time { now: 0, born: 0, seen: None, press_age: millis(press_age) }
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

impl Time {
    fn is_old(&self, at: Option<u64>) -> bool {
        let is_ahead = |at: u64| at > self.now.saturating_add(DRIFT);
        at.is_none_or(|at| is_ahead(at) || self.now.saturating_sub(at) > self.press_age)
    }
}

impl Desktop {
    /// The client begins at this moment of the gateway's clock. A person's act may be at most `press_age` old to be
    /// done.
    pub(in crate::client) fn keep_time(&mut self, now: u64, press_age: Duration) {
        self.time = Time { now, born: now, seen: None, press_age: millis(press_age) };
    }

    /// The gateway's clock has gone on.
    pub(in crate::client) fn set_clock(&mut self, now: u64) {
        self.time.now = self.time.now.max(now);
    }

    /// The browser reports that it is visible and shows the waiting acts; with the time of the report, at the earliest.
    pub(in crate::client) fn watched(&mut self, at: Option<u64>) {
        if !self.time.is_old(at) {
            self.time.seen = self.time.seen.max(at);
        }
    }

    /// Why an act that arrives now is too late, if it is.
    pub(super) fn lateness(&self, act: Act) -> Option<NotDone> {
        self.time.is_old(act.at).then_some(NotDone::Late)
    }

    /// Whether an act grew old while it waited, without a person there to take it back.
    pub(super) fn is_forsaken(&self, act: Act) -> bool {
        self.time.is_old(act.at) && self.time.is_old(self.time.seen)
    }

    /// The obstacle to any intended act of a person at this moment.
    pub(super) fn obstacle_to_all(&self) -> Option<NotDone> {
        match self.lifecycle {
            Lifecycle::Open => self.dialogs.is_open().then_some(NotDone::DialogOpen),
            _ => Some(NotDone::Leaving),
        }
    }

    /// The obstacle to an act on a component at this moment.
    pub(super) fn obstacle(&self, at: ComponentRef, is_intended: bool) -> Option<NotDone> {
        let shown = self.windows.iter().find(|shown| shown.number == at.window);
        let of_all = self.obstacle_to_all().filter(|why| is_intended || *why != NotDone::DialogOpen);
        of_all.or_else(|| match shown {
            None => Some(NotDone::Gone),
            Some(shown) => (!shown.window.is_usable(at.component)).then_some(NotDone::Unusable),
        })
    }

    /// Puts a person's act into the queue, or reports why not.
    pub(super) fn take_in(&mut self, item: Item, obstacle: Option<NotDone>) {
        if let Some(why) = obstacle {
            return self.refuse(&item, why);
        }
        let Ok(_room) = self.room_for_item(&item) else { return self.refuse(&item, NotDone::Busy) };
        match self.put(item.clone()) {
            Put::Full | Put::Endless => self.refuse(&item, NotDone::Busy),
            Put::Waits if item.is_intended() => {
                if let Some((act, at)) = item.act() {
                    self.acts.wait(act, Some(at));
                    self.outbox.mark(Mark::Act(act.number));
                }
            }
            Put::Waits | Put::Spared => {}
        }
    }

    /// Whether an item whose turn has come is to be run; if not, it is dropped, and the person is told.
    pub(super) fn still_fits(&mut self, item: &Item) -> bool {
        let why = match (item, item.act()) {
            (_, Some((act, _))) if self.is_forsaken(act) => Some(NotDone::Waited),
            (Item::Event { at, what, .. }, Some(_)) => {
                let obstacle = self.obstacle(*at, item.is_intended()).or_else(|| self.other_rows(*at, item));
                obstacle.or_else(|| self.without_script(*at, what))
            }
            (_, Some((_, at))) => self.obstacle(at, self.is_heard(at)),
            // For a window that has closed, only the last script is run.
            (Item::Event { at, what: What::PropertyChange { .. }, .. }, None) => {
                (!self.windows.iter().any(|shown| shown.number == at.window)).then_some(NotDone::Gone)
            }
            _ => None,
        };
        if let Some(why) = why {
            self.refuse(item, why);
        }
        why.is_none()
    }

    /// The script of a task has got a worker. Whether it is still to be run; if not, the person is told.
    pub(in crate::client) fn may_run(&mut self, task: &Task) -> bool {
        let Some((act, at)) = task.act else { return true };
        let is_intended = task.is_intended();
        let why = if self.acts.is_taken_back(act.number) {
            Some(NotDone::TakenBack)
        } else if self.is_forsaken(act) {
            Some(NotDone::Waited)
        } else {
            self.obstacle(at, is_intended)
        };
        match why {
            Some(why) if is_intended => self.conclude(act, Some(at), ActState::NotDone(why)),
            None if is_intended => {
                self.acts.run(act.number);
                self.outbox.mark(Mark::Act(act.number));
            }
            _ => {}
        }
        why.is_none()
    }

    /// The script of a task has come to its end, or never began.
    pub(super) fn conclude_task(&mut self, task: &Task) {
        let Some((act, at)) = task.act else { return };
        let state = match self.acts.outcome(act.number).map(|update| update.state) {
            Some(ActState::Runs) => ActState::Done,
            Some(ActState::Waits) if self.lifecycle == Lifecycle::Open => ActState::NotDone(NotDone::Busy),
            Some(ActState::Waits) => ActState::NotDone(NotDone::Leaving),
            _ => return,
        };
        self.conclude(act, Some(at), state);
    }

    /// The person takes back a waiting act.
    pub(in crate::client) fn take_back(&mut self, number: u64) {
        match self.queue.drop_act(number) {
            Some(item) => self.refuse(&item, NotDone::TakenBack),
            // It is on its way to a worker, and reported once it is there; or it is too late, and the person is told.
            None if self.acts.take_back(number) => {}
            None => self.outbox.mark(Mark::Act(number)),
        }
    }

    /// A dialog has opened before the windows: presses from before it was seen are void.
    pub(super) fn drop_acts_behind_dialog(&mut self) {
        for item in self.queue.drop_acts() {
            self.refuse(&item, NotDone::DialogOpen);
        }
    }

    /// Drops all waiting items, and reports the person's acts among them.
    pub(super) fn drop_all(&mut self) {
        self.drop_wanted(NotDone::Leaving);
        for (act, at) in self.queue.clear() {
            if self.acts.outcome(act.number).is_some() {
                self.conclude(act, Some(at), ActState::NotDone(NotDone::Leaving));
            }
        }
    }

    /// Sends a browser that has just connected the outcomes of its acts, and the acts of any page that still wait or
    /// run.
    pub(in crate::client) fn tell_acts(&mut self, unanswered: &[Act]) {
        for act in unanswered {
            self.acts.look_up(*act, self.time.born);
            self.outbox.mark(Mark::Act(act.number));
        }
        for number in self.acts.open().collect::<Vec<_>>() {
            self.outbox.mark(Mark::Act(number));
        }
    }

    /// An act has come to its end.
    pub(super) fn conclude(&mut self, act: Act, at: Option<ComponentRef>, state: ActState) {
        self.acts.finish(act, at, state);
        self.outbox.mark(Mark::Act(act.number));
    }

    /// A person's act is not done. An event that merely passed by is not reported.
    pub(super) fn refuse(&mut self, item: &Item, why: NotDone) {
        let Some((act, at)) = item.act().filter(|_| item.is_intended()) else { return };
        self.conclude(act, Some(at), ActState::NotDone(why));
        if let Item::Choice { property, .. } = item {
            // The browser shows the requested value; it gets the actual one.
            if self.find(at.window).is_some_and(|shown| shown.window.get(at.component, property).is_ok()) {
                self.outbox.mark(Mark::Property(at, property.clone()));
            }
        }
    }

    /// Whether a person's act is about rows other than the ones that they saw: the person did not choose the row that
    /// it would be about now.
    pub(super) fn other_rows(&self, at: ComponentRef, item: &Item) -> Option<NotDone> {
        let Item::Event { seen, .. } = item else { return None };
        let shown = self.find(at.window).filter(|_| item.is_intended())?;
        (!shown.window.is_about_its_rows(at.component, *seen)).then_some(NotDone::OtherRows)
    }

    fn without_script(&self, at: ComponentRef, what: &What) -> Option<NotDone> {
        let script = self.find(at.window).and_then(|shown| shown.script(at.component, what.name()));
        script.is_none().then_some(NotDone::Gone)
    }

    /// Whether a script reacts to a person's choice in a component.
    pub(super) fn is_heard(&self, at: ComponentRef) -> bool {
        let has = |event| self.find(at.window).is_some_and(|shown| shown.script(at.component, event).is_some());
        has("actionPerformed") || has("propertyChange")
    }
}

impl Task {
    /// Whether a person intended the act that it answers.
    fn is_intended(&self) -> bool {
        !matches!(&self.entry, Entry::Event(event) if matches!(&event.what, What::Person(event) if passes_by(event)))
    }
}
