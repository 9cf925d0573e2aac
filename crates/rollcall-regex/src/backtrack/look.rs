//! Look-ahead and look-behind.

use super::boundary::{self, code_at};
use super::frame::{Frame, Place};
use super::machine::{Machine, NO, Step};
use super::program::{Id, Op};

impl Machine<'_> {
    pub(super) fn ahead_answered(&mut self, of: Id, at: Place, answer: bool) -> Step {
        match &self.program.ops[of] {
            Op::Ahead { negated, next, .. } if answer != *negated => Step::Try(*next, at),
            _ => NO,
        }
    }

    pub(super) fn look_behind(&mut self, of: Id, at: Place) -> Step {
        let Op::Behind { reach, .. } = &self.program.ops[of] else { return NO };
        let (most, least) = match reach.by_code_point {
            true => (self.units(at, reach.max.wrapping_neg()), self.units(at, reach.min.wrapping_neg())),
            false => (reach.max, reach.min),
        };
        let stop = at.wrapping_sub(most).max(0);
        let from = at.wrapping_sub(least);
        let saved = std::mem::replace(&mut self.behind, at);
        self.behind_from(of, (at, from, stop, saved))
    }

    /// How many units so many code points take: behind `at`, or, when `codes` is negative, before it.
    ///
    /// A reach that overflowed to below zero is looked for on the wrong side: Java does so, and finds nothing or little.
    fn units(&self, at: Place, codes: i32) -> Place {
        let mut place = at as usize;
        // The smallest number has no opposite: Java counts up to itself, and so not at all.
        let codes = if codes == i32::MIN { 0 } else { codes };
        for _ in 0..codes {
            place += code_at(self.text, place).map_or(0, |(_, length)| length);
        }
        for _ in codes..0 {
            let Some((_, length)) = boundary::code_before(self.text, place) else { break };
            place -= length;
        }
        at.abs_diff(place as Place) as Place
    }

    fn behind_from(&mut self, of: Id, (at, from, stop, saved): (Place, Place, Place, Place)) -> Step {
        let Op::Behind { atom, .. } = &self.program.ops[of] else { return NO };
        if from < stop {
            return self.behind_done(of, at, saved, false);
        }
        self.later(Frame::Behind { of, at, from, stop, saved }, Step::Try(*atom, from))
    }

    pub(super) fn behind_answered(
        &mut self,
        of: Id,
        (at, from, stop, saved): (Place, Place, Place, Place),
        answer: bool,
    ) -> Step {
        if answer {
            return self.behind_done(of, at, saved, true);
        }
        let by_code_point = matches!(&self.program.ops[of], Op::Behind { reach, .. } if reach.by_code_point);
        let back = if by_code_point && from > stop { self.units(from, -1) } else { 1 };
        self.behind_from(of, (at, from - back, stop, saved))
    }

    fn behind_done(&mut self, of: Id, at: Place, saved: Place, matched: bool) -> Step {
        self.behind = saved;
        match &self.program.ops[of] {
            Op::Behind { negated, next, .. } if matched != *negated => Step::Try(*next, at),
            _ => NO,
        }
    }
}
