//! How much memory a dataset takes, as an allocator counts: the charge for a client that has the gateway keep it.
//!
//! Every cell has the width of its type, a text its own piece of memory. A text that several cells share is counted once
//! in all, in equal parts.

use std::sync::Arc;

use crate::{Column, Dataset, Values};

/// The allocator's overhead for each piece, and the multiple that pieces come in.
const PIECE: usize = 16;
/// Parts of a shared text are counted in so small fractions of a byte, as a power of two: a million of them add up.
const PART: u32 = 20;
/// Before a shared text: how many share it.
const SHARED: usize = 16;

impl Dataset {
    /// About how many bytes it takes in memory; never much less.
    pub fn memory(&self) -> usize {
        self.columns().iter().map(Column::memory).sum()
    }
}

impl Column {
    fn memory(&self) -> usize {
        size_of::<Column>() + text(&self.name) + self.values.memory()
    }
}

impl Values {
    fn memory(&self) -> usize {
        match self {
            Values::Boolean(cells) => cells_of::<Option<bool>>(cells.len()),
            Values::Integer(cells) => cells_of::<Option<i32>>(cells.len()),
            Values::Long(cells) | Values::Date(cells) => cells_of::<Option<i64>>(cells.len()),
            Values::Double(cells) => cells_of::<Option<f64>>(cells.len()),
            Values::String(cells) => {
                let parts = cells.iter().flatten().map(|cell| (text(cell) << PART) / Arc::strong_count(cell));
                cells_of::<Option<Arc<str>>>(cells.len()) + (parts.sum::<usize>() >> PART)
            }
        }
    }
}

/// The memory of a shared text.
pub(crate) fn text(text: &str) -> usize {
    (SHARED + text.len()).next_multiple_of(PIECE) + PIECE
}

/// The memory of so many cells of a type.
pub(crate) fn cells_of<T>(count: usize) -> usize {
    count.saturating_mul(size_of::<T>()).saturating_add(SHARED + PIECE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(column: Column, expected: std::ops::Range<usize>) {
        let dataset = Dataset::new(vec![column]).unwrap();
        let memory = dataset.memory();
        assert!(expected.contains(&memory), "{memory} is not in {expected:?}");
        let bytes = dataset.encode().unwrap();
        let decoded = Dataset::memory_of_encoded(&bytes).unwrap();
        assert!(decoded >= memory, "{decoded} were announced and {memory} came");
        assert!(decoded < 3 * memory + 1_000, "{decoded} were announced and {memory} came");
    }

    #[test]
    fn cells_are_as_wide_as_their_type() {
        check(Column::booleans("a", vec![Some(true); 10_000]), 10_000..11_000);
        check(Column::integers("a", vec![Some(1); 10_000]), 80_000..81_000);
        check(Column::longs("a", vec![None; 10_000]), 160_000..161_000);
        check(Column::doubles("a", vec![Some(0.5); 10_000]), 160_000..161_000);
    }

    #[test]
    fn texts_are_counted_once_however_many_cells_share_them() {
        let apart = (0..10_000).map(|number| Some(format!("text {number:05}")));
        check(Column::strings("a", apart), 640_000..650_000);
        let shared: Arc<str> = "x".repeat(1_000).into();
        check(Column::strings("a", vec![Some(shared); 10_000]), 160_000..180_000);
    }

    #[test]
    fn what_is_no_dataset_has_no_size() {
        let bytes = Dataset::new(vec![Column::integers("a", [Some(1)])]).unwrap().encode().unwrap();
        assert!(Dataset::memory_of_encoded(&bytes[..bytes.len() - 1]).is_none());
        assert!(Dataset::memory_of_encoded(b"RCDS").is_none());
    }
}
