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
        for event in events {
            let says = [
                says(username.as_ref(), usernames, event.user, event.births[0]),
                says(project.as_ref(), projects, event.project, event.births[1]),
            ];
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

fn says(verdict: Option<&Verdict>, names: &Directory, number: u32, birth: u32) -> Says {
    match verdict {
        None => Says::Yes,
        Some(_) if names.birth(number) != birth => Says::NotKnown,
        Some(verdict) if verdict.admits(number) => Says::Yes,
        Some(_) => Says::No,
    }
}
