//! From tree to `Hir`.
//!
//! Java's matcher departs from the regular language of a tree in places; the exact translation refuses constructs that
//! it cannot show to be equal all the same:
//! - `$` looks ahead; it is translated where nothing has to follow it;
//! - a possessive quantifier and an atomic group give nothing back, which does not matter when the rest could not use
//!   it; likewise the `\n` of `\R` in a quantifier, and in Java 8 everywhere;
//! - an empty round ends a loop even below its minimum, which matters when a round can be empty in some places only;
//! - `\b` asks for Java's letters and digits, which among ASCII are those of `regex-automata`.

use std::cell::Cell;

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

use super::shape::{self, Nullable};
use crate::fold;
use crate::options::JavaVersion;
use crate::set::CodeSet;
use crate::syntax::tree::{Assertion, Case, Count, GroupKind, Kind, Mode, Node, UNBOUNDED};
use crate::unicode::{Cases, Tables};

/// Where a node stands.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) tail: Tail,
    /// Whether it stands in a quantifier.
    pub(super) repeated: bool,
    /// The possible next code points, if any is left.
    pub(super) follow: CodeSet,
}

/// The part that has to follow a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// Something else of the pattern.
    Pattern,
    /// The end of the value.
    Whole,
    /// Nothing: it is the end of a look-ahead.
    Prefix,
}

pub(super) struct Translator {
    cases: Cases,
    version: JavaVersion,
    loose: bool,
    ascii_only: Cell<bool>,
}

impl Translator {
    pub(super) fn new(root: &Node, version: JavaVersion, loose: bool) -> Self {
        let folds = root.any(&|node| matches!(&node.kind, Kind::Literal(literal) if literal.case == Case::Unicode));
        let cases = if folds { Tables::new(version).cases() } else { Cases::default() };
        Self { cases, version, loose, ascii_only: Cell::new(false) }
    }

    /// Whether the translation is valid for ASCII values only.
    pub(super) fn ascii_only(&self) -> bool {
        self.ascii_only.get()
    }

    pub(super) fn require_ascii(&self) {
        self.ascii_only.set(true);
    }

    pub(super) fn node(&self, node: &Node, at: &At) -> Option<Hir> {
        match &node.kind {
            Kind::Empty => Some(Hir::empty()),
            Kind::Literal(literal) => {
                Some(Hir::concat(fold::literal(literal, &self.cases).iter().map(class).collect()))
            }
            Kind::Set(set) => Some(class(set)),
            Kind::Assertion(assertion) => self.assertion(*assertion, at),
            Kind::LineBreak => self.line_break(at),
            Kind::Grapheme => self.or_loose(repeat(class(&CodeSet::all()), 1, None)),
            Kind::Backreference { .. } => self.or_loose(repeat(class(&CodeSet::all()), 0, None)),
            Kind::Group { kind, body } => self.group(kind, body, at),
            Kind::Repeat { body, count, mode } => self.repeat(body, *count, *mode, at),
            Kind::Concat(nodes) => self.row(&nodes.iter().collect::<Vec<_>>(), at.clone()),
            Kind::Alternate(nodes) => {
                nodes.iter().map(|node| self.node(node, at)).collect::<Option<_>>().map(Hir::alternation)
            }
        }
    }

    /// Nodes that follow one another.
    pub(super) fn row(&self, nodes: &[&Node], mut at: At) -> Option<Hir> {
        let mut parts = Vec::with_capacity(nodes.len());
        for node in nodes.iter().rev() {
            parts.push(self.node(node, &at)?);
            at.follow = shape::ahead_of(node, &at.follow);
            // An assertion at the end of a value holds at one place; in a look-ahead, `$` stands for the rest.
            at.tail = match node.kind {
                Kind::Empty => at.tail,
                Kind::Assertion(_) if at.tail == Tail::Whole => at.tail,
                _ => Tail::Pattern,
            };
        }
        parts.reverse();
        Some(Hir::concat(parts))
    }

    /// The loose translation of a construct that the exact one refuses.
    fn or_loose(&self, hir: Hir) -> Option<Hir> {
        self.loose.then_some(hir)
    }

