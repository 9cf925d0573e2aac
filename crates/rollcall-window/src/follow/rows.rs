//! Which rows of new data are the ones that were selected in the data before: the only place that decides it.
//!
//! A row is the same row if all its cells are equal, or, where the table names a key column, if the cell in that is. It
//! must be the only such row in the new data; by a key also the only one in the data before, since two rows of one key
//! are not the same row. A row that is not found is not selected any more: a person must never act on a row that they
//! did not choose.

use std::collections::HashMap;

use rollcall_dataset::{Dataset, Value as Cell};

/// The rows of `now` that are the `rows` of `before`, ascending.
pub(super) fn stayed(before: &Dataset, now: &Dataset, rows: &[usize], key: &str) -> Vec<usize> {
    let Some((old, new)) = identifying(before, now, key) else { return Vec::new() };
    if rows.is_empty() {
        return Vec::new();
    }
    let old_hashes = before.row_hashes(&old);
    let wanted = rows.iter().filter_map(|row| old_hashes.get(*row)).map(|hash| (*hash, Found::default()));
    let mut now_by_hash: HashMap<u64, Found> = wanted.collect();
    let mut before_by_hash = now_by_hash.clone();
    count(&mut now_by_hash, &now.row_hashes(&new));
    if !key.is_empty() {
        count(&mut before_by_hash, &old_hashes);
    }
    let only = |row: &usize| {
        let hash = old_hashes.get(*row)?;
        let is_key = !key.is_empty();
        if is_key && (before_by_hash.get(hash)?.count != 1 || before.value(*row, *old.first()?) == Some(Cell::Null)) {
            return None;
        }
        let found = now_by_hash.get(hash).filter(|found| found.count == 1)?;
        now.has_row_like(found.first, &new, before, *row, &old).then_some(found.first)
    };
    let mut stayed: Vec<usize> = rows.iter().filter_map(only).collect();
    stayed.sort_unstable();
    stayed.dedup();
    stayed
}

/// The column of the same name in other data, where there is one such in both.
pub(super) fn same_column(before: &Dataset, now: &Dataset, column: usize) -> Option<usize> {
    let name = &before.columns().get(column)?.name;
    only_named(before, name).and_then(|_| only_named(now, name))
}

/// By which columns a row is known, in the data before and in the new.
fn identifying(before: &Dataset, now: &Dataset, key: &str) -> Option<(Vec<usize>, Vec<usize>)> {
    let kind = |data: &Dataset, column: usize| data.columns().get(column).map(|known| known.values.column_type());
    if !key.is_empty() {
        let (old, new) = (only_named(before, key)?, only_named(now, key)?);
        return (kind(before, old) == kind(now, new)).then(|| (vec![old], vec![new]));
    }
    let heads = |data: &Dataset| -> Vec<_> {
        data.columns().iter().map(|column| (column.name.clone(), column.values.column_type())).collect()
    };
    let all: Vec<usize> = (0..now.column_count()).collect();
    (heads(before) == heads(now)).then(|| (all.clone(), all))
}

fn only_named(data: &Dataset, name: &str) -> Option<usize> {
    let mut named = (0..data.column_count()).filter(|column| *data.columns()[*column].name == *name);
    named.next().filter(|_| named.next().is_none())
}

/// The rows of one number.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    first: usize,
    count: usize,
}

fn count(found: &mut HashMap<u64, Found>, hashes: &[u64]) {
    for (row, hash) in hashes.iter().enumerate() {
        if let Some(known) = found.get_mut(hash) {
            if known.count == 0 {
                known.first = row;
            }
            known.count += 1;
        }
    }
}
