//! Runs a program on a value, with a list of frames instead of native recursion.
//!
//! A step either tries a move at a place or hands an answer back. A move that wants to know the answer leaves a frame; the
//! frame on top is resumed with it. Quantifiers ([`super::rounds`]), loops ([`super::loops`]) and look-around
//! ([`super::look`]) are further parts of [`Machine`].

use super::bit_set::BitSet;
use super::boundary::{self, code_at};
use super::class::Class;
use super::frame::{Frame, Place};
use super::program::{Id, Op, Program};
use crate::budget::{Budget, Spent};
use crate::syntax::tree::{Assertion, Case, Mode};

/// Whether the whole of `text` matches. `stack_size` is the most memory for frames, in bytes.
pub(crate) fn run(program: &Program, text: &[u16], stack_size: usize, budget: &mut Budget<'_>) -> Result<bool, Spent> {
    // Places are 32-bit, as Java's are.
    let end = Place::try_from(text.len()).map_err(|_| Spent)?;
    let mut machine = Machine {
        program,
        text,
        end,
        locals: vec![0; program.locals],
        groups: vec![(-1, -1); program.groups],
        last: 0,
        behind: 0,
        failed: vec![BitSet::below(text.len() + 1); program.memories],
        frames: Vec::new(),
        most_frames: stack_size / size_of::<Frame>(),
    };
    machine.run(budget)
}

/// The next step.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Try(Id, Place),
    Answer(bool),
}

pub(super) const YES: Step = Step::Answer(true);
pub(super) const NO: Step = Step::Answer(false);

pub(super) struct Machine<'a> {
    pub(super) program: &'a Program,
    pub(super) text: &'a [u16],
    end: Place,
    /// Starts of groups and counts of loops.
    pub(super) locals: Vec<i32>,
    pub(super) groups: Vec<(Place, Place)>,
    /// Where the last atom or look-ahead ended.
    pub(super) last: Place,
    /// Where the look-behind stands that is being tried.
    pub(super) behind: Place,
    /// For each remembering loop, the places from which its body failed.
    pub(super) failed: Vec<BitSet>,
    pub(super) frames: Vec<Frame>,
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

    pub(super) fn later(&mut self, frame: Frame, step: Step) -> Step {
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

    /// The move after this one.
    pub(super) fn next(&self, of: Id) -> Id {
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
    pub(super) fn after(&self, class: &Class, at: Place) -> Option<Place> {
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
}
