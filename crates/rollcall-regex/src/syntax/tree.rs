//! The tree of a pattern.
//!
//! Two trees are equal when they are equal but for places: [`Node`] compares its kind alone, so that a tree printed and
//! parsed again compares equal to itself.

use crate::set::CodeSet;

/// One construct, and where in the pattern it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// UTF-16 units from the start of the pattern as it was given.
    pub(crate) at: usize,
    pub(crate) kind: Kind,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The kind of a construct.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Matches the empty string: an empty alternative, group or pattern.
    Empty,
    /// A run of literal code points. It is empty only as the body of a [`Kind::Repeat`] that stands where Java expects
    /// something to repeat and finds nothing, as in `a{2}{3}`.
    Literal(Literal),
    /// One code point out of a set: a class, a property, a dot.
    Set(CodeSet),
    Assertion(Assertion),
    /// `\R`
    LineBreak,
    /// `\X`
    Grapheme,
    /// `\1`, `\k<name>`
    Backreference {
        group: u32,
        case: Case,
    },
    Group {
        kind: GroupKind,
        body: Box<Node>,
    },
    Repeat {
        body: Box<Node>,
        count: Count,
        mode: Mode,
    },
    /// Two or more in a row.
    Concat(Vec<Node>),
    /// Two or more to choose from.
    Alternate(Vec<Node>),
}

/// A run of literal code points as written, and how their case is compared.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Literal {
    pub(crate) codes: Vec<u32>,
    pub(crate) case: Case,
}

/// How case is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Exact,
    /// `(?i)`: ASCII letters only.
    Ascii,
    /// `(?iu)`: Java's simple folding.
    Unicode,
}

/// An assertion: matches between code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assertion {
    /// `^` and `\A`: the start of the input.
    Start,
    /// `\z`: its end.
    End,
    /// `\G`: where the last match ended, which for a whole match is the start.
    LastMatch,
    /// `(?m)^`: after a line terminator, but never at the end.
    LineStart { unix: bool },
    /// `$` and `\Z`: the end, or before a final line terminator; with `multiline` before any.
    LineEnd { unix: bool, multiline: bool },
    /// `\b`, or `\B` when `negated`; `unicode` under `(?U)`.
    WordBoundary { negated: bool, unicode: bool },
    /// `\b{g}`
    GraphemeBoundary,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum GroupKind {
    /// Its number, from 1, and its name.
    Capture { number: u32, name: Option<String> },
    /// `(?:…)` and `(?i:…)`.
    Plain,
    /// `(?>…)`
    Atomic,
    /// `(?=…)`, or `(?!…)` when `negated`.
    Ahead { negated: bool },
    /// `(?<=…)`, or `(?<!…)` when `negated`.
    Behind { negated: bool, reach: Reach },
}

/// How far back Java looks for the start of a look-behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) min: i32,
    pub(crate) max: i32,
    /// Whether lengths count code points and not UTF-16 units: when a supplementary character or a surrogate stands
    /// anywhere behind the start of the group in the pattern.
    pub(crate) by_code_point: bool,
}

/// How often. The form matters besides the numbers: Java has other rules for `?` than for `{0,1}`, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    /// `?`, and in Java 17 `{0,1}`.
    Optional,
    /// `*`, `+`, `{n,}`.
    AtLeast(u32),
    /// `{n}`, `{n,m}`.
    Between(u32, u32),
}

/// Java's "no maximum", which it also uses as the largest number that can be written.
pub(crate) const UNBOUNDED: u32 = 0x7FFF_FFFF;

impl Count {
    pub(crate) fn min(self) -> u32 {
        match self {
            Self::Optional => 0,
            Self::AtLeast(min) | Self::Between(min, _) => min,
        }
    }

    /// The most, or [`UNBOUNDED`].
    pub(crate) fn max(self) -> u32 {
        match self {
            Self::Optional => 1,
            Self::AtLeast(_) => UNBOUNDED,
            Self::Between(_, max) => max,
        }
    }
}

/// In which order a quantifier tries, and whether it gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Greedy,
    Lazy,
    Possessive,
}

impl Node {
    pub(crate) fn new(at: usize, kind: Kind) -> Self {
        Self { at, kind }
    }

    /// The nodes directly below.
    pub(crate) fn children(&self) -> &[Node] {
        match &self.kind {
            Kind::Group { body, .. } | Kind::Repeat { body, .. } => std::slice::from_ref(body),
            Kind::Concat(nodes) | Kind::Alternate(nodes) => nodes,
            _ => &[],
        }
    }

    /// Whether `test` holds for this node or for one below it.
    pub(crate) fn any(&self, test: &dyn Fn(&Node) -> bool) -> bool {
        test(self) || self.children().iter().any(|child| child.any(test))
    }
}
