//! The book: sessions by user, the names, the recent past, and the answers that are kept up.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Change;
use super::answer::Answer;
use super::directory::Directory;
use super::standing::{Event, Standing};
use super::verdict::{Open, Verdicts};
use crate::{Filters, Identity};

/// How many answers are kept up. A plant's scripts ask a handful of questions again and again.
const MOST_STANDING: usize = 64;
/// The kept answers may have as many rows in all, or twice as many as there are sessions where those are more.
const MOST_ROWS: usize = 1 << 16;
/// As much of the past is kept however few sessions there are.
const SHORTEST_PAST: usize = 4_096;
/// The past is at most this part of the sessions: with more changes than that, finding the answer anew is as good.
const PAST_PART: usize = 16;

/// Everything that answers come from; see the head of the module above.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// By the number of the user, in no order.
    rows: Vec<Vec<Row>>,
    len: usize,
    usernames: Directory,
    projects: Directory,
    /// How many of the sessions each project has, by its number.
    project_sizes: Vec<usize>,
    past: VecDeque<Event>,
    /// How many events there were before the past that is kept.
    past_start: u64,
    standing: Vec<Standing>,
    /// Counts questions, for the least recently asked one to make room.
    questions: u64,
}

/// Makes room for one more, sparingly: most users have a few sessions, and there are many users.
fn grow(rows: &mut Vec<Row>) {
    if rows.len() == rows.capacity() {
        rows.reserve_exact(if rows.is_empty() { 1 } else { 2.max(rows.len() / 4) });
    }
}

/// A session, with its project's number at hand.
#[derive(Debug)]
struct Row {
    identity: Arc<Identity>,
    project: u32,
}

impl Book {
    /// How many sessions are listed.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Takes over what happened.
    pub(super) fn enter(&mut self, change: Change) {
        let (identity, listed) = match change {
            Change::Listed(identity) => (identity, true),
            Change::Ended(identity) => (identity, false),
        };
        let (user, project) = (identity.number, identity.project_number);
        if listed {
            self.add(&identity, user, project);
        } else {
            self.take_out(&identity, user, project);
        }
        if !self.standing.is_empty() {
            let births = [self.usernames.birth(user), self.projects.birth(project)];
            self.past.push_back(Event { identity, user, project, births, listed });
            let longest = SHORTEST_PAST.max(self.len / PAST_PART);
            while self.past.len() > longest {
                self.past.pop_front();
                self.past_start += 1;
            }
        }
        let oldest = if self.standing.is_empty() { u64::MAX } else { self.past_start };
        self.usernames.forget_before(oldest);
        self.projects.forget_before(oldest);
    }

    /// How many events there have been since the first question.
    fn now(&self) -> u64 {
        self.past_start + self.past.len() as u64
    }

    fn add(&mut self, identity: &Arc<Identity>, user: u32, project: u32) {
        let (place, project_place) = (user as usize, project as usize);
        if self.rows.len() <= place {
            self.rows.resize_with(place + 1, Vec::new);
        }
        if self.project_sizes.len() <= project_place {
            self.project_sizes.resize(project_place + 1, 0);
        }
        let now = self.now();
        // As long as a name has a session its number cannot be another's, and need not be looked up.
        if self.rows[place].is_empty() {
            self.usernames.enter(user, &identity.username, now);
        }
        if self.project_sizes[project_place] == 0 {
            self.projects.enter(project, &identity.project, now);
        }
        self.project_sizes[project_place] += 1;
        grow(&mut self.rows[place]);
        self.rows[place].push(Row { identity: Arc::clone(identity), project });
        self.len += 1;
    }

    fn take_out(&mut self, identity: &Arc<Identity>, user: u32, project: u32) {
        let Some(rows) = self.rows.get_mut(user as usize) else { return };
        let Some(place) = rows.iter().position(|row| Arc::ptr_eq(&row.identity, identity)) else { return };
        rows.swap_remove(place);
        if rows.len() * 2 <= rows.capacity() {
            rows.shrink_to_fit();
        }
        self.project_sizes[project as usize] -= 1;
        self.len -= 1;
    }

