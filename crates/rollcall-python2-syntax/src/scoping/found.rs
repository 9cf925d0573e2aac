//! The names that a scope reads and binds, found before anything is changed.

use std::collections::HashSet;

use ruff_python_ast::name::Name;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Comprehension, Expr, ExprContext, ExprListComp, Parameters, Stmt};

use super::bound_by_statement;
use crate::lowering;

/// Functions that read names without naming them.
const READING_ALL: [&str; 6] = ["locals", "vars", "dir", "eval", "globals", "execfile"];

/// The names that a scope reads and binds.
#[derive(Default)]
pub(super) struct Found {
    /// Names that are read, but where a list comprehension around them binds them.
    read: HashSet<Name>,
    /// Variables of list comprehensions.
    variables: HashSet<Name>,
    /// Names that the scope itself binds.
    bound: HashSet<Name>,
    /// Names that it declares to be the module's.
    global: HashSet<Name>,
    /// The variables of the list comprehensions around the visited node.
    around: Vec<Name>,
    /// Directly in the body of a class: where the variables of its own comprehensions begin. Functions do not see them.
    class: Option<usize>,
    /// Whether something may read, or bind, names that the scope does not name.
    pub(super) reads_all: bool,
    /// Whether it has an `exec` without names to run in, or binds all names of a module.
    pub(super) has_bare_exec: bool,
    /// How many scopes inside this one are around the visited node.
    depth: usize,
}

impl Found {
    pub(super) fn in_body(body: &[Stmt], parameters: Vec<Name>) -> Self {
        let mut found = Self { bound: parameters.into_iter().collect(), ..Self::default() };
        found.visit_body(body);
        found
    }

    pub(super) fn in_expression(expression: &Expr, parameters: Vec<Name>) -> Self {
        let mut found = Self { bound: parameters.into_iter().collect(), ..Self::default() };
        found.visit_expr(expression);
        found
    }

    /// Variables of list comprehensions that are read where Python 3 would not know them.
    pub(super) fn leaks(&self) -> HashSet<Name> {
        let is_read = |name: &&Name| self.reads_all || self.read.contains(*name);
        self.variables.iter().filter(is_read).cloned().collect()
    }

    /// The names that it binds in whatever way.
    pub(super) fn all_bound(&self) -> HashSet<Name> {
        self.bound.iter().chain(&self.variables).chain(&self.global).cloned().collect()
    }

    /// The names that it binds in itself.
    pub(super) fn own(&self) -> HashSet<Name> {
        self.bound.iter().chain(&self.variables).filter(|name| !self.global.contains(*name)).cloned().collect()
    }

    /// The names that it declares to be the module's.
    pub(super) fn global(&self) -> &HashSet<Name> {
        &self.global
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
        let mut variables = Vec::new();
        for generator in &list.generators {
            targets(&generator.target, &mut variables);
        }
        // A comprehension inside another of the same variable changes the outer one's.
        self.read.extend(variables.iter().filter(|name| self.around.contains(name)).cloned());
        if self.depth == 0 {
            self.variables.extend(variables.iter().cloned());
        }
        self.around.extend(variables);
        for generator in &list.generators {
            self.visit_expr(&generator.iter);
            generator.ifs.iter().for_each(|condition| self.visit_expr(condition));
        }
        self.visit_expr(&list.elt);
        self.around.truncate(before);
    }

    /// Visits the body of a function, which sees nothing of a class around it.
    fn inside(&mut self, visit: impl FnOnce(&mut Self)) {
        let class = self.class.take();
        let unseen = class.map(|start| self.around.split_off(start)).unwrap_or_default();
        self.depth += 1;
        visit(self);
        self.depth -= 1;
        self.around.extend(unseen);
        self.class = class;
    }

    fn inside_class(&mut self, visit: impl FnOnce(&mut Self)) {
        let class = self.class.replace(self.around.len());
        self.depth += 1;
        visit(self);
        self.depth -= 1;
        self.class = class;
    }

    fn defaults(&mut self, parameters: &Parameters) {
        parameters.iter_non_variadic_params().filter_map(|parameter| parameter.default()).for_each(|default| {
            self.visit_expr(default);
        });
    }

    /// A scope of its own, whose first iterable belongs to this one.
    fn comprehension(&mut self, generators: &[Comprehension], elements: &[&Expr]) {
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        self.inside(|found| {
            for (index, generator) in generators.iter().enumerate() {
                found.visit_expr(&generator.target);
                if index > 0 {
                    found.visit_expr(&generator.iter);
                }
                generator.ifs.iter().for_each(|condition| found.visit_expr(condition));
            }
            elements.iter().for_each(|element| found.visit_expr(element));
        });
    }
}

impl<'a> Visitor<'a> for Found {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if self.depth == 0 {
            self.bound.extend(bound_by_statement(statement));
        }
        match statement {
            Stmt::FunctionDef(function) => {
                function.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
                self.defaults(&function.parameters);
                self.inside(|found| found.visit_body(&function.body));
            }
            Stmt::ClassDef(class) => {
                class.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
                class.arguments.iter().for_each(|arguments| self.visit_arguments(arguments));
                self.inside_class(|found| found.visit_body(&class.body));
            }
            Stmt::Global(global) if self.depth == 0 => {
                self.global.extend(global.names.iter().map(|name| name.id.clone()));
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        self.note_call(expression);
        match expression {
            Expr::ListComp(list) => self.list_comprehension(list),
            Expr::Name(name) if name.ctx == ExprContext::Load => self.note_read(&name.id),
            Expr::Name(name) if self.depth == 0 => drop(self.bound.insert(name.id.clone())),
            Expr::Lambda(lambda) => {
                lambda.parameters.iter().for_each(|parameters| self.defaults(parameters));
                self.inside(|found| found.visit_expr(&lambda.body));
            }
            Expr::Generator(generator) => self.comprehension(&generator.generators, &[&generator.elt]),
            Expr::SetComp(set) => self.comprehension(&set.generators, &[&set.elt]),
            Expr::DictComp(dict) => self.comprehension(&dict.generators, &[&dict.key, &dict.value]),
            _ => visitor::walk_expr(self, expression),
        }
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
