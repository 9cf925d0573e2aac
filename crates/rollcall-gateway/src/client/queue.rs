//! What waits to be run for one client, in order: events, functions for later, messages, timers.
//!
//! It is bounded, since a browser can send anything at any rate and scripts can ask for anything. What says the same
//! twice is held once: a property that changes again before its script has run, a timer whose turn comes again. What a
//! person did on purpose is taken in order and refused aloud when the queue is full, never dropped without a word; what
//! merely passed by (the pointer over a component, the focus) is not taken when the queue is half full.

use std::collections::VecDeque;

use rollcall_window::Value;
use rollcall_wire::component::{ComponentRef, UserEvent, What};
use rollcall_wire::host::{Carried, Function};

/// How many items may wait. A person who presses once a second fills it in four minutes, if nothing is run meanwhile.
pub(super) const CAPACITY: usize = 256;
/// How often a change of a property may lead to another by scripts alone. A script that answers each change with another
/// would go on for ever.
pub(super) const MAX_CHAIN: u32 = 100;

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
        /// What happened.
        what: What,
        /// How many changes of properties by scripts led to it.
        chain: u32,
    },
    /// A message handler of the project.
    Message {
        /// Its name.
        handler: String,
        /// Its `payload`.
        payload: Carried,
    },
    /// A function that a script wanted to be called later.
    Later {
        /// The function.
        function: Function,
        /// The worker that keeps it.
        worker: u64,
    },
    /// A client timer of the project, by its place among them.
    Timer(usize),
    /// The project's client shutdown script.
    Shutdown,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// It waits.
    Waits,
    /// Another one says the same, or it says nothing of importance at a busy time.
    Spared,
    /// There is no room.
    Full,
    /// It comes of a change that came of a change, too many times.
    Endless,
}

/// The queue.
#[derive(Debug, Default)]
pub(super) struct Queue {
    items: VecDeque<Item>,
}

impl Queue {
    /// Puts an item at the end, if there is room.
    pub(super) fn put(&mut self, item: Item) -> Put {
        if matches!(item, Item::Event { chain, .. } if chain > MAX_CHAIN) {
            return Put::Endless;
        }
        if self.is_said(&item) || (passes_by(&item) && self.items.len() >= CAPACITY / 2) {
            return Put::Spared;
        }
        // Startup and shutdown come once, and not from outside.
        let reserved = matches!(item, Item::Startup | Item::OpenWindows | Item::Shutdown);
        if self.items.len() >= CAPACITY && !reserved {
            return Put::Full;
        }
        self.items.push_back(item);
        Put::Waits
    }

    /// Takes the next item.
    pub(super) fn take(&mut self) -> Option<Item> {
        let item = self.items.pop_front();
        if self.items.is_empty() {
            // An idle client holds nothing.
            self.items = VecDeque::new();
        }
        item
    }

    /// Drops what waits.
    pub(super) fn clear(&mut self) {
        self.items = VecDeque::new();
    }

    /// Drops what waits for the interpreter that is about to be given up; how much that was.
    pub(super) fn drop_kept(&mut self) -> usize {
        let before = self.items.len();
        self.items.retain(|item| !matches!(item, Item::Later { function: Function::Kept(_), .. }));
        before - self.items.len()
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether a function waits that only one interpreter can call.
    pub(super) fn has_kept(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Later { function: Function::Kept(_), .. }))
    }

    /// Whether a timer's script waits.
    pub(super) fn has_timer(&self, index: usize) -> bool {
        self.items.contains(&Item::Timer(index))
    }

    /// Whether an item that waits says the same; a change of a property is then brought up to date there.
    fn is_said(&mut self, item: &Item) -> bool {
        match item {
            Item::Timer(_) => self.items.contains(item),
            Item::Event { at, what: What::PropertyChange { property_name, new_value, .. }, .. } => {
                self.update_change(*at, property_name, new_value)
            }
            _ => false,
        }
    }

    /// Brings a change that waits up to date, if there is one; one that was taken back meanwhile is none any more.
    fn update_change(&mut self, component: ComponentRef, property: &str, value: &Value) -> bool {
        let waiting = self.items.iter_mut().enumerate().find_map(|(place, item)| match item {
            Item::Event { at, what: What::PropertyChange { property_name, old_value, new_value }, .. }
                if *at == component && property_name == property =>
            {
                new_value.clone_from(value);
                Some((place, old_value == new_value))
            }
            _ => None,
        });
        if let Some((place, true)) = waiting {
            self.items.remove(place);
        }
        waiting.is_some()
    }
}

