//! The faults that Python 2 finds in nested scopes: a bare `exec` or `import *` in a function whose names an inner one
//! reads, and `del` of a variable that an inner one reads.
//!
//! Which names are free follows Jython's rules: in a function inside a function every name that it reads and does not
//! bind, names of the module and builtins among them. Reserved names belong to no scope.

use std::collections::HashSet;
use std::mem;

use ruff_python_ast::name::Name;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Comprehension, Expr, ExprCall, ExprContext, Parameters, Stmt};
use ruff_text_size::{Ranged, TextSize};

use super::{bound_by_statement, names};
use crate::error::{Fault, Result};
use crate::lowering;

/// Refuses the faults in the scopes of a module.
///
/// # Errors
/// The first fault.
pub(crate) fn check(body: &[Stmt]) -> Result<()> {
    let mut nesting = Nesting::default();
    nesting.visit_body(body);
    nesting.fault.map_or(Ok(()), Err)
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Module,
    Function,
    Class,
}

#[derive(Default)]
struct Scope {
    kind: Kind,
    name: Name,
    at: TextSize,
    parameters: Vec<Name>,
    bound: HashSet<Name>,
    read: HashSet<Name>,
    global: HashSet<Name>,
    /// The names that scopes inside this one read, and do not bind.
    inner_free: HashSet<Name>,
    deleted: Vec<(Name, TextSize)>,
    has_bare_exec: bool,
    /// Where it binds all names of a module.
    import_star: Option<TextSize>,
}

impl Scope {
    fn is_bound(&self, name: &Name) -> bool {
        self.bound.contains(name) || self.parameters.contains(name)
    }

    /// The names of outer scopes that it reads, itself or by the scopes inside it.
    fn free(&self) -> HashSet<Name> {
        let is_own = |name: &&Name| self.is_bound(name) || self.global.contains(*name);
        let mut free: HashSet<Name> = self.read.iter().filter(|name| !is_own(name)).cloned().collect();
        let is_kept = |name: &&Name| self.kind == Kind::Function && is_own(name);
        free.extend(self.inner_free.iter().filter(|name| !is_kept(name)).cloned());
        free
    }
}

#[derive(Default)]
struct Nesting {
    scope: Scope,
    /// The scopes around it.
    around: Vec<Scope>,
    fault: Option<Fault>,
}

impl Nesting {
    fn refuse(&mut self, at: TextSize, message: String) {
        self.fault.get_or_insert_with(|| Fault::new(at, message));
    }

    /// How many functions are around the visited node.
    fn depth(&self) -> usize {
        let is_function = |scope: &&Scope| scope.kind == Kind::Function;
        self.around.iter().filter(is_function).count() + usize::from(self.scope.kind == Kind::Function)
    }

    fn inside(&mut self, scope: Scope, visit: impl FnOnce(&mut Self)) {
        self.around.push(mem::replace(&mut self.scope, scope));
        visit(self);
        self.check_names();
        let is_nested = self.around.len() > 1;
        let inner = mem::replace(&mut self.scope, self.around.pop().unwrap_or_default());
        if is_nested {
            self.scope.inner_free.extend(inner.free());
        }
    }

    /// The faults of the scope that ends here.
    fn check_names(&mut self) {
        if self.scope.kind != Kind::Function {
            return;
        }
        let is_cell = |name: &Name| self.scope.inner_free.contains(name) && !self.scope.global.contains(name);
        if let Some((name, at)) = self.scope.deleted.iter().find(|(name, _)| is_cell(name)).cloned() {
            self.refuse(at, format!("can not delete variable '{name}' referenced in nested scope"));
        }
        let name = self.scope.name.clone();
        let has_inner = !self.scope.inner_free.is_empty();
        let is_nested = self.depth() > 1;
        match self.scope.import_star {
            _ if self.scope.has_bare_exec && (has_inner || is_nested && !self.scope.free().is_empty()) => {
                let why = if has_inner { "a function with free variables" } else { "free variables" };
                let words = format!("unqualified exec is not allowed in function '{name}' because it contains {why}");
                self.refuse(self.scope.at, words);
            }
            Some(at) if has_inner || is_nested => {
                let why =
                    if is_nested { "is a nested function" } else { "contains a nested function with free variables" };
                self.refuse(at, format!("import * is not allowed in function '{name}' because it {why}"));
            }
            _ => {}
        }
    }

