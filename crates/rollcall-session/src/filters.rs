//! The filters of a list of sessions.

use rollcall_regex::Filter;

/// The filters of a list; by default, there are none. Each filter must match the whole name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filters<'a> {
    /// Restricts by username.
    pub username: Option<&'a Filter>,
    /// Restricts by project.
    pub project: Option<&'a Filter>,
}
