//! Writes the binary form.

use super::texts::{Indexes, Texts};
use super::{ALIGNMENT, MAGIC, TYPES, VERSION};
use crate::{Column, Dataset, Error, ErrorKind, Values};

/// The whole form.
pub(super) fn dataset(dataset: &Dataset) -> Result<Vec<u8>, Error> {
    let columns = fit(dataset.column_count(), || "columns".to_owned())?;
    let rows = fit(dataset.row_count(), || "rows".to_owned())?;
    let mut writer = Writer::default();
    writer.0.extend_from_slice(&MAGIC);
    for number in [VERSION, columns, rows] {
        writer.number(number);
    }
    for column in dataset.columns() {
        writer.column(column)?;
    }
    Ok(writer.0)
}

fn fit(count: usize, of: impl FnOnce() -> String) -> Result<u32, Error> {
    u32::try_from(count).map_err(|_| {
        Error::new(ErrorKind::TooLarge, format!("{count} {} are too many for the binary form; ask for less", of()))
    })
}

#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Ends a section.
    fn align(&mut self) {
        self.0.resize(self.0.len().next_multiple_of(ALIGNMENT), 0);
    }

    fn column(&mut self, column: &Column) -> Result<(), Error> {
        match &column.values {
            Values::Boolean(cells) => self.cells(column, cells, |cell| [u8::from(*cell)])?,
            Values::Integer(cells) => self.cells(column, cells, |cell| cell.to_le_bytes())?,
            Values::Long(cells) | Values::Date(cells) => self.cells(column, cells, |cell| cell.to_le_bytes())?,
            Values::Double(cells) => self.cells(column, cells, |cell| canonical(*cell).to_le_bytes())?,
            Values::String(cells) => {
                let texts = Texts::of(cells);
                self.head(column, cells, texts.indexes.as_ref().map_or(0, |indexes| indexes.width))?;
                self.texts(column, &texts)?;
            }
        }
        self.align();
        Ok(())
    }

    /// Head and cells of a column that is not of strings.
    fn cells<T, const WIDTH: usize>(
        &mut self,
        column: &Column,
        cells: &[Option<T>],
        bytes: impl Fn(&T) -> [u8; WIDTH],
    ) -> Result<(), Error> {
        self.head(column, cells, 0)?;
        self.0.reserve(cells.len() * WIDTH);
        for cell in cells {
            self.0.extend_from_slice(&cell.as_ref().map_or([0; WIDTH], &bytes));
        }
        Ok(())
    }

    /// Head, name and nulls.
    fn head<T>(&mut self, column: &Column, cells: &[Option<T>], width: usize) -> Result<(), Error> {
        let column_type = column.values.column_type();
        let number = TYPES.iter().position(|known| *known == column_type).unwrap_or_default();
        let has_nulls = cells.iter().any(Option::is_none);
        self.number(fit(column.name.len(), || "bytes of a column's name".to_owned())?);
        self.0.extend_from_slice(&[number as u8, u8::from(has_nulls), width as u8, 0]);
        self.0.extend_from_slice(column.name.as_bytes());
        self.align();
        if has_nulls {
            let byte = |cells: &[Option<T>]| {
                cells.iter().enumerate().fold(0, |byte, (bit, cell)| byte | u8::from(cell.is_none()) << bit)
            };
            self.0.extend(cells.chunks(8).map(byte));
            self.align();
        }
        Ok(())
    }

    fn texts(&mut self, column: &Column, texts: &Texts<'_>) -> Result<(), Error> {
        self.number(texts.texts.len() as u32);
        self.number(fit(texts.bytes, || format!("bytes of text in column \"{}\"", column.name))?);
        let mut end = 0;
        self.number(end);
        for text in &texts.texts {
            end += text.len() as u32;
            self.number(end);
        }
        self.align();
        self.0.reserve(texts.bytes);
        for text in &texts.texts {
            self.0.extend_from_slice(text.as_bytes());
        }
        self.align();
        if let Some(indexes) = &texts.indexes {
            self.indexes(indexes);
        }
        Ok(())
    }

    fn indexes(&mut self, indexes: &Indexes) {
        match indexes.width {
            1 => self.0.extend(indexes.rows.iter().map(|index| *index as u8)),
            2 => indexes.rows.iter().for_each(|index| self.0.extend_from_slice(&(*index as u16).to_le_bytes())),
            _ => indexes.rows.iter().for_each(|index| self.number(*index)),
        }
    }
}

/// One NaN for all, since datasets that differ only in the bits of NaN are equal.
fn canonical(double: f64) -> f64 {
    if double.is_nan() { f64::from_bits(0x7FF8_0000_0000_0000) } else { double }
}
