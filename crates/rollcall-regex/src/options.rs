//! Which Java, and how large a pattern may be.

/// The Java whose answers a filter gives.
///
/// The two differ in a short list of rules (negated classes with nested or intersected parts, `(?i)` on `\p{Lower}` and
/// its like, `\R`, `\X`, `\N{…}`, `\b{g}`, a few error texts) and in the version of Unicode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum JavaVersion {
    /// Java 8 (Unicode 6.2): the Java of Ignition 7.9, and the default.
    #[default]
    V8,
    /// Java 17 (Unicode 13).
    V17,
}

/// How large a pattern may be; past a limit, [`Filter::new`](crate::Filter::new) answers
/// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge).
///
/// Counts of repetition need no limit of their own: a pattern that does not fit the linear engine within
/// [`linear_size`](Limits::linear_size) is counted by the backtracker instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// The longest pattern, in UTF-16 units as Java counts. Default 32,768.
    pub pattern_length: usize,
    /// How deep groups and classes may be nested. Default 250; more than about 1,000 risks the native stack.
    pub nesting: usize,
    /// The most memory the linear engine's program may take, in bytes. Default 10 MB.
    pub linear_size: usize,
    /// The most memory one match may take in the backtracker, in bytes; past it matching ends as if the budget were
    /// spent. Default 64 MB.
    pub stack_size: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pattern_length: 32_768, nesting: 250, linear_size: 10 << 20, stack_size: 64 << 20 }
    }
}

/// How a filter is compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// The Java whose answers to give.
    pub version: JavaVersion,
    /// How large the pattern may be.
    pub limits: Limits,
}
