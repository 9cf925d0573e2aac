//! The binary form: one buffer, which a reader in any language lays typed arrays over.
//!
//! It is for answers of many rows, where JSON is parsed cell by cell: between a script's worker and the gateway, and to
//! a browser. All numbers are little-endian. **Every section begins at a multiple of 8 bytes** from the start of the
//! buffer (the bytes in between are 0), so that a `Float64Array` or a `BigInt64Array` can lie on it in place. Sections
//! follow one another without a table of contents; the length of each follows from the sections before it.
//!
//! | section | bytes | content |
//! |---|---|---|
//! | header | 4 | `RCDS` |
//! | | u32 | version of this form: 1 |
//! | | u32 | number of columns |
//! | | u32 | number of rows, *n*; 0 without columns |
//! | for each column: | | |
//! | head | u32 | length of the name |
//! | | u8 | type: 0 boolean, 1 integer, 2 long, 3 double, 4 date, 5 string |
//! | | u8 | 1 when there are nulls, else 0 |
//! | | u8 | string: bytes in an index, 1, 2 or 4; 0 when there are no indexes. Other types: 0 |
//! | | u8 | 0 |
//! | name | | UTF-8 |
//! | nulls | ⌈*n*/8⌉ | only when there are any: row *r* is null when bit *r* mod 8 (1 being the lowest) of byte ⌊*r*/8⌋ is set |
//! | cells | *n* × 1 | boolean: 0 or 1 |
//! | | *n* × 4 | integer: two's complement |
//! | | *n* × 8 | long, and date (milliseconds since the epoch, UTC): two's complement |
//! | | *n* × 8 | double: IEEE 754; NaN is always 7FF8000000000000 |
//! | for a string column, in the place of cells: | | |
//! | text table | u32 | number of texts, *t* |
//! | | u32 | length of all texts in bytes |
//! | | (*t* + 1) × u32 | where in the bytes each text begins, and last where they end |
//! | text bytes | | the texts one after the other, UTF-8, each whole |
//! | indexes | *n* × 1, 2, 4 | which text each row has; absent when the head has 0, then *t* = *n* and row *r* has text *r* |
//!
//! The cell of a row that is null is written as 0 (in a string column: as index 0, or as an empty text) and not looked
//! at; a column of nulls may have no texts. A writer puts texts in the order in which rows first have them, and leaves
//! the indexes out where that makes the column smaller; so equal datasets have equal bytes. A reader need not care.
//!
//! Cases that readers and writers in every language have to agree with are in `conformance/dataset/`.
//!
//! # Hostile input
//!
//! A reader trusts no number before it has seen that the announced bytes exist; its allocations are bounded by some
//! multiple of the buffer. Every wrong byte that could mislead is an [`ErrorKind::Malformed`](crate::ErrorKind) with
//! its place.

mod read;
mod texts;
mod write;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use crate::dataset::Parts;
use crate::{ColumnType, Dataset, Error};

/// The first four bytes.
const MAGIC: [u8; 4] = *b"RCDS";
/// The version that is written and read.
const VERSION: u32 = 1;
/// Sections begin at multiples of this.
const ALIGNMENT: usize = 8;

/// The types, each at its number.
const TYPES: [ColumnType; 6] = [
    ColumnType::Boolean,
    ColumnType::Integer,
    ColumnType::Long,
    ColumnType::Double,
    ColumnType::Date,
    ColumnType::String,
];

impl Dataset {
    /// The binary form; see the head of `binary.rs` for its layout.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) when there are 2³² rows or columns, or the texts of a column
    /// come to 4 GiB.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        write::dataset(self)
    }

    /// The dataset of a binary form.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`](crate::ErrorKind::Malformed), with the place, when the bytes are not such a form.
    pub fn decode(bytes: &[u8]) -> Result<Dataset, Error> {
        read::dataset(bytes)
    }

    /// How many bytes of memory [`Dataset::decode`] would take at most, without taking any: one byte of a binary form
    /// can become sixteen. None when the bytes are found not to be such a form.
    pub fn memory_of_encoded(bytes: &[u8]) -> Option<usize> {
        read::memory(bytes)
    }

    /// Whether bytes begin as a binary form does.
    pub fn is_encoded(bytes: &[u8]) -> bool {
        bytes.starts_with(&MAGIC)
    }
}

/// In formats for people, such as JSON, the tree of columns; in others the binary form, as one piece of bytes.
impl Serialize for Dataset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            Parts::of(self).serialize(serializer)
        } else {
            serializer.serialize_bytes(&self.encode().map_err(S::Error::custom)?)
        }
    }
}

impl<'de> Deserialize<'de> for Dataset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            // The format alone does not decide: inside a tagged enum serde buffers the value, and forgets which kind of
            // format it came from. The value itself shows the form.
            deserializer.deserialize_any(EitherForm)
        } else {
            deserializer.deserialize_bytes(EitherForm)
        }
    }
}

struct EitherForm;

impl<'de> Visitor<'de> for EitherForm {
    type Value = Dataset;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a dataset: its columns, or its binary form")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Dataset, A::Error> {
        let parts = Parts::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Dataset::try_from(parts).map_err(de::Error::custom)
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Dataset, E> {
        Dataset::decode(bytes).map_err(E::custom)
    }
}
