//! The parameters of functions and lambdas, tuples among them.
//!
//! A tuple parameter `(b, c)` becomes a parameter `$1`, named by its position, and a target that the body unpacks.

use ruff_python_ast::name::Name;
use ruff_python_ast::{
    AtomicNodeIndex, Expr, ExprContext, ExprLambda, ExprList, ExprListComp, ExprNumberLiteral, ExprSubscript,
    Identifier, Int, Number, Parameter, ParameterWithDefault, Parameters, Stmt, StmtAssign,
};
use ruff_text_size::{Ranged, TextRange};

use super::Parser;
use super::atom::loaded;
use super::scope::ScopeKind;
use crate::error::{Fault, Result};
use crate::lowering;

/// A parameter list read so far.
#[derive(Default)]
pub(super) struct Signature {
    pub(super) args: Vec<ParameterWithDefault>,
    vararg: Option<Box<Parameter>>,
    kwarg: Option<Box<Parameter>>,
    /// Every name that is bound, those in tuples too.
    pub(super) names: Vec<Name>,
    /// The tuple parameters: the name that stands for one, and the targets that it is unpacked into.
    pub(super) tuples: Vec<(Name, Expr)>,
}

impl Signature {
    fn into_parameters(self, range: TextRange) -> Parameters {
        Parameters {
            range,
            node_index: AtomicNodeIndex::NONE,
            posonlyargs: Vec::new(),
            args: self.args,
            vararg: self.vararg,
            kwonlyargs: Vec::new(),
            kwarg: self.kwarg,
        }
    }
}

impl Parser<'_> {
    /// `varargslist`, up to but without the token that closes it.
    pub(super) fn signature(&mut self, close: &'static str) -> Result<Signature> {
        let mut signature = Signature::default();
        while !self.at(close) {
            if self.at("*") || self.at("**") {
                self.starred_parameters(&mut signature)?;
                break;
            }
            self.parameter(&mut signature)?;
            if !self.eat(",") {
                break;
            }
        }
        Ok(signature)
    }

    fn starred_parameters(&mut self, signature: &mut Signature) -> Result<()> {
        if self.at("*") {
            signature.vararg = Some(Box::new(self.starred_parameter("*", signature)?));
            if !self.eat(",") {
                return Ok(());
            }
        }
        signature.kwarg = Some(Box::new(self.starred_parameter("**", signature)?));
        Ok(())
    }

    fn starred_parameter(&mut self, stars: &'static str, signature: &mut Signature) -> Result<Parameter> {
        let start = self.start();
        self.expect(stars)?;
        let name = self.parameter_name(signature)?;
        Ok(Parameter { range: self.range_from(start), node_index: AtomicNodeIndex::NONE, name, annotation: None })
    }

    fn parameter_name(&mut self, signature: &mut Signature) -> Result<Identifier> {
        let name = self.binding()?;
        if signature.names.contains(&name.id) {
            let message = format!("duplicate argument '{}' in function definition", name.id);
            return Err(Fault::new(name.start(), message));
        }
        signature.names.push(name.id.clone());
        Ok(name)
    }

    fn parameter(&mut self, signature: &mut Signature) -> Result<()> {
        let start = self.start();
        let name = match self.nested(|parser| parser.pattern(signature))? {
            Expr::Name(name) => Identifier::new(name.id, name.range),
            tuple => {
                let name = Name::new(lowering::parameter(signature.args.len()));
                let range = tuple.range();
                signature.tuples.push((name.clone(), tuple));
                Identifier::new(name, range)
            }
        };
        let default = if self.eat("=") { Some(Box::new(self.test()?)) } else { None };
        if default.is_none() && signature.args.iter().any(|earlier| earlier.default.is_some()) {
            return Err(Fault::new(start, "non-default argument follows default argument"));
        }
        let node_index = AtomicNodeIndex::NONE;
        let parameter = Parameter { range: name.range, node_index: node_index.clone(), name, annotation: None };
        let range = self.range_from(start);
        signature.args.push(ParameterWithDefault { range, node_index, parameter, default });
        Ok(())
    }

    /// `fpdef`: a name, or patterns in brackets. `(a)` is just a name.
    fn pattern(&mut self, signature: &mut Signature) -> Result<Expr> {
        let start = self.start();
        if !self.eat("(") {
            let name = self.parameter_name(signature)?;
            return Ok(lowering::name(name.as_str(), ExprContext::Store, name.range));
        }
        let first = self.nested(|parser| parser.pattern(signature))?;
        if self.eat(")") {
            return Ok(first);
        }
        let mut elements = vec![first];
        while self.eat(",") && !self.at(")") {
            elements.push(self.nested(|parser| parser.pattern(signature))?);
        }
        self.expect(")")?;
        Ok(lowering::tuple(elements, ExprContext::Store, true, self.range_from(start)))
    }

    /// The brackets of a `def`, and the assignments that unpack its tuples.
    pub(super) fn function_parameters(&mut self) -> Result<(Parameters, Vec<Name>, Vec<Stmt>)> {
        let start = self.start();
        self.expect("(")?;
        let mut signature = self.signature(")")?;
        self.expect(")")?;
        let names = std::mem::take(&mut signature.names);
        let unpacking = std::mem::take(&mut signature.tuples).into_iter().map(unpack).collect();
        Ok((signature.into_parameters(self.range_from(start)), names, unpacking))
    }

    /// `lambda`; the body is parsed as the surrounding grammar wants it.
    pub(super) fn lambda(&mut self, parse_body: fn(&mut Self) -> Result<Expr>) -> Result<Expr> {
        let start = self.start();
        self.expect("lambda")?;
        let parameters_start = self.start();
        let mut signature = self.signature(":")?;
        let range = self.range_from(parameters_start);
        self.expect(":")?;
        let names = std::mem::take(&mut signature.names);
        let tuples = std::mem::take(&mut signature.tuples);
        let is_empty = names.is_empty() && tuples.is_empty();
        self.scopes.enter(ScopeKind::Lambda, names);
        let mut body = parse_body(self)?;
        if !tuples.is_empty() {
            self.scopes.check_no_yield_since(0, "a lambda with a tuple parameter")?;
            body = unpacking_body(body, tuples);
        }
        self.scopes.leave_lambda();
        let parameters = if is_empty { None } else { Some(Box::new(signature.into_parameters(range))) };
        let (node_index, range) = (AtomicNodeIndex::NONE, self.range_from(start));
        Ok(Expr::Lambda(ExprLambda { node_index, range, parameters, body: Box::new(body) }))
    }
}

