//! Dataset: named, typed columns of equal length, and their conversions.
//!
//! A dataset is the answer of a query, and the form in which scripts, tables and files exchange rows. It is immutable:
//! every change gives a new dataset, and the columns that did not change are shared, not copied.
//!
//! It knows nothing of Python, SQL or HTTP. The meaning of the access methods is that of the `Dataset` interface that
//! 7.9's scripts know: column names are found without regard to case, rows and columns count from 0.
//!
//! # JSON
//!
//! The JSON form, by serde, is columns, not one object a row.
//!
//! ```
//! # use rollcall_dataset::{Column, Dataset};
//! let dataset = Dataset::new(vec![
//!     Column::strings("username", [Some("billy"), None]),
//!     Column::doubles("load", [Some(0.5), Some(f64::NAN)]),
//! ])?;
//! let json = r#"{"columns":[
//!     {"name":"username","type":"string","values":["billy",null]},
//!     {"name":"load","type":"double","values":[0.5,"NaN"]}
//! ]}"#;
//! assert_eq!(serde_json::from_str::<Dataset>(json)?, dataset);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A long, and a date in milliseconds, is a JSON number; a reader in JavaScript keeps it exact up to 2⁵³.
//!
//! # Bytes
//!
//! For answers of many rows there is a binary form, one buffer that typed arrays can be laid over ([`Dataset::encode`],
//! [`Dataset::decode`]); serde takes it in formats that are not for people. It is described in `binary.rs`.
//!
//! # What is missing
//!
//! CSV is written and not read.

mod binary;
mod column;
mod column_type;
mod csv;
mod dataset;
mod double;
mod error;
mod fingerprint;
mod infer;
mod known;
mod memory;
mod row;
mod tabulate;
mod value;

pub use column::{Column, Values};
pub use column_type::ColumnType;
pub use dataset::Dataset;
pub use double::json_double;
pub use error::{Error, ErrorKind};
pub use row::Row;
pub use tabulate::Cells;
pub use value::Value;
