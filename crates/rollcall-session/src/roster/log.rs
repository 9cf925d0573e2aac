//! The log: what became listed and what ended, in order, for as long as it is worth catching up.
//!
//! Log-ins write a row at its end and nothing else. Whoever kept an answer takes what came since, whole sheets by a
//! pointer each, and reads it away from the lock.

use std::collections::VecDeque;
use std::sync::Arc;

use super::row::Row;

/// How many events a sheet has. What is on the last sheet, which is not full, is copied for each reader.
pub(super) const SHEET: usize = 64;
/// As much is kept however few sessions there are.
pub(super) const SHORTEST: usize = 4_096;
/// What is kept is at most this part of the sessions: with more changes than that, finding the answer anew is as good.
const PART: usize = 16;

/// Events by number. The row of a session that became listed is marked so, that of one that ended is not.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Full ones, the oldest first.
    sheets: VecDeque<Arc<[Row]>>,
    last: Vec<Row>,
    /// The number of the first event that is kept.
    start: u64,
}

/// Events in order, of the log as it was at one moment.
#[derive(Debug)]
pub(super) struct Events {
    sheets: Vec<Arc<[Row]>>,
    last: Vec<Row>,
    /// How many of the first sheet's are not meant.
    skipped: usize,
    /// The number of the event after these.
    pub(super) end: u64,
}

impl Log {
    /// How many events there have been.
    pub(super) fn end(&self) -> u64 {
        self.start + (self.sheets.len() * SHEET + self.last.len()) as u64
    }

    /// Something happened, while there were `sessions`.
    pub(super) fn append(&mut self, event: Row, sessions: usize) {
        self.last.push(event);
        if self.last.len() == SHEET {
            self.sheets.push_back(self.last.as_slice().into());
            self.last.clear();
            while self.sheets.len() * SHEET > SHORTEST.max(sessions / PART) {
                self.sheets.pop_front();
                self.start += SHEET as u64;
            }
        }
    }

    /// The events from number `seen` on; None when they are not all kept.
    pub(super) fn since(&self, seen: u64) -> Option<Events> {
        let missed = usize::try_from(seen.checked_sub(self.start)?).ok()?;
        let full = missed / SHEET;
        if full >= self.sheets.len() {
            let last = self.last[missed - self.sheets.len() * SHEET..].to_vec();
            return Some(Events { sheets: Vec::new(), last, skipped: 0, end: self.end() });
        }
        let sheets = self.sheets.range(full..).map(Arc::clone).collect();
        Some(Events { sheets, last: self.last.clone(), skipped: missed % SHEET, end: self.end() })
    }
}

impl Events {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Row> {
        self.sheets.iter().flat_map(|sheet| sheet.iter()).chain(&self.last).skip(self.skipped)
    }
}
