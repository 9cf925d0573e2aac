//! Rows in order of creation, in versions that share what they have in common.
//!
//! An answer that is kept up changes a little at a time, while those who asked before may still read it as it was. So the
//! rows stand in chunks: a change copies the chunks that it is in where somebody else has them, and none otherwise.

use std::sync::Arc;

use super::row::Row;
use crate::Sequence;

/// How many rows a chunk of a long list has.
const CHUNK: usize = 1_024;
/// How many a chunk may have. A list that is not longer is one chunk.
const MOST: usize = 4 * CHUNK;

/// Rows by their numbers, ascending. No chunk is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    chunks: Vec<Arc<Vec<Row>>>,
    len: usize,
}

impl Rows {
    /// Of rows in order.
    pub(super) fn new(rows: Vec<Row>) -> Self {
        debug_assert!(rows.is_sorted_by_key(|row| row.sequence));
        let len = rows.len();
        let chunks = match len {
            0 => Vec::new(),
            1..=MOST => vec![Arc::new(rows)],
            _ => rows.chunks(CHUNK).map(|rows| Arc::new(rows.to_vec())).collect(),
        };
        Rows { chunks, len }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Row> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// Those that come after `cursor`.
    pub(super) fn after(&self, cursor: Sequence) -> impl Iterator<Item = &Row> {
        let first = self.chunks.partition_point(|chunk| chunk.last().is_some_and(|row| row.sequence <= cursor));
        let rest = self.chunks[first..].iter().flat_map(|chunk| chunk.iter());
        rest.skip_while(move |row| row.sequence <= cursor)
    }

    /// The chunk that a row of this number is in, if it is in any.
    fn chunk_of(&self, sequence: Sequence) -> Option<usize> {
        let place = self.chunks.partition_point(|chunk| chunk.last().is_some_and(|row| row.sequence < sequence));
        let chunk = self.chunks.get(place)?;
        chunk.binary_search_by_key(&sequence, |row| row.sequence).ok().map(|_| place)
    }

    /// Takes out rows by their numbers, which ascend; numbers that are not there are no matter.
    pub(super) fn remove(&mut self, removed: &[Sequence]) {
        let mut rest = removed;
        while let Some(first) = rest.first() {
            let Some(place) = self.chunk_of(*first) else {
                rest = &rest[1..];
                continue;
            };
            let chunk = Arc::make_mut(&mut self.chunks[place]);
            let before = chunk.len();
            let last = chunk[before - 1].sequence;
            let end = rest.partition_point(|sequence| *sequence <= last);
            let mut here = rest[..end].iter().peekable();
            chunk.retain(|row| {
                while here.next_if(|sequence| **sequence < row.sequence).is_some() {}
                here.next_if(|sequence| **sequence == row.sequence).is_none()
            });
            self.len -= before - chunk.len();
            if chunk.len() * 4 < chunk.capacity() {
                chunk.shrink_to(chunk.len() * 2);
            }
            if chunk.is_empty() {
                self.chunks.remove(place);
            }
            rest = &rest[end..];
        }
    }

    /// Takes in rows whose numbers ascend; those that are there are no matter.
    pub(super) fn insert(&mut self, added: &[Row]) {
        for row in added {
            let last = self.chunks.len().saturating_sub(1);
            let place = self.chunks.partition_point(|chunk| chunk.last().is_some_and(|l| l.sequence < row.sequence));
            let place = if place > last && self.chunks.get(last).is_some_and(|chunk| chunk.len() < MOST) {
                last
            } else {
                place
            };
            if place == self.chunks.len() {
                self.chunks.push(Arc::new(Vec::new()));
            }
            if let Err(at) = self.chunks[place].binary_search_by_key(&row.sequence, |row| row.sequence) {
                let chunk = Arc::make_mut(&mut self.chunks[place]);
                chunk.insert(at, *row);
                self.len += 1;
                if chunk.len() > MOST {
                    let rest = chunk.split_off(MOST / 2);
                    self.chunks.insert(place + 1, Arc::new(rest));
                }
            }
        }
    }
}

/// The most rows whose numbers may share a bucket; with more, they are compared all.
const MOST_IN_BUCKET: u32 = 16;

/// Sorts rows by number. The numbers of an answer are spread rather evenly, so each is put about where it belongs at
/// once, and neighbours are set right afterwards: for some thousand rows that takes a third of the time that comparing
/// them does. Rows themselves are moved once, at the end.
pub(super) fn in_order(rows: Vec<Row>) -> Vec<Row> {
    let bounds = rows.iter().fold((u64::MAX, 0), |(first, last), row| {
        let number = row.sequence.number();
        (number.min(first), number.max(last))
    });
    let first = bounds.0;
    let Ok(range) = u32::try_from(bounds.1.saturating_sub(first)) else { return compared(rows) };
    // The distance from the first number, and the place of the row.
    let keys: Vec<u64> =
        rows.iter().zip(0..).map(|(row, at): (_, u64)| (row.sequence.number() - first) << 32 | at).collect();
    let sorted = sorted(&keys, range);
    sorted.iter().map(|key| rows[(key & u64::from(u32::MAX)) as usize]).collect()
}

fn compared(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_unstable_by_key(|row| row.sequence);
    rows
}

/// The keys in order; their upper halves are at most `range`.
fn sorted(keys: &[u64], range: u32) -> Vec<u64> {
    let buckets = keys.len().next_power_of_two();
    // The highest bits of a distance say in which bucket it is.
    let bits = u32::BITS - range.leading_zeros();
    let shift = 32 + bits.saturating_sub(buckets.trailing_zeros());
    let bucket = |key: u64| (key >> shift) as usize;
    let mut ends = vec![0_u32; buckets];
    for key in keys {
        ends[bucket(*key)] += 1;
    }
    let fullest = ends.iter().max().copied();
    let mut start = 0;
    for end in &mut ends {
        start += std::mem::replace(end, start);
    }
    let mut sorted = vec![0; keys.len()];
    for key in keys {
        let end = &mut ends[bucket(*key)];
        sorted[*end as usize] = *key;
        *end += 1;
    }
    if fullest > Some(MOST_IN_BUCKET) {
        sorted.sort_unstable();
    } else {
        set_neighbours_right(&mut sorted);
    }
    sorted
}

/// Sorts what is nearly sorted.
fn set_neighbours_right(keys: &mut [u64]) {
    for at in 1..keys.len() {
        let key = keys[at];
        let mut place = at;
        while place > 0 && keys[place - 1] > key {
            keys[place] = keys[place - 1];
            place -= 1;
        }
        keys[place] = key;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::tests::row;
    use super::*;

    proptest! {
        #[test]
        fn rows_are_an_ordered_set(
            start in prop::collection::btree_set(0u64..9_000, 0..6_000),
            changes in prop::collection::vec((prop::collection::btree_set(0u64..9_000, 0..40),
                                              prop::collection::btree_set(0u64..9_500, 0..40), any::<bool>()), 0..6),
            cursor in 0u64..9_000,
        ) {
            let mut rows = Rows::new(start.iter().map(|number| row(*number)).collect());
            let mut set = start;
            let mut versions = Vec::new();
            for (removed, added, keep) in changes {
                if keep {
                    versions.push((rows.clone(), set.clone()));
                }
                rows.remove(&removed.iter().map(|number| Sequence::of(*number)).collect::<Vec<_>>());
                rows.insert(&added.iter().map(|number| row(*number)).collect::<Vec<_>>());
                set = &(&set - &removed) | &added;
            }
            versions.push((rows, set));
            for (rows, set) in &versions {
                prop_assert!(rows.iter().map(|row| row.sequence.number()).eq(set.iter().copied()));
                prop_assert_eq!(rows.len(), set.len());
                let after = rows.after(Sequence::of(cursor)).map(|row| row.sequence.number());
                prop_assert!(after.eq(set.range(cursor + 1..).copied()));
                prop_assert!(rows.chunks.iter().all(|chunk| !chunk.is_empty() && chunk.len() <= MOST));
            }
        }

        #[test]
        fn sorting_sorts(numbers in prop::collection::btree_set(prop_oneof![0u64..300, any::<u64>()], 0..200), seed in any::<u64>()) {
            let mut rows: Vec<Row> = numbers.iter().map(|number| row(*number)).collect();
            rows.sort_by_key(|row| row.sequence.number().wrapping_mul(seed | 1));
            let sorted = in_order(rows);
            prop_assert!(sorted.iter().map(|row| row.sequence.number()).eq(BTreeSet::into_iter(numbers)));
        }
    }
}
