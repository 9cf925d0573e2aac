//! The backtracker: for patterns that a linear engine cannot express, with Java's answers down to its oddities.
//!
//! Java's own matcher decides what these constructs mean where their description does not: a group set inside an atomic
//! group stays set when matching goes back past it, an empty round ends a loop even below its minimum, a quantified
//! `\R` is taken or left whole. So [`program`] makes of the tree the moves that Java makes, and [`machine`] makes them
//! in Java's order, on the UTF-16 units of the value, since a look-behind can stop between the two of a pair. Java's
//! recursion, which overflows its stack, is a list of frames here: its size is bounded, and so is the number of moves,
//! by the caller's budget.

mod bit_set;
mod boundary;
mod class;
mod clusters;
mod frame;
mod look;
mod loops;
mod machine;
mod program;
mod rounds;
#[cfg(test)]
mod tests;

pub(crate) use machine::run;
pub(crate) use program::{Program, compile};
