//! Records by their number in the order of creation.
//!
//! A search tree of a million records wastes a third of its nodes; records are large, so that is much. Numbers are given
//! out one after another, hence records of neighbouring numbers are put on a page together, side by side: a new one goes
//! to the end of the last page, and only the pages are in a tree. A page that has lost half of its records gives their
//! memory back, so that a session which outlives its neighbours by months does not keep their places.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::Sequence;

/// How many numbers a page is for, as a power of two. A removal moves half a page.
const PAGE_BITS: u32 = 6;

/// Something that has a number.
pub(crate) trait Numbered {
    fn sequence(&self) -> Sequence;
}

/// Records in order of their numbers.
#[derive(Debug)]
pub(crate) struct Pages<T> {
    pages: BTreeMap<u64, Vec<T>>,
    len: usize,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Pages { pages: BTreeMap::new(), len: 0 }
    }
}

impl<T: Numbered> Pages<T> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn get(&self, sequence: Sequence) -> Option<&T> {
        let page = self.pages.get(&page_of(sequence))?;
        page.get(place(page, sequence).ok()?)
    }

    pub(crate) fn get_mut(&mut self, sequence: Sequence) -> Option<&mut T> {
        let page = self.pages.get_mut(&page_of(sequence))?;
        let place = place(page, sequence).ok()?;
        page.get_mut(place)
    }

    /// Takes a record in; one of the same number, of which there is none, would be replaced.
    pub(crate) fn insert(&mut self, record: T) {
        let sequence = record.sequence();
        let page = self.pages.entry(page_of(sequence)).or_default();
        match place(page, sequence) {
            Ok(place) => page[place] = record,
            Err(place) => {
                page.insert(place, record);
                self.len += 1;
            }
        }
    }

    pub(crate) fn remove(&mut self, sequence: Sequence) -> Option<T> {
        let number = page_of(sequence);
        let page = self.pages.get_mut(&number)?;
        let record = page.remove(place(page, sequence).ok()?);
        self.len -= 1;
        if page.is_empty() {
            self.pages.remove(&number);
        } else if page.len() * 2 <= page.capacity() {
            page.shrink_to_fit();
        }
        Some(record)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.pages.values().flatten()
    }

    /// The records that come after `cursor`.
    pub(crate) fn after(&self, cursor: Sequence) -> impl Iterator<Item = &T> {
        let pages = self.pages.range((Bound::Included(page_of(cursor)), Bound::Unbounded));
        pages.flat_map(|(_, page)| page).filter(move |record| record.sequence() > cursor)
    }
}

fn page_of(sequence: Sequence) -> u64 {
    sequence.number() >> PAGE_BITS
}

/// Where on its page the record is, or would be.
fn place<T: Numbered>(page: &[T], sequence: Sequence) -> Result<usize, usize> {
    // A record is added to the end of its page nearly always, and on a page without gaps its place is its number.
    if page.last().is_none_or(|last| last.sequence() < sequence) {
        return Err(page.len());
    }
    let full = (sequence.number() % (1 << PAGE_BITS)) as usize;
    match page.get(full) {
        Some(record) if record.sequence() == sequence => Ok(full),
        _ => page.binary_search_by_key(&sequence, Numbered::sequence),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    impl Numbered for Sequence {
        fn sequence(&self) -> Sequence {
            *self
        }
    }

    proptest! {
        #[test]
        fn pages_are_an_ordered_set(steps in prop::collection::vec((any::<bool>(), 0u64..300), 0..400), cursor in 0u64..300) {
            let (mut pages, mut set) = (Pages::default(), BTreeSet::new());
            for (add, number) in steps {
                let number = Sequence::of(number);
                if add {
                    pages.insert(number);
                    set.insert(number);
                } else {
                    prop_assert_eq!(pages.remove(number).is_some(), set.remove(&number));
                }
                prop_assert_eq!(pages.get(number).is_some(), set.contains(&number));
                prop_assert_eq!(pages.len(), set.len());
            }
            prop_assert!(pages.values().eq(set.iter()));
            let cursor = Sequence::of(cursor);
            prop_assert!(pages.after(cursor).eq(set.iter().filter(|number| **number > cursor)));
        }
    }
}
