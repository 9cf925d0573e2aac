//! Names that Python 2 binds where Python 3's tree would not: the variables of list comprehensions, and what `exec` and
//! `import *` bind in a function.
//!
//! In Python 2 a list comprehension runs in the scope that it stands in, so its variables outlive it. In the tree it is
//! a scope of its own, which is also the faster code; so only the variables that are read elsewhere are assigned outside
//! (`[x for $x in y if [x := $x]]`, whose condition is always true). A name that is read in a function with a bare
//! `exec` may be bound by it, so it is looked up by name (`$name('x')`).
//!
//! Left as Python 3 has it: comprehensions in a class's body, in a lambda, and in what another one goes over.

use std::cell::Cell;
use std::collections::HashSet;

use ruff_python_ast::name::Name;
use ruff_python_ast::visitor::transformer::{self, Transformer};
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    AtomicNodeIndex, Comprehension, Expr, ExprContext, ExprList, ExprListComp, ExprNamed, Parameters, Stmt,
};
use ruff_text_size::{Ranged, TextRange};

use crate::lowering;

/// Functions that read names without naming them.
const READING_ALL: [&str; 6] = ["locals", "vars", "dir", "eval", "globals", "execfile"];

/// Binds in a module's tree what Python 2 binds.
pub(crate) fn rescope(body: &mut [Stmt]) {
    scope(body, Vec::new(), Kind::Module);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Module,
    Function,
    Class,
}

fn scope(body: &mut [Stmt], parameters: Vec<Name>, kind: Kind) {
    let mut found = Found { bound: parameters.into_iter().collect(), ..Found::default() };
    found.visit_body(body);
    let leaks = if kind == Kind::Class { HashSet::new() } else { found.leaks() };
    let looked_up = if kind == Kind::Function && found.has_bare_exec { Some(found.bound) } else { None };
    if !leaks.is_empty() || looked_up.is_some() {
        Rewriter { leaks, bound: looked_up, in_iterable: Cell::new(false) }.visit_body(body);
    }
    inner_scopes(body);
}

/// The scopes of functions and classes directly in a body, in its blocks included.
fn inner_scopes(body: &mut [Stmt]) {
    for statement in body {
        match statement {
            Stmt::FunctionDef(function) => {
                let parameters = names(&function.parameters);
                scope(&mut function.body, parameters, Kind::Function);
            }
            Stmt::ClassDef(class) => scope(&mut class.body, Vec::new(), Kind::Class),
            Stmt::If(statement) => {
                inner_scopes(&mut statement.body);
                statement.elif_else_clauses.iter_mut().for_each(|clause| inner_scopes(&mut clause.body));
            }
            Stmt::For(statement) => {
                inner_scopes(&mut statement.body);
                inner_scopes(&mut statement.orelse);
            }
            Stmt::While(statement) => {
                inner_scopes(&mut statement.body);
                inner_scopes(&mut statement.orelse);
            }
            Stmt::With(statement) => inner_scopes(&mut statement.body),
            Stmt::Try(statement) => {
                inner_scopes(&mut statement.body);
                for handler in &mut statement.handlers {
                    let ruff_python_ast::ExceptHandler::ExceptHandler(handler) = handler;
                    inner_scopes(&mut handler.body);
                }
                inner_scopes(&mut statement.orelse);
                inner_scopes(&mut statement.finalbody);
            }
            _ => {}
        }
    }
}

fn names(parameters: &Parameters) -> Vec<Name> {
    parameters.iter().map(|parameter| parameter.name().id.clone()).collect()
}

/// What a scope reads and binds.
#[derive(Default)]
struct Found {
    /// Names that are read, but where a list comprehension around them binds them.
    read: HashSet<Name>,
    /// Variables of list comprehensions.
    variables: HashSet<Name>,
    /// Names that the scope itself binds.
    bound: HashSet<Name>,
    /// The variables of the list comprehensions around what is visited.
    around: Vec<Name>,
    reads_all: bool,
    has_bare_exec: bool,
    /// How many scopes inside this one are around what is visited.
    depth: usize,
}

impl Found {
    fn leaks(&self) -> HashSet<Name> {
        let is_read = |name: &&Name| self.reads_all || self.read.contains(*name);
        self.variables.iter().filter(is_read).cloned().collect()
    }

    fn note_read(&mut self, name: &Name) {
        if !self.around.contains(name) {
            self.read.insert(name.clone());
        }
    }

    fn note_call(&mut self, expression: &Expr) {
        let Expr::Call(call) = expression else { return };
        let Expr::Name(function) = call.func.as_ref() else { return };
        self.reads_all |= READING_ALL.contains(&function.id.as_str());
        match function.id.as_str() {
            lowering::EXEC => {
                self.reads_all = true;
                let is_bare =
                    call.arguments.args.len() == 1 && !matches!(call.arguments.args.first(), Some(Expr::Tuple(_)));
                self.has_bare_exec |= is_bare && self.depth == 0;
            }
            lowering::IMPORT_STAR => self.has_bare_exec |= self.depth == 0,
            _ => {}
        }
    }

    fn list_comprehension(&mut self, list: &ExprListComp) {
        let before = self.around.len();
        for generator in &list.generators {
            targets(&generator.target, &mut self.around);
        }
        if self.depth == 0 {
            self.variables.extend(self.around.iter().skip(before).cloned());
        }
        for generator in &list.generators {
            self.visit_expr(&generator.iter);
            generator.ifs.iter().for_each(|condition| self.visit_expr(condition));
        }
        self.visit_expr(&list.elt);
        self.around.truncate(before);
    }
}

