//! Facts about a tree's matches without matching: their lengths, their beginnings, whether they can be empty.

use crate::set::CodeSet;
use crate::syntax::tree::{GroupKind, Kind, Node, Reach, UNBOUNDED};

/// About how many code points a program may have: beyond that the limit on its memory would only be found the hard way.
const MOST_PLACES: u64 = 100_000;

/// Whether a tree, its repetitions written out, is too long to be worth a try.
pub(super) fn is_too_long(root: &Node) -> bool {
    places(root) > MOST_PLACES
}

fn places(node: &Node) -> u64 {
    match &node.kind {
        Kind::Repeat { body, count, .. } => {
            let times = if count.max() == UNBOUNDED { count.min().max(1) } else { count.max() };
            places(body).max(1).saturating_mul(u64::from(times))
        }
        Kind::Literal(literal) => literal.codes.len() as u64,
        // A large class takes many bytes' worth of states.
        Kind::Set(set) => 1 + set.ranges().len() as u64 / 4,
        _ => 1 + node.children().iter().map(places).fold(0, u64::saturating_add),
    }
}

/// Whether a construct can match the empty string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nullable {
    Never,
    /// In some places only.
    Sometimes,
    Always,
}

pub(super) fn nullable(node: &Node) -> Nullable {
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
        Kind::Concat(nodes) => first_of(&[Never, Sometimes, Always], nodes),
        Kind::Alternate(nodes) => first_of(&[Always, Sometimes, Never], nodes),
    }
}

/// The first of `order` that one of the nodes is.
fn first_of(order: &[Nullable; 3], nodes: &[Node]) -> Nullable {
    let all: Vec<Nullable> = nodes.iter().map(nullable).collect();
    order.iter().copied().find(|one| all.contains(one)).unwrap_or(Nullable::Always)
}

/// Every code point that a match can begin with, and perhaps others. Nodes that fold are not looked at closely.
pub(super) fn first(node: &Node) -> CodeSet {
    match &node.kind {
        Kind::Empty | Kind::Assertion(_) => CodeSet::empty(),
        Kind::Group { kind: GroupKind::Ahead { .. } | GroupKind::Behind { .. }, .. } => CodeSet::empty(),
        Kind::Literal(literal) => match literal.codes.first() {
            None => CodeSet::empty(),
            Some(&code) if literal.case == crate::syntax::tree::Case::Exact => CodeSet::one(code),
            Some(_) => CodeSet::all(),
        },
        Kind::Set(set) => set.clone(),
        Kind::LineBreak => line_breaks(),
        Kind::Grapheme | Kind::Backreference { .. } => CodeSet::all(),
        Kind::Group { body, .. } | Kind::Repeat { body, .. } => first(body),
        Kind::Concat(nodes) => before(nodes.iter(), CodeSet::empty()),
        Kind::Alternate(nodes) => nodes.iter().map(first).fold(CodeSet::empty(), |all, one| all.union(&one)),
    }
}

/// Every code point that a row of nodes, and then something that begins with one of `follow`, can begin with.
pub(super) fn before<'a>(nodes: impl DoubleEndedIterator<Item = &'a Node>, follow: CodeSet) -> CodeSet {
    nodes.rev().fold(follow, |follow, node| ahead_of(node, &follow))
}

/// The same for one node.
pub(super) fn ahead_of(node: &Node, follow: &CodeSet) -> CodeSet {
    match nullable(node) {
        Nullable::Never => first(node),
        _ => first(node).union(follow),
    }
}

/// The single code points that `\R` matches.
pub(super) fn line_breaks() -> CodeSet {
    CodeSet::from_ranges(vec![(0x0A, 0x0D), (0x85, 0x85), (0x2028, 0x2029)])
}

/// Whether a body is one code point out of a set, and which.
pub(super) fn single_set(body: &Node) -> Option<CodeSet> {
    match &body.kind {
        Kind::Set(set) => Some(set.clone()),
        Kind::Literal(literal) if literal.codes.len() == 1 => Some(first(body)),
        _ => None,
    }
}

/// Whether Java looks back as far as a look-behind's matches can be long, and no farther forth than they can be short.
pub(super) fn within_reach(body: &Node, reach: Reach) -> bool {
    // A value is never that long, so it does not matter how much longer a match might be.
    const LONGER_THAN_ANY: i64 = 1 << 30;
    let (min, max) = lengths(body);
    let most = i64::from(reach.max);
    i64::from(reach.min) <= min && (max <= most || most >= LONGER_THAN_ANY)
}

/// The least and the most code points of a match, for a node without line breaks, clusters and references.
fn lengths(node: &Node) -> (i64, i64) {
    match &node.kind {
        Kind::Literal(literal) => (literal.codes.len() as i64, literal.codes.len() as i64),
        Kind::Set(_) => (1, 1),
        Kind::LineBreak => (1, 2),
        Kind::Grapheme => (1, i64::MAX),
        Kind::Backreference { .. } => (0, i64::MAX),
        Kind::Group { kind: GroupKind::Ahead { .. } | GroupKind::Behind { .. }, .. } => (0, 0),
        Kind::Empty | Kind::Assertion(_) => (0, 0),
        Kind::Group { body, .. } => lengths(body),
        Kind::Repeat { body, count, .. } => {
            let (min, max) = lengths(body);
            let times = if count.max() == UNBOUNDED { i64::MAX } else { i64::from(count.max()) };
            (min.saturating_mul(i64::from(count.min())), max.saturating_mul(times))
        }
        Kind::Concat(nodes) => {
            nodes.iter().map(lengths).fold((0, 0), |(min, max), (least, most)| (min + least, max.saturating_add(most)))
        }
        Kind::Alternate(nodes) => {
            nodes.iter().map(lengths).fold((i64::MAX, 0), |(min, max), (least, most)| (min.min(least), max.max(most)))
        }
    }
}
