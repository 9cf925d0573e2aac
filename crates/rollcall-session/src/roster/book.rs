//! The book: the answers that are kept up, and what their filters say of the names.

use std::sync::Arc;

use super::answer::Answer;
use super::standing::Standing;
use super::verdict::{BothWritten, Open, Verdicts};
use super::{Filters, Shared};

/// How many answers are kept up. A plant's scripts ask a handful of questions again and again.
const MOST_STANDING: usize = 64;
/// The kept answers may have as many rows in all, or twice as many as there are sessions where those are more.
const MOST_ROWS: usize = 1 << 16;

/// Everything that is known of questions.
#[derive(Debug, Default)]
pub(super) struct Book {
    standing: Vec<Standing>,
    written: BothWritten,
    /// Counts questions, for the least recently asked one to make room.
    questions: u64,
}

/// What whoever asks has come by since asking before.
#[derive(Debug)]
pub(super) enum Offer {
    Nothing,
    /// Names that had no verdict have one.
    Judged(Open),
    /// The answer as of some moment, or of a while; events since its beginning make it right.
    Found(Standing),
}

/// What comes of asking.
#[derive(Debug)]
pub(super) enum Step {
    /// The answer.
    Done(Arc<Answer>),
    /// Names have to be judged first.
    Judge(Open),
    /// The sessions have to be found first.
    Find(Verdicts),
}

impl Book {
    /// The answer, or what has to be done first, without this book.
    pub(super) fn ask(&mut self, filters: Filters<'_>, offer: Offer, shared: &Shared) -> Step {
        self.questions += 1;
        let place = self.standing.iter().position(|standing| standing.verdicts.are_of(filters));
        match (offer, place) {
            (Offer::Found(standing), _) => {
                let place = self.keep(standing, place, shared);
                self.bring_up(place, shared)
            }
            (Offer::Judged(open), place) => {
                self.written = open.written;
                match place {
                    Some(place) => {
                        self.standing[place].verdicts = open.verdicts;
                        self.bring_up(place, shared)
                    }
                    None => self.begin(open.verdicts, shared),
                }
            }
            (Offer::Nothing, Some(place)) => self.bring_up(place, shared),
            (Offer::Nothing, None) => self.begin(Verdicts::new(filters), shared),
        }
    }

    /// A question that has no answer yet.
    fn begin(&self, mut verdicts: Verdicts, shared: &Shared) -> Step {
        let index = shared.index();
        match verdicts.unknown(&index, &self.written) {
            Some(unknown) => Step::Judge(Open { verdicts, unknown, written: self.written.clone() }),
            None => Step::Find(verdicts),
        }
    }

    /// The answer of a question that was asked before.
    fn bring_up(&mut self, place: usize, shared: &Shared) -> Step {
        let standing = &mut self.standing[place];
        standing.asked = self.questions;
        let index = shared.index();
        if index.log.end() == standing.seen {
            return Step::Done(Arc::clone(&standing.answer));
        }
        let events = index.log.since(standing.seen).filter(|_| standing.verdicts.are_of_age(&index));
        let Some(events) = events else {
            // It is too long ago, or numbers have changed their meaning since: what was known is worth nothing.
            drop(index);
            let standing = self.standing.swap_remove(place);
            return self.begin(standing.verdicts.anew(), shared);
        };
        if let Some(unknown) = standing.verdicts.unknown(&index, &self.written) {
            let verdicts = standing.verdicts.clone();
            return Step::Judge(Open { verdicts, unknown, written: self.written.clone() });
        }
        let tables = index.tables();
        drop(index);
        standing.catch_up(&events, tables);
        Step::Done(Arc::clone(&standing.answer))
    }

    /// Keeps an answer, in the place of an older one; answers with where it is.
    fn keep(&mut self, standing: Standing, place: Option<usize>, shared: &Shared) -> usize {
        if let Some(place) = place {
            // Two may have looked at the same time; whoever saw more is right for longer.
            if self.standing[place].seen < standing.seen {
                self.standing[place] = standing;
            }
            return place;
        }
        self.standing.push(standing);
        let most_rows = MOST_ROWS.max(2 * shared.index().listed());
        while self.standing.len() > 1 && self.keeps_more_than(most_rows) {
            let others = 0..self.standing.len() - 1;
            let oldest = others.min_by_key(|place| self.standing[*place].asked);
            oldest.map(|place| self.standing.remove(place));
        }
        self.standing.len() - 1
    }

    fn keeps_more_than(&self, most_rows: usize) -> bool {
        let rows: usize = self.standing.iter().map(|standing| standing.answer.len()).sum();
        self.standing.len() > MOST_STANDING || rows > most_rows
    }
}
