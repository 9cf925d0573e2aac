//! Translation to `regex-automata`, whose engines take time linear in the value whatever the pattern.
//!
//! It is done by building its `Hir` from explicit sets, never by way of pattern text, so that none of that crate's own
//! ideas of classes, case or word boundaries come in. Two translations exist. The exact one answers only for trees whose
//! language, as a whole match in Java, is a regular one it can express, and says no to any other. The loose one accepts
//! at least what Java accepts, and so can say no, quickly, before the backtracker is asked.
//!
//! Java's matcher departs from the regular language of a tree in places, which the exact translation leaves alone:
//! - `$` looks ahead, unless nothing but the end can follow it;
//! - `\R` in a quantifier, and in Java 8 everywhere, never gives its `\n` back;
//! - an empty round ends a loop even below its minimum, which counts when a round can be empty in some places only.

use regex_automata::meta;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

use crate::fold;
use crate::options::{JavaVersion, Limits};
use crate::set::CodeSet;
use crate::syntax::tree::{Assertion, Case, Count, GroupKind, Kind, Mode, Node, UNBOUNDED};
use crate::unicode::{Cases, Tables};

/// A compiled linear program for whole matches.
#[derive(Clone, Debug)]
pub(crate) struct Linear {
    regex: meta::Regex,
    expression: Hir,
}

impl Linear {
    /// Whether the whole of `value` matches.
    pub(crate) fn is_match(&self, value: &str) -> bool {
        let input = regex_automata::Input::new(value).anchored(regex_automata::Anchored::Yes).earliest(true);
        self.regex.search_half(&input).is_some()
    }

    /// The one expression that decides, anchored at both ends; None when it does not decide alone.
    pub(crate) fn expression(&self) -> Option<&Hir> {
        Some(&self.expression)
    }
}

/// The program that matches exactly what Java matches, if there is one within the limits.
pub(crate) fn exact(root: &Node, version: JavaVersion, limits: &Limits) -> Option<Linear> {
    translate(root, Translator::new(root, version, false), limits)
}

/// A program that matches at least what Java matches.
pub(crate) fn loose(root: &Node, version: JavaVersion, limits: &Limits) -> Option<Linear> {
    translate(root, Translator::new(root, version, true), limits)
}

/// About how many code points a program may have: beyond that the limit on its memory would only be found the hard way.
const MOST_PLACES: u64 = 100_000;

fn translate(root: &Node, translator: Translator, limits: &Limits) -> Option<Linear> {
    if places(root) > MOST_PLACES {
        return None;
    }
    let body = translator.node(root, At { tail: true, repeated: false })?;
    let hir = Hir::concat(vec![Hir::look(Look::Start), body, Hir::look(Look::End)]);
    let config = meta::Config::new()
        .nfa_size_limit(Some(limits.linear_size))
        .onepass_size_limit(Some(limits.linear_size))
        .hybrid_cache_capacity(limits.linear_size.clamp(1 << 16, 2 << 20));
    meta::Builder::new().configure(config).build_from_hir(&hir).ok().map(|regex| Linear { regex, expression: hir })
}

/// How many code points a tree spells out when its repetitions are written out.
fn places(node: &Node) -> u64 {
    match &node.kind {
        Kind::Repeat { body, count, .. } => {
            let times = if count.max() == UNBOUNDED { count.min().max(1) } else { count.max() };
            places(body).max(1).saturating_mul(u64::from(times))
        }
        Kind::Literal(literal) => literal.codes.len() as u64,
        _ => 1 + node.children().iter().map(places).fold(0, u64::saturating_add),
    }
}

/// Where a node stands.
#[derive(Clone, Copy)]
struct At {
    /// Whether nothing but the end of the value can follow it.
    tail: bool,
    /// Whether it stands in a quantifier.
    repeated: bool,
}

struct Translator {
    cases: Cases,
    version: JavaVersion,
    loose: bool,
}

impl Translator {
    fn new(root: &Node, version: JavaVersion, loose: bool) -> Self {
        let folds = root.any(&|node| matches!(&node.kind, Kind::Literal(literal) if literal.case == Case::Unicode));
        let cases = if folds { Tables::new(version).cases() } else { Cases::default() };
        Self { cases, version, loose }
    }

    fn node(&self, node: &Node, at: At) -> Option<Hir> {
        match &node.kind {
            Kind::Empty => Some(Hir::empty()),
            Kind::Literal(literal) => {
                Some(Hir::concat(fold::literal(literal, &self.cases).iter().map(class).collect()))
            }
            Kind::Set(set) => Some(class(set)),
            Kind::Assertion(assertion) => self.assertion(*assertion, at),
            Kind::LineBreak => self.line_break(at),
            Kind::Grapheme => self.or_loose(repeat(class(&CodeSet::all()), 1, UNBOUNDED)),
            Kind::Backreference { .. } => self.or_loose(repeat(class(&CodeSet::all()), 0, UNBOUNDED)),
            Kind::Group { kind, body } => match kind {
                GroupKind::Capture { .. } | GroupKind::Plain => self.node(body, at),
                GroupKind::Atomic => self.or_loose(self.node(body, at)?),
                GroupKind::Ahead { .. } | GroupKind::Behind { .. } => self.or_loose(Hir::empty()),
            },
            Kind::Repeat { body, count, mode } => self.repeat(body, *count, *mode, at),
            Kind::Concat(nodes) => self.concat(nodes, at),
            Kind::Alternate(nodes) => {
                nodes.iter().map(|node| self.node(node, at)).collect::<Option<_>>().map(Hir::alternation)
            }
        }
    }