/// Whether an event merely passes by: nobody does it on purpose.
fn passes_by(item: &Item) -> bool {
    use UserEvent::{FocusGained, FocusLost, MouseEntered, MouseExited};
    let Item::Event { what: What::Person(event), .. } = item else { return false };
    matches!(event, MouseEntered(_) | MouseExited(_) | FocusGained | FocusLost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rollcall_wire::component::{Modifiers, Mouse};

    fn at(component: u32) -> ComponentRef {
        ComponentRef { window: 1, component }
    }

    fn pressed(component: u32) -> Item {
        Item::Event { at: at(component), what: What::Person(UserEvent::ActionPerformed), chain: 0 }
    }

    fn entered() -> Item {
        let mouse = Mouse { button: 0, click_count: 0, x: 0, y: 0, modifiers: Modifiers::default() };
        Item::Event { at: at(1), what: What::Person(UserEvent::MouseEntered(mouse)), chain: 0 }
    }

    fn changed(component: u32, old: i32, new: i32, chain: u32) -> Item {
        let what = What::PropertyChange {
            property_name: "value".to_owned(),
            old_value: Value::Integer(old),
            new_value: Value::Integer(new),
        };
        Item::Event { at: at(component), what, chain }
    }

    fn drained(queue: &mut Queue) -> Vec<Item> {
        std::iter::from_fn(|| queue.take()).collect()
    }

    #[test]
    fn a_property_that_changes_again_is_told_once_from_the_first_to_the_last() {
        let mut queue = Queue::default();
        assert_eq!(queue.put(changed(1, 0, 1, 0)), Put::Waits);
        assert_eq!(queue.put(pressed(1)), Put::Waits);
        assert_eq!(queue.put(changed(2, 5, 6, 0)), Put::Waits);
        assert_eq!(queue.put(changed(1, 1, 2, 0)), Put::Spared);
        assert_eq!(drained(&mut queue), [changed(1, 0, 2, 0), pressed(1), changed(2, 5, 6, 0)]);
        for change in [changed(1, 0, 1, 0), changed(2, 5, 6, 0), changed(1, 1, 0, 0)] {
            queue.put(change);
        }
        assert_eq!(drained(&mut queue), [changed(2, 5, 6, 0)], "a change that was taken back is none");
    }

    #[test]
    fn a_timer_waits_once() {
        let mut queue = Queue::default();
        assert_eq!(queue.put(Item::Timer(0)), Put::Waits);
        assert_eq!(queue.put(Item::Timer(1)), Put::Waits);
        assert_eq!(queue.put(Item::Timer(0)), Put::Spared);
    }

    #[test]
    fn changes_that_lead_to_changes_come_to_an_end() {
        let mut queue = Queue::default();
        assert_eq!(queue.put(changed(1, 0, 1, MAX_CHAIN)), Put::Waits);
        assert_eq!(queue.put(changed(2, 0, 1, MAX_CHAIN + 1)), Put::Endless);
    }

    #[test]
    fn what_passes_by_gives_way_before_the_queue_is_full() {
        let mut queue = Queue::default();
        for _ in 0..CAPACITY / 2 {
            assert_eq!(queue.put(pressed(1)), Put::Waits);
        }
        assert_eq!(queue.put(entered()), Put::Spared);
        assert_eq!(queue.put(pressed(1)), Put::Waits);
    }

    #[test]
    fn a_full_queue_says_so_and_still_takes_the_end() {
        let mut queue = Queue::default();
        for _ in 0..CAPACITY {
            assert_eq!(queue.put(pressed(1)), Put::Waits);
        }
        assert_eq!(queue.put(pressed(1)), Put::Full);
        assert_eq!(queue.put(Item::Shutdown), Put::Waits);
    }

    proptest! {
        /// Whatever is put in whatever order: presses that were taken come out, all of them, in order.
        #[test]
        fn no_press_that_waits_is_lost(choices in prop::collection::vec((0u32..4, 0u32..3), 0..600)) {
            let mut queue = Queue::default();
            let (mut expected, mut seen) = (Vec::new(), Vec::new());
            for (number, (choice, component)) in choices.into_iter().enumerate() {
                let item = match choice {
                    0 => Item::Event {
                        at: ComponentRef { window: number as u32, component },
                        what: What::Person(UserEvent::ActionPerformed),
                        chain: 0,
                    },
                    1 => changed(component, 0, number as i32, 0),
                    2 => entered(),
                    _ => { seen.extend(queue.take()); continue; }
                };
                if queue.put(item.clone()) == Put::Waits && choice == 0 {
                    expected.push(item);
                }
            }
            seen.extend(drained(&mut queue));
            seen.retain(|item| matches!(item, Item::Event { what: What::Person(UserEvent::ActionPerformed), .. }));
            prop_assert_eq!(seen, expected);
        }
    }
}
