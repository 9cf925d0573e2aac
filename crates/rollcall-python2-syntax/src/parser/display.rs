//! Expressions in brackets: tuples, lists, dicts, sets, generators and comprehensions.

use ruff_python_ast::{
    AtomicNodeIndex, DictItem, Expr, ExprContext, ExprDict, ExprDictComp, ExprGenerator, ExprList, ExprListComp,
    ExprSet, ExprSetComp,
};
use ruff_text_size::TextSize;

use super::Parser;
use super::comprehension::Iterables;
use crate::error::Result;
use crate::lowering;

impl Parser<'_> {
    /// `()`, `(yield)`, `(a)`, `(a, b)`, `(a for a in b)`.
    pub(super) fn parenthesis(&mut self) -> Result<Expr> {
        let start = self.start();
        self.expect("(")?;
        if self.eat(")") {
            return Ok(lowering::tuple(Vec::new(), ExprContext::Load, true, self.range_from(start)));
        }
        if self.at("yield") {
            let value = self.nested(Self::yield_expression)?;
            self.expect(")")?;
            return Ok(value);
        }
        let yields = self.scopes.yields();
        let first = self.test()?;
        if self.at("for") {
            let generators = self.comprehension_clauses(Iterables::One, yields)?;
            self.expect(")")?;
            return Ok(self.generator(start, first, generators, true));
        }
        if !self.at(",") {
            self.expect(")")?;
            return Ok(first);
        }
        let elements = self.elements(first, ")")?;
        Ok(lowering::tuple(elements, ExprContext::Load, true, self.range_from(start)))
    }

    pub(super) fn generator(
        &self,
        start: TextSize,
        elt: Expr,
        generators: Vec<ruff_python_ast::Comprehension>,
        parenthesized: bool,
    ) -> Expr {
        let range = self.range_from(start);
        let node_index = AtomicNodeIndex::NONE;
        Expr::Generator(ExprGenerator { node_index, range, elt: Box::new(elt), generators, parenthesized })
    }

    /// The rest of a list of expressions and its closing bracket.
    fn elements(&mut self, first: Expr, close: &'static str) -> Result<Vec<Expr>> {
        let mut elements = vec![first];
        while self.eat(",") && !self.at(close) {
            elements.push(self.test()?);
        }
        self.expect(close)?;
        Ok(elements)
    }

    pub(super) fn list_display(&mut self) -> Result<Expr> {
        let start = self.start();
        let node_index = AtomicNodeIndex::NONE;
        let ctx = ExprContext::Load;
        self.expect("[")?;
        if self.eat("]") {
            return Ok(Expr::List(ExprList { node_index, range: self.range_from(start), elts: Vec::new(), ctx }));
        }
        let yields = self.scopes.yields();
        let first = self.test()?;
        if self.at("for") {
            let generators = self.comprehension_clauses(Iterables::Several, yields)?;
            self.expect("]")?;
            let range = self.range_from(start);
            return Ok(Expr::ListComp(ExprListComp { node_index, range, elt: Box::new(first), generators }));
        }
        let elts = self.elements(first, "]")?;
        Ok(Expr::List(ExprList { node_index, range: self.range_from(start), elts, ctx }))
    }

    /// A dict or a set.
    pub(super) fn braces(&mut self) -> Result<Expr> {
        let start = self.start();
        self.expect("{")?;
        if self.eat("}") {
            let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
            return Ok(Expr::Dict(ExprDict { node_index, range, items: Vec::new() }));
        }
        let yields = self.scopes.yields();
        let first = self.test()?;
        if self.eat(":") { self.dict(start, first, yields) } else { self.set(start, first, yields) }
    }

    fn set(&mut self, start: TextSize, first: Expr, yields: usize) -> Result<Expr> {
        let node_index = AtomicNodeIndex::NONE;
        if self.at("for") {
            let generators = self.comprehension_clauses(Iterables::One, yields)?;
            self.expect("}")?;
            let range = self.range_from(start);
            return Ok(Expr::SetComp(ExprSetComp { node_index, range, elt: Box::new(first), generators }));
        }
        let elts = self.elements(first, "}")?;
        Ok(Expr::Set(ExprSet { node_index, range: self.range_from(start), elts }))
    }

    fn dict(&mut self, start: TextSize, key: Expr, yields: usize) -> Result<Expr> {
        let node_index = AtomicNodeIndex::NONE;
        let value = self.test()?;
        if self.at("for") {
            let generators = self.comprehension_clauses(Iterables::One, yields)?;
            self.expect("}")?;
            let (key, value) = (Box::new(key), Box::new(value));
            let range = self.range_from(start);
            return Ok(Expr::DictComp(ExprDictComp { node_index, range, key, value, generators }));
        }
        let mut items = vec![DictItem { key: Some(key), value }];
        while self.eat(",") && !self.at("}") {
            let key = Some(self.test()?);
            self.expect(":")?;
            items.push(DictItem { key, value: self.test()? });
        }
        self.expect("}")?;
        Ok(Expr::Dict(ExprDict { node_index, range: self.range_from(start), items }))
    }
}