    fn note_call(&mut self, call: &ExprCall) {
        let Expr::Name(function) = call.func.as_ref() else { return };
        match function.id.as_str() {
            lowering::EXEC if call.arguments.args.len() == 1 => self.scope.has_bare_exec = true,
            lowering::IMPORT_STAR => {
                self.scope.import_star.get_or_insert(call.start());
            }
            _ => {}
        }
    }

    fn defaults(&mut self, parameters: &Parameters) {
        let defaults = parameters.iter_non_variadic_params().filter_map(|parameter| parameter.default());
        defaults.for_each(|default| self.visit_expr(default));
    }

    /// A generator expression or the like, whose first iterable belongs to the scope around it.
    fn comprehension(&mut self, at: TextSize, generators: &[Comprehension], elements: &[&Expr]) {
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        let scope = Scope { kind: Kind::Function, name: Name::new_static("<genexpr>"), at, ..Scope::default() };
        self.inside(scope, |nesting| {
            for (index, generator) in generators.iter().enumerate() {
                nesting.visit_expr(&generator.target);
                if index > 0 {
                    nesting.visit_expr(&generator.iter);
                }
                generator.ifs.iter().for_each(|condition| nesting.visit_expr(condition));
            }
            elements.iter().for_each(|element| nesting.visit_expr(element));
        });
    }
}

impl<'a> Visitor<'a> for Nesting {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        self.scope.bound.extend(bound_by_statement(statement));
        match statement {
            Stmt::FunctionDef(function) => {
                function.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
                self.defaults(&function.parameters);
                let (name, parameters) = (function.name.id.clone(), names(&function.parameters));
                let scope = Scope { kind: Kind::Function, name, at: statement.start(), parameters, ..Scope::default() };
                self.inside(scope, |nesting| nesting.visit_body(&function.body));
            }
            Stmt::ClassDef(class) => {
                class.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
                class.arguments.iter().for_each(|arguments| self.visit_arguments(arguments));
                let scope = Scope { kind: Kind::Class, name: class.name.id.clone(), ..Scope::default() };
                self.inside(scope, |nesting| nesting.visit_body(&class.body));
            }
            Stmt::Global(global) => self.scope.global.extend(global.names.iter().map(|name| name.id.clone())),
            Stmt::Delete(deleted) => {
                for target in &deleted.targets {
                    if let Expr::Name(name) = target {
                        self.scope.deleted.push((name.id.clone(), deleted.start()));
                    }
                }
                visitor::walk_stmt(self, statement);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if name.id.starts_with('$') => {}
            Expr::Name(name) if name.ctx == ExprContext::Load => drop(self.scope.read.insert(name.id.clone())),
            Expr::Name(name) => drop(self.scope.bound.insert(name.id.clone())),
            Expr::Lambda(lambda) => {
                lambda.parameters.iter().for_each(|parameters| self.defaults(parameters));
                let parameters = lambda.parameters.as_deref().map(names).unwrap_or_default();
                let (name, at) = (Name::new_static("<lambda>"), lambda.start());
                let scope = Scope { kind: Kind::Function, name, at, parameters, ..Scope::default() };
                self.inside(scope, |nesting| nesting.visit_expr(&lambda.body));
            }
            Expr::Generator(generator) => {
                self.comprehension(generator.start(), &generator.generators, &[&generator.elt]);
            }
            Expr::SetComp(set) => self.comprehension(set.start(), &set.generators, &[&set.elt]),
            Expr::DictComp(dict) => {
                self.comprehension(dict.start(), &dict.generators, &[&dict.key, &dict.value]);
            }
            _ => {
                if let Expr::Call(call) = expression {
                    self.note_call(call);
                }
                visitor::walk_expr(self, expression);
            }
        }
    }
}
