//! Values by number, in versions that share their equal chunks.
//!
//! An answer names users and addresses by number. Its reader must find the texts that the numbers stood for at that
//! moment, however long ago that is and whichever texts have the numbers now. So a clone of a table is a version of it
//! for the price of a pointer, and a change copies only the chunk of the value, and only when another version shares
//! that chunk.

use std::sync::Arc;

/// How many values are copied for a change of one of them, as a power of two.
const CHUNK_BITS: u32 = 8;
const CHUNK: usize = 1 << CHUNK_BITS;

/// Values by number; a clone is a version that stays as it is.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    chunks: Arc<[Arc<[Option<T>; CHUNK]>]>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { chunks: Arc::default() }
    }
}

impl<T: Clone> Table<T> {
    /// The value of a number.
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.chunks.get((number >> CHUNK_BITS) as usize)?[number as usize % CHUNK].as_ref()
    }

    /// Sets the value of a number, or removes it.
    pub(crate) fn set(&mut self, number: u32, value: Option<T>) {
        let place = (number >> CHUNK_BITS) as usize;
        if self.chunks.len() <= place {
            let more = self.chunks.len()..=place;
            let more = more.map(|_| Arc::new([const { None }; CHUNK]));
            self.chunks = self.chunks.iter().map(Arc::clone).chain(more).collect();
        }
        let chunks = Arc::make_mut(&mut self.chunks);
        Arc::make_mut(&mut chunks[place])[number as usize % CHUNK] = value;
    }

    /// A number that no value has, nor any higher one.
    pub(crate) fn end(&self) -> u32 {
        (self.chunks.len() * CHUNK) as u32
    }

    /// All values, in order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let slots = self.chunks.iter().flat_map(|chunk| chunk.iter());
        (0..).zip(slots).filter_map(|(number, slot)| Some((number, slot.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A table is a map, and so are its versions: that of the moment at which they were taken.
        #[test]
        fn versions_stay_as_they_are(steps in prop::collection::vec((0u32..700, prop::option::of(any::<u8>()), any::<bool>()), 0..100)) {
            let (mut table, mut map) = (Table::default(), BTreeMap::new());
            let mut versions = Vec::new();
            for (number, value, keep) in steps {
                table.set(number, value);
                match value {
                    Some(value) => map.insert(number, value),
                    None => map.remove(&number),
                };
                prop_assert_eq!(table.get(number), map.get(&number));
                if keep {
                    versions.push((table.clone(), map.clone()));
                }
            }
            for (table, map) in versions {
                prop_assert!(table.iter().eq(map.iter().map(|(number, value)| (*number, value))));
            }
        }
    }
}
