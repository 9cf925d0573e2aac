//! Runs a program on a value, with a list of frames instead of native recursion.

use super::boundary::{self, code_at};
use super::frame::{Frame, Place, Rounds};
use super::program::{Class, Id, Op, Program};
use crate::budget::{Budget, Spent};
use crate::syntax::tree::{Assertion, Case, Mode};

/// Whether the whole of `text` matches. `stack_size` is the most memory for frames, in bytes.
pub(crate) fn run(program: &Program, text: &[u16], stack_size: usize, budget: &mut Budget<'_>) -> Result<bool, Spent> {
    // Places are 32-bit, as Java's are.
    let end = Place::try_from(text.len()).map_err(|_| Spent)?;
    let words = text.len() / 64 + 1;
    let mut machine = Machine {
        program,
        text,
        end,
        locals: vec![0; program.locals],
        groups: vec![(-1, -1); program.groups],
        last: 0,
        behind: 0,
        failed: vec![vec![0; words]; program.memories],
        frames: Vec::new(),
        most_frames: stack_size / size_of::<Frame>(),
    };
    machine.run(budget)
}

/// What to do next.
#[derive(Clone, Copy)]
enum Step {
    Try(Id, Place),
    Answer(bool),
}

const YES: Step = Step::Answer(true);
const NO: Step = Step::Answer(false);

struct Machine<'a> {
    program: &'a Program,
    text: &'a [u16],
    end: Place,
    /// Starts of groups and counts of loops.
    locals: Vec<i32>,
    groups: Vec<(Place, Place)>,
    /// Where the last atom or look-ahead ended.
    last: Place,
    /// Where the look-behind stands that is being tried.
    behind: Place,
    /// For each remembering loop, a bit for each place from which its body failed.
    failed: Vec<Vec<u64>>,
    frames: Vec<Frame>,
    most_frames: usize,
}

