//! Java's regular-expression dialect, as the filters need it.
//!
//! A filter is a pattern of `java.util.regex` that must match a whole value: [`Filter::is_match`] answers what
//! `Pattern.compile(pattern).matcher(value).matches()` answers in Java 8 (or 17, see [`JavaVersion`]), or gives an
//! [`Error`]; it never answers differently. Errors of syntax have Java's own descriptions and indices.
//!
//! A pattern is parsed to a tree with every class resolved to a set of code points. Trees without genuine backtracking
//! are handed to `regex-automata`, in linear time; the others (look-around, back references, atomic and possessive
//! forms, some anchors) to a backtracker that follows Java's own matcher, on the heap and within a [`Budget`].
//!
//! It is not a general regular-expression library: it does not search, capture or replace.
//!
//! ```
//! use rollcall_regex::{Budget, Filter};
//!
//! let filter = Filter::new("bi.ly")?;
//! let mut budget = Budget::steps(1_000_000);
//! assert!(filter.is_match("billy", &mut budget)?);
//! assert!(!filter.is_match("billy2", &mut budget)?);
//! # Ok::<(), rollcall_regex::Error>(())
//! ```

mod backtrack;
mod budget;
mod error;
mod filter;
mod fold;
mod linear;
mod names;
mod options;
mod set;
mod sorted;
mod syntax;
mod unicode;

pub use budget::Budget;
pub use error::{Error, ErrorKind};
pub use filter::Filter;
pub use options::{JavaVersion, Limits, Options};
pub use sorted::SortedValues;
