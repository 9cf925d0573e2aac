//! The keys of all sessions in order of creation.
//!
//! As a rule a session that begins comes last, but not always: sessions share a millisecond, a stored one comes back,
//! the clock is set back. So the keys stand on pages of some dozens, and only the pages are in a tree: a new key moves
//! the keys on its page, and a session takes little more than the sixteen bytes of its key.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::OrderKey;

/// How many keys a page has at most.
const PAGE: usize = 64;

/// An ordered set of keys: pages, each under a key that is not above its own nor below those of the page before. No page
/// is empty.
#[derive(Debug, Default)]
pub(crate) struct Order {
    pages: BTreeMap<OrderKey, Vec<OrderKey>>,
}

impl Order {
    /// There is a session of this key.
    pub(crate) fn insert(&mut self, key: OrderKey) {
        let Some((_, page)) = self.pages.range_mut(..=key).next_back() else { return self.put_first(key) };
        let Err(place) = page.binary_search(&key) else { return };
        if page.len() < PAGE {
            page.insert(place, key);
        } else if place == PAGE {
            // As a rule a new key is the last: its page is left full, and not half as a tree's would be.
            self.pages.insert(key, vec![key]);
        } else {
            let mut rest = page.split_off(PAGE / 2);
            match place.checked_sub(PAGE / 2) {
                Some(place @ 1..) => rest.insert(place, key),
                _ => page.insert(place, key),
            }
            self.pages.insert(rest[0], rest);
        }
    }

    /// The session of this key is gone.
    pub(crate) fn remove(&mut self, key: OrderKey) {
        let Some((under, page)) = self.pages.range_mut(..=key).next_back() else { return };
        let Ok(place) = page.binary_search(&key) else { return };
        debug_assert!(page.len() <= PAGE, "a page that was full has been split");
        page.remove(place);
        if page.is_empty() {
            let under = *under;
            self.pages.remove(&under);
        } else if page.len() * 4 <= page.capacity() {
            page.shrink_to(page.len() * 2);
        }
    }

    /// All keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = OrderKey> {
        self.pages.values().flatten().copied()
    }

    /// The keys that come after `cursor`.
    pub(crate) fn after(&self, cursor: OrderKey) -> impl Iterator<Item = OrderKey> {
        let first = self.pages.range(..=cursor).next_back();
        let rest = first.map_or(&[][..], |(_, page)| &page[page.partition_point(|key| *key <= cursor)..]);
        let later = self.pages.range((Bound::Excluded(cursor), Bound::Unbounded));
        rest.iter().chain(later.flat_map(|(_, page)| page)).copied()
    }

    /// Puts a key before all others: on the first page, while that has room.
    fn put_first(&mut self, key: OrderKey) {
        let first = self.pages.first_entry().filter(|first| first.get().len() < PAGE);
        let mut page = first.map(|first| first.remove()).unwrap_or_default();
        debug_assert!(page.first().is_none_or(|first| key < *first), "only what comes before all others is put first");
        page.insert(0, key);
        self.pages.insert(key, page);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn check(order: &Order, set: &BTreeSet<u128>, cursor: u128) {
        assert!(order.iter().map(OrderKey::number).eq(set.iter().copied()));
        let rest = set.range(cursor + 1..).copied();
        assert!(order.after(OrderKey::of(cursor)).map(OrderKey::number).eq(rest));
        assert!(order.pages.values().all(|page| (1..=PAGE).contains(&page.len())));
        assert!(order.pages.iter().all(|(under, page)| *under <= page[0]));
        let ends = order.pages.values().map(|page| page[page.len() - 1]);
        assert!(ends.zip(order.pages.keys().skip(1)).all(|(end, under)| end < *under));
    }

    proptest! {
        #[test]
        fn it_is_an_ordered_set(steps in prop::collection::vec((0u8..4, 0u128..600), 0..1_500), cursor in 0u128..600) {
            let (mut order, mut set) = (Order::default(), BTreeSet::new());
            for (what, number) in steps {
                if what > 0 {
                    order.insert(OrderKey::of(number));
                    set.insert(number);
                } else {
                    order.remove(OrderKey::of(number));
                    set.remove(&number);
                }
            }
            check(&order, &set, cursor);
        }
    }

    #[test]
    fn ascending_and_descending_keys_fill_their_pages() {
        for backwards in [false, true] {
            let (mut order, mut set) = (Order::default(), BTreeSet::new());
            for number in 0..10_000_u128 {
                let number = if backwards { 10_000 - number } else { number };
                order.insert(OrderKey::of(number));
                set.insert(number);
            }
            check(&order, &set, 5_000);
            assert!(order.pages.len() <= 10_000 / PAGE + 1, "{}", order.pages.len());
        }
    }
}