impl<'a> Visitor<'a> for Found {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let is_scope = match statement {
            Stmt::FunctionDef(function) => {
                self.bound.insert(function.name.id.clone());
                true
            }
            Stmt::ClassDef(class) => {
                self.bound.insert(class.name.id.clone());
                true
            }
            Stmt::Import(import) => {
                self.bound.extend(import.names.iter().filter_map(bound_by_import));
                false
            }
            Stmt::ImportFrom(import) => {
                self.bound.extend(import.names.iter().filter_map(bound_by_import));
                false
            }
            Stmt::Global(global) => {
                self.bound.extend(global.names.iter().map(|name| name.id.clone()));
                false
            }
            _ => false,
        };
        self.depth += usize::from(is_scope);
        visitor::walk_stmt(self, statement);
        self.depth -= usize::from(is_scope);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        self.note_call(expression);
        match expression {
            Expr::ListComp(list) => return self.list_comprehension(list),
            Expr::Name(name) if name.ctx == ExprContext::Load => self.note_read(&name.id),
            Expr::Name(name) if self.depth == 0 => drop(self.bound.insert(name.id.clone())),
            _ => {}
        }
        let is_scope =
            matches!(expression, Expr::Lambda(_) | Expr::Generator(_) | Expr::SetComp(_) | Expr::DictComp(_));
        self.depth += usize::from(is_scope);
        visitor::walk_expr(self, expression);
        self.depth -= usize::from(is_scope);
    }
}

fn bound_by_import(alias: &ruff_python_ast::Alias) -> Option<Name> {
    match &alias.asname {
        Some(name) => Some(name.id.clone()),
        None => alias.name.id.split('.').next().map(Name::new),
    }
}

/// The names in the target of a `for`.
fn targets(target: &Expr, found: &mut Vec<Name>) {
    match target {
        Expr::Name(name) => found.push(name.id.clone()),
        Expr::Tuple(tuple) => tuple.elts.iter().for_each(|element| targets(element, found)),
        Expr::List(list) => list.elts.iter().for_each(|element| targets(element, found)),
        _ => {}
    }
}

/// Changes one scope, but not those inside it.
struct Rewriter {
    leaks: HashSet<Name>,
    /// The names that the scope binds, if all others have to be looked up.
    bound: Option<HashSet<Name>>,
    /// Whether what is visited is gone over by a comprehension, where the compiler takes no assignment.
    in_iterable: Cell<bool>,
}

impl Rewriter {
    fn list_comprehension(&self, list: &mut ExprListComp) {
        // What a function in it reads has to stay its own: the compiler does not know such a name from outside.
        let mut captured = Captured::default();
        captured.visit_expr(&list.elt);
        list.generators.iter().for_each(|generator| captured.visit_comprehension(generator));
        let leaks = !self.in_iterable.get() && captured.names.is_disjoint(&self.leaks);
        for generator in &mut list.generators {
            let before = self.in_iterable.replace(true);
            self.visit_expr(&mut generator.iter);
            self.in_iterable.set(before);
            generator.ifs.iter_mut().for_each(|condition| self.visit_expr(condition));
            if leaks {
                self.leak(generator);
            }
        }
        self.visit_expr(&mut list.elt);
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
    }

    fn rename(&self, target: &mut Expr, assignments: &mut Vec<Expr>) {
        match target {
            Expr::Name(name) if self.leaks.contains(&name.id) => {
                let inner = format!("${}", name.id);
                assignments.push(assignment(&name.id, &inner, name.range));
                name.id = Name::new(inner);
            }
            Expr::Tuple(tuple) => tuple.elts.iter_mut().for_each(|element| self.rename(element, assignments)),
            Expr::List(list) => list.elts.iter_mut().for_each(|element| self.rename(element, assignments)),
            _ => {}
        }
    }
}

/// The names that functions inside an expression read.
#[derive(Default)]
struct Captured {
    names: HashSet<Name>,
    depth: usize,
}

impl<'a> Visitor<'a> for Captured {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if self.depth > 0 => drop(self.names.insert(name.id.clone())),
            _ => {}
        }
        let is_scope =
            matches!(expression, Expr::Lambda(_) | Expr::Generator(_) | Expr::SetComp(_) | Expr::DictComp(_));
        self.depth += usize::from(is_scope);
        visitor::walk_expr(self, expression);
        self.depth -= usize::from(is_scope);
    }
}

fn assignment(name: &str, inner: &str, range: TextRange) -> Expr {
    Expr::Named(ExprNamed {
        node_index: AtomicNodeIndex::NONE,
        range,
        target: Box::new(lowering::name(name, ExprContext::Store, range)),
        value: Box::new(lowering::name(inner, ExprContext::Load, range)),
    })
}

impl Transformer for Rewriter {
    fn visit_stmt(&self, statement: &mut Stmt) {
        match statement {
            // A scope of its own; what stands around its body is rarely a comprehension and stays as it is.
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
            _ => transformer::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&self, expression: &mut Expr) {
        match expression {
            Expr::ListComp(list) => self.list_comprehension(list),
            Expr::Lambda(_) | Expr::Generator(_) | Expr::SetComp(_) | Expr::DictComp(_) => {}
            Expr::Name(name) if name.ctx == ExprContext::Load => {
                let is_free = |bound: &HashSet<Name>| !bound.contains(&name.id) && !name.id.starts_with('$');
                if self.bound.as_ref().is_some_and(is_free) {
                    let text = lowering::string(&name.id, name.range);
                    *expression = lowering::call(lowering::NAME, vec![text], name.range);
                }
            }
            _ => transformer::walk_expr(self, expression),
        }
    }
}
