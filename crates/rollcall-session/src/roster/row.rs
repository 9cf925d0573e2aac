//! A session as lists have it: numbers only, so that rows are copied and thrown away for nothing.

use crate::{ClientId, OrderKey, Timestamp};

/// The columns of a session in lists. They never change, but for the mark of being listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) client_id: ClientId,
    pub(crate) creation_time: Timestamp,
    /// Texts, by their numbers in the [`Index`](super::index::Index).
    pub(crate) user: u32,
    pub(crate) project: u32,
    pub(crate) address: u32,
    pub(crate) flags: Flags,
}

/// The flags of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flags {
    /// Whether lists show it.
    pub(crate) listed: bool,
    pub(crate) designer: bool,
    /// Whether the address is a host name.
    pub(crate) named: bool,
}

impl Row {
    /// Its place in the order of creation.
    pub(crate) fn order_key(&self) -> OrderKey {
        OrderKey { creation_time: self.creation_time, client_id: self.client_id }
    }
}
