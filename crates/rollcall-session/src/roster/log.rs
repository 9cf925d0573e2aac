//! The log: the sessions that became listed and those that ended, in order, for as long as it is worth catching up.
//!
//! Log-ins write a row at its end and nothing else. A standing query takes the events since its last, whole segments by
//! a pointer each, and reads them without the lock.

use std::collections::VecDeque;
use std::sync::Arc;

use super::row::Row;

/// How many events a segment has. The last segment, which is not full, is copied for each reader.
pub(super) const SEGMENT: usize = 64;
/// As much is kept however few sessions there are.
pub(super) const SHORTEST: usize = 4_096;
/// The log holds at most this part of the sessions: with more changes than that, a new search is as good.
const PART: usize = 16;

/// Events by number. The row of a session that became listed is marked so, that of one that ended is not.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Full ones, the oldest first.
    segments: VecDeque<Arc<[Row]>>,
    last: Vec<Row>,
    /// The number of the first event that is kept.
    start: u64,
}

/// Events in order, of the log as it was at one moment.
#[derive(Debug)]
pub(super) struct Events {
    segments: Vec<Arc<[Row]>>,
    last: Vec<Row>,
    /// How many of the first segment's events to leave out.
    skipped: usize,
    /// The number of the event after these.
    pub(super) end: u64,
}

impl Log {
    /// How many events there have been.
    pub(super) fn end(&self) -> u64 {
        self.start + (self.segments.len() * SEGMENT + self.last.len()) as u64
    }

    /// Something happened, while there were `sessions`.
    pub(super) fn append(&mut self, event: Row, sessions: usize) {
        self.last.push(event);
        if self.last.len() == SEGMENT {
            self.segments.push_back(self.last.as_slice().into());
            self.last.clear();
            while self.segments.len() * SEGMENT > SHORTEST.max(sessions / PART) {
                self.segments.pop_front();
                self.start += SEGMENT as u64;
            }
        }
    }

    /// The events from number `seen` on; None when they are not all kept.
    pub(super) fn since(&self, seen: u64) -> Option<Events> {
        debug_assert!(seen <= self.end(), "nobody has seen what has not happened");
        let missed = usize::try_from(seen.checked_sub(self.start)?).ok()?;
        let full = missed / SEGMENT;
        if full >= self.segments.len() {
            let last = self.last[missed - self.segments.len() * SEGMENT..].to_vec();
            return Some(Events { segments: Vec::new(), last, skipped: 0, end: self.end() });
        }
        let segments = self.segments.range(full..).map(Arc::clone).collect();
        Some(Events { segments, last: self.last.clone(), skipped: missed % SEGMENT, end: self.end() })
    }
}

impl Events {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Row> {
        self.segments.iter().flat_map(|segment| segment.iter()).chain(&self.last).skip(self.skipped)
    }
}
