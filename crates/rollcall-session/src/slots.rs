//! Records by a number of four bytes that every index can afford.
//!
//! A slot that is free is given to the next record. Records stand in chunks, so that there is never a moment at which all
//! of them are moved to where there is more room.

/// How many records stand together.
const CHUNK: usize = 1_024;

/// Records by slot.
#[derive(Debug)]
pub(crate) struct Slots<T> {
    chunks: Vec<Box<[Option<T>]>>,
    /// Slots that were given back.
    free: Vec<u32>,
    /// How many slots were ever given.
    given: u32,
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Slots { chunks: Vec::new(), free: Vec::new(), given: 0 }
    }
}

impl<T> Slots<T> {
    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.given as usize - self.free.len()
    }

    pub(crate) fn get(&self, slot: u32) -> Option<&T> {
        self.chunks.get(slot as usize / CHUNK)?[slot as usize % CHUNK].as_ref()
    }

    pub(crate) fn get_mut(&mut self, slot: u32) -> Option<&mut T> {
        self.chunks.get_mut(slot as usize / CHUNK)?[slot as usize % CHUNK].as_mut()
    }

    /// Takes a record in; returns its slot.
    pub(crate) fn insert(&mut self, record: T) -> u32 {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.given += 1;
            self.given - 1
        });
        if slot as usize / CHUNK == self.chunks.len() {
            self.chunks.push(std::iter::repeat_with(|| None).take(CHUNK).collect());
        }
        self.chunks[slot as usize / CHUNK][slot as usize % CHUNK] = Some(record);
        slot
    }

    pub(crate) fn remove(&mut self, slot: u32) -> Option<T> {
        let record = self.chunks.get_mut(slot as usize / CHUNK)?[slot as usize % CHUNK].take()?;
        self.free.push(slot);
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn slots_are_a_map(steps in prop::collection::vec(prop::option::of(any::<prop::sample::Index>()), 0..3_000)) {
            let (mut slots, mut map) = (Slots::default(), BTreeMap::new());
            for (number, removed) in steps.into_iter().enumerate() {
                match removed.filter(|_| !map.is_empty() && number % 3 != 0) {
                    None => prop_assert_eq!(map.insert(slots.insert(number), number), None),
                    Some(index) => {
                        let slot = *index.get(&map.keys().copied().collect::<Vec<_>>());
                        prop_assert_eq!(slots.remove(slot), map.remove(&slot));
                        prop_assert_eq!(slots.remove(slot), None);
                    }
                }
                prop_assert_eq!(slots.len(), map.len());
            }
            for (slot, number) in map {
                prop_assert_eq!(slots.get(slot), Some(&number));
                prop_assert_eq!(slots.get_mut(slot), Some(&mut number.clone()));
            }
        }
    }
}
