//! The command line of Rollcall.
fn main() {}
