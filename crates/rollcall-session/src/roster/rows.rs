//! Rows in order of creation, in versions that share their equal chunks.
//!
//! A kept answer changes a little at a time, while earlier readers may still read the older version. So the rows stand
//! in chunks: a change copies only the chunks that it touches and that another version still has.

use std::sync::Arc;

use super::row::Row;
use crate::OrderKey;

/// How many rows a chunk of a long list has.
const CHUNK: usize = 1_024;
/// How many a chunk may have. A list that is not longer is one chunk.
const MOST: usize = 4 * CHUNK;

/// Rows by their keys, ascending. No chunk is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    chunks: Vec<Arc<Vec<Row>>>,
    len: usize,
}

impl Rows {
    /// Rows that are in order.
    pub(super) fn new(rows: Vec<Row>) -> Self {
        debug_assert!(rows.is_sorted_by_key(Row::order_key), "rows are in order of creation");
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

    /// The rows after `cursor`; all without a cursor.
    pub(super) fn after(&self, cursor: Option<OrderKey>) -> impl Iterator<Item = &Row> {
        let read = move |row: &Row| cursor.is_some_and(|cursor| row.order_key() <= cursor);
        let first = self.chunks.partition_point(|chunk| chunk.last().is_some_and(read));
        let rest = self.chunks[first..].iter().flat_map(|chunk| chunk.iter());
        rest.skip_while(move |row| read(row))
    }

    /// The chunk that a row of this key is in, if it is in any.
    fn chunk_of(&self, key: OrderKey) -> Option<usize> {
        let place = self.chunks.partition_point(|chunk| chunk.last().is_some_and(|row| row.order_key() < key));
        let chunk = self.chunks.get(place)?;
        chunk.binary_search_by_key(&key, Row::order_key).ok().map(|_| place)
    }

    /// Takes out rows by their keys, which ascend; absent keys are ignored.
    pub(super) fn remove(&mut self, removed: &[OrderKey]) {
        debug_assert!(removed.is_sorted(), "what goes is looked up in one walk");
        let mut rest = removed;
        while let Some(first) = rest.first() {
            let Some(place) = self.chunk_of(*first) else {
                rest = &rest[1..];
                continue;
            };
            let chunk = Arc::make_mut(&mut self.chunks[place]);
            let before = chunk.len();
            let last = chunk[before - 1].order_key();
            let end = rest.partition_point(|key| *key <= last);
            let mut here = rest[..end].iter().peekable();
            chunk.retain(|row| {
                while here.next_if(|key| **key < row.order_key()).is_some() {}
                here.next_if(|key| **key == row.order_key()).is_none()
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
        self.assert_consistent();
    }

    /// The invariants after every change.
    fn assert_consistent(&self) {
        debug_assert!(
            self.chunks.iter().all(|chunk| !chunk.is_empty()),
            "a chunk has a last row, which it is found by"
        );
        debug_assert_eq!(self.chunks.iter().map(|chunk| chunk.len()).sum::<usize>(), self.len, "the rows are counted");
    }

    /// Takes in rows whose keys ascend; rows that are present already are ignored.
    pub(super) fn insert(&mut self, added: &[Row]) {
        for row in added {
            let last = self.chunks.len().saturating_sub(1);
            let place =
                self.chunks.partition_point(|chunk| chunk.last().is_some_and(|l| l.order_key() < row.order_key()));
            let place = if place > last && self.chunks.get(last).is_some_and(|chunk| chunk.len() < MOST) {
                last
            } else {
                place
            };
            if place == self.chunks.len() {
                self.chunks.push(Arc::new(Vec::new()));
            }
            if let Err(at) = self.chunks[place].binary_search_by_key(&row.order_key(), Row::order_key) {
                let chunk = Arc::make_mut(&mut self.chunks[place]);
                chunk.insert(at, *row);
                self.len += 1;
                if chunk.len() > MOST {
                    let rest = chunk.split_off(MOST / 2);
                    self.chunks.insert(place + 1, Arc::new(rest));
                }
            }
        }
        self.assert_consistent();
    }
}

/// The most rows that may share a bucket; with more, all are compared.
const MOST_IN_BUCKET: u32 = 16;

/// Sorts rows by key. The keys of an answer are spread rather evenly, over time or, within a millisecond, by their ids; so
/// each is put about where it belongs at once, and neighbours are set right afterwards: for some thousand rows that takes a
/// third of the time that comparing them does. Rows themselves are moved once, at the end.
pub(super) fn in_order(mut rows: Vec<Row>) -> Vec<Row> {
    let numbers = || rows.iter().map(|row| row.order_key().number());
    let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else { return rows };
    // The highest bits of each distance from the first number, as many as fit, and below them the place of the row.
    let shift = (u128::BITS - (last - first).leading_zeros()).saturating_sub(u32::BITS);
    let key = |number: u128, at: u64| (((number - first) >> shift) as u64) << 32 | at;
    let keys: Vec<u64> = numbers().zip(0..).map(|(number, at)| key(number, at)).collect();
    let Some(sorted) = sorted(&keys, ((last - first) >> shift) as u32) else {
        rows.sort_unstable_by_key(Row::order_key);
        return rows;
    };
    let mut rows: Vec<Row> = sorted.iter().map(|key| rows[(key & u64::from(u32::MAX)) as usize]).collect();
    // Rows whose highest bits are equal stand in any order.
    set_neighbours_right(&mut rows, Row::order_key);
    rows
}

/// The keys in order; their upper halves are at most `range`. None when many of them are nearly equal.
fn sorted(keys: &[u64], range: u32) -> Option<Vec<u64>> {
    let buckets = keys.len().next_power_of_two();
    // The highest bits of a distance select its bucket.
    let bits = u32::BITS - range.leading_zeros();
    let shift = 32 + bits.saturating_sub(buckets.trailing_zeros());
    let bucket = |key: u64| (key >> shift) as usize;
    let mut ends = vec![0_u32; buckets];
    for key in keys {
        ends[bucket(*key)] += 1;
    }
    if ends.iter().any(|count| *count > MOST_IN_BUCKET) {
        return None;
    }
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
    set_neighbours_right(&mut sorted, |key| *key);
    Some(sorted)
}

/// Sorts a nearly sorted slice.
fn set_neighbours_right<T: Copy, K: Ord>(values: &mut [T], key: impl Fn(&T) -> K) {
    for at in 1..values.len() {
        let value = values[at];
        let mut place = at;
        while place > 0 && key(&values[place - 1]) > key(&value) {
            values[place] = values[place - 1];
            place -= 1;
        }
        values[place] = value;
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
            start in prop::collection::btree_set(0u128..9_000, 0..6_000),
            changes in prop::collection::vec((prop::collection::btree_set(0u128..9_000, 0..40),
                                              prop::collection::btree_set(0u128..9_500, 0..40), any::<bool>()), 0..6),
            cursor in prop::option::of(0u128..9_000),
        ) {
            let mut rows = Rows::new(start.iter().map(|number| row(*number)).collect());
            let mut set = start;
            let mut versions = Vec::new();
            for (removed, added, keep) in changes {
                if keep {
                    versions.push((rows.clone(), set.clone()));
                }
                rows.remove(&removed.iter().map(|number| OrderKey::of(*number)).collect::<Vec<_>>());
                rows.insert(&added.iter().map(|number| row(*number)).collect::<Vec<_>>());
                set = &(&set - &removed) | &added;
            }
            versions.push((rows, set));
            for (rows, set) in &versions {
                prop_assert!(rows.iter().map(|row| row.order_key().number()).eq(set.iter().copied()));
                prop_assert_eq!(rows.len(), set.len());
                let after = rows.after(cursor.map(OrderKey::of)).map(|row| row.order_key().number());
                prop_assert!(after.eq(set.range(cursor.map_or(0, |cursor| cursor + 1)..).copied()));
                prop_assert!(rows.chunks.iter().all(|chunk| !chunk.is_empty() && chunk.len() <= MOST));
            }
        }

        #[test]
        fn sorting_sorts(numbers in prop::collection::btree_set(prop_oneof![0u128..300, any::<u64>().prop_map(u128::from), any::<u128>()], 0..200), seed in any::<u64>()) {
            let mut rows: Vec<Row> = numbers.iter().map(|number| row(*number)).collect();
            rows.sort_by_key(|row| row.order_key().number().wrapping_mul(u128::from(seed) | 1));
            let sorted = in_order(rows);
            prop_assert!(sorted.iter().map(|row| row.order_key().number()).eq(BTreeSet::into_iter(numbers)));
        }
    }
}
