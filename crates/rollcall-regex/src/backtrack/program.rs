//! The moves of a pattern, linked as Java links its nodes: each knows the next one.

use super::boundary::Words;
use super::class::Class;
use super::clusters::Clusters;
use crate::fold;
use crate::options::JavaVersion;
use crate::syntax::Parsed;
use crate::syntax::study::is_deterministic;
use crate::syntax::tree::{Assertion, Case, Count, GroupKind, Kind, Mode, Node, Reach, UNBOUNDED};
use crate::unicode::{Cases, Tables};

/// The place of a move in [`Program::ops`].
pub(super) type Id = usize;

/// A pattern, ready to be run.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) start: Id,
    /// How many places for the starts of groups and the counts of loops.
    pub(super) locals: usize,
    /// How many capturing groups, the whole match included.
    pub(super) groups: usize,
    /// How many loops remember where they failed.
    pub(super) memories: usize,
    pub(super) cases: Cases,
    pub(super) words: Words,
    pub(super) unicode_words: Words,
    pub(super) clusters: Clusters,
}

/// A move, with a pattern that has it. `next` is the move after it.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// The end of a part that is matched on its own: matches where it is reached, and notes that place. `(?=ab)`, after
    /// the `b`.
    Accept,
    /// The end of the pattern: matches at the end of the value only. `ab`, after the `b`.
    Finish,
    /// The end of a look-behind: matches where the look-behind stands. `(?<=ab)c`, after the `b`.
    BehindEnd,
    /// Code points one after the other, each of a set. `abc`, `[a-z]`, `(?i)k`.
    Run { classes: Vec<Class>, next: Id },
    /// Something that is true or not of a place, and takes nothing. `^`, `$`, `\b`, `\b{g}`.
    Assert { assertion: Assertion, next: Id },
    /// The end of a line, CR LF being one; from Java 9 on it gives the LF back when the rest needs that. `\R`.
    LineBreak { gives_back: bool, next: Id },
    /// A sequence that a person takes for one character, however many code points it has. `\X`.
    Cluster { next: Id },
    /// The text of a group once more; nothing where the group has not taken part. `(a+)\1`, at the `\1`.
    Backreference { group: usize, case: Case, next: Id },
    /// Notes where a group begins, and forgets it when the rest fails. `(a)\1`, before the `a`.
    GroupStart { local: usize, next: Id },
    /// Notes the text that a group has taken, and forgets it when the rest fails. `(a)\1`, after the `a`.
    GroupEnd { local: usize, group: usize, next: Id },
    /// One way after the other until one matches together with the rest. `a|b`, and `(ab)?`, which is `(ab)` or
    /// nothing.
    Branch { arms: Vec<Id> },
    /// One code point of a set, repeated: it goes back and forth by counting. `a*`, `[a-z]{2,5}?`, `.++`.
    Many { class: Class, count: Range, mode: Mode, next: Id },
    /// `?` on anything that is matched on its own. `(a)\1?`, `(?:ab)?+`.
    Optional { atom: Id, mode: Mode, next: Id },
    /// A group that has one way of matching: once it has matched, no other is tried. `(?>a|ab)c`.
    Atomic { atom: Id, next: Id },
    /// Any other quantifier on something matched on its own. `(a)\1{2,}`, `(?:ab)*+`.
    Curly { atom: Id, count: Range, mode: Mode, next: Id },
    /// A quantified group of fixed form: a round can be taken back, but not be gone through in another way. `(ab){2,}`.
    GroupCurly { atom: Id, count: Range, lazy: bool, local: usize, capture: Option<usize>, next: Id },
    /// The way into a [`Op::Loop`]: it begins to count. `(a|ab)*`, before the first round.
    LoopStart { of: Id },
    /// A quantified group with choices in it; reached at the end of every round. `(a|ab)*`. With a memory it goes into no
    /// round a second time from a place from which one has failed.
    Loop { body: Id, count: Range, lazy: bool, counter: usize, begin: usize, memory: Option<usize>, next: Id },
    /// Whether something follows here, or does not; it takes nothing. `(?=ab)`, `(?!ab)`.
    Ahead { atom: Id, negated: bool, next: Id },
    /// Whether something ends here, or does not: tried from each place that it can reach here from. `(?<=ab?)`, `(?<!a)`.
    Behind { atom: Id, negated: bool, reach: Reach, next: Id },
}