impl Machine<'_> {
    fn run(&mut self, budget: &mut Budget<'_>) -> Result<bool, Spent> {
        let mut step = Step::Try(self.program.start, 0);
        loop {
            budget.charge(1)?;
            if self.frames.len() > self.most_frames {
                return Err(Spent);
            }
            step = match step {
                Step::Try(id, at) => self.enter(id, at, budget)?,
                Step::Answer(answer) => match self.frames.pop() {
                    Some(frame) => self.resume(frame, answer, budget)?,
                    None => return Ok(answer),
                },
            };
        }
    }

    fn later(&mut self, frame: Frame, step: Step) -> Step {
        self.frames.push(frame);
        step
    }

    fn enter(&mut self, id: Id, at: Place, budget: &mut Budget<'_>) -> Result<Step, Spent> {
        let program = self.program;
        Ok(match &program.ops[id] {
            Op::Accept => {
                self.last = at;
                YES
            }
            Op::Finish => Step::Answer(at == self.end),
            Op::BehindEnd => Step::Answer(at == self.behind),
            Op::Run { classes, next } => self.classes(classes, *next, at),
            Op::Assert { assertion, next } => match self.holds(*assertion, at) {
                true => Step::Try(*next, at),
                false => NO,
            },
            Op::LineBreak { gives_back, next } => self.line_break(*gives_back, *next, at),
            Op::Cluster { next } if at < self.end => {
                let end = program.clusters.next_boundary(self.text, at as usize);
                Step::Try(*next, end as Place)
            }
            Op::Cluster { .. } => NO,
            Op::Backreference { group, case, next } => {
                budget.charge(self.group_length(*group))?;
                self.reference(*group, *case, *next, at)
            }
            Op::GroupStart { local, next } => {
                let saved = std::mem::replace(&mut self.locals[*local], at);
                self.later(Frame::Local { local: *local, saved }, Step::Try(*next, at))
            }
            Op::GroupEnd { local, group, next } => {
                let saved = std::mem::replace(&mut self.groups[*group], (self.locals[*local], at));
                self.later(Frame::Group { group: *group, saved }, Step::Try(*next, at))
            }
            Op::Branch { .. } => self.arm(id, 0, at),
            Op::Many { .. } => self.many(id, at, budget)?,
            Op::Optional { mode: Mode::Lazy, next, .. } => {
                self.later(Frame::OptionalLazy { of: id, at }, Step::Try(*next, at))
            }
            Op::Optional { atom, .. } => self.later(Frame::OptionalAtom { of: id, at }, Step::Try(*atom, at)),
            Op::Atomic { atom, .. } => self.later(Frame::Atomic { of: id }, Step::Try(*atom, at)),
            Op::Curly { .. } => self.least(id, at, 0),
            Op::GroupCurly { local, capture, .. } => {
                let saved = std::mem::replace(&mut self.locals[*local], -1);
                self.frames.push(Frame::LocalOnFailure { local: *local, saved });
                if let Some(group) = *capture {
                    self.frames.push(Frame::Group { group, saved: self.groups[group] });
                }
                self.least(id, at, 0)
            }
            Op::LoopStart { of } => self.loop_start(*of, at),
            Op::Loop { .. } => self.round(id, at),
            Op::Ahead { atom, .. } => self.later(Frame::Ahead { of: id, at }, Step::Try(*atom, at)),
            Op::Behind { .. } => self.look_behind(id, at),
        })
    }

    fn resume(&mut self, frame: Frame, answer: bool, budget: &mut Budget<'_>) -> Result<Step, Spent> {
        let pass = Step::Answer(answer);
        Ok(match frame {
            Frame::Local { local, saved } => {
                self.locals[local] = saved;
                pass
            }
            Frame::LocalOnFailure { local, saved } => {
                if !answer {
                    self.locals[local] = saved;
                }
                pass
            }
            Frame::Group { group, saved } => {
                if !answer {
                    self.groups[group] = saved;
                }
                pass
            }
            Frame::Or { id, at } => {
                if answer {
                    YES
                } else {
                    Step::Try(id, at)
                }
            }
            Frame::Arm { of, arm, at } => {
                if answer {
                    YES
                } else {
                    self.arm(of, arm, at)
                }
            }
            Frame::GiveBack { .. } | Frame::TakeMore { .. } if answer => YES,
            Frame::GiveBack { of, start, at, taken } => self.give_back(of, start, at, taken),
            Frame::TakeMore { of, at, taken } => self.take_more(of, at, taken),
            Frame::OptionalAtom { of, at } => self.optional_atom(of, at, answer),
            Frame::OptionalLazy { of, at } => match &self.program.ops[of] {
                Op::Optional { atom, .. } if !answer => self.later(Frame::Atomic { of }, Step::Try(*atom, at)),
                _ => pass,
            },
            Frame::Atomic { of } => {
                if answer {
                    Step::Try(self.next(of), self.last)
                } else {
                    NO
                }
            }
            Frame::CurlyLeast { of, at, round } => self.least_answered(of, at, round, answer),
            Frame::CurlyFirst { of, at, rounds } => self.first_answered(of, at, rounds, answer),
            Frame::CurlyMore { of, at, rounds } => self.more_answered(of, at, rounds, answer),
            Frame::CurlyOther { of, at, rounds } => {
                if answer {
                    YES
                } else {
                    self.back_off(of, at, rounds)
                }
            }
            Frame::CurlyNext { of, at, rounds } => self.next_answered(of, at, rounds, answer),
            Frame::LazyNext { of, at, round } => {
                if answer {
                    YES
                } else {
                    self.lazy_more(of, at, round)
                }
            }
            Frame::LazyAtom { of, at, round } => self.lazy_answered(of, at, round, answer),
            Frame::PossessiveAtom { of, at, round } => self.possessive_answered(of, at, round, answer),
            Frame::LoopBody { of, at, count } => {
                if answer {
                    YES
                } else {
                    self.round_failed(of, at, count)
                }
            }
            Frame::LoopNext { of, at, count } => {
                if answer {
                    YES
                } else {
                    self.lazy_round(of, at, count)
                }
            }
            Frame::Ahead { of, at } => self.ahead_answered(of, at, answer),
            Frame::Behind { of, at, from, stop, saved } => {
                budget.charge(1)?;
                self.behind_answered(of, (at, from, stop, saved), answer)
            }
        })
    }

    /// What follows a move.
    fn next(&self, of: Id) -> Id {
        match &self.program.ops[of] {
            Op::Many { next, .. }
            | Op::Optional { next, .. }
            | Op::Atomic { next, .. }
            | Op::Curly { next, .. }
            | Op::GroupCurly { next, .. }
            | Op::Loop { next, .. }
            | Op::Ahead { next, .. }
            | Op::Behind { next, .. } => *next,
            _ => of,
        }
    }

    /// The place behind the code point at `at`, if it is there and in the class.
    fn after(&self, class: &Class, at: Place) -> Option<Place> {
        let (code, length) = code_at(self.text, at as usize)?;
        class.has(code).then_some(at + length as Place)
    }

    fn classes(&self, classes: &[Class], next: Id, at: Place) -> Step {
        let end = classes.iter().try_fold(at, |at, class| self.after(class, at));
        end.map_or(NO, |end| Step::Try(next, end))
    }

    fn holds(&self, assertion: Assertion, at: Place) -> bool {
        let (program, text, at) = (self.program, self.text, at as usize);
        match assertion {
            Assertion::Start | Assertion::LastMatch => at == 0,
            Assertion::End => at == text.len(),
            Assertion::LineStart { unix } => boundary::starts_line(text, at, unix),
            Assertion::LineEnd { unix, multiline } => boundary::ends_line(text, at, unix, multiline),
            Assertion::WordBoundary { negated, unicode } => {
                let words = if unicode { &program.unicode_words } else { &program.words };
                words.is_boundary(text, at) != negated
            }
            Assertion::GraphemeBoundary => program.clusters.is_boundary(text, at, self.last as usize),
        }
    }

    fn line_break(&mut self, gives_back: bool, next: Id, at: Place) -> Step {
        let unit = |at: Place| self.text.get(at as usize).copied();
        match (unit(at), unit(at + 1)) {
            (Some(0x0D), Some(0x0A)) if gives_back => {
                self.later(Frame::Or { id: next, at: at + 1 }, Step::Try(next, at + 2))
            }
            (Some(0x0D), Some(0x0A)) => Step::Try(next, at + 2),
            (Some(0x0A..=0x0D | 0x85 | 0x2028 | 0x2029), _) => Step::Try(next, at + 1),
            _ => NO,
        }
    }

    fn group_length(&self, group: usize) -> u64 {
        let (start, end) = self.groups[group];
        u64::from(end.abs_diff(start))
    }

    fn reference(&self, group: usize, case: Case, next: Id, at: Place) -> Step {
        let (start, end) = self.groups[group];
        let to = at + (end - start);
        if start < 0 || to > self.end {
            return NO;
        }
        let (start, end, at) = (start as usize, end as usize, at as usize);
        let same = match case {
            Case::Exact => self.text[start..end] == self.text[at..to as usize],
            _ => boundary::same_but_case(self.text, (start, end), at, case, &self.program.cases),
        };
        if same { Step::Try(next, to) } else { NO }
    }

    fn arm(&mut self, of: Id, arm: usize, at: Place) -> Step {
        let Op::Branch { arms } = &self.program.ops[of] else { return NO };
        match arms.get(arm) {
            None => NO,
            Some(&last) if arm + 1 == arms.len() => Step::Try(last, at),
            Some(&id) => self.later(Frame::Arm { of, arm: arm + 1, at }, Step::Try(id, at)),
        }
    }

    // One code point, repeated.

    fn many(&mut self, of: Id, start: Place, budget: &mut Budget<'_>) -> Result<Step, Spent> {
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

    fn give_back(&mut self, of: Id, start: Place, at: Place, taken: u32) -> Step {
        let length = boundary::code_before(self.text, at as usize).map_or(1, |(_, length)| length);
        self.given_back(of, start, start.max(at - length as Place), taken - 1)
    }

    fn take_more(&mut self, of: Id, at: Place, taken: u32) -> Step {
        let Op::Many { class, count, next, .. } = &self.program.ops[of] else { return NO };
        if taken >= count.max {
            return NO;
        }
        match self.after(class, at) {
            Some(at) => self.later(Frame::TakeMore { of, at, taken: taken + 1 }, Step::Try(*next, at)),
            None => NO,
        }
    }

    fn optional_atom(&mut self, of: Id, at: Place, answer: bool) -> Step {
        let Op::Optional { mode, next, .. } = &self.program.ops[of] else { return NO };
        match (answer, mode) {
            (false, _) => Step::Try(*next, at),
            (true, Mode::Possessive) => Step::Try(*next, self.last),
            (true, _) => self.later(Frame::Or { id: *next, at }, Step::Try(*next, self.last)),
        }
    }

    // Anything else that is matched on its own, repeated; and groups of fixed form.

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
    fn least(&mut self, of: Id, at: Place, round: u32) -> Step {
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

    fn least_answered(&mut self, of: Id, at: Place, round: u32, answer: bool) -> Step {
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

    fn first_answered(&mut self, of: Id, at: Place, mut rounds: Rounds, answer: bool) -> Step {
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

    fn more_answered(&mut self, of: Id, at: Place, rounds: Rounds, answer: bool) -> Step {
        if !answer {
            return self.back_off(of, at, rounds);
        }
        if at + rounds.length == self.last {
            return self.one_more(of, at, rounds);
        }
        self.frames.push(Frame::CurlyOther { of, at, rounds });
        self.greedy(of, at, rounds.done)
    }

    fn back_off(&mut self, of: Id, at: Place, rounds: Rounds) -> Step {
        if rounds.done <= rounds.floor {
            return self.no_more_back(of, at, rounds);
        }
        let next = self.next(of);
        self.later(Frame::CurlyNext { of, at, rounds }, Step::Try(next, at))
    }

    fn next_answered(&mut self, of: Id, at: Place, mut rounds: Rounds, answer: bool) -> Step {
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

    fn lazy_more(&mut self, of: Id, at: Place, round: u32) -> Step {
        let curly = self.curly(of);
        if round >= curly.max {
            return NO;
        }
        self.later(Frame::LazyAtom { of, at, round }, Step::Try(curly.atom, at))
    }

    fn lazy_answered(&mut self, of: Id, at: Place, round: u32, answer: bool) -> Step {
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

    fn possessive_answered(&mut self, of: Id, at: Place, round: u32, answer: bool) -> Step {
        if !answer || self.last == at {
            return Step::Try(self.next(of), at);
        }
        self.possessive(of, self.last, round + 1)
    }

    // Groups with choices in them, repeated.

    fn loop_start(&mut self, of: Id, at: Place) -> Step {
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

    /// The end of a round: another, or what follows. An empty round is always the last.
    fn round(&mut self, of: Id, at: Place) -> Step {
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
        let failed_before = memory.is_some_and(|memory| self.failed[memory][at as usize / 64] >> (at % 64) & 1 == 1);
        if i64::from(count) >= i64::from(range.max) || failed_before {
            return Step::Try(*next, at);
        }
        self.locals[*counter] = count + 1;
        self.later(Frame::LoopBody { of, at, count }, Step::Try(*body, at))
    }

    fn round_failed(&mut self, of: Id, at: Place, count: i32) -> Step {
        let Op::Loop { counter, memory, next, .. } = &self.program.ops[of] else { return NO };
        self.locals[*counter] = count;
        if let Some(memory) = *memory {
            self.failed[memory][at as usize / 64] |= 1 << (at % 64);
        }
        Step::Try(*next, at)
    }

    /// What follows a lazy loop has failed: one more round, if there may be. Before the first, `count` is -1.
    fn lazy_round(&mut self, of: Id, at: Place, count: i32) -> Step {
        let Op::Loop { body, count: range, counter, .. } = &self.program.ops[of] else { return NO };
        let first = count < 0;
        if i64::from(count.max(0)) >= i64::from(range.max) {
            return NO;
        }
        self.locals[*counter] = if first { 1 } else { count + 1 };
        let step = Step::Try(*body, at);
        if first { step } else { self.later(Frame::LocalOnFailure { local: *counter, saved: count }, step) }
    }

    // Look-around.

    fn ahead_answered(&mut self, of: Id, at: Place, answer: bool) -> Step {
        match &self.program.ops[of] {
            Op::Ahead { negated, next, .. } if answer != *negated => Step::Try(*next, at),
            _ => NO,
        }
    }

    fn look_behind(&mut self, of: Id, at: Place) -> Step {
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

    fn behind_answered(&mut self, of: Id, (at, from, stop, saved): (Place, Place, Place, Place), answer: bool) -> Step {
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

/// A quantifier's parts.
struct Curly {
    atom: Id,
    min: u32,
    max: u32,
    mode: Mode,
    capture: Option<usize>,
    next: Id,
}
