//! Statements: which one it is, lines of simple ones, and blocks.

use ruff_python_ast::{Expr, Stmt};

use super::{Beginning, Parser};
use crate::error::{Fault, Result};
use crate::token::Kind;

impl Parser<'_> {
    /// One compound statement, or a line of simple ones.
    pub(super) fn statement(&mut self, body: &mut Vec<Stmt>) -> Result<()> {
        let beginning = self.beginning;
        if !self.at_future_import() {
            self.beginning = Beginning::Over;
        }
        if let Some(statement) = self.compound_statement()? {
            body.push(statement);
            return Ok(());
        }
        self.simple_line(body, beginning)
    }

    fn at_future_import(&self) -> bool {
        self.at("from") && self.text(self.token(1).range) == "__future__"
    }

    /// Simple statements with semicolons between them, up to the end of the line. `beginning` is how far the beginning
    /// of the module reached before the first, which decides whether that may be a docstring.
    fn simple_line(&mut self, body: &mut Vec<Stmt>, mut beginning: Beginning) -> Result<()> {
        loop {
            if !self.at_future_import() {
                self.beginning = Beginning::Over;
            }
            let statement = self.simple_statement()?;
            if beginning == Beginning::Docstring && is_string(&statement) {
                self.beginning = Beginning::Imports;
            }
            beginning = Beginning::Over;
            body.push(statement);
            if !self.eat(";") || self.kind() == Kind::Newline {
                break;
            }
        }
        if self.eat_kind(Kind::Newline) { Ok(()) } else { Err(self.unexpected()) }
    }

    /// A colon and the statements that belong to it, on the same line or indented.
    pub(super) fn suite(&mut self) -> Result<Vec<Stmt>> {
        self.expect(":")?;
        let mut body = Vec::new();
        if !self.eat_kind(Kind::Newline) {
            self.simple_line(&mut body, Beginning::Over)?;
            return Ok(body);
        }
        if !self.eat_kind(Kind::Indent) {
            return Err(match self.kind() {
                Kind::Broken => self.unexpected(),
                _ => Fault::indentation(self.start(), "expected an indented block"),
            });
        }
        while !self.eat_kind(Kind::Dedent) {
            self.statement(&mut body)?;
        }
        Ok(body)
    }
}

/// Whether a statement is a string alone, which may be a docstring before `from __future__`.
fn is_string(statement: &Stmt) -> bool {
    let Stmt::Expr(expression) = statement else { return false };
    matches!(*expression.value, Expr::StringLiteral(_))
        || crate::lowering::reserved_callee(&expression.value) == Some(crate::lowering::UNICODE)
}