/// How often, at least and at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) min: u32,
    pub(super) max: u32,
}

/// Makes the moves of a tree.
pub(crate) fn compile(parsed: &Parsed, version: JavaVersion) -> Program {
    let root = &parsed.root;
    let tables = Tables::new(version);
    let references = root.any(&|node| matches!(node.kind, Kind::Backreference { .. }));
    let asks = |wanted: bool| {
        root.any(
            &|node| matches!(node.kind, Kind::Assertion(Assertion::WordBoundary { unicode, .. }) if unicode == wanted),
        )
    };
    let clusters = root.any(&|node| matches!(node.kind, Kind::Grapheme | Kind::Assertion(Assertion::GraphemeBoundary)));
    let folds = root.any(&|node| match &node.kind {
        Kind::Literal(literal) => literal.case == Case::Unicode,
        Kind::Backreference { case, .. } => *case == Case::Unicode,
        _ => false,
    });
    let mut builder = Builder {
        ops: Vec::new(),
        locals: 0,
        memories: 0,
        cases: if folds { tables.cases() } else { Cases::default() },
        version,
        references,
        watched: clusters,
        remembers: !references,
    };
    let finish = builder.push(Op::Finish);
    let start = builder.node(root, finish);
    Program {
        start,
        locals: builder.locals,
        // Java keeps room for ten groups, so that \9 refers to one that never matched.
        groups: (parsed.captures as usize + 1).max(10),
        memories: builder.memories,
        words: if asks(false) { Words::plain(tables) } else { Words::default() },
        unicode_words: if asks(true) { Words::unicode(tables) } else { Words::default() },
        clusters: if clusters { Clusters::new(tables) } else { Clusters::default() },
        ops: builder.ops,
        cases: builder.cases,
    }
}

struct Builder {
    ops: Vec<Op>,
    locals: usize,
    memories: usize,
    cases: Cases,
    version: JavaVersion,
    /// Whether captures matter at all.
    references: bool,
    /// Whether it matters where something was last matched on its own, as it does to `\b{g}`.
    watched: bool,
    /// Whether a loop here may remember where it failed: the rest after it is then the same every time it is reached.
    remembers: bool,
}

impl Builder {
    fn push(&mut self, op: Op) -> Id {
        self.ops.push(op);
        self.ops.len() - 1
    }

    fn local(&mut self) -> usize {
        self.locals += 1;
        self.locals - 1
    }

    /// The moves of `node`, which `next` follows.
    fn node(&mut self, node: &Node, next: Id) -> Id {
        match &node.kind {
            Kind::Empty => next,
            Kind::Literal(literal) if literal.codes.is_empty() => next,
            Kind::Literal(literal) => {
                let sets = fold::literal(literal, &self.cases);
                let classes = sets.into_iter().map(Class::new).collect();
                self.push(Op::Run { classes, next })
            }
            Kind::Set(set) => self.push(Op::Run { classes: vec![Class::new(set.clone())], next }),
            Kind::Assertion(assertion) => self.push(Op::Assert { assertion: *assertion, next }),
            Kind::LineBreak => {
                let gives_back = self.version == JavaVersion::V17;
                self.push(Op::LineBreak { gives_back, next })
            }
            Kind::Grapheme => self.push(Op::Cluster { next }),
            Kind::Backreference { group, case } => {
                let group = *group as usize;
                self.push(Op::Backreference { group, case: *case, next })
            }
            Kind::Group { kind, body } => self.group(kind, body, next),
            Kind::Repeat { body, count, mode } => self.repeat(body, *count, *mode, next),
            Kind::Concat(nodes) => nodes.iter().rev().fold(next, |next, node| self.node(node, next)),
            Kind::Alternate(nodes) => {
                let arms = nodes.iter().map(|node| self.node(node, next)).collect();
                self.push(Op::Branch { arms })
            }
        }
    }

