//! The project's own build tool: test, demo, tidy, bench.
fn main() {}
