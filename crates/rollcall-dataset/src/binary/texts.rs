//! The texts of a string column, each once, and whether that is worth while.

use std::collections::HashMap;
use std::sync::Arc;

/// A column's texts as they will be written.
pub(super) struct Texts<'a> {
    /// In the order in which rows first have them; with repetitions when there are no indexes.
    pub(super) texts: Vec<&'a str>,
    /// How many bytes they have.
    pub(super) bytes: usize,
    /// Which of them each row has; None when it is the row's own.
    pub(super) indexes: Option<Indexes>,
}

/// One number for each row.
pub(super) struct Indexes {
    pub(super) rows: Vec<u32>,
    /// Bytes in each.
    pub(super) width: usize,
}

impl<'a> Texts<'a> {
    /// The texts of the cells, whose number fits in 32 bits.
    pub(super) fn of(cells: &'a [Option<Arc<str>>]) -> Self {
        let (texts, rows) = distinct(cells);
        let bytes = texts.iter().map(|text| text.len()).sum::<usize>();
        let width = match texts.len() {
            0..=0x100 => 1,
            0x101..=0x1_0000 => 2,
            _ => 4,
        };
        let with_indexes = texts.len() * 4 + bytes + rows.len() * width;
        let all_bytes: usize = cells.iter().flatten().map(|text| text.len()).sum();
        if with_indexes < cells.len() * 4 + all_bytes {
            return Texts { texts, bytes, indexes: Some(Indexes { rows, width }) };
        }
        let texts = cells.iter().map(|cell| cell.as_deref().unwrap_or_default()).collect();
        Texts { texts, bytes: all_bytes, indexes: None }
    }
}

/// Each text once, and which of them each row has; a null has the first.
fn distinct(cells: &[Option<Arc<str>>]) -> (Vec<&str>, Vec<u32>) {
    // Quick, since every cell passes here, and seeded, since strangers choose some of the texts.
    let mut places = HashMap::with_hasher(foldhash::fast::RandomState::default());
    let mut texts = Vec::new();
    let mut rows = Vec::with_capacity(cells.len());
    for cell in cells {
        let index = cell.as_deref().map_or(0, |text| {
            *places.entry(text).or_insert_with(|| {
                texts.push(text);
                (texts.len() - 1) as u32
            })
        });
        rows.push(index);
    }
    (texts, rows)
}
