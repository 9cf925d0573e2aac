//! The items that wait to be run for one client: events, functions for later, messages, timers.
//!
//! Attended items go first: the person's acts, and the items that follow from them. Messages, timers and the items that
//! follow from those come after, so that a storm of messages does not bury a press; each kind is in order, and the
//! second kind is not put off for ever.
//!
//! It is bounded, since a browser can send anything at any rate and scripts can ask for anything. Equal items are held
//! once: a property that changes again before its script has run, a timer whose turn comes again. An intended act is
//! taken in order and refused with a message when the queue is full, never dropped silently; an event that merely
//! passed by (the pointer over a component, the focus) is not taken when the queue is half full.

mod lanes;

use std::sync::Arc;

use rollcall_window::Value;
use rollcall_wire::component::{ComponentRef, UserEvent, What};
use rollcall_wire::desktop::{Act, UserValue};
use rollcall_wire::host::Function;

use super::messages::Payload;

use self::lanes::Lanes;
use super::chain::Chain;

/// How many items may wait. A person who presses once a second fills it in four minutes, if nothing is run in that
/// time.
pub(super) const CAPACITY: usize = 256;
/// How many messages may be among them.
pub(super) const MESSAGES: usize = CAPACITY / 2;
/// As many messages in a row are nothing unusual. Those that come of more have less room, half as much for each, so that
/// clients that answer each other's messages to all calm down long before their chains end.
const USUAL_MESSAGES: u32 = 4;
/// The same for scripts in a row of whatever kind, with half as much room for every [`LINKS_TO_HALVE`].
const USUAL_LINKS: u32 = 16;
/// See [`USUAL_LINKS`].
const LINKS_TO_HALVE: u32 = 8;

/// Something to be run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    /// The project's client startup script.
    Startup,
    /// Not a script: the windows that a client begins with open.
    OpenWindows,
    /// The script that a component has for an event.
    Event {
        /// The component.
        at: ComponentRef,
        /// The event.
        what: What,
        /// The scripts that led to it.
        chain: Chain,
        /// The fingerprint of the component's data as the person saw it, where it has data.
        seen: Option<u64>,
        /// Which act of the person it is, where it is one.
        act: Option<Act>,
    },
    /// Not a script: a person's choice in a component (a toggle, a list), after the items that waited before it.
    Choice {
        /// The component.
        at: ComponentRef,
        /// The property.
        property: String,
        /// The new value, and the data that it refers to.
        value: Entered,
        /// Which act it is.
        act: Act,
    },
    /// A message handler of the project.
    Message {
        /// Its name.
        handler: String,
        /// Its `payload`.
        payload: Arc<Payload>,
        /// The scripts that led to it.
        chain: Chain,
    },
    /// A function that a script wanted to be called later.
    Later {
        /// The function.
        function: Function,
        /// The worker that keeps it.
        worker: u64,
        /// The scripts that led to it.
        chain: Chain,
    },
    /// A client timer of the project, by its place among them.
    Timer(usize),
    /// The project's client shutdown script.
    Shutdown,
}

/// A person's entry, and the fingerprint of the component's data as it was shown then: a selection is of rows.
pub(super) type Entered = (UserValue, Option<u64>);

/// The outcome of putting an item into the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// It waits.
    Waits,
    /// An equal one waits, or it is unimportant at a busy time.
    Spared,
    /// There is no room.
    Full,
    /// There is no room for more of its chain, which is long and branches.
    Endless,
}

/// The queue.
#[derive(Debug, Default)]
pub(super) struct Queue {
    items: Lanes,
}

impl Queue {
    /// Puts an item at the end, if there is room.
    pub(super) fn put(&mut self, item: Item) -> Put {
        if self.is_said(&item) || (item.passes_by() && self.items.len() >= CAPACITY / 2) {
            return Put::Spared;
        }
        // Startup and shutdown come once, and not from outside.
        let reserved = matches!(item, Item::Startup | Item::OpenWindows | Item::Shutdown);
        if self.items.len() >= CAPACITY && !reserved {
            return Put::Full;
        }
        if !self.has_room_in_its_chain(&item) {
            return Put::Endless;
        }
        self.items.push(item);
        Put::Waits
    }

    /// Whether an item leaves room to those of shorter chains: a chain that branches must not fill the queue for long.
    fn has_room_in_its_chain(&self, item: &Item) -> bool {
        let Some(chain) = item.chain() else { return true };
        let messages = || self.items.iter().filter(|item| matches!(item, Item::Message { .. })).count();
        let long = || self.items.iter().filter_map(Item::chain).filter(|other| other.links() > USUAL_LINKS).count();
        let is_message = matches!(item, Item::Message { .. });
        let of_messages = room(MESSAGES, chain.messages().saturating_sub(USUAL_MESSAGES));
        let of_long = room(CAPACITY, chain.links().saturating_sub(USUAL_LINKS).div_ceil(LINKS_TO_HALVE));
        (!is_message || messages() < of_messages) && (chain.links() <= USUAL_LINKS || long() < of_long)
    }

