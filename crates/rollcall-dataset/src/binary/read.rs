//! Reads the binary form, which may come from anybody.

use std::sync::Arc;

use super::{ALIGNMENT, MAGIC, TYPES, VERSION};
use crate::memory::{cells_of, text};
use crate::{Column, ColumnType, Dataset, Error, ErrorKind, Values};

/// The fewest bytes that a column has: its head.
const HEAD: usize = 8;

/// The dataset of the whole of `bytes`.
pub(super) fn dataset(bytes: &[u8]) -> Result<Dataset, Error> {
    let mut reader = Reader { bytes, at: 0 };
    let (columns, rows) = reader.header()?;
    let columns = (0..columns).map(|_| reader.column(rows)).collect::<Result<_, _>>()?;
    if reader.at < bytes.len() {
        return Err(malformed(reader.at, "there are bytes after the last column"));
    }
    Ok(Dataset::of_equal_columns(columns))
}

/// The most that [`dataset`] would allocate; None when these bytes are found not to be a dataset's.
pub(super) fn memory(bytes: &[u8]) -> Option<usize> {
    let mut reader = Reader { bytes, at: 0 };
    let (columns, rows) = reader.header().ok()?;
    (0..columns).try_fold(0usize, |sum, _| Some(sum.saturating_add(reader.memory_of_column(rows).ok()?)))
}

fn malformed(at: usize, what: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Malformed { at }, format!("not a dataset's binary form: at byte {at}: {what}"))
}

/// A place in the bytes.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// The part before a column's cells.
struct Head<'a> {
    name: &'a str,
    column_type: ColumnType,
    nulls: Option<&'a [u8]>,
    width: usize,
}

impl Head<'_> {
    fn is_null(&self, row: usize) -> bool {
        self.nulls.is_some_and(|nulls| nulls[row / 8] >> (row % 8) & 1 == 1)
    }
}

