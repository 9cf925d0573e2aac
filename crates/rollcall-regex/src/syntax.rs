//! Java's pattern syntax: text to tree, and tree back to text.
//!
//! The parser reads a pattern the way `java.util.regex.Pattern` does, because the places and texts of its errors, and a
//! good many of its answers, follow from that: quotes are rewritten first ([`cursor`]), a run of literals gives its
//! last character back to a quantifier, `(?x)` skips space in the middle of other constructs. Java's linked nodes are
//! one plain [`tree`] here, in which every class has already become a set of code points.

mod atom;
mod class;
mod cursor;
mod escape;
mod flags;
mod group;
mod parser;
mod pending;
#[cfg(test)]
mod print;
mod property;
mod quantifier;
pub(crate) mod study;
#[cfg(test)]
mod tests;
pub(crate) mod tree;

pub(crate) use parser::{Parsed, parse};
