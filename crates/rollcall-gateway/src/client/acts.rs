//! A person's acts and their states: by number, so that a browser can get them, also one whose connection broke before
//! it had got the outcome.
//!
//! An act that waits or runs is kept until it has come to its end; of the ended ones, only the last are kept. Nothing
//! here runs or refuses anything: the desktop does, and records it here. The hard part is the honest answer to a
//! browser that asks for an act that is not in the book: it was made while this client was here already, so it never
//! arrived; or it may have been forgotten, or done by an earlier gateway, and then its outcome is not known.

use std::collections::{BTreeMap, VecDeque};

use rollcall_wire::component::ComponentRef;
use rollcall_wire::desktop::{Act, ActOutcome, ActState, NotDone};

/// How many acts that have come to their end are remembered: as many as may wait to be sent, and more than a browser
/// has under way at once.
pub(super) const FINISHED: usize = 512;

/// The book of a client's acts.
#[derive(Debug, Default)]
pub(super) struct Acts {
    open: BTreeMap<u64, Open>,
    /// The last is the latest.
    finished: VecDeque<ActOutcome>,
    /// The latest moment at which something was done that is forgotten.
    forgotten: Option<u64>,
}

/// An act that has not come to its end.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// None for an act that is about no component.
    at: Option<ComponentRef>,
    runs: bool,
    taken_back: bool,
}

impl Acts {
    /// It waits for its turn.
    pub(super) fn wait(&mut self, act: Act, at: Option<ComponentRef>) {
        self.open.insert(act.number, Open { at, runs: false, taken_back: false });
    }

    /// Its turn has come.
    pub(super) fn run(&mut self, number: u64) {
        if let Some(open) = self.open.get_mut(&number) {
            open.runs = true;
        }
    }

    /// The person takes it back while it is on its way from the queue to a worker. Whether it was.
    pub(super) fn take_back(&mut self, number: u64) -> bool {
        match self.open.get_mut(&number) {
            Some(open) if !open.runs => {
                open.taken_back = true;
                true
            }
            _ => false,
        }
    }

    /// Whether the person has taken it back.
    pub(super) fn is_taken_back(&self, number: u64) -> bool {
        self.open.get(&number).is_some_and(|open| open.taken_back)
    }

    /// It has come to its end.
    pub(super) fn finish(&mut self, act: Act, at: Option<ComponentRef>, state: ActState) {
        self.open.remove(&act.number);
        self.finished.push_back(outcome_of(act.number, at, state));
        if self.finished.len() > FINISHED {
            self.finished.pop_front();
            // Any act before this one may be a forgotten one.
            self.forgotten = self.forgotten.max(act.at);
        }
    }

    /// Where an act stands. None when it is not in the book.
    pub(super) fn outcome(&self, number: u64) -> Option<ActOutcome> {
        let open = self.open.get(&number).map(|open| {
            let state = if open.runs { ActState::Runs } else { ActState::Waits };
            outcome_of(number, open.at, state)
        });
        open.or_else(|| self.finished.iter().rev().find(|outcome| outcome.number == number).copied())
    }

    /// The state of an act, for the browser; unknown for one that is no longer in the book.
    pub(super) fn outcome_or_unknown(&self, number: u64) -> ActOutcome {
        self.outcome(number).unwrap_or_else(|| outcome_of(number, None, ActState::Unknown))
    }

    /// The acts that wait or run.
    pub(super) fn open(&self) -> impl Iterator<Item = u64> + '_ {
        self.open.keys().copied()
    }

    /// Records the outcome of an act that a browser asks for, if it is not in the book. `born` is the moment since
    /// which all acts of this client come here.
    pub(super) fn look_up(&mut self, act: Act, born: u64) {
        if self.outcome(act.number).is_some() {
            return;
        }
        let is_remembered =
            act.at.is_some_and(|at| at >= born && self.forgotten.is_none_or(|forgotten| at > forgotten));
        let state = if is_remembered { ActState::NotDone(NotDone::NeverArrived) } else { ActState::Unknown };
        self.finish(act, None, state);
    }
}

fn outcome_of(number: u64, at: Option<ComponentRef>, state: ActState) -> ActOutcome {
    ActOutcome { number, window: at.map(|at| at.window), component: at.map(|at| at.component), state }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: ComponentRef = ComponentRef { window: 1, component: 2 };

    fn act(number: u64, at: u64) -> Act {
        Act { number, at: Some(at) }
    }

    fn state(acts: &Acts, number: u64) -> Option<ActState> {
        acts.outcome(number).map(|outcome| outcome.state)
    }

    #[test]
    fn an_act_waits_runs_and_is_done() {
        let mut acts = Acts::default();
        acts.wait(act(1, 10), Some(PLACE));
        assert_eq!(state(&acts, 1), Some(ActState::Waits));
        acts.run(1);
        assert_eq!(state(&acts, 1), Some(ActState::Runs));
        assert!(!acts.take_back(1), "what runs is not taken back");
        acts.finish(act(1, 10), Some(PLACE), ActState::Done);
        assert_eq!(state(&acts, 1), Some(ActState::Done));
        assert_eq!(acts.open().count(), 0);
        assert!(!acts.take_back(1) && !acts.take_back(2));
    }

    #[test]
    fn what_never_arrived_is_told_from_what_nobody_knows() {
        let mut acts = Acts::default();
        let ask = |acts: &mut Acts, act: Act| {
            acts.look_up(act, 100);
            state(acts, act.number)
        };
        let never = Some(ActState::NotDone(NotDone::NeverArrived));
        assert_eq!(ask(&mut acts, act(1, 150)), never);
        assert_eq!(ask(&mut acts, act(2, 99)), Some(ActState::Unknown), "before this client was here");
        assert_eq!(ask(&mut acts, Act { number: 3, at: None }), Some(ActState::Unknown));
        acts.finish(act(4, 160), None, ActState::Done);
        assert_eq!(ask(&mut acts, act(4, 160)), Some(ActState::Done));
        for number in 5..5 + FINISHED as u64 + 1 {
            acts.finish(act(number, 200), None, ActState::Done);
        }
        assert_eq!(ask(&mut acts, act(4, 160)), Some(ActState::Unknown), "it may have been forgotten");
        assert_eq!(ask(&mut acts, act(9_999, 201)), never);
        assert!(acts.finished.len() <= FINISHED);
    }
}
