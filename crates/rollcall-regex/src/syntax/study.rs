//! Java's knowledge of the lengths of a construct.
//!
//! Java needs this in two places, and there it shows: a look-behind without "an obvious maximum length" is refused, and
//! a repeated group of fixed form is matched by other rules than one with choices in it. The estimate is crude, and its
//! crudeness is part of the dialect: sums overflow in 32 bits, `a+` has a maximum (of 2,147,483,647) but `a+b` has none
//! any more, and the text behind a repeated group with choices is not looked at.

use super::tree::{Count, GroupKind, Kind, Mode, Node, UNBOUNDED};
use crate::options::JavaVersion;

/// Java's estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lengths {
    pub(crate) min: i32,
    pub(crate) max: i32,
    /// Whether `max` is known.
    pub(crate) max_valid: bool,
    /// Whether there is only one way to match.
    pub(crate) deterministic: bool,
}

impl Lengths {
    const NONE: Self = Self { min: 0, max: 0, max_valid: true, deterministic: true };

    fn add(&mut self, min: i32, max: i32) {
        self.min = self.min.wrapping_add(min);
        self.max = self.max.wrapping_add(max);
    }
}

/// Studies a group's body, or whatever Java studies on its own.
pub(crate) fn study(body: &Node, version: JavaVersion) -> Lengths {
    let mut chain = Chain { now: Lengths::NONE, before: Vec::new(), version };
    // Whether or not the end of the chain is reached, the knowledge is the same.
    let _ = chain.walk(body);
    chain.end()
}

/// Whether Java repeats this group by its rules for groups of fixed form.
pub(crate) fn is_deterministic(body: &Node, version: JavaVersion) -> bool {
    study(body, version).deterministic
}

/// Java's largest estimate of a minimum, when the sum overflows.
const LARGE: i32 = 0x0FFF_FFFF;

/// A walk along constructs that follow one another.
struct Chain {
    now: Lengths,
    /// The lengths before an alternation are added up only at the end: the alternation starts anew.
    before: Vec<Lengths>,
    version: JavaVersion,
}

/// Whether Java goes on to the next construct.
#[derive(PartialEq)]
enum Walk {
    On,
    Ended,
}

impl Chain {
    fn end(mut self) -> Lengths {
        while let Some(before) = self.before.pop() {
            self.now.add(before.min, before.max);
            self.now.max_valid &= before.max_valid;
            self.now.deterministic = false;
        }
        self.now
    }

    fn walk(&mut self, node: &Node) -> Walk {
        match &node.kind {
            Kind::Empty | Kind::Assertion(_) => {}
            Kind::Literal(literal) => {
                let len = i32::try_from(literal.codes.len()).unwrap_or(i32::MAX);
                self.now.add(len, len);
            }
            Kind::Set(_) => self.now.add(1, 1),
            Kind::LineBreak => self.now.add(1, 2),
            Kind::Grapheme => {
                self.now.add(1, 0);
                self.now.deterministic = false;
            }
            Kind::Backreference { .. } => self.now.max_valid = false,
            Kind::Group { kind, body } => return self.group(kind, body),
            Kind::Repeat { body, count, mode } => return self.repeat(body, *count, *mode),
            Kind::Concat(nodes) => {
                return nodes.iter().map(|node| self.walk(node)).find(|walk| *walk == Walk::Ended).unwrap_or(Walk::On);
            }
            Kind::Alternate(nodes) => {
                let nodes: Vec<Option<&Node>> = nodes.iter().map(Some).collect();
                self.alternatives(&nodes);
            }
        }
        Walk::On
    }

    fn group(&mut self, kind: &GroupKind, body: &Node) -> Walk {
        match kind {
            GroupKind::Capture { .. } | GroupKind::Plain => self.walk(body),
            GroupKind::Atomic => {
                self.inner(body);
                Walk::On
            }
            GroupKind::Ahead { .. } | GroupKind::Behind { .. } => Walk::On,
        }
    }

    /// A construct that Java studies into the same sums, but on a chain of its own.
    fn inner(&mut self, body: &Node) {
        let mut chain = Chain { now: self.now, before: Vec::new(), version: self.version };
        let _ = chain.walk(body);
        self.now = chain.end();
    }

    fn alternatives(&mut self, nodes: &[Option<&Node>]) {
        let (mut min, mut max, mut max_valid) = (i32::MAX, -1, self.now.max_valid);
        for node in nodes {
            let lengths = node.map_or(Lengths::NONE, |node| study(node, self.version));
            min = min.min(lengths.min);
            max = max.max(lengths.max);
            max_valid &= lengths.max_valid;
        }
        let mut before = self.now;
        before.add(min, max);
        before.max_valid = max_valid;
        self.before.push(before);
        self.now = Lengths::NONE;
    }

    fn repeat(&mut self, body: &Node, count: Count, mode: Mode) -> Walk {
        let group = matches!(body.kind, Kind::Group { kind: GroupKind::Capture { .. } | GroupKind::Plain, .. });
        match (count, mode) {
            (Count::Optional, Mode::Greedy | Mode::Lazy) if group => self.alternatives(&[Some(body), None]),
            (Count::Optional, _) => {
                let min = self.now.min;
                self.inner(body);
                self.now.min = min;
                self.now.deterministic = false;
            }
            (_, Mode::Greedy | Mode::Lazy) if group && !is_deterministic(body, self.version) => {
                self.now.max_valid = false;
                self.now.deterministic = false;
                return Walk::Ended;
            }
            (Count::AtLeast(min), Mode::Greedy) if self.is_greedy_property(body) => {
                self.now.min = self.now.min.wrapping_add_unsigned(min);
                if self.now.max_valid {
                    self.now.max = self.now.max.wrapping_add_unsigned(UNBOUNDED);
                }
                self.now.deterministic = false;
            }
            _ => self.counted(body, count),
        }
        Walk::On
    }

    /// Java 17 has a construct of its own for `*` and `+` on one character, and only that one does not notice that the
    /// maximum overflows.
    fn is_greedy_property(&self, body: &Node) -> bool {
        let single = match &body.kind {
            Kind::Set(_) => true,
            Kind::Literal(literal) => literal.codes.len() == 1,
            _ => false,
        };
        single && self.version == JavaVersion::V17
    }

    fn counted(&mut self, body: &Node, count: Count) {
        let (before, inside) = (self.now, study(body, self.version));
        let (least, most) = (signed(count.min()), signed(count.max()));
        self.now = inside;
        self.now.min = inside.min.wrapping_mul(least).wrapping_add(before.min);
        if self.now.min < before.min {
            self.now.min = LARGE;
        }
        if before.max_valid && inside.max_valid {
            self.now.max = inside.max.wrapping_mul(most).wrapping_add(before.max);
            self.now.max_valid = self.now.max >= before.max;
        } else {
            self.now.max_valid = false;
        }
        self.now.deterministic = inside.deterministic && least == most && before.deterministic;
    }
}

fn signed(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
