//! Simple statements but imports.

use ruff_python_ast::{
    AtomicNodeIndex, Expr, ExprContext, ExprUnaryOp, Operator, Stmt, StmtAssert, StmtAssign, StmtAugAssign, StmtBreak,
    StmtContinue, StmtDelete, StmtIf, StmtPass, StmtRaise, StmtReturn, UnaryOp,
};
use ruff_text_size::TextSize;

use super::Parser;
use crate::error::Result;
use crate::lowering;
use crate::token::Kind;

impl Parser<'_> {
    pub(super) fn simple_statement(&mut self) -> Result<Stmt> {
        let start = self.start();
        let Kind::Fixed(word) = self.kind() else { return self.expression_statement() };
        match word {
            "print" if !self.print_is_name => self.print(start),
            "exec" => self.exec(start),
            "del" => self.delete(start),
            "pass" | "break" | "continue" => self.word_statement(start, word),
            "return" => self.return_statement(start),
            "raise" => self.raise(start),
            "global" => self.global(start),
            "assert" => self.assert(start),
            "import" | "from" => self.import(start),
            _ => self.expression_statement(),
        }
    }

    /// An expression alone, an assignment, or an augmented one.
    fn expression_statement(&mut self) -> Result<Stmt> {
        let start = self.start();
        let value = self.value()?;
        let node_index = AtomicNodeIndex::NONE;
        if let Some(op) = self.augmenting_operator() {
            let op = self.division(op);
            let target = Box::new(self.augmented_target(value)?);
            self.bump();
            let value = Box::new(self.value()?);
            return Ok(Stmt::AugAssign(StmtAugAssign { node_index, range: self.range_from(start), target, op, value }));
        }
        let (mut targets, mut value) = (Vec::new(), value);
        while self.at("=") {
            targets.push(self.target(value, ExprContext::Store)?);
            self.bump();
            value = self.value()?;
        }
        let range = self.range_from(start);
        if targets.is_empty() {
            return Ok(lowering::statement(value, range));
        }
        Ok(Stmt::Assign(StmtAssign { node_index, range, targets, value: Box::new(value) }))
    }

    fn value(&mut self) -> Result<Expr> {
        if self.at("yield") { self.yield_expression() } else { self.test_list() }
    }

    fn augmenting_operator(&self) -> Option<Operator> {
        let Kind::Fixed(text) = self.kind() else { return None };
        Some(match text {
            "+=" => Operator::Add,
            "-=" => Operator::Sub,
            "*=" => Operator::Mult,
            "/=" => Operator::Div,
            "//=" => Operator::FloorDiv,
            "%=" => Operator::Mod,
            "**=" => Operator::Pow,
            "&=" => Operator::BitAnd,
            "|=" => Operator::BitOr,
            "^=" => Operator::BitXor,
            "<<=" => Operator::LShift,
            ">>=" => Operator::RShift,
            _ => return None,
        })
    }

    /// `print`, whose first value may well begin with a bracket.
    fn print(&mut self, start: TextSize) -> Result<Stmt> {
        let word = self.bump().range;
        let mut ends_line = true;
        let mut file = lowering::none(word);
        let mut may_have_items = true;
        if self.eat(">>") {
            file = self.test()?;
            may_have_items = self.eat(",");
            if may_have_items && !self.begins_expression() {
                return Err(self.unexpected());
            }
        }
        let mut printed = file;
        while may_have_items && self.begins_expression() {
            let value = self.test()?;
            ends_line = !self.eat(",");
            may_have_items = !ends_line;
            // Each value wraps those before it, so the tree grows with every one.
            self.grow()?;
            printed = lowering::call(lowering::PRINT_ITEM, vec![printed, value], self.range_from(start));
        }
        self.tallest = 0;
        let range = self.range_from(start);
        if ends_line {
            printed = lowering::call(lowering::PRINT_NEWLINE, vec![printed], range);
        }
        Ok(lowering::statement(printed, range))
    }

    fn exec(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let mut arguments = vec![self.operand()?];
        if self.eat("in") {
            arguments.push(self.test()?);
            if self.eat(",") {
                arguments.push(self.test()?);
            }
        }
        let range = self.range_from(start);
        Ok(lowering::statement(lowering::call(lowering::EXEC, arguments, range), range))
    }

    fn delete(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let targets = match self.target_list(ExprContext::Del)? {
            Expr::Tuple(tuple) if !tuple.parenthesized => tuple.elts,
            only => vec![only],
        };
        Ok(Stmt::Delete(StmtDelete { node_index: AtomicNodeIndex::NONE, range: self.range_from(start), targets }))
    }

    fn word_statement(&mut self, start: TextSize, word: &str) -> Result<Stmt> {
        self.bump();
        let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
        Ok(match word {
            "break" => {
                self.scopes.check_break(start)?;
                Stmt::Break(StmtBreak { node_index, range })
            }
            "continue" => {
                self.scopes.check_continue(start)?;
                Stmt::Continue(StmtContinue { node_index, range })
            }
            _ => Stmt::Pass(StmtPass { node_index, range }),
        })
    }

    fn return_statement(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let value = if self.begins_expression() { Some(Box::new(self.test_list()?)) } else { None };
        self.scopes.note_return(start, value.is_some())?;
        Ok(Stmt::Return(StmtReturn { node_index: AtomicNodeIndex::NONE, range: self.range_from(start), value }))
    }

    fn raise(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let mut parts = Vec::new();
        if self.begins_expression() {
            parts.push(self.test()?);
            while parts.len() < 3 && self.eat(",") {
                parts.push(self.test()?);
            }
        }
        let range = self.range_from(start);
        let exc = match parts.is_empty() && self.scopes.raises_handled() {
            true => None,
            false => Some(Box::new(lowering::call(lowering::RAISE, parts, range))),
        };
        Ok(Stmt::Raise(StmtRaise { node_index: AtomicNodeIndex::NONE, range, exc, cause: None }))
    }

    /// Only notes the names: the statement itself goes to the start of the body.
    fn global(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let mut names = vec![self.binding()?];
        while self.eat(",") {
            names.push(self.binding()?);
        }
        self.scopes.note_globals(names, start)?;
        Ok(Stmt::Pass(StmtPass { node_index: AtomicNodeIndex::NONE, range: self.range_from(start) }))
    }

    fn assert(&mut self, start: TextSize) -> Result<Stmt> {
        self.bump();
        let test = Box::new(self.test()?);
        let message = if self.eat(",") { Some(self.test()?) } else { None };
        let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
        let Some(message) = message else { return Ok(Stmt::Assert(StmtAssert { node_index, range, test, msg: None })) };
        let class = lowering::name("AssertionError", ExprContext::Load, range);
        let exc = Some(Box::new(lowering::call(lowering::RAISE, vec![class, message], range)));
        let raise = Stmt::Raise(StmtRaise { node_index: node_index.clone(), range, exc, cause: None });
        let test = Box::new(Expr::UnaryOp(ExprUnaryOp {
            node_index: node_index.clone(),
            range,
            op: UnaryOp::Not,
            operand: test,
        }));
        Ok(Stmt::If(StmtIf { node_index, range, test, body: vec![raise], elif_else_clauses: Vec::new() }))
    }
}
