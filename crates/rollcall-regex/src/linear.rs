//! The linear engine: `regex-automata`, whose time is linear in the value whatever the pattern.
//!
//! A tree is translated by building that crate's `Hir` from explicit sets, never by way of pattern text, so that none
//! of its own ideas of classes, case or lines come in. Two translations exist. The exact one exists only for trees
//! whose whole matches in Java it can express; it may also be valid for ASCII values only. The loose one accepts at
//! least the values that Java accepts, and so can quickly rule a value out before the backtracker is asked.
//!
//! Look-ahead at the start of a pattern and look-behind at its end, which is where filters have them, become conditions
//! on the whole value, each a program of its own.

mod shape;
mod translate;

use regex_automata::{Anchored, Input, meta};
use regex_syntax::hir::{Hir, Look};

use crate::options::{JavaVersion, Limits};
use crate::set::CodeSet;
use crate::syntax::tree::{Assertion, GroupKind, Kind, Node, Reach};
use translate::{At, Tail, Translator};

/// A compiled program for whole matches.
#[derive(Clone, Debug)]
pub(crate) struct Linear {
    conditions: Vec<Condition>,
    ascii_only: bool,
    cost: u64,
}

#[derive(Clone, Debug)]
struct Condition {
    regex: meta::Regex,
    expression: Hir,
    negated: bool,
}

impl Linear {
    fn new(conditions: Vec<Condition>, ascii_only: bool) -> Self {
        /// Bytes of program for each step: programs of many states are slower until their states are known.
        const BYTES_A_STEP: usize = 1 << 16;
        let bytes: usize = conditions.iter().map(|condition| condition.regex.memory_usage()).sum();
        Self { conditions, ascii_only, cost: 1 + (bytes / BYTES_A_STEP) as u64 }
    }

    /// Whether the whole of `value` matches. It must not be asked about values that it does not [answer
    /// for](Linear::answers_for).
    pub(crate) fn is_match(&self, value: &str) -> bool {
        self.conditions.iter().all(|condition| {
            let input = Input::new(value).anchored(Anchored::Yes).earliest(true);
            condition.regex.search_half(&input).is_some() != condition.negated
        })
    }

    /// An expression, anchored at both ends, that holds for every value that matches.
    pub(crate) fn expression(&self) -> Option<&Hir> {
        self.conditions.first().map(|condition| &condition.expression)
    }

    /// Whether that expression holds for no other value.
    pub(crate) fn is_one_expression(&self) -> bool {
        self.conditions.len() == 1 && !self.ascii_only
    }

    /// The cost of a byte of a value, in steps.
    pub(crate) fn cost(&self) -> u64 {
        self.cost
    }

    /// Whether the answer is right for every value.
    pub(crate) fn answers_for_all(&self) -> bool {
        !self.ascii_only
    }

    /// Whether the answer for `value` is right.
    pub(crate) fn answers_for(&self, value: &str) -> bool {
        !self.ascii_only || value.is_ascii()
    }
}

/// The program that matches exactly as Java does, if there is one within the limits.
pub(crate) fn exact(root: &Node, version: JavaVersion, limits: &Limits) -> Option<Linear> {
    let parts = Parts::new(root)?;
    let translator = Translator::new(root, version, false);
    let mut conditions = vec![condition(&translator.row(&parts.body, whole())?, Hir::look(Look::End), limits)?];
    for (negated, body) in parts.ahead {
        let at = At { tail: Tail::Prefix, repeated: false, follow: CodeSet::all() };
        let mut ahead = condition(&translator.node(body, &at)?, Hir::empty(), limits)?;
        ahead.negated = negated;
        conditions.push(ahead);
    }
    for (negated, reach, body) in parts.behind {
        translator.require_ascii();
        if !shape::within_reach(body, reach) {
            return None;
        }
        let before = translate::repeat(translate::class(&CodeSet::all()), 0, None);
        let row = Hir::concat(vec![before, translator.node(body, &whole())?]);
        let mut behind = condition(&row, Hir::look(Look::End), limits)?;
        behind.negated = negated;
        conditions.push(behind);
    }
    Some(Linear::new(conditions, translator.ascii_only()))
}

/// A program that matches at least the values that Java matches.
pub(crate) fn loose(root: &Node, version: JavaVersion, limits: &Limits) -> Option<Linear> {
    if shape::is_too_long(root) {
        return None;
    }
    let translator = Translator::new(root, version, true);
    let body = translator.node(root, &whole())?;
    let conditions = vec![condition(&body, Hir::look(Look::End), limits)?];
    Some(Linear::new(conditions, false))
}

/// Where the whole of a pattern stands: only the end of the value follows it.
fn whole() -> At {
    At { tail: Tail::Whole, repeated: false, follow: CodeSet::empty() }
}

fn condition(body: &Hir, end: Hir, limits: &Limits) -> Option<Condition> {
    let hir = Hir::concat(vec![Hir::look(Look::Start), body.clone(), end]);
    let config = meta::Config::new()
        .nfa_size_limit(Some(limits.linear_size))
        .onepass_size_limit(Some(limits.linear_size))
        .hybrid_cache_capacity(limits.linear_size.clamp(1 << 16, 2 << 20));
    let regex = meta::Builder::new().configure(config).build_from_hir(&hir).ok()?;
    Some(Condition { regex, expression: hir, negated: false })
}

/// A pattern taken apart: the part between look-ahead at its start and look-behind at its end.
struct Parts<'a> {
    /// Negated or not, and the expression to look for.
    ahead: Vec<(bool, &'a Node)>,
    behind: Vec<(bool, Reach, &'a Node)>,
    body: Vec<&'a Node>,
}

impl<'a> Parts<'a> {
    /// None when the pattern, its repetitions written out, is too long to try.
    fn new(root: &'a Node) -> Option<Self> {
        if shape::is_too_long(root) {
            return None;
        }
        let mut body: Vec<&Node> = match &root.kind {
            Kind::Concat(nodes) => nodes.iter().collect(),
            _ => vec![root],
        };
        let (mut ahead, mut behind) = (Vec::new(), Vec::new());
        let leading = body.iter().take_while(|node| is_start(node) || as_ahead(node).is_some()).count();
        ahead.extend(body.drain(..leading).filter_map(as_ahead));
        let trailing = body.iter().rev().take_while(|node| is_end(node) || as_behind(node).is_some()).count();
        behind.extend(body.drain(body.len() - trailing..).filter_map(as_behind));
        Some(Self { ahead, behind, body })
    }
}

/// An anchor that holds wherever a pattern starts.
fn is_start(node: &Node) -> bool {
    matches!(node.kind, Kind::Assertion(Assertion::Start | Assertion::LastMatch))
}

/// An anchor that holds wherever a pattern ends.
fn is_end(node: &Node) -> bool {
    matches!(node.kind, Kind::Assertion(Assertion::End | Assertion::LineEnd { .. }))
}

fn as_ahead(node: &Node) -> Option<(bool, &Node)> {
    match &node.kind {
        Kind::Group { kind: GroupKind::Ahead { negated }, body } => Some((*negated, body)),
        _ => None,
    }
}

fn as_behind(node: &Node) -> Option<(bool, Reach, &Node)> {
    match &node.kind {
        Kind::Group { kind: GroupKind::Behind { negated, reach }, body } => Some((*negated, *reach, body)),
        _ => None,
    }
}
