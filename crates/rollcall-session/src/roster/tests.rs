//! What the tests of the parts have in common.

use super::row::{Marks, Row};
use crate::{ClientId, Sequence, Timestamp};

/// A row of this number.
pub(super) fn row(number: u64) -> Row {
    Row {
        sequence: Sequence::of(number),
        client_id: ClientId::from_bytes(number.to_be_bytes()),
        creation_time: Timestamp(0),
        user: 0,
        project: 0,
        address: 0,
        marks: Marks { listed: true, designer: false, named: false },
    }
}
