//! The answer cache: query queries with their answers, and which names their filters match.

use std::sync::Arc;

use super::answer::Answer;
use super::name_matches::{BothSorted, MatchSets, Pending};
use super::standing_query::StandingQuery;
use super::{Filters, Shared};

/// How many query queries are kept. A plant's scripts ask a handful of questions again and again.
const MOST_QUERIES: usize = 64;
/// The kept answers may have as many rows in all, or twice as many as there are sessions where those are more.
const MOST_ROWS: usize = 1 << 16;

/// All query queries.
#[derive(Debug, Default)]
pub(super) struct AnswerCache {
    queries: Vec<StandingQuery>,
    sorted: BothSorted,
    /// Counts questions, for the least recently asked one to make room.
    questions: u64,
}

/// What the caller computed outside the lock since its last call.
#[derive(Debug)]
pub(super) enum Input {
    Nothing,
    /// The missing names have been matched.
    Matched(Pending),
    /// An answer from copied rows; events since the first slice make it right.
    Found(StandingQuery),
}

/// What a call answers with: the answer, or what it needs first.
#[derive(Debug)]
pub(super) enum Need {
    /// The answer.
    Done(Arc<Answer>),
    /// Names have to be matched first.
    Match(Pending),
    /// The sessions have to be copied first.
    Search(MatchSets),
}

impl AnswerCache {
    /// The answer, or what has to be done first without the lock of this cache.
    pub(super) fn ask(&mut self, filters: Filters<'_>, input: Input, shared: &Shared) -> Need {
        self.questions += 1;
        let place = self.queries.iter().position(|query| query.matches.are_of(filters));
        match (input, place) {
            (Input::Found(query), _) => {
                let place = self.keep(query, place, shared);
                self.bring_up(place, shared)
            }
            (Input::Matched(open), place) => {
                self.sorted = open.sorted;
                match place {
                    Some(place) => {
                        self.queries[place].matches = open.matches;
                        self.bring_up(place, shared)
                    }
                    None => self.begin(open.matches, shared),
                }
            }
            (Input::Nothing, Some(place)) => self.bring_up(place, shared),
            (Input::Nothing, None) => self.begin(MatchSets::new(filters), shared),
        }
    }

    /// A question that has no answer yet.
    fn begin(&self, mut matches: MatchSets, shared: &Shared) -> Need {
        let index = shared.index();
        match matches.unknown(&index, &self.sorted) {
            Some(unknown) => Need::Match(Pending { matches, unknown, sorted: self.sorted.clone() }),
            None => Need::Search(matches),
        }
    }

    /// The answer of a question that was asked before.
    fn bring_up(&mut self, place: usize, shared: &Shared) -> Need {
        let query = &mut self.queries[place];
        query.asked = self.questions;
        let index = shared.index();
        if index.log.end() == query.seen {
            return Need::Done(Arc::clone(&query.answer));
        }
        let events = index.log.since(query.seen).filter(|_| query.matches.are_current(&index));
        let Some(events) = events else {
            // It is too long ago, or numbers have changed their meaning since: what was known is worth nothing.
            drop(index);
            let query = self.queries.swap_remove(place);
            return self.begin(query.matches.anew(), shared);
        };
        if let Some(unknown) = query.matches.unknown(&index, &self.sorted) {
            let matches = query.matches.clone();
            return Need::Match(Pending { matches, unknown, sorted: self.sorted.clone() });
        }
        let tables = index.tables();
        drop(index);
        query.catch_up(&events, tables);
        Need::Done(Arc::clone(&query.answer))
    }

    /// Keeps an answer, in the place of an older one; answers with where it is.
    fn keep(&mut self, query: StandingQuery, place: Option<usize>, shared: &Shared) -> usize {
        if let Some(place) = place {
            // Two may have looked at the same time; whoever saw more is right for longer.
            if self.queries[place].seen < query.seen {
                self.queries[place] = query;
            }
            return place;
        }
        self.queries.push(query);
        let most_rows = MOST_ROWS.max(2 * shared.index().listed());
        while self.queries.len() > 1 && self.keeps_more_than(most_rows) {
            let others = 0..self.queries.len() - 1;
            let oldest = others.min_by_key(|place| self.queries[*place].asked);
            oldest.map(|place| self.queries.remove(place));
        }
        self.queries.len() - 1
    }

    fn keeps_more_than(&self, most_rows: usize) -> bool {
        let rows: usize = self.queries.iter().map(|query| query.answer.len()).sum();
        self.queries.len() > MOST_QUERIES || rows > most_rows
    }
}
