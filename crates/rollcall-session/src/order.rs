//! The slots of all sessions in order of creation.
//!
//! Numbers are given out one after another, so the slots of neighbouring numbers stand on a page together, each at its
//! place, and only the pages are in a tree: five bytes a session instead of the twenty and more of a tree of sessions. A
//! page on which one session is left takes the room of a page, some hundred bytes.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::Sequence;

/// How many numbers a page is for, as a power of two.
const PAGE_BITS: u32 = 5;
const PAGE: usize = 1 << PAGE_BITS;
/// No slot: there are never that many.
const NONE: u32 = u32::MAX;

/// Slots by the number of their session.
#[derive(Debug, Default)]
pub(crate) struct Order {
    pages: BTreeMap<u64, Box<[u32; PAGE]>>,
}

impl Order {
    /// The session of this number has this slot.
    pub(crate) fn insert(&mut self, sequence: Sequence, slot: u32) {
        let page = self.pages.entry(page_of(sequence)).or_insert_with(|| Box::new([NONE; PAGE]));
        page[place_of(sequence)] = slot;
    }

    /// The session of this number is gone.
    pub(crate) fn remove(&mut self, sequence: Sequence) {
        let number = page_of(sequence);
        let Some(page) = self.pages.get_mut(&number) else { return };
        page[place_of(sequence)] = NONE;
        if page.iter().all(|slot| *slot == NONE) {
            self.pages.remove(&number);
        }
    }

    /// The slots of the sessions that come after `cursor`.
    pub(crate) fn after(&self, cursor: Sequence) -> impl Iterator<Item = u32> {
        let pages = self.pages.range((Bound::Included(page_of(cursor)), Bound::Unbounded));
        let first = page_of(cursor);
        let slots = pages.flat_map(move |(number, page)| {
            let start = if *number == first { place_of(cursor) + 1 } else { 0 };
            &page[start..]
        });
        slots.copied().filter(|slot| *slot != NONE)
    }
}

fn page_of(sequence: Sequence) -> u64 {
    sequence.number() >> PAGE_BITS
}

fn place_of(sequence: Sequence) -> usize {
    sequence.number() as usize % PAGE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_an_ordered_map(steps in prop::collection::vec((any::<bool>(), 1u64..300), 0..400), cursor in 0u64..300) {
            let (mut order, mut map) = (Order::default(), BTreeMap::new());
            for (slot, (add, number)) in steps.into_iter().enumerate() {
                if add {
                    order.insert(Sequence::of(number), slot as u32);
                    map.insert(number, slot as u32);
                } else {
                    order.remove(Sequence::of(number));
                    map.remove(&number);
                }
            }
            prop_assert!(order.after(Sequence::START).eq(map.values().copied()));
            let rest = map.range(cursor + 1..).map(|(_, slot)| *slot);
            prop_assert!(order.after(Sequence::of(cursor)).eq(rest));
            order.pages.values().for_each(|page| assert!(page.iter().any(|slot| *slot != NONE)));
        }
    }
}
