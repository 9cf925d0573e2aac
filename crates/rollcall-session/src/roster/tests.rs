//! The common part of the modules' tests, and the log's tests: the benchmark compiles the log's file without them.

use super::log::{Log, SEGMENT, SHORTEST};
use super::row::{Flags, Row};
use crate::OrderKey;

/// A row whose key has this number.
pub(super) fn row(number: u128) -> Row {
    let OrderKey { creation_time, client_id } = OrderKey::of(number);
    Row {
        client_id,
        creation_time,
        user: 0,
        project: 0,
        address: 0,
        flags: Flags { listed: true, designer: false, named: false },
    }
}

#[test]
fn what_is_kept_is_read_from_any_number_on() {
    let mut log = Log::default();
    for number in 0..10_000 {
        log.append(row(number.into()), 0);
        let end = number + 1;
        assert_eq!(log.end(), end);
        for seen in [end, end.saturating_sub(1), end.saturating_sub(70), end.saturating_sub(3_000)] {
            let events = log.since(seen).expect("it is not long ago");
            assert_eq!(events.end, end);
            assert!(
                events.iter().map(|row| row.order_key().number()).eq(u128::from(seen)..u128::from(end)),
                "{seen} to {end}"
            );
        }
    }
    assert!(log.since(10_000 - (SHORTEST + SEGMENT) as u64).is_none());
}
