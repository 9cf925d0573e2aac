//! Any dataset whatever, for the properties that all have.

use proptest::prelude::*;
use rollcall_dataset::{Column, Dataset};

fn cells<T: std::fmt::Debug>(value: impl Strategy<Value = T>, rows: usize) -> impl Strategy<Value = Vec<Option<T>>> {
    prop::collection::vec(prop::option::of(value), rows)
}

fn column(rows: usize) -> impl Strategy<Value = Column> {
    let double = any::<u64>().prop_map(f64::from_bits);
    prop_oneof![
        (".*", cells(any::<bool>(), rows)).prop_map(|(name, cells)| Column::booleans(name, cells)),
        (".*", cells(any::<i32>(), rows)).prop_map(|(name, cells)| Column::integers(name, cells)),
        (".*", cells(any::<i64>(), rows)).prop_map(|(name, cells)| Column::longs(name, cells)),
        (".*", cells(double, rows)).prop_map(|(name, cells)| Column::doubles(name, cells)),
        (".*", cells(any::<i64>(), rows)).prop_map(|(name, cells)| Column::dates(name, cells)),
        (".*", cells("(?s).*", rows)).prop_map(|(name, cells)| Column::strings(name, cells)),
        // The same few texts in many rows.
        (".*", cells("[aä]{0,2}", rows)).prop_map(|(name, cells)| Column::strings(name, cells)),
        (".*", prop::collection::vec("[a-c]", rows))
            .prop_map(|(name, cells)| Column::strings(name, cells.into_iter().map(Some))),
    ]
}

/// Of at most 5 columns and 19 rows.
pub fn dataset() -> impl Strategy<Value = Dataset> {
    let columns = (0usize..20).prop_flat_map(|rows| prop::collection::vec(column(rows), 0..6));
    columns.prop_map(|columns| Dataset::new(columns).expect("the columns are of one length"))
}
