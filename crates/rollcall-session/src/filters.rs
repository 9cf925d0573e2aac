//! What a list of sessions is restricted by.

use rollcall_regex::Filter;

/// What a list is restricted by; the default is not at all. Each filter must match the whole name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filters<'a> {
    /// Restricts by username.
    pub username: Option<&'a Filter>,
    /// Restricts by project.
    pub project: Option<&'a Filter>,
}