    /// The answer, or what has to be judged first. `verdicts` are those that the asker has come by since asking before.
    pub(super) fn ask(&mut self, filters: Filters<'_>, verdicts: Option<Verdicts>) -> Result<Arc<Answer>, Box<Open>> {
        self.questions += 1;
        let place = self.standing.iter().position(|standing| standing.verdicts.are_of(filters));
        if let (Some(place), None) = (place, &verdicts) {
            // The usual case: asked before, and nobody came whom the filters do not know.
            let standing = &mut self.standing[place];
            if let Some(unknown) = standing.verdicts.unknown(&self.usernames, &self.projects) {
                let verdicts = standing.verdicts.clone();
                return Err(Box::new(Open { verdicts, unknown }));
            }
            return Ok(self.bring_up(place));
        }
        let now = self.now();
        self.usernames.write_down(now, |number| self.rows.get(number as usize).is_some_and(|rows| !rows.is_empty()));
        self.projects.write_down(now, |number| self.project_sizes.get(number as usize).is_some_and(|size| *size > 0));
        let mut verdicts = verdicts.unwrap_or_else(|| Verdicts::new(filters));
        if let Some(unknown) = verdicts.unknown(&self.usernames, &self.projects) {
            return Err(Box::new(Open { verdicts, unknown }));
        }
        match place {
            Some(place) => {
                self.standing[place].verdicts = verdicts;
                Ok(self.bring_up(place))
            }
            None => Ok(self.keep(verdicts)),
        }
    }

    /// The answer of a question that was asked before.
    fn bring_up(&mut self, place: usize) -> Arc<Answer> {
        let now = self.now();
        let standing = &mut self.standing[place];
        standing.asked = self.questions;
        if let Some(seen) = standing.seen.checked_sub(self.past_start) {
            let news = self.past.range(seen as usize..);
            standing.catch_up(news, &self.usernames, &self.projects);
        } else {
            let answer = self.find(&self.standing[place].verdicts);
            self.standing[place].answer = Arc::new(answer);
        }
        let standing = &mut self.standing[place];
        standing.seen = now;
        Arc::clone(&standing.answer)
    }

    /// The answer of a question that was not asked before, kept from now on.
    fn keep(&mut self, verdicts: Verdicts) -> Arc<Answer> {
        let answer = Arc::new(self.find(&verdicts));
        let seen = self.now();
        self.standing.push(Standing { verdicts, answer: Arc::clone(&answer), seen, asked: self.questions });
        while self.standing.len() > 1 && self.keeps_too_much() {
            let asked = |place: &usize| self.standing[*place].asked;
            let oldest = (0..self.standing.len()).min_by_key(asked);
            oldest.map(|place| self.standing.swap_remove(place));
        }
        answer
    }

    fn keeps_too_much(&self) -> bool {
        let rows: usize = self.standing.iter().map(|standing| standing.answer.len()).sum();
        self.standing.len() > MOST_STANDING || rows > MOST_ROWS.max(2 * self.len)
    }

    /// Finds the sessions whose names are admitted.
    fn find(&self, verdicts: &Verdicts) -> Answer {
        let mut found = Vec::new();
        let mut take = |rows: &[Row]| match &verdicts.project {
            None => found.extend(rows.iter().map(|row| Arc::clone(&row.identity))),
            Some(project) => {
                let rows = rows.iter().filter(|row| project.admits(row.project));
                found.extend(rows.map(|row| Arc::clone(&row.identity)));
            }
        };
        match &verdicts.username {
            Some(username) => username.admitted().filter_map(|user| self.rows.get(user as usize)).for_each(|r| take(r)),
            None => self.rows.iter().for_each(|rows| take(rows)),
        }
        Answer::new(found)
    }
}
