//! Quantified groups with choices in them: every round can be entered again when the rest fails.

use super::frame::{Frame, Place};
use super::machine::{Machine, NO, Step};
use super::program::{Id, Op};

impl Machine<'_> {
    pub(super) fn loop_start(&mut self, of: Id, at: Place) -> Step {
        let Op::Loop { body, count, lazy, counter, next, .. } = &self.program.ops[of] else { return NO };
        let saved = self.locals[*counter];
        self.frames.push(Frame::Local { local: *counter, saved });
        if count.min == 0 && *lazy {
            return self.later(Frame::LoopNext { of, at, count: -1 }, Step::Try(*next, at));
        }
        if count.max == 0 {
            return Step::Try(*next, at);
        }
        if count.min == 0 {
            self.frames.push(Frame::Or { id: *next, at });
        }
        self.locals[*counter] = 1;
        Step::Try(*body, at)
    }

    /// The end of a round: another, or the rest. An empty round is always the last.
    pub(super) fn round(&mut self, of: Id, at: Place) -> Step {
        let Op::Loop { body, count: range, lazy, counter, begin, memory, next } = &self.program.ops[of] else {
            return NO;
        };
        let count = self.locals[*counter];
        if at <= self.locals[*begin] {
            return Step::Try(*next, at);
        }
        if i64::from(count) < i64::from(range.min) {
            self.locals[*counter] = count + 1;
            return self.later(Frame::LocalOnFailure { local: *counter, saved: count }, Step::Try(*body, at));
        }
        if *lazy {
            return self.later(Frame::LoopNext { of, at, count }, Step::Try(*next, at));
        }
        let failed_before = memory.is_some_and(|memory| self.failed[memory].contains(at as usize));
        if i64::from(count) >= i64::from(range.max) || failed_before {
            return Step::Try(*next, at);
        }
        self.locals[*counter] = count + 1;
        self.later(Frame::LoopBody { of, at, count }, Step::Try(*body, at))
    }

    pub(super) fn round_failed(&mut self, of: Id, at: Place, count: i32) -> Step {
        let Op::Loop { counter, memory, next, .. } = &self.program.ops[of] else { return NO };
        self.locals[*counter] = count;
        if let Some(memory) = *memory {
            self.failed[memory].insert(at as usize);
        }
        Step::Try(*next, at)
    }

    /// The rest after a lazy loop has failed: one more round, if there may be. Before the first, `count` is -1.
    pub(super) fn lazy_round(&mut self, of: Id, at: Place, count: i32) -> Step {
        let Op::Loop { body, count: range, counter, .. } = &self.program.ops[of] else { return NO };
        let first = count < 0;
        if i64::from(count.max(0)) >= i64::from(range.max) {
            return NO;
        }
        self.locals[*counter] = if first { 1 } else { count + 1 };
        let step = Step::Try(*body, at);
        if first { step } else { self.later(Frame::LocalOnFailure { local: *counter, saved: count }, step) }
    }
}