impl<'a> Reader<'a> {
    /// `count` pieces of `width` bytes.
    fn take(&mut self, count: usize, width: usize, what: &str) -> Result<&'a [u8], Error> {
        let end = count.checked_mul(width).and_then(|length| self.at.checked_add(length));
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or_else(|| malformed(self.at, format!("it ends within {what}")))?;
        self.at += taken.len();
        Ok(taken)
    }

    fn number(&mut self, what: &str) -> Result<usize, Error> {
        self.take(1, 4, what).map(little_endian)
    }

    /// Goes to where the next section begins.
    fn align(&mut self, what: &str) -> Result<(), Error> {
        let padding = self.at.next_multiple_of(ALIGNMENT) - self.at;
        self.take(padding, 1, what).map(|_| ())
    }

    /// How many columns and rows there are.
    fn header(&mut self) -> Result<(usize, usize), Error> {
        if self.take(4, 1, "the header")? != MAGIC {
            return Err(malformed(0, "it does not begin with RCDS"));
        }
        let version = self.number("the header")?;
        if version != VERSION as usize {
            return Err(malformed(4, format!("it is of version {version}; this reader knows {VERSION}")));
        }
        let columns = self.number("the header")?;
        let rows = self.number("the header")?;
        if columns == 0 && rows != 0 {
            return Err(malformed(12, format!("it has {rows} rows and no columns")));
        }
        if columns > self.bytes.len() / HEAD {
            return Err(malformed(8, format!("it is too short for {columns} columns")));
        }
        Ok((columns, rows))
    }

    /// Skips a column; returns the memory that it would take.
    fn memory_of_column(&mut self, rows: usize) -> Result<usize, Error> {
        let head = self.head(rows)?;
        let (width, cells) = match head.column_type {
            ColumnType::Boolean => (1, cells_of::<Option<bool>>(rows)),
            ColumnType::Integer => (4, cells_of::<Option<i32>>(rows)),
            ColumnType::Long | ColumnType::Date => (8, cells_of::<Option<i64>>(rows)),
            ColumnType::Double => (8, cells_of::<Option<f64>>(rows)),
            ColumnType::String => {
                (head.width, self.memory_of_texts()?.saturating_add(cells_of::<Option<Arc<str>>>(rows)))
            }
        };
        self.take(rows, width, "a column's cells")?;
        self.align("a column's cells")?;
        Ok(cells.saturating_add(size_of::<Column>() + text(head.name)))
    }

    /// Passes a column's texts by; each gets a piece of memory, and the list of them is held until its end.
    fn memory_of_texts(&mut self) -> Result<usize, Error> {
        let count = self.number("a text table")?;
        let length = self.number("a text table")?;
        self.take(count.saturating_add(1), 4, "a text table")?;
        self.align("a text table")?;
        self.take(length, 1, "a column's texts")?;
        self.align("a column's texts")?;
        let each = text("") + 16 + size_of::<Arc<str>>();
        Ok(count.saturating_mul(each).saturating_add(length))
    }

    fn column(&mut self, rows: usize) -> Result<Column, Error> {
        let head = self.head(rows)?;
        let values = match head.column_type {
            ColumnType::Boolean => Values::Boolean(self.booleans(&head, rows)?),
            ColumnType::Integer => Values::Integer(self.cells(&head, rows, i32::from_le_bytes)?),
            ColumnType::Long => Values::Long(self.cells(&head, rows, i64::from_le_bytes)?),
            ColumnType::Double => Values::Double(self.cells(&head, rows, f64::from_le_bytes)?),
            ColumnType::Date => Values::Date(self.cells(&head, rows, i64::from_le_bytes)?),
            ColumnType::String => Values::String(self.strings(&head, rows)?),
        };
        self.align("a column's cells")?;
        Ok(Column::new(head.name, values))
    }

    fn head(&mut self, rows: usize) -> Result<Head<'a>, Error> {
        let length = self.number("a column's head")?;
        let at = self.at;
        let flags = self.take(4, 1, "a column's head")?;
        let column_type = TYPES.get(usize::from(flags[0])).copied();
        let column_type = column_type.ok_or_else(|| malformed(at, format!("there is no type {}", flags[0])))?;
        let widths: &[u8] = if column_type == ColumnType::String { &[0, 1, 2, 4] } else { &[0] };
        if flags[1] > 1 || !widths.contains(&flags[2]) || flags[3] != 0 {
            return Err(malformed(at + 1, "the column's header is not valid"));
        }
        let at = self.at;
        let name = std::str::from_utf8(self.take(length, 1, "a column's name")?);
        let name = name.map_err(|_| malformed(at, "the column's name is not UTF-8"))?;
        self.align("a column's name")?;
        let mut head = Head { name, column_type, nulls: None, width: usize::from(flags[2]) };
        if flags[1] == 1 {
            head.nulls = Some(self.take(rows.div_ceil(8), 1, "a column's nulls")?);
            self.align("a column's nulls")?;
        }
        Ok(head)
    }

    fn booleans(&mut self, head: &Head<'_>, rows: usize) -> Result<Arc<[Option<bool>]>, Error> {
        let at = self.at;
        let cells = self.take(rows, 1, "a column's cells")?.iter().enumerate();
        let cells = cells.map(|(row, byte)| match byte {
            _ if head.is_null(row) => Ok(None),
            0 | 1 => Ok(Some(*byte == 1)),
            _ => Err(malformed(at + row, format!("{byte} is not a boolean"))),
        });
        cells.collect()
    }

    fn cells<T, const WIDTH: usize>(
        &mut self,
        head: &Head<'_>,
        rows: usize,
        value: impl Fn([u8; WIDTH]) -> T,
    ) -> Result<Arc<[Option<T>]>, Error> {
        let (cells, _) = self.take(rows, WIDTH, "a column's cells")?.as_chunks::<WIDTH>();
        let cells = cells.iter().enumerate();
        Ok(cells.map(|(row, bytes)| (!head.is_null(row)).then(|| value(*bytes))).collect())
    }

    fn strings(&mut self, head: &Head<'_>, rows: usize) -> Result<Arc<[Option<Arc<str>>]>, Error> {
        let at = self.at;
        let texts = self.texts()?;
        if head.width == 0 {
            if texts.len() != rows {
                return Err(malformed(at, format!("{} texts for {rows} rows", texts.len())));
            }
            let cells = texts.into_iter().enumerate();
            return Ok(cells.map(|(row, text)| (!head.is_null(row)).then_some(text)).collect());
        }
        let at = self.at;
        let indexes = self.take(rows, head.width, "a column's indexes")?.chunks_exact(head.width).enumerate();
        let cells = indexes.map(|(row, index)| {
            if head.is_null(row) {
                return Ok(None);
            }
            let text = texts.get(little_endian(index));
            let text = text.ok_or_else(|| malformed(at + row * head.width, "the index is past the last text"))?;
            Ok(Some(Arc::clone(text)))
        });
        cells.collect()
    }

    /// The text table and the texts.
    fn texts(&mut self) -> Result<Vec<Arc<str>>, Error> {
        let count = self.number("a text table")?;
        let length = self.number("a text table")?;
        let at = self.at;
        let (ends, _) = self.take(count.saturating_add(1), 4, "a text table")?.as_chunks::<4>();
        self.align("a text table")?;
        let bytes_at = self.at;
        let bytes = std::str::from_utf8(self.take(length, 1, "a column's texts")?);
        let bytes = bytes.map_err(|error| malformed(bytes_at + error.valid_up_to(), "the texts are not UTF-8"))?;
        self.align("a column's texts")?;
        let place = |number: usize| little_endian(&ends[number]);
        if place(0) != 0 || place(count) != length {
            return Err(malformed(at, "the text table does not go from the first byte to the last"));
        }
        let text = |number: usize| {
            let text = bytes.get(place(number)..place(number + 1));
            text.map(Arc::from).ok_or_else(|| malformed(at + number * 4, "no whole text begins and ends there"))
        };
        (0..count).map(text).collect()
    }
}

/// A number of at most four bytes; where addresses are shorter, no buffer is as long as the number announces.
fn little_endian(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}