    fn assertion(&self, assertion: Assertion, at: &At) -> Option<Hir> {
        match (assertion, at.tail) {
            (Assertion::Start | Assertion::LastMatch, _) => Some(Hir::look(Look::Start)),
            (Assertion::End, _) => Some(Hir::look(Look::End)),
            (Assertion::LineEnd { .. }, Tail::Whole) => Some(Hir::look(Look::End)),
            (Assertion::LineEnd { unix, multiline: false }, Tail::Prefix) => Some(before_last_line_break(unix)),
            (Assertion::WordBoundary { negated, .. }, _) if !self.loose => {
                self.require_ascii();
                Some(Hir::look(if negated { Look::WordAsciiNegate } else { Look::WordAscii }))
            }
            _ => self.or_loose(Hir::empty()),
        }
    }

    fn line_break(&self, at: &At) -> Option<Hir> {
        let may_give_back = self.version == JavaVersion::V17 && !at.repeated;
        if !self.loose && !may_give_back && at.follow.contains(0x0A) {
            return None;
        }
        Some(Hir::alternation(vec![Hir::literal(*b"\r\n"), class(&shape::line_breaks())]))
    }

    fn group(&self, kind: &GroupKind, body: &Node, at: &At) -> Option<Hir> {
        match (kind, &body.kind) {
            (GroupKind::Capture { .. } | GroupKind::Plain, _) => self.node(body, at),
            (GroupKind::Atomic, Kind::Repeat { body: one, mode: Mode::Greedy, .. }) if Self::keeps_nothing(one, at) => {
                self.node(body, at)
            }
            (GroupKind::Atomic, _) => self.or_loose(self.node(body, at)?),
            (GroupKind::Ahead { .. } | GroupKind::Behind { .. }, _) => self.or_loose(Hir::empty()),
        }
    }

    fn repeat(&self, body: &Node, count: Count, mode: Mode, at: &At) -> Option<Hir> {
        let (min, max) = (count.min(), count.max());
        let keeps = mode == Mode::Possessive && !Self::keeps_nothing(body, at);
        let odd_when_empty = min > 1 && shape::nullable(body) == Nullable::Sometimes;
        if !self.loose && (keeps || odd_when_empty) {
            return None;
        }
        let once = max <= 1;
        let follow = if once { at.follow.clone() } else { at.follow.union(&shape::first(body)) };
        let inside = At { tail: if once { at.tail } else { Tail::Pattern }, repeated: true, follow };
        Some(repeat(self.node(body, &inside)?, min, (max != UNBOUNDED).then_some(max)))
    }

    /// Whether a body repeated without giving back takes nothing that the rest could match.
    fn keeps_nothing(body: &Node, at: &At) -> bool {
        shape::single_set(body).is_some_and(|set| set.intersection(&at.follow).is_empty())
    }
}

/// `$` at the end of a look-ahead: the rest of the value is empty or one line break, and it is not the second half of
/// one that stands here.
fn before_last_line_break(unix: bool) -> Hir {
    let maybe = |hir: Hir| repeat(hir, 0, Some(1));
    if unix {
        return Hir::concat(vec![maybe(Hir::literal(*b"\n")), Hir::look(Look::End)]);
    }
    let others = class(&CodeSet::from_ranges(vec![(0x85, 0x85), (0x2028, 0x2029)]));
    let ascii = Hir::alternation(vec![Hir::literal(*b"\r\n"), Hir::literal(*b"\r"), Hir::literal(*b"\n")]);
    Hir::concat(vec![
        Hir::alternation(vec![Hir::concat(vec![Hir::look(Look::EndCRLF), maybe(ascii)]), others]),
        Hir::look(Look::End),
    ])
}

/// A set as a class.
pub(super) fn class(set: &CodeSet) -> Hir {
    let char_range = |&(first, last): &(u32, u32)| {
        // Surrogates are in no Rust string; a range that begins or ends among them is cut.
        let first = if (0xD800..0xE000).contains(&first) { 0xE000 } else { first };
        let last = if (0xD800..0xE000).contains(&last) { 0xD7FF } else { last };
        let chars = char::from_u32(first).zip(char::from_u32(last)).filter(|(first, last)| first <= last);
        chars.map(|(first, last)| ClassUnicodeRange::new(first, last))
    };
    Hir::class(Class::Unicode(ClassUnicode::new(set.ranges().iter().filter_map(char_range))))
}

/// `hir` at least `min` times, and at most `max`.
pub(super) fn repeat(hir: Hir, min: u32, max: Option<u32>) -> Hir {
    Hir::repetition(Repetition { min, max, greedy: true, sub: Box::new(hir) })
}
