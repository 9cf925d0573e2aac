//! Dataset: named, typed columns of equal length, and their conversions.
//!
//! A dataset is what a query answers with and what a script, a table and a file exchange. It is immutable: every
//! change gives a new dataset, and the columns that did not change are shared, not copied.
//!
//! It knows nothing of Python, SQL or HTTP. Its JSON form (columns, not one object a row) is the wire form everywhere.
//! The meaning of the access methods is that of the `Dataset` interface that 7.9's scripts know: column names are found
//! without regard to case, rows and columns count from 0.

mod column;
mod dataset;
mod error;
mod tabulate;
mod value;

pub use column::{Column, ColumnType, Values};
pub use dataset::Dataset;
pub use error::{Error, ErrorKind};
pub use tabulate::Cells;
pub use value::Value;
