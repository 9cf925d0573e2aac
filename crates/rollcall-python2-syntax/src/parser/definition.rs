//! Functions, classes and their decorators.

use ruff_python_ast::{
    AtomicNodeIndex, Decorator, Expr, ExprAttribute, ExprCall, ExprContext, Stmt, StmtClassDef, StmtFunctionDef,
};
use ruff_text_size::TextSize;

use super::Parser;
use super::scope::ScopeKind;
use crate::error::Result;
use crate::lowering;
use crate::token::Kind;

impl Parser<'_> {
    /// `def`; `start` is that of its first decorator.
    pub(super) fn function(&mut self, start: TextSize, decorator_list: Vec<Decorator>) -> Result<Stmt> {
        self.expect("def")?;
        let name = self.binding()?;
        let (parameters, names, mut unpacking) = self.function_parameters()?;
        if let Some(keywords) = &parameters.kwarg {
            let range = keywords.name.range;
            let argument = lowering::name(keywords.name.id.as_str(), ExprContext::Load, range);
            let call = lowering::call(lowering::KEYWORDS, vec![argument], range);
            unpacking.insert(0, lowering::statement(call, range));
        }
        self.scopes.enter(ScopeKind::Function, names);
        let mut body = self.suite()?;
        lowering::restore_docstring(&mut body);
        let place = usize::from(lowering::has_docstring(&body));
        body.splice(place..place, unpacking);
        if self.scopes.yields() > 0 {
            lowering::end_at_stop(&mut body);
        }
        self.scopes.leave(&mut body)?;
        Ok(Stmt::FunctionDef(StmtFunctionDef {
            node_index: AtomicNodeIndex::NONE,
            range: self.range_from(start),
            is_async: false,
            decorator_list,
            name,
            type_params: None,
            parameters: Box::new(parameters),
            returns: None,
            body,
        }))
    }

    pub(super) fn class(&mut self, start: TextSize, decorator_list: Vec<Decorator>) -> Result<Stmt> {
        self.expect("class")?;
        let name = self.binding()?;
        let arguments = self.class_arguments()?;
        self.scopes.enter(ScopeKind::Class, Vec::new());
        let mut body = self.suite()?;
        self.scopes.leave(&mut body)?;
        Ok(Stmt::ClassDef(StmtClassDef {
            node_index: AtomicNodeIndex::NONE,
            range: self.range_from(start),
            decorator_list,
            name,
            type_params: None,
            arguments: Some(Box::new(arguments)),
            body,
        }))
    }

    pub(super) fn decorated(&mut self, start: TextSize) -> Result<Stmt> {
        let mut decorators = Vec::new();
        while self.at("@") {
            decorators.push(self.decorator()?);
        }
        match self.kind() {
            Kind::Fixed("def") => self.function(start, decorators),
            Kind::Fixed("class") => self.class(start, decorators),
            _ => Err(self.unexpected()),
        }
    }

    /// A dotted name, perhaps called; Python 2 takes nothing else.
    fn decorator(&mut self) -> Result<Decorator> {
        let start = self.start();
        self.expect("@")?;
        let name_start = self.start();
        let name = self.identifier()?;
        let mut expression = lowering::name(name.as_str(), ExprContext::Load, name.range);
        let node_index = AtomicNodeIndex::NONE;
        let mut height = 0;
        while self.eat(".") {
            let attr = self.attribute_name()?;
            let (node_index, range, ctx) = (AtomicNodeIndex::NONE, self.range_from(name_start), ExprContext::Load);
            expression = Expr::Attribute(ExprAttribute { node_index, range, value: Box::new(expression), attr, ctx });
            height += 1;
        }
        self.tallest = height;
        self.grow()?;
        if self.at("(") {
            let arguments = self.call_arguments()?;
            let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(name_start));
            expression = Expr::Call(ExprCall { node_index, range, func: Box::new(expression), arguments });
        }
        let range = self.range_from(start);
        if !self.eat_kind(Kind::Newline) {
            return Err(self.unexpected());
        }
        Ok(Decorator { range, node_index, expression })
    }
}