    fn group(&mut self, kind: &GroupKind, body: &Node, next: Id) -> Id {
        match kind {
            GroupKind::Capture { number, .. } if self.references => {
                let (local, group) = (self.local(), *number as usize);
                self.bracketed(local, group, body, next)
            }
            GroupKind::Capture { .. } | GroupKind::Plain => self.node(body, next),
            GroupKind::Atomic => {
                let atom = self.alone(body);
                self.push(Op::Atomic { atom, next })
            }
            GroupKind::Ahead { negated } => {
                let atom = self.alone(body);
                self.push(Op::Ahead { atom, negated: *negated, next })
            }
            GroupKind::Behind { negated, reach } => {
                let end = self.push(Op::BehindEnd);
                let atom = self.without_memory(|builder| builder.node(body, end));
                self.push(Op::Behind { atom, negated: *negated, reach: *reach, next })
            }
        }
    }

    /// Something matched on its own.
    fn alone(&mut self, node: &Node) -> Id {
        let accept = self.push(Op::Accept);
        self.node(node, accept)
    }

    /// A group whose start and end are noted; group 0 is one that is never asked for.
    fn bracketed(&mut self, local: usize, group: usize, body: &Node, next: Id) -> Id {
        let end = self.push(Op::GroupEnd { local, group, next });
        let inside = self.node(body, end);
        self.push(Op::GroupStart { local, next: inside })
    }

    /// Builds a part that is reached with another rest each time.
    fn without_memory<T>(&mut self, build: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.remembers, false);
        let built = build(self);
        self.remembers = before;
        built
    }

    fn repeat(&mut self, body: &Node, count: Count, mode: Mode, next: Id) -> Id {
        let range = Range { min: count.min(), max: count.max() };
        // In Java only `*`, `+` and `{n,}` do not match the one code point on its own.
        let alone = self.watched && !(matches!(count, Count::AtLeast(_)) && mode == Mode::Greedy);
        if let Some(class) = self.single(body).filter(|_| !alone) {
            return self.push(Op::Many { class, count: range, mode, next });
        }
        match &body.kind {
            Kind::Group { kind: GroupKind::Capture { number, .. }, body: inside } if mode != Mode::Possessive => {
                self.repeated_group(Some(*number as usize), (body, inside), (count, mode), next)
            }
            Kind::Group { kind: GroupKind::Plain, body: inside } if mode != Mode::Possessive => {
                self.repeated_group(None, (body, inside), (count, mode), next)
            }
            _ => {
                let atom = self.without_memory(|builder| builder.alone(body));
                match count {
                    Count::Optional => self.push(Op::Optional { atom, mode, next }),
                    _ => self.push(Op::Curly { atom, count: range, mode, next }),
                }
            }
        }
    }

    /// The set of a body that is one code point.
    fn single(&self, body: &Node) -> Option<Class> {
        match &body.kind {
            Kind::Set(set) => Some(Class::new(set.clone())),
            Kind::Literal(literal) if literal.codes.len() == 1 => {
                fold::literal(literal, &self.cases).pop().map(Class::new)
            }
            _ => None,
        }
    }

    /// A quantified group, greedy or lazy: one of Java's three ways. `body` is the content of the brackets of `group`.
    fn repeated_group(
        &mut self,
        capture: Option<usize>,
        (group, body): (&Node, &Node),
        (count, mode): (Count, Mode),
        next: Id,
    ) -> Id {
        let capture = capture.filter(|_| self.references);
        let range = Range { min: count.min(), max: count.max() };
        let lazy = mode == Mode::Lazy;
        if count == Count::Optional {
            let once = self.node(group, next);
            return self.push(Op::Branch { arms: if lazy { vec![next, once] } else { vec![once, next] } });
        }
        let local = self.local();
        if is_deterministic(group, self.version) {
            let accept = self.push(Op::Accept);
            let atom = self.without_memory(|builder| builder.node(body, accept));
            return self.push(Op::GroupCurly { atom, count: range, lazy, local, capture, next });
        }
        let counter = self.local();
        let memory = (self.remembers && !lazy && range.max == UNBOUNDED).then_some(self.memories);
        self.memories += usize::from(memory.is_some());
        // The loop has to have its place before its body can lead to it.
        let of = self.push(Op::Accept);
        let body = self.without_memory(|builder| builder.bracketed(local, capture.unwrap_or(0), body, of));
        self.ops[of] = Op::Loop { body, count: range, lazy, counter, begin: local, memory, next };
        self.push(Op::LoopStart { of })
    }
}
