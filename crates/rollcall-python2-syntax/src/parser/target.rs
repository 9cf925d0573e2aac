//! The targets of assignments and deletions.
//!
//! A target is read as an expression first, because only the `=` after it shows that; then it is turned into a target
//! here.

use ruff_python_ast::{Expr, ExprContext};
use ruff_text_size::{Ranged, TextRange};

use super::Parser;
use crate::error::{Fault, Result};
use crate::lowering;

impl Parser<'_> {
    /// Turns an expression into a target of an assignment or of `del`.
    pub(super) fn target(&mut self, mut expression: Expr, ctx: ExprContext) -> Result<Expr> {
        self.make_target(&mut expression, ctx)?;
        Ok(expression)
    }

    fn make_target(&mut self, expression: &mut Expr, ctx: ExprContext) -> Result<()> {
        let verb = if ctx == ExprContext::Del { "delete" } else { "assign to" };
        let range = expression.range();
        match expression {
            Expr::Name(name) => {
                self.bind(name.id.as_str(), range, verb)?;
                name.ctx = ctx;
            }
            Expr::BooleanLiteral(_) => self.rebinds_truth = true,
            Expr::NoneLiteral(_) => self.bind("None", range, verb)?,
            Expr::Attribute(attribute) => attribute.ctx = ctx,
            Expr::Subscript(subscript) => subscript.ctx = ctx,
            Expr::Tuple(tuple) if !tuple.elts.is_empty() => {
                tuple.ctx = ctx;
                tuple.elts.iter_mut().try_for_each(|element| self.make_target(element, ctx))?;
            }
            Expr::List(list) => {
                list.ctx = ctx;
                list.elts.iter_mut().try_for_each(|element| self.make_target(element, ctx))?;
            }
            other => return Err(Fault::new(range.start(), format!("can't {verb} {}", describe(other)))),
        }
        Ok(())
    }

    /// Checks a name that is about to be bound or deleted.
    pub(super) fn bind(&mut self, name: &str, range: TextRange, verb: &str) -> Result<()> {
        match name {
            "None" | "__debug__" => Err(Fault::new(range.start(), format!("cannot {verb} {name}"))),
            "True" | "False" => {
                self.rebinds_truth = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Turns an expression into the target of an augmented assignment.
    pub(super) fn augmented_target(&mut self, expression: Expr) -> Result<Expr> {
        if matches!(expression, Expr::Tuple(_) | Expr::List(_)) {
            return Err(Fault::new(expression.start(), "illegal expression for augmented assignment"));
        }
        self.target(expression, ExprContext::Store)
    }
}

/// Python 2's name for an expression that is not a target.
fn describe(expression: &Expr) -> &'static str {
    match lowering::reserved_callee(expression) {
        Some(lowering::REPR) => return "repr",
        Some(lowering::STR) => return "function call",
        Some(_) => return "literal",
        None => {}
    }
    match expression {
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "operator",
        Expr::Generator(_) => "generator expression",
        Expr::Yield(_) => "yield expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",

        Expr::Compare(_) => "comparison",
        Expr::If(_) => "conditional expression",
        Expr::Tuple(_) => "()",
        Expr::EllipsisLiteral(_) => "Ellipsis",
        _ => "literal",
    }
}
