//! Expressions, from conditional ones down to powers.
//!
//! Python 2 has two kinds of "any expression": `test`, and `old_test` without the conditional form, which stands where
//! an `if` would belong to a comprehension.

use ruff_python_ast::{
    AtomicNodeIndex, BoolOp, CmpOp, Expr, ExprBinOp, ExprBoolOp, ExprCompare, ExprContext, ExprIf, ExprNumberLiteral,
    ExprUnaryOp, ExprYield, Number, Operator, UnaryOp,
};

use super::Parser;
use crate::error::Result;
use crate::lowering;
use crate::number;
use crate::token::Kind;

impl Parser<'_> {
    /// `test`: any expression but a tuple without brackets and `yield`.
    pub(super) fn test(&mut self) -> Result<Expr> {
        self.nested(Self::conditional)
    }

    /// `old_test`: the same without the conditional form.
    pub(super) fn old_test(&mut self) -> Result<Expr> {
        self.nested(|parser| if parser.at("lambda") { parser.lambda(Self::old_test) } else { parser.or_test() })
    }

    fn conditional(&mut self) -> Result<Expr> {
        if self.at("lambda") {
            return self.lambda(Self::test);
        }
        let start = self.start();
        let body = self.or_test()?;
        if !self.eat("if") {
            return Ok(body);
        }
        let test = self.or_test()?;
        self.expect("else")?;
        let orelse = self.test()?;
        Ok(Expr::If(ExprIf {
            node_index: AtomicNodeIndex::NONE,
            range: self.range_from(start),
            test: Box::new(test),
            body: Box::new(body),
            orelse: Box::new(orelse),
        }))
    }

    /// `testlist`: one or more expressions; with a comma they are a tuple.
    pub(super) fn test_list(&mut self) -> Result<Expr> {
        self.list_of(Self::test)
    }

    /// `exprlist`: the targets of `for` and `del`, which end before `in`.
    pub(super) fn target_list(&mut self, ctx: ExprContext) -> Result<Expr> {
        let list = self.list_of(Self::operand)?;
        self.target(list, ctx)
    }

    pub(super) fn list_of(&mut self, parse: fn(&mut Self) -> Result<Expr>) -> Result<Expr> {
        let start = self.start();
        let first = parse(self)?;
        if !self.at(",") {
            return Ok(first);
        }
        let mut elements = vec![first];
        while self.eat(",") && self.begins_expression() {
            elements.push(parse(self)?);
        }
        Ok(lowering::tuple(elements, ExprContext::Load, false, self.range_from(start)))
    }

    /// Whether the next token can begin an expression, which decides the meaning of a trailing comma.
    pub(super) fn begins_expression(&self) -> bool {
        match self.kind() {
            Kind::Name | Kind::Number | Kind::String | Kind::Broken => true,
            Kind::Fixed("print") => self.print_is_name,
            Kind::Fixed(text) => matches!(text, "(" | "[" | "{" | "`" | "-" | "+" | "~" | "not" | "lambda"),
            _ => false,
        }
    }

    /// `yield`, with or without a value.
    pub(super) fn yield_expression(&mut self) -> Result<Expr> {
        let start = self.start();
        self.scopes.note_yield(start)?;
        self.expect("yield")?;
        let value = if self.begins_expression() { Some(Box::new(self.test_list()?)) } else { None };
        Ok(Expr::Yield(ExprYield { node_index: AtomicNodeIndex::NONE, range: self.range_from(start), value }))
    }

    pub(super) fn or_test(&mut self) -> Result<Expr> {
        self.boolean("or", BoolOp::Or, |parser| parser.boolean("and", BoolOp::And, Self::not_test))
    }

    fn boolean(&mut self, word: &'static str, op: BoolOp, parse: fn(&mut Self) -> Result<Expr>) -> Result<Expr> {
        let start = self.start();
        let first = self.beside(parse)?;
        if !self.at(word) {
            return Ok(first);
        }
        let mut values = vec![first];
        while self.eat(word) {
            values.push(self.beside(parse)?);
        }
        self.grow()?;
        let range = self.range_from(start);
        Ok(Expr::BoolOp(ExprBoolOp { node_index: AtomicNodeIndex::NONE, range, op, values }))
    }

    fn not_test(&mut self) -> Result<Expr> {
        let start = self.start();
        if !self.eat("not") {
            return self.comparison();
        }
        let operand = Box::new(self.nested(Self::not_test)?);
        let range = self.range_from(start);
        Ok(Expr::UnaryOp(ExprUnaryOp { node_index: AtomicNodeIndex::NONE, range, op: UnaryOp::Not, operand }))
    }

    fn comparison(&mut self) -> Result<Expr> {
        let start = self.start();
        let left = self.operand()?;
        let (mut ops, mut comparators) = (Vec::new(), Vec::new());
        while let Some(op) = self.comparison_operator()? {
            ops.push(op);
            comparators.push(self.operand()?);
        }
        if ops.is_empty() {
            return Ok(left);
        }
        self.grow()?;
        Ok(Expr::Compare(ExprCompare {
            node_index: AtomicNodeIndex::NONE,
            range: self.range_from(start),
            left: Box::new(left),
            ops: ops.into_boxed_slice(),
            comparators: comparators.into_boxed_slice(),
        }))
    }

    fn comparison_operator(&mut self) -> Result<Option<CmpOp>> {
        let Kind::Fixed(text) = self.kind() else { return Ok(None) };
        let op = match text {
            "<" => CmpOp::Lt,
            ">" => CmpOp::Gt,
            "<=" => CmpOp::LtE,
            ">=" => CmpOp::GtE,
            "==" => CmpOp::Eq,
            "!=" | "<>" => CmpOp::NotEq,
            "in" => CmpOp::In,
            "not" => CmpOp::NotIn,
            "is" => CmpOp::Is,
            _ => return Ok(None),
        };
        self.bump();
        match op {
            CmpOp::NotIn => self.expect("in").map(|()| Some(op)),
            CmpOp::Is if self.eat("not") => Ok(Some(CmpOp::IsNot)),
            _ => Ok(Some(op)),
        }
    }

    /// `expr`: operators from `|` on, without comparisons.
    pub(super) fn operand(&mut self) -> Result<Expr> {
        self.beside(|parser| parser.binary(0))
    }

    fn binary(&mut self, least: u8) -> Result<Expr> {
        let start = self.start();
        let mut left = self.beside(Self::unary)?;
        while let Some((op, binding)) = self.binary_operator().filter(|(_, binding)| *binding >= least) {
            self.bump();
            let right = self.beside(|parser| parser.binary(binding + 1))?;
            self.grow()?;
            left = self.binary_node(start, left, op, right);
        }
        Ok(left)
    }

    fn binary_node(&self, start: ruff_text_size::TextSize, left: Expr, op: Operator, right: Expr) -> Expr {
        if let Some(long) = number::folded(&left, self.division(op), &right) {
            return lowering::long(long, self.range_from(start));
        }
        let left = match number::outgrown(&left, op, &right) {
            Some(value) => lowering::long(value, ruff_text_size::Ranged::range(&left)),
            None => left,
        };
        Expr::BinOp(ExprBinOp {
            node_index: AtomicNodeIndex::NONE,
            range: self.range_from(start),
            left: Box::new(if op == Operator::Mod { lowering::unfolded(left) } else { left }),
            op: self.division(op),
            right: Box::new(right),
        })
    }

    /// The tree's operator for one of the source: `/` is not Python 3's, unless the script asks for that.
    pub(super) fn division(&self, op: Operator) -> Operator {
        let true_division = self.future_imports.iter().any(|feature| feature == "division");
        if op == Operator::Div && !true_division { lowering::CLASSIC_DIVISION } else { op }
    }

    /// The operator here and how strongly it binds.
    fn binary_operator(&self) -> Option<(Operator, u8)> {
        let Kind::Fixed(text) = self.kind() else { return None };
        Some(match text {
            "|" => (Operator::BitOr, 0),
            "^" => (Operator::BitXor, 1),
            "&" => (Operator::BitAnd, 2),
            "<<" => (Operator::LShift, 3),
            ">>" => (Operator::RShift, 3),
            "+" => (Operator::Add, 4),
            "-" => (Operator::Sub, 4),
            "*" => (Operator::Mult, 5),
            "/" => (Operator::Div, 5),
            "%" => (Operator::Mod, 5),
            "//" => (Operator::FloorDiv, 5),
            _ => return None,
        })
    }

    fn unary(&mut self) -> Result<Expr> {
        let start = self.start();
        let op = match self.kind() {
            Kind::Fixed("-") => UnaryOp::USub,
            Kind::Fixed("+") => UnaryOp::UAdd,
            Kind::Fixed("~") => UnaryOp::Invert,
            _ => return self.power(),
        };
        self.bump();
        let mut operand = Box::new(self.nested(Self::unary)?);
        let range = self.range_from(start);
        // `-1j` is one number, whose real part is not a negative zero.
        if op == UnaryOp::USub
            && let Expr::NumberLiteral(ExprNumberLiteral { value: Number::Complex { imag, .. }, .. }) = operand.as_mut()
        {
            *imag = -*imag;
            return Ok(*operand);
        }
        Ok(Expr::UnaryOp(ExprUnaryOp { node_index: AtomicNodeIndex::NONE, range, op, operand }))
    }

    fn power(&mut self) -> Result<Expr> {
        let start = self.start();
        let base = self.primary()?;
        if !self.eat("**") {
            return Ok(base);
        }
        let exponent = self.nested(Self::unary)?;
        Ok(self.binary_node(start, base, Operator::Pow, exponent))
    }
}