    /// What the loose translation makes of a construct that the exact one refuses.
    fn or_loose(&self, hir: Hir) -> Option<Hir> {
        self.loose.then_some(hir)
    }

    fn assertion(&self, assertion: Assertion, at: At) -> Option<Hir> {
        match assertion {
            Assertion::Start | Assertion::LastMatch => Some(Hir::look(Look::Start)),
            Assertion::End => Some(Hir::look(Look::End)),
            Assertion::LineEnd { .. } if at.tail => Some(Hir::look(Look::End)),
            _ => self.or_loose(Hir::empty()),
        }
    }

    fn line_break(&self, at: At) -> Option<Hir> {
        if !self.loose && (at.repeated || self.version == JavaVersion::V8) {
            return None;
        }
        let single = CodeSet::from_ranges(vec![(0x0A, 0x0D), (0x85, 0x85), (0x2028, 0x2029)]);
        Some(Hir::alternation(vec![Hir::literal(*b"\r\n"), class(&single)]))
    }

    fn concat(&self, nodes: &[Node], at: At) -> Option<Hir> {
        let mut tail = at.tail;
        let mut parts = Vec::with_capacity(nodes.len());
        for node in nodes.iter().rev() {
            parts.push(self.node(node, At { tail, ..at })?);
            tail &= matches!(node.kind, Kind::Empty | Kind::Assertion(_));
        }
        parts.reverse();
        Some(Hir::concat(parts))
    }

    fn repeat(&self, body: &Node, count: Count, mode: Mode, at: At) -> Option<Hir> {
        let (min, max) = (count.min(), count.max());
        let keeps = mode == Mode::Possessive && !(at.tail && is_one_set(body));
        let odd_when_empty = min > 1 && nullable(body) == Nullable::Sometimes;
        if !self.loose && (keeps || odd_when_empty) {
            return None;
        }
        let inside = At { tail: at.tail && max <= 1, repeated: true };
        Some(repeat(self.node(body, inside)?, min, max))
    }
}

fn class(set: &CodeSet) -> Hir {
    let char_range = |&(first, last): &(u32, u32)| {
        // Surrogates are in no Rust string; a range that begins or ends among them is cut.
        let first = if (0xD800..0xE000).contains(&first) { 0xE000 } else { first };
        let last = if (0xD800..0xE000).contains(&last) { 0xD7FF } else { last };
        let chars = char::from_u32(first).zip(char::from_u32(last)).filter(|(first, last)| first <= last);
        chars.map(|(first, last)| ClassUnicodeRange::new(first, last))
    };
    Hir::class(Class::Unicode(ClassUnicode::new(set.ranges().iter().filter_map(char_range))))
}

fn repeat(body: Hir, min: u32, max: u32) -> Hir {
    let max = (max != UNBOUNDED).then_some(max);
    Hir::repetition(Repetition { min, max, greedy: true, sub: Box::new(body) })
}

/// Whether a body is one code point out of a set.
fn is_one_set(body: &Node) -> bool {
    match &body.kind {
        Kind::Set(_) => true,
        Kind::Literal(literal) => literal.codes.len() == 1,
        _ => false,
    }
}

/// Whether a construct can match the empty string.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nullable {
    Never,
    /// In some places only.
    Sometimes,
    Always,
}

fn nullable(node: &Node) -> Nullable {
    use Nullable::{Always, Never, Sometimes};
    match &node.kind {
        Kind::Empty => Always,
        Kind::Literal(literal) if literal.codes.is_empty() => Always,
        Kind::Literal(_) | Kind::Set(_) | Kind::LineBreak | Kind::Grapheme => Never,
        Kind::Assertion(_) | Kind::Backreference { .. } => Sometimes,
        Kind::Group { kind: GroupKind::Ahead { .. } | GroupKind::Behind { .. }, .. } => Sometimes,
        Kind::Group { body, .. } => nullable(body),
        Kind::Repeat { count, .. } if count.min() == 0 => Always,
        Kind::Repeat { body, .. } => nullable(body),
        Kind::Concat(nodes) => {
            let all: Vec<Nullable> = nodes.iter().map(nullable).collect();
            match () {
                () if all.contains(&Never) => Never,
                () if all.contains(&Sometimes) => Sometimes,
                () => Always,
            }
        }
        Kind::Alternate(nodes) => {
            let any: Vec<Nullable> = nodes.iter().map(nullable).collect();
            match () {
                () if any.contains(&Always) => Always,
                () if any.contains(&Sometimes) => Sometimes,
                () => Never,
            }
        }
    }
}
