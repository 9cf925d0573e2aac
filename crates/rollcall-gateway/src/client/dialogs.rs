//! The dialogs of one client that scripts wait in. They are the client's, not the socket's: a page that is loaded again
//! shows them again.

mod places;

use std::collections::BTreeMap;

use rollcall_wire::desktop::Dialog;
use rollcall_wire::host::{Ask, DialogAnswer};
use tokio::sync::oneshot;

pub(super) use self::places::{DialogPlace, DialogPlaces};

/// The waiting dialogs, in the order in which they were opened.
#[derive(Debug, Default)]
pub(super) struct Dialogs {
    waiting: BTreeMap<u64, Waiting>,
    last: u64,
}

#[derive(Debug)]
struct Waiting {
    ask: Ask,
    answer: oneshot::Sender<DialogAnswer>,
}

impl Dialogs {
    /// Opens a dialog; the answer arrives by the receiver, unless the client is over first.
    pub(super) fn open(&mut self, ask: Ask) -> (u64, oneshot::Receiver<DialogAnswer>) {
        let (answer, receiver) = oneshot::channel();
        self.last += 1;
        self.waiting.insert(self.last, Waiting { ask, answer });
        (self.last, receiver)
    }

    /// Takes a person's answer. False when no such dialog waits, or the answer has the wrong type for the question.
    pub(super) fn answer(&mut self, number: u64, answer: DialogAnswer) -> bool {
        if !self.waiting.get(&number).is_some_and(|waiting| fits(&waiting.ask, &answer)) {
            return false;
        }
        let waiting = self.waiting.remove(&number);
        // A script that has been stopped since does not want it any more.
        waiting.is_some_and(|waiting| waiting.answer.send(answer).is_ok())
    }

    /// Whether one waits.
    pub(super) fn is_open(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The script does not wait any more. Whether it did.
    pub(super) fn close(&mut self, number: u64) -> bool {
        self.waiting.remove(&number).is_some()
    }

    /// No person will answer any more.
    pub(super) fn close_all(&mut self) {
        self.waiting.clear();
    }

    /// The dialog of this number, to be shown.
    pub(super) fn get(&self, number: u64) -> Option<Dialog> {
        self.waiting.get(&number).map(|waiting| Dialog { dialog: number, ask: waiting.ask.clone() })
    }

    /// All of them, the last in front.
    pub(super) fn all(&self) -> Vec<Dialog> {
        self.waiting.keys().filter_map(|number| self.get(*number)).collect()
    }
}

/// Whether an answer is one that the dialog can give.
fn fits(ask: &Ask, answer: &DialogAnswer) -> bool {
    matches!(
        (ask, answer),
        (Ask::Message { .. }, DialogAnswer::Done)
            | (Ask::Confirm { .. }, DialogAnswer::Boolean(_))
            | (Ask::Input { .. } | Ask::Password { .. }, DialogAnswer::Text(_))
            | (_, DialogAnswer::Cancelled)
    )
}
