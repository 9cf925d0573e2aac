//! A question that was asked and may be asked again, with its answer as of some moment.

use std::sync::Arc;

use super::answer::Answer;
use super::index::Tables;
use super::log::Events;
use super::verdict::Verdicts;

/// A question, what its filters say of the names, and the answer up to some event.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) verdicts: Verdicts,
    pub(super) answer: Arc<Answer>,
    /// How many events it has taken in.
    pub(super) seen: u64,
    /// When it was asked last.
    pub(super) asked: u64,
}

impl Standing {
    /// Takes in what happened. The verdicts are up to date, and `tables` are of the moment after the last event.
    pub(super) fn catch_up(&mut self, events: &Events, tables: Tables) {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for row in events.iter().filter(|row| self.verdicts.admit(row)) {
            if row.marks.listed {
                added.push(*row);
            } else {
                removed.push(row.sequence);
            }
        }
        self.seen = events.end;
        // An answer that nothing has happened to stays as it is, its texts as well: its rows have the same numbers still.
        if !removed.is_empty() || !added.is_empty() {
            let answer = std::mem::take(&mut self.answer);
            self.answer = Arc::new(Answer::changed(answer, removed, added, tables));
        }
    }
}
