//! `if`, `while`, `for`, `try` and `with`.

use ruff_python_ast::name::Name;
use ruff_python_ast::{
    AtomicNodeIndex, ElifElseClause, ExceptHandler, ExceptHandlerExceptHandler, ExprContext, Identifier, Stmt,
    StmtAssign, StmtFor, StmtIf, StmtTry, StmtWhile, StmtWith, WithItem,
};
use ruff_text_size::{Ranged, TextSize};

use super::scope::Block;
use super::{MAX_BLOCKS, Parser, TOO_MANY_BLOCKS};
use crate::error::{Fault, Result};
use crate::lowering;
use crate::token::Kind;

impl Parser<'_> {
    /// The compound statement that begins here, if one does.
    pub(super) fn compound_statement(&mut self) -> Result<Option<Stmt>> {
        let start = self.start();
        let Kind::Fixed(word) = self.kind() else { return Ok(None) };
        let statement = match word {
            "if" => self.if_statement(start)?,
            "while" => self.while_statement(start)?,
            "for" => self.for_statement(start)?,
            "try" => self.try_statement(start)?,
            "with" => self.with_statement(start)?,
            "def" => self.function(start, Vec::new())?,
            "class" => self.class(start, Vec::new())?,
            "@" => self.decorated(start)?,
            _ => return Ok(None),
        };
        Ok(Some(statement))
    }

    fn if_statement(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let test = Box::new(self.test()?);
        let body = self.suite()?;
        let mut clauses = Vec::new();
        loop {
            let clause_start = self.start();
            let test = if self.eat("elif") {
                Some(self.test()?)
            } else if self.eat("else") {
                None
            } else {
                break;
            };
            let is_else = test.is_none();
            let body = self.suite()?;
            let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(clause_start));
            clauses.push(ElifElseClause { range, node_index, test, body });
            if is_else {
                break;
            }
        }
        let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
        Ok(Stmt::If(StmtIf { node_index, range, test, body, elif_else_clauses: clauses }))
    }

    fn while_statement(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let test = Box::new(self.test()?);
        let body = self.block_suite(Block::Loop)?;
        let orelse = self.else_suite()?;
        Ok(Stmt::While(StmtWhile {
            node_index: AtomicNodeIndex::NONE,
            range: self.range_from(start),
            test,
            body,
            orelse,
        }))
    }

    fn for_statement(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let target = Box::new(self.target_list(ExprContext::Store)?);
        self.expect("in")?;
        let iter = Box::new(lowering::iterable(self.test_list()?));
        let body = self.block_suite(Block::Loop)?;
        let orelse = self.else_suite()?;
        Ok(Stmt::For(StmtFor {
            node_index: AtomicNodeIndex::NONE,
            range: self.range_from(start),
            is_async: false,
            target,
            iter,
            body,
            orelse,
        }))
    }

    fn block_suite(&mut self, block: Block) -> Result<Vec<Stmt>> {
        self.scopes.enter_block(block);
        let body = self.suite()?;
        self.scopes.leave_block();
        Ok(body)
    }

    fn else_suite(&mut self) -> Result<Vec<Stmt>> {
        if self.eat("else") { self.suite() } else { Ok(Vec::new()) }
    }

    fn try_statement(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let body = self.suite()?;
        let mut handlers = Vec::new();
        let mut bare: Option<TextSize> = None;
        while self.at("except") {
            if let Some(bare) = bare {
                return Err(Fault::new(bare, "default 'except:' must be last"));
            }
            let handler_start = self.start();
            let (handler, is_bare) = self.handler()?;
            if is_bare {
                bare = Some(handler_start);
            }
            handlers.push(ExceptHandler::ExceptHandler(handler));
        }
        let orelse = if handlers.is_empty() { Vec::new() } else { self.else_suite()? };
        let finalbody = if self.eat("finally") {
            self.block_suite(Block::Finally)?
        } else if handlers.is_empty() {
            return Err(self.unexpected());
        } else {
            Vec::new()
        };
        self.scopes.note_try();
        let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
        Ok(Stmt::Try(StmtTry { node_index, range, body, handlers, orelse, finalbody, is_star: false }))
    }

    /// One `except` clause, and whether it is for all exceptions. Its target is assigned in the body, so that it outlives
    /// the clause.
    fn handler(&mut self) -> Result<(ExceptHandlerExceptHandler, bool)> {
        let start = self.start();
        self.expect("except")?;
        let classes = if self.at(":") { None } else { Some(self.test()?) };
        let is_bare = classes.is_none();
        let range = classes.as_ref().map_or_else(|| self.range_from(start), Ranged::range);
        let handled = lowering::call(lowering::HANDLED, classes.into_iter().collect(), range);
        let mut assignment = None;
        if !is_bare && (self.eat("as") || self.eat(",")) {
            assignment = Some(self.handled_target()?);
        }
        self.scopes.enter_handler();
        let mut body = self.suite()?;
        self.scopes.leave_handler();
        let name = assignment.as_ref().map(|a| Identifier::new(Name::new(lowering::EXCEPTION), a.range));
        if let Some(assignment) = assignment {
            body.insert(0, Stmt::Assign(assignment));
        }
        let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
        Ok((ExceptHandlerExceptHandler { range, node_index, type_: Some(Box::new(handled)), name, body }, is_bare))
    }

    /// The target of an `except` clause.
    fn handled_target(&mut self) -> Result<StmtAssign> {
        let target = self.test()?;
        let range = target.range();
        let targets = vec![self.target(target, ExprContext::Store)?];
        let exception = lowering::name(lowering::EXCEPTION, ExprContext::Load, range);
        let value = Box::new(lowering::call(lowering::CAUGHT, vec![exception], range));
        Ok(StmtAssign { node_index: AtomicNodeIndex::NONE, range, targets, value })
    }

    fn with_statement(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let mut items = vec![self.with_item()?];
        while self.eat(",") {
            if items.len() == MAX_BLOCKS {
                return Err(Fault::new(self.start(), TOO_MANY_BLOCKS));
            }
            items.push(self.with_item()?);
        }
        let body = self.suite()?;
        let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
        // As many contexts as there may be leave no room for a block of ours.
        let body = if items.len() < MAX_BLOCKS { lowering::left(body, range) } else { body };
        Ok(Stmt::With(StmtWith { node_index, range, is_async: false, items, body }))
    }

    fn with_item(&mut self) -> Result<WithItem> {
        let start = self.start();
        let context_expr = self.test()?;
        let optional_vars = if self.eat("as") {
            let target = self.operand()?;
            Some(Box::new(self.target(target, ExprContext::Store)?))
        } else {
            None
        };
        let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
        Ok(WithItem { range, node_index, context_expr, optional_vars })
    }
}
