//! The queue of one client: items that wait once, items that give way, and the order.

use std::time::Duration;

use super::*;
use crate::client::chain::{Link, MAX_CHAIN};
use proptest::prelude::*;
use rollcall_wire::component::{Modifiers, Mouse};

fn at(component: u32) -> ComponentRef {
    ComponentRef { window: 1, component }
}

fn pressed(component: u32) -> Item {
    Item::Event {
        at: at(component),
        what: What::Person(UserEvent::ActionPerformed),
        chain: Chain::PERSON,
        seen: None,
        act: None,
    }
}

fn entered() -> Item {
    let mouse = Mouse { button: 0, click_count: 0, x: 0, y: 0, modifiers: Modifiers::default() };
    Item::Event {
        at: at(1),
        what: What::Person(UserEvent::MouseEntered(mouse)),
        chain: Chain::PERSON,
        seen: None,
        act: None,
    }
}

fn changed(component: u32, old: i32, new: i32) -> Item {
    changed_by(component, old, new, Chain::PERSON)
}

fn changed_by(component: u32, old: i32, new: i32, chain: Chain) -> Item {
    let what = What::PropertyChange {
        property_name: "value".to_owned(),
        old_value: Value::Integer(old),
        new_value: Value::Integer(new),
    };
    Item::Event { at: at(component), what, chain, seen: None, act: None }
}

fn drained(queue: &mut Queue) -> Vec<Item> {
    std::iter::from_fn(|| queue.take()).collect()
}

#[test]
fn a_property_that_changes_again_is_told_once_from_the_first_to_the_last() {
    let mut queue = Queue::default();
    assert_eq!(queue.put(changed(1, 0, 1)), Put::Waits);
    assert_eq!(queue.put(pressed(1)), Put::Waits);
    assert_eq!(queue.put(changed(2, 5, 6)), Put::Waits);
    assert_eq!(queue.put(changed(1, 1, 2)), Put::Spared);
    assert_eq!(drained(&mut queue), [changed(1, 0, 2), pressed(1), changed(2, 5, 6)]);
    for change in [changed(1, 0, 1), changed(2, 5, 6), changed(1, 1, 0)] {
        queue.put(change);
    }
    assert_eq!(drained(&mut queue), [changed(2, 5, 6)], "a change that was taken back is dropped");
}

#[test]
fn a_timer_waits_once() {
    let mut queue = Queue::default();
    assert_eq!(queue.put(Item::Timer(0)), Put::Waits);
    assert_eq!(queue.put(Item::Timer(1)), Put::Waits);
    assert_eq!(queue.put(Item::Timer(0)), Put::Spared);
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

fn message(number: u32, chain: Chain) -> Item {
    Item::Message { handler: number.to_string(), payload: Payload::of_nobody(""), chain }
}

fn later(number: u64, chain: Chain) -> Item {
    Item::Later { function: Function::Kept(number), worker: 1, chain }
}

/// The chain after so many messages.
fn after(messages: u32) -> Chain {
    (0..messages).fold(Chain::PERSON, |chain, _| chain.then(Link::Message).expect("it is not too long"))
}

#[test]
fn presses_go_before_messages_and_each_kind_is_in_order() {
    let mut queue = Queue::default();
    let follows = Chain::PERSON.then(Link::Later(Duration::ZERO)).unwrap();
    let from_message = after(1).then(Link::Change).unwrap();
    let items = [
        message(1, after(1)),
        pressed(1),
        Item::Timer(0),
        changed(2, 0, 1),
        changed_by(3, 0, 1, from_message.clone()),
        later(1, follows.clone()),
        message(2, after(1)),
        pressed(2),
    ];
    for item in items.clone() {
        assert_eq!(queue.put(item), Put::Waits);
    }
    let [first, press, timer, entered, echo, later, second, again] = items;
    assert_eq!(drained(&mut queue), [press, entered, later, again, first, timer, echo, second]);
}

#[test]
fn messages_are_not_put_off_for_ever() {
    let mut queue = Queue::default();
    queue.put(message(1, after(1)));
    for number in 0.. {
        queue.put(pressed(1));
        if queue.take() == Some(message(1, after(1))) {
            break;
        }
        assert!(number < 100, "the message is forgotten");
    }
}

#[test]
fn messages_have_half_of_the_room_and_those_of_long_chains_less() {
    let mut queue = Queue::default();
    for number in 0..MESSAGES as u32 {
        assert_eq!(queue.put(message(number, after(4))), Put::Waits);
    }
    assert_eq!(queue.put(message(0, after(1))), Put::Endless);
    assert_eq!(queue.put(pressed(1)), Put::Waits, "there is room for a press");
    let rooms = [(1, 128), (4, 128), (5, 64), (6, 32), (11, 1), (40, 1), (MAX_CHAIN, 1)];
    for (messages, room) in rooms {
        let mut queue = Queue::default();
        let waiting =
            (0..1_000).take_while(|number| queue.put(message(*number, after(messages))) == Put::Waits).count();
        assert_eq!(waiting, room, "after {messages} messages");
    }
}

#[test]
fn chains_that_branch_have_less_room_the_longer_they_are() {
    let deep = |links: u32| (0..links).fold(Chain::PERSON, |chain, _| chain.then(Link::Change).unwrap());
    for (links, room) in [(0, 256), (16, 256), (17, 128), (24, 128), (25, 64), (80, 1), (MAX_CHAIN, 1)] {
        let mut queue = Queue::default();
        let waiting = (0..1_000).take_while(|number| queue.put(later(*number, deep(links))) == Put::Waits).count();
        assert_eq!(waiting, room, "after {links} links");
        if room < CAPACITY {
            assert_eq!(queue.put(pressed(1)), Put::Waits, "others have theirs");
        }
    }
}

#[test]
fn what_a_person_enters_keeps_its_place_before_the_press_that_follows() {
    let mut queue = Queue::default();
    queue.put(changed_by(1, 0, 1, Chain::CLOCK));
    queue.put(Item::Timer(0));
    assert_eq!(queue.put(changed(1, 1, 2)), Put::Spared);
    queue.put(pressed(1));
    assert_eq!(drained(&mut queue), [changed(1, 0, 2), pressed(1), Item::Timer(0)]);
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
                    chain: Chain::PERSON,
                    seen: None,
                    act: None,
                },
                1 => changed(component, 0, number as i32),
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
