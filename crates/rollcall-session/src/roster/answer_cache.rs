//! The answer cache: standing queries with their answers, and which names their filters match.

use std::sync::Arc;

use super::Shared;
use super::answer::Answer;
use super::name_matches::{BothSorted, MatchSets, Pending};
use super::standing_query::StandingQuery;
use crate::filters::Filters;

/// How many standing queries are kept. A plant's scripts ask a handful of questions again and again.
const MOST_QUERIES: usize = 64;
/// The kept answers may have as many rows in all, or twice as many as there are sessions where those are more.
const MOST_ROWS: usize = 1 << 16;

/// All standing queries.
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

/// The result of a call: the answer, or the input that it needs first.
#[derive(Debug)]
pub(super) enum Need {
    /// The answer.
    Done(Arc<Answer>),
    /// Names have to be matched first.
    Match(Pending),
    /// The sessions have to be copied first. The filters have been matched against every name that there was at the
    /// event of this number: later names are in the events from there on.
    Search(MatchSets, u64),
}

impl AnswerCache {
    /// The answer, or the work that must be done first, without the lock of this cache.
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
        match matches.unknown(index.names(), &self.sorted) {
            Some(unknown) => Need::Match(Pending { matches, unknown, sorted: self.sorted.clone() }),
            None => Need::Search(matches, index.log.end()),
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
        let events = index.log.since(query.seen).filter(|_| query.matches.are_current(index.names()));
        let Some(events) = events else {
            // The last question is too long ago, or numbers have changed their meaning since: the known matches are
            // void.
            drop(index);
            let query = self.queries.swap_remove(place);
            return self.begin(query.matches.anew(), shared);
        };
        if let Some(unknown) = query.matches.unknown(index.names(), &self.sorted) {
            let matches = query.matches.clone();
            return Need::Match(Pending { matches, unknown, sorted: self.sorted.clone() });
        }
        let tables = index.tables();
        drop(index);
        query.catch_up(&events, tables);
        Need::Done(Arc::clone(&query.answer))
    }

    /// Keeps an answer, in the place of an older one; returns its place.
    fn keep(&mut self, query: StandingQuery, place: Option<usize>, shared: &Shared) -> usize {
        if let Some(place) = place {
            // Two callers may have looked at the same time; the one that saw more events stays right for longer.
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rollcall_regex::{Budget, Filter};

    use super::{Input, Need};
    use crate::filters::Filters;
    use crate::roster::index::Newcomer;
    use crate::roster::{Roster, lock};
    use crate::{ClientId, Kind, Timestamp};

    fn log_in(roster: &Roster, username: &str, number: u64) {
        let newcomer = Newcomer {
            client_id: ClientId::from_bytes(number.to_be_bytes()),
            creation_time: Timestamp(number as i64),
            username,
            roles: Arc::from([]),
            project: "plant",
            kind: Kind::Client,
            address: "line-1",
            named: false,
        };
        let mut index = roster.index();
        let (_, row) = index.insert(newcomer);
        index.list(row.user, row.order_key());
    }

    /// The names of an answer for which some log in while a question pauses between two locks: before it matches names, or
    /// before it copies rows.
    fn names_with_log_ins(roster: &Roster, filter: &Filter, before_copying: bool) -> Vec<String> {
        let filters = Filters { username: Some(filter), project: None };
        let (mut input, mut next) = (Input::Nothing, 2);
        loop {
            let step = lock(&roster.0.cache).ask(filters, input, &roster.0);
            if let Need::Done(answer) = step {
                return answer.listings().map(|listing| listing.username().to_owned()).collect();
            }
            if next < 5 && matches!(step, Need::Search(..)) == before_copying {
                log_in(roster, &format!("user{next}"), next);
                next += 1;
            }
            input = match step {
                Need::Match(mut pending) => {
                    pending.evaluate(&mut Budget::unlimited()).expect("the budget has no end");
                    Input::Matched(pending)
                }
                Need::Search(matches, seen) => roster.0.find(matches, seen).map_or(Input::Nothing, Input::Found),
                Need::Done(_) => unreachable!("it was returned"),
            };
        }
    }

    #[test]
    fn who_logs_in_while_a_question_is_answered_is_not_missed() {
        for pattern in [".*", "user.*", "(?=u).*"] {
            let filter = Filter::new(pattern).expect("it is a pattern");
            for before_copying in [false, true] {
                let roster = Roster::default();
                log_in(&roster, "user1", 1);
                let names = names_with_log_ins(&roster, &filter, before_copying);
                let expected: Vec<String> = (1..=roster.session_count()).map(|n| format!("user{n}")).collect();
                assert!(names.len() > 1, "somebody came meanwhile");
                assert_eq!(names, expected, "{pattern}, before copying: {before_copying}");
            }
        }
    }
}
