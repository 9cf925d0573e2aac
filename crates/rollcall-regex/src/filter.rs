//! A compiled filter: which engine answers, and what it may cost.

mod many;

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::backtrack::{self, Program};
use crate::budget::Budget;
use crate::error::{Error, ErrorKind};
use crate::linear::{self, Linear};
use crate::options::{JavaVersion, Options};
use crate::sorted::Walker;
use crate::syntax;
use crate::syntax::tree::{Assertion, Case, GroupKind, Kind, Node};

/// A compiled filter. Cloning one copies a pointer.
#[derive(Clone)]
pub struct Filter(Arc<Inner>);

struct Inner {
    pattern: String,
    version: JavaVersion,
    stack_size: usize,
    engine: Engine,
    /// Made when the filter is first asked about many values at once.
    walker: OnceLock<Option<Walker>>,
}

enum Engine {
    /// The pattern matches this value and no other.
    Literal(String),
    Linear(Linear),
    Backtrack {
        program: Box<Program>,
        at_least: Option<Linear>,
    },
}

impl Filter {
    /// Compiles `pattern` with the default options: Java 8.
    ///
    /// # Errors
    /// When the pattern is not in Java's syntax, is past a limit, or uses what this crate does not support.
    pub fn new(pattern: &str) -> Result<Self, Error> {
        Self::with_options(pattern, &Options::default())
    }

    /// Compiles `pattern`.
    ///
    /// # Errors
    /// As for [`Filter::new`].
    pub fn with_options(pattern: &str, options: &Options) -> Result<Self, Error> {
        let parsed = syntax::parse(pattern, options)?;
        let (root, version, limits) = (&parsed.root, options.version, &options.limits);
        let engine = if let Some(value) = literal(root) {
            Engine::Literal(value)
        } else if let Some(linear) = linear::exact(root, version, limits) {
            Engine::Linear(linear)
        } else {
            let program = Box::new(backtrack::compile(&parsed, version));
            Engine::Backtrack { program, at_least: linear::loose(root, version, limits) }
        };
        let stack_size = limits.stack_size;
        Ok(Self(Arc::new(Inner { pattern: pattern.to_owned(), version, stack_size, engine, walker: OnceLock::new() })))
    }

    /// The pattern as it was given.
    pub fn pattern(&self) -> &str {
        &self.0.pattern
    }

    /// Whether the whole of `value` matches, as `Pattern.compile(pattern).matcher(value).matches()` answers.
    ///
    /// # Errors
    /// [`ErrorKind::BudgetExceeded`] when the budget is spent before there is an answer.
    pub fn is_match(&self, value: &str, budget: &mut Budget<'_>) -> Result<bool, Error> {
        let spent = |_| self.spent();
        budget.charge(1 + value.len() as u64).map_err(spent)?;
        match &self.0.engine {
            Engine::Literal(only) => Ok(value == only),
            Engine::Linear(linear) => Ok(linear.is_match(value)),
            Engine::Backtrack { at_least: Some(at_least), .. } if !at_least.is_match(value) => Ok(false),
            Engine::Backtrack { program, .. } => {
                let text: Vec<u16> = value.encode_utf16().collect();
                backtrack::run(program, &text, self.0.stack_size, budget).map_err(spent)
            }
        }
    }

    /// The only value that this filter matches, when there is just one that needs no matching to be found: `billy`,
    /// `bill\.smith`, `^\Qa.b\E$`.
    pub fn literal(&self) -> Option<&str> {
        match &self.0.engine {
            Engine::Literal(value) => Some(value),
            _ => None,
        }
    }

    fn spent(&self) -> Error {
        let text = "The pattern takes too long on these values; \
                    avoid quantifiers within quantifiers, back references and look-around, or match fewer values";
        Error::new(ErrorKind::BudgetExceeded, text, None, self.pattern(), self.0.version)
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let engine = match &self.0.engine {
            Engine::Literal(_) => "literal",
            Engine::Linear(_) => "linear",
            Engine::Backtrack { .. } => "backtracking",
        };
        f.debug_struct("Filter")
            .field("pattern", &self.0.pattern)
            .field("version", &self.0.version)
            .field("engine", &engine)
            .finish()
    }
}

/// The value of a tree that is nothing but literals, between anchors perhaps.
fn literal(root: &Node) -> Option<String> {
    let mut reading = Literal::default();
    reading.node(root)?;
    Some(reading.value)
}

#[derive(Default)]
struct Literal {
    value: String,
    /// An anchor for the end has been read.
    ended: bool,
}

impl Literal {
    fn node(&mut self, node: &Node) -> Option<()> {
        match &node.kind {
            Kind::Empty => Some(()),
            Kind::Literal(literal) if literal.case == Case::Exact => {
                literal.codes.iter().try_for_each(|&code| self.push(code))
            }
            Kind::Set(set) => self.push(set.single()?),
            Kind::Assertion(Assertion::Start | Assertion::LastMatch) if self.value.is_empty() => Some(()),
            Kind::Assertion(Assertion::End | Assertion::LineEnd { .. }) => {
                self.ended = true;
                Some(())
            }
            Kind::Group { kind: GroupKind::Plain | GroupKind::Capture { .. }, body } => self.node(body),
            Kind::Concat(nodes) => nodes.iter().try_for_each(|node| self.node(node)),
            _ => None,
        }
    }

    fn push(&mut self, code: u32) -> Option<()> {
        let c = char::from_u32(code).filter(|_| !self.ended)?;
        self.value.push(c);
        Some(())
    }
}
