//! The part of a log-in or log-out that serves questions alone.
//!
//! A log-in keeps no answer up to date: the next question does that, in the time that is measured there. The log-in
//! only writes a row to the log. That is so little beside the rest of a log-in that a difference of whole log-ins would
//! be noise; so the log itself is timed, compiled here from its source. (That users' lists have rows of thirty-two
//! bytes instead of numbers of four is for questions, too, and shows in memory.)

#![allow(dead_code, reason = "of the two modules only what appends is used here")]

use std::time::Duration;

use rollcall_session::Answer;

use crate::questions::timed;

#[path = "../../src/roster/log.rs"]
mod log;
#[path = "../../src/roster/row.rs"]
mod row;

use log::Log;
use row::{Flags, Row};

/// The time that it takes to write `count` rows, which are of an answer.
pub fn log(answer: &Answer, count: usize, sessions: usize) -> Duration {
    let row = |listing: rollcall_session::Listing<'_>| Row {
        client_id: listing.client_id(),
        creation_time: listing.creation_time(),
        user: 1,
        project: 2,
        address: 3,
        flags: Flags { listed: true, designer: listing.is_designer(), named: true },
    };
    let rows: Vec<Row> = answer.listings().map(row).collect();
    let mut log = Log::default();
    timed(|| rows.iter().cycle().take(count).for_each(|row| log.append(*row, sessions)))
}
