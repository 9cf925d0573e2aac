//! Short numbers that stand for rows and for whole datasets: to find equal rows, and to identify the data that a person
//! saw.
//!
//! Equal rows have equal numbers. That equal numbers are equal rows is likely and not certain, so code that acts on a
//! row compares it, too; and such a number is no protection, since anyone can compute it.

use crate::{Column, Dataset, Value, Values, double};

/// The bits of a whole number that browsers represent exactly in their one kind of number: 53.
const EXACT_IN_BROWSERS: u64 = (1 << 53) - 1;
/// An odd number without a pattern: the golden ratio in 64 bits.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const NULL: u64 = 0x6E75_6C6C;

impl Dataset {
    /// A number of 53 bits that equal datasets have in common. It is the same in every process of one executable.
    pub fn fingerprint(&self) -> u64 {
        *self.known.0.get_or_init(|| {
            let all: Vec<usize> = (0..self.column_count()).collect();
            let heads = self
                .columns()
                .iter()
                .fold(SPREAD, |hash, column| mixed(text(hash, &column.name), column.values.column_type() as u64));
            self.row_hashes(&all).into_iter().fold(heads, mixed) & EXACT_IN_BROWSERS
        })
    }

    /// For each row a number that rows of equal cells in `columns` have in common. A column that there is not adds
    /// nothing.
    pub fn row_hashes(&self, columns: &[usize]) -> Vec<u64> {
        let mut hashes = vec![SPREAD; self.row_count()];
        for column in columns.iter().filter_map(|column| self.columns().get(*column)) {
            add(&mut hashes, column);
        }
        hashes
    }

    /// Whether a row has the same cells in `columns` as a row of another dataset has in `others`, in their order.
    pub fn has_row_like(&self, row: usize, columns: &[usize], other: &Dataset, at: usize, others: &[usize]) -> bool {
        let cell = |data: &Dataset, row: usize, column: &usize| -> Option<Value> { data.value(row, *column) };
        columns.len() == others.len()
            && columns.iter().zip(others).all(|(a, b)| match (cell(self, row, a), cell(other, at, b)) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            })
    }
}

/// Adds a column's cells to their rows' numbers.
fn add(hashes: &mut [u64], column: &Column) {
    fn each<T>(hashes: &mut [u64], cells: &[Option<T>], number: impl Fn(u64, &T) -> u64) {
        for (hash, cell) in hashes.iter_mut().zip(cells) {
            *hash = cell.as_ref().map_or_else(|| mixed(*hash, NULL), |cell| number(*hash, cell));
        }
    }
    match &column.values {
        Values::Boolean(cells) => each(hashes, cells, |hash, yes| mixed(hash, u64::from(*yes) + 1)),
        Values::Integer(cells) => each(hashes, cells, |hash, number| mixed(hash, i64::from(*number) as u64)),
        Values::Long(cells) | Values::Date(cells) => each(hashes, cells, |hash, number| mixed(hash, *number as u64)),
        Values::Double(cells) => each(hashes, cells, |hash, number| mixed(hash, double::bits(*number))),
        Values::String(cells) => each(hashes, cells, |hash, cell| text(hash, cell)),
    }
}

fn text(hash: u64, text: &str) -> u64 {
    let words = text.as_bytes().chunks(8).map(|bytes| {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(word)
    });
    words.fold(mixed(hash, text.len() as u64), mixed)
}

fn mixed(hash: u64, word: u64) -> u64 {
    let spread = (hash.rotate_left(23) ^ word).wrapping_mul(SPREAD);
    spread ^ (spread >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn data(rows: &[(Option<i32>, Option<&str>, Option<f64>)]) -> Dataset {
        let numbers = Column::integers("number", rows.iter().map(|row| row.0));
        let texts = Column::strings("text", rows.iter().map(|row| row.1));
        let doubles = Column::doubles("double", rows.iter().map(|row| row.2));
        Dataset::new(vec![numbers, texts, doubles]).expect("the columns are of one length")
    }

    #[test]
    fn what_differs_has_another_number() {
        let all = [
            data(&[]),
            Dataset::default(),
            data(&[(Some(1), Some("a"), Some(0.0))]),
            data(&[(Some(1), Some("a"), Some(-0.0))]),
            data(&[(None, Some("a"), Some(0.0))]),
            data(&[(Some(1), None, Some(0.0))]),
            data(&[(Some(1), Some(""), Some(0.0))]),
            data(&[(Some(1), Some("a\0"), Some(0.0))]),
            data(&[(Some(1), Some("a"), Some(0.0)), (Some(2), Some("b"), Some(0.0))]),
            data(&[(Some(2), Some("b"), Some(0.0)), (Some(1), Some("a"), Some(0.0))]),
            Dataset::new(vec![Column::integers("n", [Some(1)])]).expect("one column"),
            Dataset::new(vec![Column::longs("n", [Some(1)])]).expect("one column"),
            Dataset::new(vec![Column::longs("m", [Some(1)])]).expect("one column"),
        ];
        for (place, one) in all.iter().enumerate() {
            for other in &all[..place] {
                assert_ne!(one.fingerprint(), other.fingerprint(), "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn a_number_that_is_known_makes_no_difference() {
        let [known, other] = [(); 2].map(|()| data(&[(Some(1), Some("a"), Some(f64::NAN))]));
        let number = known.fingerprint();
        assert_eq!(known, other);
        assert_eq!(number, other.fingerprint());
        assert!(number <= EXACT_IN_BROWSERS);
    }

    proptest! {
        #[test]
        fn equal_rows_have_equal_numbers(cells in prop::collection::vec((0..3i32, "[ab]?"), 0..12)) {
            let numbers = Column::integers("number", cells.iter().map(|cell| Some(cell.0)));
            let texts = Column::strings("text", cells.iter().map(|cell| Some(cell.1.as_str())));
            let data = Dataset::new(vec![numbers, texts]).expect("the columns are of one length");
            let hashes = data.row_hashes(&[0, 1]);
            for a in 0..cells.len() {
                for b in 0..cells.len() {
                    prop_assert_eq!(hashes[a] == hashes[b], cells[a] == cells[b]);
                    prop_assert_eq!(data.has_row_like(a, &[0, 1], &data, b, &[0, 1]), cells[a] == cells[b]);
                }
            }
        }
    }
}