/// `(b, c) = $1`.
fn unpack((name, target): (Name, Expr)) -> Stmt {
    let range = target.range();
    let value = Box::new(loaded(&name, range));
    Stmt::Assign(StmtAssign { node_index: AtomicNodeIndex::NONE, range, targets: vec![target], value })
}

/// `[body for (b, c) in [$1]][0]`: a lambda has no statements, and only a comprehension unpacks inside an expression.
fn unpacking_body(body: Expr, tuples: Vec<(Name, Expr)>) -> Expr {
    let (range, node_index) = (body.range(), AtomicNodeIndex::NONE);
    let place = tuples.first().map_or(range, |(_, target)| target.range());
    let (mut values, mut targets) = (Vec::new(), Vec::new());
    for (name, target) in tuples {
        values.push(loaded(&name, target.range()));
        targets.push(target);
    }
    let whole = |mut elements: Vec<Expr>, ctx| match elements.pop() {
        Some(only) if elements.is_empty() => only,
        last => {
            elements.extend(last);
            lowering::tuple(elements, ctx, true, place)
        }
    };
    let iterable = ExprList {
        node_index: node_index.clone(),
        range: place,
        elts: vec![whole(values, ExprContext::Load)],
        ctx: ExprContext::Load,
    };
    let clause = ruff_python_ast::Comprehension {
        range: place,
        node_index: node_index.clone(),
        target: whole(targets, ExprContext::Store),
        iter: Expr::List(iterable),
        ifs: Vec::new(),
        is_async: false,
    };
    let list = ExprListComp { node_index: node_index.clone(), range, elt: Box::new(body), generators: vec![clause] };
    let first = ExprNumberLiteral { node_index: node_index.clone(), range, value: Number::Int(Int::ZERO) };
    let (value, slice) = (Box::new(Expr::ListComp(list)), Box::new(Expr::NumberLiteral(first)));
    Expr::Subscript(ExprSubscript { node_index, range, value, slice, ctx: ExprContext::Load })
}