    /// Takes the next item.
    pub(super) fn take(&mut self) -> Option<Item> {
        self.items.take()
    }

    /// Whether items from now on come before the waiting ones: the items that follow from a choice do, whose turn has
    /// come among presses.
    pub(super) fn lead(&mut self, leads: bool) {
        self.items.lead(leads);
    }

    /// Drops all items; returns the person's acts among them.
    pub(super) fn clear(&mut self) -> Vec<(Act, ComponentRef)> {
        std::mem::take(&mut self.items).iter().filter_map(Item::act).collect()
    }

    /// Drops the waiting intended acts; returns them.
    pub(super) fn drop_acts(&mut self) -> Vec<Item> {
        let acts = self.items.iter().filter(|item| item.is_intended()).cloned().collect();
        self.items.retain(|item| !item.is_intended());
        acts
    }

    /// Drops the act of this number, if it waits.
    pub(super) fn drop_act(&mut self, number: u64) -> Option<Item> {
        let is_it = |item: &Item| item.act().is_some_and(|(act, _)| act.number == number);
        let (lane, place) = self.items.position(is_it)?;
        self.items.remove(lane, place)
    }

    /// Drops the items for the interpreter that is about to be given up; returns their number.
    pub(super) fn drop_kept(&mut self) -> usize {
        let before = self.items.len();
        self.items.retain(|item| !matches!(item, Item::Later { function: Function::Kept(_), .. }));
        before - self.items.len()
    }

    /// The waiting items.
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter()
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.items.len() == 0
    }

    /// Whether a function waits that only one interpreter can call.
    pub(super) fn has_kept(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Later { function: Function::Kept(_), .. }))
    }

    /// Whether a timer's script waits.
    pub(super) fn has_timer(&self, index: usize) -> bool {
        self.items.iter().any(|item| *item == Item::Timer(index))
    }

    /// Whether an equal item waits; a change of a property is then brought up to date there.
    fn is_said(&mut self, item: &Item) -> bool {
        match item {
            Item::Timer(index) => self.has_timer(*index),
            Item::Event { at, what: What::PropertyChange { property_name, new_value, .. }, chain, .. } => {
                self.update_change(*at, property_name, new_value, chain)
            }
            _ => false,
        }
    }

    /// Brings a change that waits up to date, if there is one. A change that was reverted meanwhile is dropped; a
    /// person's change of a property that a timer had changed waits with the person's acts, so that their order is
    /// kept.
    fn update_change(&mut self, component: ComponentRef, property: &str, value: &Value, chain: &Chain) -> bool {
        let Some((lane, place)) = self.items.position(|item| is_change(item, component, property)) else {
            return false;
        };
        let Some(Item::Event { what: What::PropertyChange { old_value, new_value, .. }, chain: before, .. }) =
            self.items.get_mut(lane, place)
        else {
            return false;
        };
        new_value.clone_from(value);
        if old_value == new_value {
            self.items.remove(lane, place);
        } else if before.is_unattended() && !chain.is_unattended() {
            before.clone_from(chain);
            let item = self.items.remove(lane, place);
            item.into_iter().for_each(|item| self.items.push(item));
        }
        true
    }
}

/// A room that was halved so often, and still is one.
fn room(whole: usize, halvings: u32) -> usize {
    whole.checked_shr(halvings).unwrap_or(0).max(1)
}

fn is_change(item: &Item, component: ComponentRef, property: &str) -> bool {
    matches!(item, Item::Event { at, what: What::PropertyChange { property_name, .. }, .. }
        if *at == component && property_name == property)
}

impl Item {
    /// The scripts that led to it, where there may be any.
    fn chain(&self) -> Option<&Chain> {
        match self {
            Item::Event { chain, .. } | Item::Message { chain, .. } | Item::Later { chain, .. } => Some(chain),
            Item::Choice { .. } | Item::Timer(_) | Item::Startup | Item::OpenWindows | Item::Shutdown => None,
        }
    }

    /// Whether no person waits for it.
    fn is_unattended(&self) -> bool {
        matches!(self, Item::Timer(_)) || self.chain().is_some_and(Chain::is_unattended)
    }
}

impl Item {
    /// The act of the person that it is, and its component.
    pub(super) fn act(&self) -> Option<(Act, ComponentRef)> {
        match self {
            Item::Event { at, act: Some(act), .. } | Item::Choice { at, act, .. } => Some((*act, *at)),
            _ => None,
        }
    }

    /// Whether a person did it, and on purpose.
    pub(super) fn is_intended(&self) -> bool {
        self.act().is_some() && !self.passes_by()
    }

    fn passes_by(&self) -> bool {
        matches!(self, Item::Event { what: What::Person(event), .. } if passes_by(event))
    }
}

/// Whether an event merely passes by: it is not done on purpose.
pub(super) fn passes_by(event: &UserEvent) -> bool {
    use UserEvent::{FocusGained, FocusLost, MouseEntered, MouseExited};
    matches!(event, MouseEntered(_) | MouseExited(_) | FocusGained | FocusLost)
}

#[cfg(test)]
mod tests;
