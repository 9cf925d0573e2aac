//! Quantifiers on one code point, on anything else that is matched on its own, and on groups of fixed form.
//!
//! Their rounds are taken one after the other and never entered again: going back gives up whole rounds. Greedy rounds
//! of equal length are given back by counting, which is all that Java does too; where one has another length, the rest
//! is tried from there first.

use super::boundary;
use super::frame::{Frame, Place, Rounds};
use super::machine::{Machine, NO, Step, YES};
use super::program::{Id, Op};
use crate::budget::{Budget, Spent};
use crate::syntax::tree::Mode;

impl Machine<'_> {
    pub(super) fn many(&mut self, of: Id, start: Place, budget: &mut Budget<'_>) -> Result<Step, Spent> {
        let Op::Many { class, count, mode, next } = &self.program.ops[of] else { return Ok(NO) };
        let most = if *mode == Mode::Lazy { count.min } else { count.max };
        let (mut at, mut taken) = (start, 0);
        while taken < most {
            let Some(after) = self.after(class, at) else { break };
            (at, taken) = (after, taken + 1);
        }
        budget.charge(u64::from(taken))?;
        Ok(match mode {
            _ if taken < count.min => NO,
            Mode::Possessive => Step::Try(*next, at),
            Mode::Lazy => self.later(Frame::TakeMore { of, at, taken }, Step::Try(*next, at)),
            Mode::Greedy => self.given_back(of, start, at, taken),
        })
    }

    fn given_back(&mut self, of: Id, start: Place, at: Place, taken: u32) -> Step {
        let Op::Many { count, next, .. } = &self.program.ops[of] else { return NO };
        let step = Step::Try(*next, at);
        if taken == count.min { step } else { self.later(Frame::GiveBack { of, start, at, taken }, step) }
    }

    pub(super) fn give_back(&mut self, of: Id, start: Place, at: Place, taken: u32) -> Step {
        let length = boundary::code_before(self.text, at as usize).map_or(1, |(_, length)| length);
        self.given_back(of, start, start.max(at - length as Place), taken - 1)
    }

    pub(super) fn take_more(&mut self, of: Id, at: Place, taken: u32) -> Step {
        let Op::Many { class, count, next, .. } = &self.program.ops[of] else { return NO };
        if taken >= count.max {
            return NO;
        }
        match self.after(class, at) {
            Some(at) => self.later(Frame::TakeMore { of, at, taken: taken + 1 }, Step::Try(*next, at)),
            None => NO,
        }
    }

    pub(super) fn optional_atom(&mut self, of: Id, at: Place, answer: bool) -> Step {
        let Op::Optional { mode, next, .. } = &self.program.ops[of] else { return NO };
        match (answer, mode) {
            (false, _) => Step::Try(*next, at),
            (true, Mode::Possessive) => Step::Try(*next, self.last),
            (true, _) => self.later(Frame::Or { id: *next, at }, Step::Try(*next, self.last)),
        }
    }

    fn curly(&self, of: Id) -> Curly {
        match &self.program.ops[of] {
            Op::Curly { atom, count, mode, next } => {
                Curly { atom: *atom, min: count.min, max: count.max, mode: *mode, capture: None, next: *next }
            }
            Op::GroupCurly { atom, count, lazy, capture, next, .. } => {
                let mode = if *lazy { Mode::Lazy } else { Mode::Greedy };
                Curly { atom: *atom, min: count.min, max: count.max, mode, capture: *capture, next: *next }
            }
            _ => Curly { atom: of, min: 0, max: 0, mode: Mode::Greedy, capture: None, next: of },
        }
    }

    fn set_group(&mut self, capture: Option<usize>, place: (Place, Place)) {
        if let Some(group) = capture {
            self.groups[group] = place;
        }
    }

    /// The rounds that there must be.
    pub(super) fn least(&mut self, of: Id, at: Place, round: u32) -> Step {
        let curly = self.curly(of);
        if round < curly.min {
            return self.later(Frame::CurlyLeast { of, at, round }, Step::Try(curly.atom, at));
        }
        match curly.mode {
            Mode::Greedy => self.greedy(of, at, round),
            Mode::Lazy => self.later(Frame::LazyNext { of, at, round }, Step::Try(curly.next, at)),
            Mode::Possessive => self.possessive(of, at, round),
        }
    }

    pub(super) fn least_answered(&mut self, of: Id, at: Place, round: u32, answer: bool) -> Step {
        if !answer {
            return NO;
        }
        let curly = self.curly(of);
        self.set_group(curly.capture, (at, self.last));
        // Empty rounds stay empty: after two, in which groups may still have been set, the rest need not be counted.
        let empty = self.last == at && round > 1;
        self.least(of, self.last, if empty { curly.min } else { round + 1 })
    }

    /// As many rounds as there are, and then back one by one.
    fn greedy(&mut self, of: Id, at: Place, done: u32) -> Step {
        let curly = self.curly(of);
        if done >= curly.max {
            return Step::Try(curly.next, at);
        }
        let saved = curly.capture.map_or((-1, -1), |group| self.groups[group]);
        let rounds = Rounds { done, floor: done, length: 0, saved };
        self.later(Frame::CurlyFirst { of, at, rounds }, Step::Try(curly.atom, at))
    }

    pub(super) fn first_answered(&mut self, of: Id, at: Place, mut rounds: Rounds, answer: bool) -> Step {
        rounds.length = self.last - at;
        if !answer || rounds.length == 0 {
            return self.no_more_back(of, at, rounds);
        }
        self.one_more(of, at, rounds)
    }

    /// A round of the known length has matched at `at`.
    fn one_more(&mut self, of: Id, at: Place, mut rounds: Rounds) -> Step {
        let curly = self.curly(of);
        let at = at + rounds.length;
        self.set_group(curly.capture, (at - rounds.length, at));
        rounds.done += 1;
        if rounds.done >= curly.max {
            return self.back_off(of, at, rounds);
        }
        self.later(Frame::CurlyMore { of, at, rounds }, Step::Try(curly.atom, at))
    }

    pub(super) fn more_answered(&mut self, of: Id, at: Place, rounds: Rounds, answer: bool) -> Step {
        if !answer {
            return self.back_off(of, at, rounds);
        }
        if at + rounds.length == self.last {
            return self.one_more(of, at, rounds);
        }
        self.frames.push(Frame::CurlyOther { of, at, rounds });
        self.greedy(of, at, rounds.done)
    }

    pub(super) fn back_off(&mut self, of: Id, at: Place, rounds: Rounds) -> Step {
        if rounds.done <= rounds.floor {
            return self.no_more_back(of, at, rounds);
        }
        let next = self.next(of);
        self.later(Frame::CurlyNext { of, at, rounds }, Step::Try(next, at))
    }

    pub(super) fn next_answered(&mut self, of: Id, at: Place, mut rounds: Rounds, answer: bool) -> Step {
        let curly = self.curly(of);
        if answer {
            self.set_group(curly.capture, (at - rounds.length, at));
            return YES;
        }
        let at = at - rounds.length;
        self.set_group(curly.capture, (at - rounds.length, at));
        rounds.done -= 1;
        self.back_off(of, at, rounds)
    }

    fn no_more_back(&mut self, of: Id, at: Place, rounds: Rounds) -> Step {
        let curly = self.curly(of);
        self.set_group(curly.capture, rounds.saved);
        Step::Try(curly.next, at)
    }

    pub(super) fn lazy_more(&mut self, of: Id, at: Place, round: u32) -> Step {
        let curly = self.curly(of);
        if round >= curly.max {
            return NO;
        }
        self.later(Frame::LazyAtom { of, at, round }, Step::Try(curly.atom, at))
    }

    pub(super) fn lazy_answered(&mut self, of: Id, at: Place, round: u32, answer: bool) -> Step {
        let curly = self.curly(of);
        if !answer || self.last == at {
            return NO;
        }
        self.set_group(curly.capture, (at, self.last));
        let at = self.last;
        self.later(Frame::LazyNext { of, at, round: round + 1 }, Step::Try(curly.next, at))
    }

    fn possessive(&mut self, of: Id, at: Place, round: u32) -> Step {
        let curly = self.curly(of);
        if round >= curly.max {
            return Step::Try(curly.next, at);
        }
        self.later(Frame::PossessiveAtom { of, at, round }, Step::Try(curly.atom, at))
    }

    pub(super) fn possessive_answered(&mut self, of: Id, at: Place, round: u32, answer: bool) -> Step {
        if !answer || self.last == at {
            return Step::Try(self.next(of), at);
        }
        self.possessive(of, self.last, round + 1)
    }
}

/// A quantifier's parts.
struct Curly {
    atom: Id,
    min: u32,
    max: u32,
    mode: Mode,
    capture: Option<usize>,
    next: Id,
}
