//! A compiled filter: the engine that answers, and its cost limit.

mod many;

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::backtrack::{self, Program};
use crate::budget::{Budget, Spent};
use crate::error::{Error, ErrorKind};
use crate::linear::{self, Linear};
use crate::options::{JavaVersion, Options};
use crate::sorted::Walker;
use crate::syntax::tree::{Assertion, Case, GroupKind, Kind, Node};
use crate::syntax::{self, Parsed};

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
    /// `exact` answers for some values; `at_least` accepts all that the program does.
    Backtrack {
        program: Box<Program>,
        exact: Option<Linear>,
        at_least: Option<Linear>,
    },
}

impl Engine {
    fn new(parsed: &Parsed, options: &Options) -> Self {
        let (root, version, limits) = (&parsed.root, options.version, &options.limits);
        match linear::exact(root, version, limits) {
            Some(linear) if linear.answers_for_all() => Self::Linear(linear),
            exact => {
                let program = Box::new(backtrack::compile(parsed, version));
                Self::Backtrack { program, exact, at_least: linear::loose(root, version, limits) }
            }
        }
    }
}

impl Filter {
    /// Compiles `pattern` with the default options: Java 8.
    ///
    /// # Errors
    /// When the pattern is not in Java's syntax, is past a limit, or uses a construct that this crate does not support.
    pub fn new(pattern: &str) -> Result<Self, Error> {
        Self::with_options(pattern, &Options::default())
    }

    /// Compiles `pattern`.
    ///
    /// # Errors
    /// As for [`Filter::new`].
    pub fn with_options(pattern: &str, options: &Options) -> Result<Self, Error> {
        let parsed = syntax::parse(pattern, options)?;
        let engine = match literal(&parsed.root) {
            Some(value) => Engine::Literal(value),
            None => Engine::new(&parsed, options),
        };
        let Options { version, limits } = options;
        let (version, stack_size) = (*version, limits.stack_size);
        let (pattern, walker) = (pattern.to_owned(), OnceLock::new());
        Ok(Self(Arc::new(Inner { pattern, version, stack_size, engine, walker })))
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
        self.answer(value, budget).map_err(|Spent| self.spent())
    }

    fn answer(&self, value: &str, budget: &mut Budget<'_>) -> Result<bool, Spent> {
        let bytes = value.len() as u64;
        let linear = |linear: &Linear, budget: &mut Budget<'_>| {
            budget.charge(1 + bytes.saturating_mul(linear.cost()))?;
            Ok(linear.is_match(value))
        };
        match &self.0.engine {
            Engine::Literal(only) => {
                budget.charge(1)?;
                Ok(value == only)
            }
            Engine::Linear(program) => linear(program, budget),
            Engine::Backtrack { exact: Some(exact), .. } if exact.answers_for(value) => linear(exact, budget),
            Engine::Backtrack { program, at_least, .. } => {
                if let Some(at_least) = at_least
                    && !linear(at_least, budget)?
                {
                    return Ok(false);
                }
                budget.charge(1 + bytes)?;
                let text: Vec<u16> = value.encode_utf16().collect();
                backtrack::run(program, &text, self.0.stack_size, budget)
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
