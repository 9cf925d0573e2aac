//! Names, literals, brackets, and their suffixes: calls, subscripts, attributes.

use ruff_python_ast::name::Name;
use ruff_python_ast::{
    AtomicNodeIndex, Expr, ExprAttribute, ExprBooleanLiteral, ExprCall, ExprContext, ExprEllipsisLiteral, ExprSlice,
    ExprSubscript, Int, Number,
};
use ruff_text_size::TextRange;

use super::{Parser, Truth};
use crate::error::{Fault, Result};
use crate::literal::Text;
use crate::token::Kind;
use crate::{lowering, number};

impl Parser<'_> {
    /// An atom and its trailers.
    pub(super) fn primary(&mut self) -> Result<Expr> {
        let start = self.start();
        let mut value = Box::new(self.atom()?);
        loop {
            let node_index = AtomicNodeIndex::NONE;
            let ctx = ExprContext::Load;
            let expression = match self.kind() {
                Kind::Fixed("(") => {
                    let arguments = self.beside(Self::call_arguments)?;
                    lowering::plain_call(ExprCall { node_index, range: self.range_from(start), func: value, arguments })
                }
                Kind::Fixed("[") => {
                    let slice = Box::new(self.beside(Self::subscripts)?);
                    Expr::Subscript(ExprSubscript { node_index, range: self.range_from(start), value, slice, ctx })
                }
                Kind::Fixed(".") => {
                    self.bump();
                    let attr = self.attribute_name()?;
                    Expr::Attribute(ExprAttribute { node_index, range: self.range_from(start), value, attr, ctx })
                }
                _ => return Ok(*value),
            };
            self.grow()?;
            value = Box::new(expression);
        }
    }

    fn atom(&mut self) -> Result<Expr> {
        match self.kind() {
            Kind::Number => self.number(),
            Kind::String => self.strings(),
            Kind::Fixed("(") => self.parenthesis(),
            Kind::Fixed("[") => self.list_display(),
            Kind::Fixed("{") => self.braces(),
            Kind::Fixed("`") => self.backticks(),
            kind if self.is_name(kind) => Ok(self.name()),
            _ => Err(self.unexpected()),
        }
    }

    fn name(&mut self) -> Expr {
        let range = self.bump().range;
        let text = self.text(range);
        match text {
            "None" => lowering::none(range),
            "True" | "False" if self.truth == Truth::Constants => {
                let value = text == "True";
                Expr::BooleanLiteral(ExprBooleanLiteral { node_index: AtomicNodeIndex::NONE, range, value })
            }
            _ => lowering::name(text, ExprContext::Load, range),
        }
    }

    fn number(&mut self) -> Result<Expr> {
        let range = self.bump().range;
        let value = number::value(self.text(range)).ok_or_else(|| Fault::new(range.start(), "invalid token"))?;
        Ok(match value {
            (number, false) => lowering::number(number, range),
            (number, true) => lowering::call(lowering::LONG, vec![lowering::number(number, range)], range),
        })
    }

    /// One or more string literals side by side.
    fn strings(&mut self) -> Result<Expr> {
        let start = self.start();
        let mut whole = Text::default();
        while self.kind() == Kind::String {
            let range = self.bump().range;
            let text = Text::parse(self.text(range), self.encoding, self.unicode_literals);
            whole.join(text.map_err(|message| Fault::new(range.start(), message))?);
        }
        Ok(string_node(&whole, self.range_from(start)))
    }

    fn backticks(&mut self) -> Result<Expr> {
        let start = self.start();
        self.expect("`")?;
        let inner = self.start();
        let mut values = vec![self.test()?];
        let is_tuple = self.at(",");
        while self.eat(",") {
            values.push(self.test()?);
        }
        let arguments = if is_tuple {
            vec![lowering::tuple(values, ExprContext::Load, false, self.range_from(inner))]
        } else {
            values
        };
        self.expect("`")?;
        Ok(lowering::call(lowering::REPR, arguments, self.range_from(start)))
    }

    fn subscripts(&mut self) -> Result<Expr> {
        self.expect("[")?;
        let start = self.start();
        let first = self.subscript()?;
        let mut elements = vec![first];
        let is_tuple = self.at(",");
        while self.eat(",") && !self.at("]") {
            elements.push(self.subscript()?);
        }
        let range = self.range_from(start);
        self.expect("]")?;
        match elements.pop() {
            Some(only) if !is_tuple => Ok(only),
            last => {
                elements.extend(last);
                Ok(lowering::tuple(elements, ExprContext::Load, false, range))
            }
        }
    }

    fn subscript(&mut self) -> Result<Expr> {
        let start = self.start();
        let node_index = AtomicNodeIndex::NONE;
        if self.eat(".") {
            self.expect(".")?;
            self.expect(".")?;
            return Ok(Expr::EllipsisLiteral(ExprEllipsisLiteral { node_index, range: self.range_from(start) }));
        }
        let lower = if self.at(":") { None } else { Some(self.test()?) };
        let lower = match lower {
            Some(index) if !self.at(":") => return Ok(index),
            lower => lower.map(Box::new),
        };
        self.expect(":")?;
        let upper = self.slice_part()?;
        let step = if self.at(":") { Some(Box::new(self.slice_step()?)) } else { None };
        Ok(Expr::Slice(ExprSlice { node_index, range: self.range_from(start), lower, upper, step }))
    }

    fn slice_part(&mut self) -> Result<Option<Box<Expr>>> {
        if self.begins_expression() { Ok(Some(Box::new(self.test()?))) } else { Ok(None) }
    }

    /// A second colon makes it a slice object even when no step follows.
    fn slice_step(&mut self) -> Result<Expr> {
        self.expect(":")?;
        let step = self.slice_part()?;
        let nothing = TextRange::empty(self.range_from(self.start()).start());
        Ok(step.map_or_else(|| lowering::none(nothing), |step| *step))
    }
}

/// A literal's node; see [`crate::lowering`].
fn string_node(text: &Text, range: TextRange) -> Expr {
    match text.characters() {
        Some(characters) if text.is_unicode => {
            lowering::call(lowering::UNICODE, vec![lowering::string(&characters, range)], range)
        }
        Some(characters) => lowering::string(&characters, range),
        None => {
            let points = text.points.iter().map(|&point| lowering::number(Number::Int(Int::from(point)), range));
            lowering::call(lowering::UNICODE_OF, points.collect(), range)
        }
    }
}

/// A name in the load context, for the nodes that are made up.
pub(super) fn loaded(id: &Name, range: TextRange) -> Expr {
    lowering::name(id.as_str(), ExprContext::Load, range)
}
