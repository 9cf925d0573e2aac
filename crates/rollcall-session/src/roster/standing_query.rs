//! A standing query: a question that may come again, with its answer as of some event.

use std::sync::Arc;

use super::answer::Answer;
use super::index::Tables;
use super::log::Events;
use super::name_matches::MatchSets;

/// A question, which names its filters match, and the answer up to some event.
#[derive(Debug)]
pub(super) struct StandingQuery {
    pub(super) matches: MatchSets,
    pub(super) answer: Arc<Answer>,
    /// How many events it has taken in.
    pub(super) seen: u64,
    /// When it was asked last.
    pub(super) asked: u64,
}

impl StandingQuery {
    /// Takes in what happened. The matches are up to date, and `tables` are of the moment after the last event.
    pub(super) fn catch_up(&mut self, events: &Events, tables: Tables) {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for row in events.iter().filter(|row| self.matches.contain(row)) {
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
