//! A question that was asked and may be asked again, with its answer as of some moment.

use std::sync::Arc;

use super::answer::Answer;
use super::directory::Directory;
use super::verdict::{Verdict, Verdicts};
use crate::Identity;

/// What happened to a session, with what the verdicts need to know of it.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) identity: Arc<Identity>,
    pub(super) user: u32,
    pub(super) project: u32,
    /// Which of all names that had these numbers were meant.
    pub(super) births: [u32; 2],
    /// Listed or ended.
    pub(super) listed: bool,
}

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

/// What a filter says of the name that an event is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Yes,
    No,
    /// The number has gone to another name since.
    NotKnown,
}

impl Standing {
    /// Takes in what happened. The verdicts are up to date.
    pub(super) fn catch_up<'a>(
        &mut self,
        events: impl Iterator<Item = &'a Event>,
        usernames: &Directory,
        projects: &Directory,
    ) {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        let Verdicts { username, project } = &self.verdicts;
        let username = Witness::new(username.as_ref(), usernames, self.seen);
        let project = Witness::new(project.as_ref(), projects, self.seen);
        for event in events {
            let user_says = username.says(event.user, event.births[0]);
            if user_says == Says::No {
                continue;
            }
            let says = [user_says, project.says(event.project, event.births[1])];
            if says.contains(&Says::No) {
                continue;
            }
            // A number goes to another name when the last session of its name has ended. So a session whose name is not
            // known by its number any more has ended: it need not be taken in, and is taken out if it is there.
            if !event.listed {
                removed.push(event.identity.sequence);
            } else if !says.contains(&Says::NotKnown) {
                added.push(Arc::clone(&event.identity));
            }
        }
        if !removed.is_empty() || !added.is_empty() {
            let answer = std::mem::take(&mut self.answer);
            self.answer = Arc::new(Answer::changed(answer, removed, added));
        }
    }
}

/// A verdict, and which numbers stood for other names at some time since an event.
struct Witness<'a> {
    verdict: Option<&'a Verdict>,
    names: &'a Directory,
    passed_on: Vec<u32>,
}

impl<'a> Witness<'a> {
    fn new(verdict: Option<&'a Verdict>, names: &'a Directory, since: u64) -> Self {
        let passed_on = verdict.map_or_else(Vec::new, |_| names.passed_on_since(since));
        Witness { verdict, names, passed_on }
    }

    fn says(&self, number: u32, birth: u32) -> Says {
        let Some(verdict) = self.verdict else { return Says::Yes };
        // Few numbers are passed on, and only of those it matters who had them.
        let passed_on = !self.passed_on.is_empty() && self.passed_on.binary_search(&number).is_ok();
        if passed_on && self.names.birth(number) != birth {
            Says::NotKnown
        } else if verdict.admits(number) {
            Says::Yes
        } else {
            Says::No
        }
    }
}
