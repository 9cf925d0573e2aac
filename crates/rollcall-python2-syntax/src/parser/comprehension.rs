//! The clauses of a comprehension.
//!
//! A list's are older than the others' and read otherwise: `[x for x in 1, 2, 3]` goes over a tuple, and Jython takes a
//! conditional expression there too.

use ruff_python_ast::{AtomicNodeIndex, Comprehension, Expr, ExprContext, ExprIf};
use ruff_text_size::TextSize;

use super::{MAX_BLOCKS, Parser, TOO_MANY_BLOCKS};
use crate::error::{Fault, Result};
use crate::lowering;

/// The expressions that may follow `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Iterables {
    One,
    /// In a list: several with commas, which make a tuple.
    Several,
}

impl Parser<'_> {
    /// All clauses; `yields` counts those before the comprehension, since the tree has no place for one inside.
    pub(super) fn comprehension_clauses(&mut self, iterables: Iterables, yields: usize) -> Result<Vec<Comprehension>> {
        let mut clauses = Vec::new();
        while self.at("for") {
            if clauses.len() == MAX_BLOCKS {
                return Err(Fault::new(self.start(), TOO_MANY_BLOCKS));
            }
            clauses.push(self.clause(iterables)?);
        }
        self.grow()?;
        self.scopes.check_no_yield_since(yields, "a comprehension")?;
        Ok(clauses)
    }

    fn clause(&mut self, iterables: Iterables) -> Result<Comprehension> {
        let start = self.start();
        self.expect("for")?;
        let target = self.target_list(ExprContext::Store)?;
        self.expect("in")?;
        let iter_start = self.start();
        let mut iter = match iterables {
            Iterables::One => self.or_test()?,
            Iterables::Several => self.list_of(Self::old_test)?,
        };
        let mut ifs = Vec::new();
        while self.eat("if") {
            if ifs.len() == MAX_BLOCKS {
                return Err(Fault::new(self.start(), TOO_MANY_BLOCKS));
            }
            let condition = self.old_test()?;
            if iterables == Iterables::Several && ifs.is_empty() && self.eat("else") {
                iter = self.conditional_iterable(iter_start, iter, condition)?;
            } else {
                ifs.push(condition);
            }
        }
        let range = self.range_from(start);
        let iter = lowering::iterable(iter);
        Ok(Comprehension { range, node_index: AtomicNodeIndex::NONE, target, iter, ifs, is_async: false })
    }

    /// `… in a if b else c`; of `… in a, b if c else d` the last alone is conditional.
    fn conditional_iterable(&mut self, start: TextSize, iter: Expr, test: Expr) -> Result<Expr> {
        let orelse = Box::new(self.test()?);
        let range = self.range_from(start);
        let conditional = |body: Expr, start: TextSize| {
            let range = ruff_text_size::TextRange::new(start, range.end());
            let (test, body) = (Box::new(test), Box::new(body));
            Expr::If(ExprIf { node_index: AtomicNodeIndex::NONE, range, test, body, orelse })
        };
        match iter {
            Expr::Tuple(mut tuple) if !tuple.parenthesized => {
                if let Some(last) = tuple.elts.pop() {
                    let last_start = ruff_text_size::Ranged::start(&last);
                    tuple.elts.push(conditional(last, last_start));
                }
                Ok(lowering::tuple(tuple.elts, ExprContext::Load, false, range))
            }
            body => Ok(conditional(body, start)),
        }
    }
}
