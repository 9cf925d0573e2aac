//! List comprehensions in modules, functions and lambdas: variables that outlive them.
//!
//! The compiler has comprehensions of Python 3, which may assign outside by `:=`, but not everywhere. Not in their
//! iterables, unless a conditional expression is around it; no name that a function inside reads, since that would look
//! for it in the comprehension; and in a function no name for certain that only comprehensions have, so the function
//! gets a statement that binds it and never runs.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use ruff_python_ast::name::Name;
use ruff_python_ast::visitor::transformer::{self, Transformer};
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    AtomicNodeIndex, Comprehension, Expr, ExprBooleanLiteral, ExprContext, ExprIf, ExprLambda, ExprList, ExprListComp,
    ExprNamed, Stmt, StmtAssign, StmtIf,
};
use ruff_text_size::{Ranged, TextRange};

use super::{evaluated_outside, names, walk_in_scope};
use crate::lowering;

/// Changes one scope, but not those inside it.
pub(super) struct Leak {
    leaks: HashSet<Name>,
    /// The names that the scope binds, if all others have to be looked up.
    bound: Option<HashSet<Name>>,
    /// The names that functions in the comprehensions around the visited node read.
    captured: RefCell<Vec<HashSet<Name>>>,
    /// Whether an assignment was written since this was last asked.
    assigns: Cell<bool>,
}

impl Leak {
    pub(super) fn new(leaks: HashSet<Name>, bound: Option<HashSet<Name>>) -> Self {
        Self { leaks, bound, captured: RefCell::default(), assigns: Cell::new(false) }
    }

    fn list_comprehension(&self, list: &mut ExprListComp) {
        let mut captured = Captured::default();
        captured.visit_expr(&list.elt);
        list.generators.iter().for_each(|generator| captured.visit_comprehension(generator));
        self.captured.borrow_mut().push(captured.names);
        for generator in &mut list.generators {
            self.iterable(&mut generator.iter);
            generator.ifs.iter_mut().for_each(|condition| self.visit_expr(condition));
            self.leak(generator);
        }
        self.visit_expr(&mut list.elt);
        self.captured.borrow_mut().pop();
    }

    /// The iterable of a comprehension.
    fn iterable(&self, iterable: &mut Expr) {
        let before = self.assigns.replace(false);
        self.visit_expr(iterable);
        if self.assigns.get() {
            guard(iterable);
        }
        self.assigns.set(before || self.assigns.get());
    }

    /// Assigns the variables of one clause outside, before its conditions.
    fn leak(&self, generator: &mut Comprehension) {
        let mut assignments = Vec::new();
        self.rename(&mut generator.target, &mut assignments);
        if assignments.is_empty() {
            return;
        }
        let range = generator.target.range();
        let condition =
            ExprList { node_index: AtomicNodeIndex::NONE, range, elts: assignments, ctx: ExprContext::Load };
        generator.ifs.insert(0, Expr::List(condition));
        self.assigns.set(true);
    }

    fn leaks(&self, name: &Name) -> bool {
        self.leaks.contains(name) && !self.captured.borrow().iter().any(|captured| captured.contains(name))
    }

    fn rename(&self, target: &mut Expr, assignments: &mut Vec<Expr>) {
        match target {
            Expr::Name(name) if self.leaks(&name.id) => {
                let inner = format!("${}", name.id);
                assignments.push(assignment(&name.id, &inner, name.range));
                name.id = Name::new(inner);
            }
            Expr::Tuple(tuple) => tuple.elts.iter_mut().for_each(|element| self.rename(element, assignments)),
            Expr::List(list) => list.elts.iter_mut().for_each(|element| self.rename(element, assignments)),
            _ => {}
        }
    }

    /// A name that `exec` may have bound.
    fn look_up(&self, expression: &mut Expr) {
        let Expr::Name(name) = expression else { return };
        let is_free = |bound: &HashSet<Name>| !bound.contains(&name.id) && !name.id.starts_with('$');
        if name.ctx == ExprContext::Load && self.bound.as_ref().is_some_and(is_free) {
            let text = lowering::string(&name.id, name.range);
            *expression = lowering::call(lowering::NAME, vec![text], name.range);
        }
    }
}

impl Transformer for Leak {
    fn visit_stmt(&self, statement: &mut Stmt) {
        walk_in_scope(self, statement);
    }

    fn visit_expr(&self, expression: &mut Expr) {
        match expression {
            Expr::ListComp(list) => self.list_comprehension(list),
            Expr::Name(_) => self.look_up(expression),
            _ => match evaluated_outside(expression) {
                Some(outside) => outside.into_iter().for_each(|expression| self.iterable(expression)),
                None => transformer::walk_expr(self, expression),
            },
        }
    }
}

/// The names that functions inside an expression read from outside.
#[derive(Default)]
struct Captured {
    names: HashSet<Name>,
    depth: usize,
}

impl Captured {
    fn lambda(&mut self, lambda: &ExprLambda) {
        let own = lambda.parameters.as_deref().map(names).unwrap_or_default();
        let mut inside = Self { depth: 1, ..Self::default() };
        inside.visit_expr(&lambda.body);
        self.names.extend(inside.names.into_iter().filter(|name| !own.contains(name)));
        for default in lambda.parameters.iter().flat_map(|parameters| parameters.iter_non_variadic_params()) {
            default.default().into_iter().for_each(|default| self.visit_expr(default));
        }
    }
}

impl<'a> Visitor<'a> for Captured {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if self.depth > 0 => drop(self.names.insert(name.id.clone())),
            Expr::Lambda(lambda) => return self.lambda(lambda),
            _ => {}
        }
        let is_scope = matches!(expression, Expr::Generator(_) | Expr::SetComp(_) | Expr::DictComp(_));
        self.depth += usize::from(is_scope);
        visitor::walk_expr(self, expression);
        self.depth -= usize::from(is_scope);
    }
}

/// `expression if True else None`, in which the compiler accepts an assignment also in the iterable of a comprehension.
fn guard(expression: &mut Expr) {
    let range = expression.range();
    let body = std::mem::replace(expression, lowering::none(range));
    *expression = Expr::If(ExprIf {
        node_index: AtomicNodeIndex::NONE,
        range,
        test: Box::new(truth(true, range)),
        body: Box::new(body),
        orelse: Box::new(lowering::none(range)),
    });
}

/// `if False: x = y = None`.
pub(super) fn mention(names: HashSet<Name>, range: TextRange) -> Stmt {
    let mut names: Vec<Name> = names.into_iter().collect();
    names.sort();
    let node_index = AtomicNodeIndex::NONE;
    let targets = names.iter().map(|name| lowering::name(name, ExprContext::Store, range)).collect();
    let value = Box::new(lowering::none(range));
    let assignment = Stmt::Assign(StmtAssign { node_index: node_index.clone(), range, targets, value });
    Stmt::If(StmtIf {
        test: Box::new(truth(false, range)),
        node_index,
        range,
        body: vec![assignment],
        elif_else_clauses: Vec::new(),
    })
}

fn truth(value: bool, range: TextRange) -> Expr {
    Expr::BooleanLiteral(ExprBooleanLiteral { node_index: AtomicNodeIndex::NONE, range, value })
}

fn assignment(name: &str, inner: &str, range: TextRange) -> Expr {
    Expr::Named(ExprNamed {
        node_index: AtomicNodeIndex::NONE,
        range,
        target: Box::new(lowering::name(name, ExprContext::Store, range)),
        value: Box::new(lowering::name(inner, ExprContext::Load, range)),
    })
}
