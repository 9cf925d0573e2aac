//! A standing query: a question that may come again, with its answer as of some event.

use std::sync::Arc;

use super::answer::Answer;
use super::index::Tables;
use super::log::Events;
use super::name_matches::MatchSets;
use super::row::Row;
use crate::OrderKey;

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
    /// Applies the events. The matches are up to date, and `tables` are of the moment after the last event.
    pub(super) fn catch_up(&mut self, events: &Events, tables: Tables) {
        let (removed, added) = last_words(events.iter().filter(|row| self.matches.contain(row)).copied().collect());
        self.seen = events.end;
        // An answer without changes stays the same, with its texts: its rows still have the same numbers.
        if !removed.is_empty() || !added.is_empty() {
            let answer = std::mem::take(&mut self.answer);
            self.answer = Arc::new(Answer::changed(answer, &removed, &added, tables));
        }
    }
}

/// The sessions that are gone and those that are there, each in order, after these events. A stored session that ended
/// and came back is in both: of several events of one session the last counts.
fn last_words(mut events: Vec<Row>) -> (Vec<OrderKey>, Vec<Row>) {
    // Stable, so that the events of one session stay in their order.
    events.sort_by_key(Row::order_key);
    let mut removed: Vec<OrderKey> = events.iter().filter(|row| !row.flags.listed).map(Row::order_key).collect();
    removed.dedup();
    let of_one = events.chunk_by(|one, other| one.order_key() == other.order_key());
    let added = of_one.filter_map(<[Row]>::last).filter(|row| row.flags.listed).copied().collect();
    (removed, added)
}
