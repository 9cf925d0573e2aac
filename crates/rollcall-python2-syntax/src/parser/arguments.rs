//! The arguments of a call and the bases of a class.

use ruff_python_ast::name::Name;
use ruff_python_ast::{Arguments, AtomicNodeIndex, Expr, ExprContext, ExprStarred, Identifier, Keyword};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Parser;
use super::comprehension::Iterables;
use crate::error::{Fault, Result};
use crate::lowering;

/// The arguments read so far, and those that may still follow.
#[derive(Default)]
struct Reading {
    args: Vec<Expr>,
    keywords: Vec<Keyword>,
    has_star: bool,
}

/// Whether the tree's order would show: it evaluates `*more` before the arguments with names, and Python 2 after them.
fn is_out_of_order(reading: &Reading) -> bool {
    let is_still = |value: &Expr| value.is_name_expr() || value.is_literal_expr();
    let star = reading.args.iter().find_map(|argument| argument.as_starred_expr());
    let moves = reading.keywords.iter().any(|keyword| keyword.arg.is_some() && !is_still(&keyword.value));
    star.is_some_and(|star| !is_still(&star.value)) && moves
}

/// `f(a, x=b, *c, **d)` as `f(*$given((a,), {'x': b}, c, d)[0], **$given())`: the values are put aside in their order.
fn in_order(reading: Reading, range: TextRange) -> Reading {
    let (mut positional, mut star, mut named, mut rest) = (Vec::new(), None, Vec::new(), None);
    for argument in reading.args {
        match argument {
            Expr::Starred(starred) => star = Some(*starred.value),
            argument => positional.push(argument),
        }
    }
    for keyword in reading.keywords {
        match keyword.arg {
            Some(name) => named.push(lowering::tuple(
                vec![lowering::string(name.as_str(), name.range), keyword.value],
                ExprContext::Load,
                true,
                range,
            )),
            None => rest = Some(keyword.value),
        }
    }
    let parts = vec![
        lowering::tuple(positional, ExprContext::Load, true, range),
        lowering::tuple(named, ExprContext::Load, true, range),
        star.unwrap_or_else(|| lowering::tuple(Vec::new(), ExprContext::Load, true, range)),
    ];
    let given = lowering::call(lowering::GIVEN, parts.into_iter().chain(rest).collect(), range);
    let node_index = AtomicNodeIndex::NONE;
    let star = ExprStarred { node_index: node_index.clone(), range, value: Box::new(given), ctx: ExprContext::Load };
    let names = lowering::call(lowering::GIVEN, Vec::new(), range);
    Reading {
        args: vec![Expr::Starred(star)],
        keywords: vec![Keyword { range, node_index, arg: None, value: names }],
        has_star: true,
    }
}

impl Parser<'_> {
    /// The brackets after a function.
    pub(super) fn call_arguments(&mut self) -> Result<Arguments> {
        let start = self.start();
        self.expect("(")?;
        let mut reading = Reading::default();
        while !self.at(")") {
            let ends_list = self.argument(&mut reading)?;
            // A comma may end the list only after an argument without stars.
            if ends_list || !self.eat(",") {
                break;
            }
            if reading.has_star && self.at(")") {
                return Err(self.unexpected());
            }
        }
        self.expect(")")?;
        let range = self.range_from(start);
        if is_out_of_order(&reading) {
            reading = in_order(reading, range);
        }
        Ok(Arguments {
            range,
            node_index: AtomicNodeIndex::NONE,
            args: reading.args.into_boxed_slice(),
            keywords: reading.keywords.into_boxed_slice(),
        })
    }

    /// One argument; whether it has to be the last.
    fn argument(&mut self, reading: &mut Reading) -> Result<bool> {
        let start = self.start();
        if self.eat("**") {
            let value = self.test()?;
            reading.keywords.push(self.keyword_node(start, None, value));
            return Ok(true);
        }
        if !reading.has_star && self.eat("*") {
            let value = Box::new(self.test()?);
            let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
            reading.args.push(Expr::Starred(ExprStarred { node_index, range, value, ctx: ExprContext::Load }));
            reading.has_star = true;
            return Ok(false);
        }
        let yields = self.scopes.yields();
        let value = self.test()?;
        if self.at("for") {
            let sole = reading.args.is_empty() && reading.keywords.is_empty();
            return self.generator_argument(reading, start, value, yields, sole);
        }
        if self.eat("=") {
            let name = self.keyword_name(&value, reading)?;
            let value = self.test()?;
            reading.keywords.push(self.keyword_node(start, Some(name), value));
            return Ok(false);
        }
        self.positional(reading, value)?;
        Ok(false)
    }

    fn positional(&self, reading: &mut Reading, value: Expr) -> Result<()> {
        if reading.has_star {
            return Err(Fault::new(value.start(), "only named arguments may follow *expression"));
        }
        if !reading.keywords.is_empty() {
            return Err(Fault::new(value.start(), "non-keyword arg after keyword arg"));
        }
        reading.args.push(value);
        Ok(())
    }

    fn generator_argument(
        &mut self,
        reading: &mut Reading,
        start: TextSize,
        elt: Expr,
        yields: usize,
        sole: bool,
    ) -> Result<bool> {
        let generators = self.comprehension_clauses(Iterables::One, yields)?;
        let generator = self.generator(start, elt, generators, false);
        // A comma may still follow, but nothing after it.
        self.eat(",");
        if !sole || !self.at(")") {
            return Err(Fault::new(start, "Generator expression must be parenthesized if not sole argument"));
        }
        self.positional(reading, generator)?;
        Ok(true)
    }

    fn keyword_node(&self, start: TextSize, arg: Option<Identifier>, value: Expr) -> Keyword {
        Keyword { range: self.range_from(start), node_index: AtomicNodeIndex::NONE, arg, value }
    }

    /// The text before `=` has to be a name; `True` is one, `None` is not.
    fn keyword_name(&self, expression: &Expr, reading: &Reading) -> Result<Identifier> {
        let range = expression.range();
        let fault = |message: &'static str| Err(Fault::new(range.start(), message));
        match expression {
            Expr::Name(_) | Expr::BooleanLiteral(_) => {}
            Expr::NoneLiteral(_) => return fault("cannot assign to None"),
            Expr::Lambda(_) => return fault("lambda cannot contain assignment"),
            _ => return fault("keyword can't be an expression"),
        }
        let name = Name::new(self.text(range));
        let is_repeated = |keyword: &Keyword| keyword.arg.as_ref().is_some_and(|arg| arg.id == name);
        if reading.keywords.iter().any(is_repeated) {
            return fault("keyword argument repeated");
        }
        Ok(Identifier::new(name, range))
    }

    /// The bases of a class, if it has brackets, and the keyword that finds its metaclass.
    pub(super) fn class_arguments(&mut self) -> Result<Arguments> {
        let start = self.start();
        let mut bases = Vec::new();
        if self.eat("(") {
            while !self.at(")") {
                bases.push(self.test()?);
                if !self.eat(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        let range = self.range_from(start);
        let metaclass = Keyword {
            range,
            node_index: AtomicNodeIndex::NONE,
            arg: Some(Identifier::new(Name::new("metaclass"), range)),
            value: lowering::name(lowering::METACLASS, ExprContext::Load, range),
        };
        Ok(Arguments {
            range,
            node_index: AtomicNodeIndex::NONE,
            args: bases.into_boxed_slice(),
            keywords: Box::new([metaclass]),
        })
    }
}
