//! Names that Python 2 binds where Python 3's tree would not: the variables of list comprehensions, and the names that
//! `exec` and `import *` bind in a function.
//!
//! In Python 2 a list comprehension runs in the scope that it stands in, so its variables outlive it, and in a class's
//! body it reads the names of the class. In the tree it is a scope of its own, which is also the faster code; so Python
//! 2's differences are written into the tree, each where it costs least:
//!
//! | scope | module | how |
//! |---|---|---|
//! | module, function, lambda | `leak` | Variables that are read elsewhere are assigned outside by a condition that is always true: `[x for $x in y if [x := $x]]`. |
//! | text of `exec` and `eval` | `class_body` | As in a class: where it runs its names may be those of a function. |
//! | body of a class | `class_body` | All names of the class go through its namespace, which the comprehension is given. A class is made once, so speed does not count. |
//!
//! A name that is read in a function with a bare `exec` may be bound by it, so it is looked up by name (`$name('x')`).
//!
//! Left as Python 3 has it: a variable that a function inside the comprehension reads, which the compiler cannot bind
//! outside, and comprehensions inside a generator expression, whose variables no other code can read.

mod class_body;
mod found;
mod leak;
mod nested;

use std::collections::HashSet;

use ruff_python_ast::name::Name;
use ruff_python_ast::visitor::transformer::{self, Transformer};
use ruff_python_ast::{ExceptHandler, Expr, ExprLambda, Parameters, Stmt};
use ruff_text_size::{Ranged, TextRange};

use class_body::ClassBody;
use found::Found;
use leak::Leak;
pub(crate) use nested::check;

use crate::lowering;

/// Binds in a module's tree the names that Python 2 binds.
pub(crate) fn rescope(body: &mut [Stmt]) {
    // Before the scopes around them change: a lambda is seen as the script has it.
    Lambdas.visit_body(body);
    scope(body, Vec::new(), &Kind::Module);
}

/// The same for a text that `exec` or `eval` runs: the names that it meets are known only then.
pub(crate) fn rescope_evaluated(body: &mut [Stmt]) {
    Lambdas.visit_body(body);
    ClassBody::of_any_names().rewrite(body);
    inner_scopes(body);
}

enum Kind {
    Module,
    Function,
    /// With the name of the class.
    Class(Name),
}

fn scope(body: &mut [Stmt], parameters: Vec<Name>, kind: &Kind) {
    let found = Found::in_body(body, parameters);
    if let Kind::Class(class) = kind {
        ClassBody::new(class, found).rewrite(body);
    } else {
        let leaks = found.leaks();
        let looked_up = (matches!(kind, Kind::Function) && found.has_bare_exec).then(|| found.all_bound());
        if !leaks.is_empty() || looked_up.is_some() {
            Leak::new(leaks, looked_up).visit_body(body);
        }
    }
    inner_scopes(body);
}

/// Changes the body of a function.
fn function_scope(body: &mut Vec<Stmt>, parameters: Vec<Name>) {
    let leaks = Found::in_body(body, parameters.clone()).leaks();
    scope(body, parameters, &Kind::Function);
    if !leaks.is_empty() {
        let at = usize::from(lowering::has_docstring(body));
        let range = body.get(at).map_or_else(TextRange::default, Ranged::range);
        body.insert(at, leak::mention(leaks, range));
    }
}

/// The scopes of functions and classes directly in a body, in its blocks included.
fn inner_scopes(body: &mut [Stmt]) {
    for statement in body {
        match statement {
            Stmt::FunctionDef(function) => {
                let parameters = names(&function.parameters);
                function_scope(&mut function.body, parameters);
            }
            Stmt::ClassDef(class) => scope(&mut class.body, Vec::new(), &Kind::Class(class.name.id.clone())),
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
                    let ExceptHandler::ExceptHandler(handler) = handler;
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

/// Changes the lambdas in a tree, wherever they stand.
struct Lambdas;

impl Transformer for Lambdas {
    fn visit_expr(&self, expression: &mut Expr) {
        if let Expr::Lambda(lambda) = expression {
            lambda_scope(lambda);
        }
        transformer::walk_expr(self, expression);
    }
}

fn lambda_scope(lambda: &mut ExprLambda) {
    let parameters = lambda.parameters.as_deref().map(names).unwrap_or_default();
    let leaks = Found::in_expression(&lambda.body, parameters).leaks();
    if !leaks.is_empty() {
        Leak::new(leaks, None).visit_expr(&mut lambda.body);
    }
}

/// The parts of an expression with a scope of its own that are evaluated in the scope around it: defaults of
/// parameters, and the iterable of the first clause. None for other expressions.
fn evaluated_outside(expression: &mut Expr) -> Option<Vec<&mut Expr>> {
    let generators = match expression {
        Expr::Lambda(lambda) => {
            return Some(lambda.parameters.as_deref_mut().map(defaults).unwrap_or_default());
        }
        Expr::Generator(generator) => &mut generator.generators,
        Expr::SetComp(set) => &mut set.generators,
        Expr::DictComp(dict) => &mut dict.generators,
        _ => return None,
    };
    Some(generators.first_mut().map(|first| &mut first.iter).into_iter().collect())
}

fn defaults(parameters: &mut Parameters) -> Vec<&mut Expr> {
    let all = parameters.posonlyargs.iter_mut().chain(&mut parameters.args).chain(&mut parameters.kwonlyargs);
    all.filter_map(|parameter| parameter.default.as_deref_mut()).collect()
}

/// The parts of a function's or a class's definition that are evaluated in the scope around it. None for other
/// statements.
fn around_definition(statement: &mut Stmt) -> Option<Vec<&mut Expr>> {
    match statement {
        Stmt::FunctionDef(function) => {
            let decorators = function.decorator_list.iter_mut().map(|decorator| &mut decorator.expression);
            Some(decorators.chain(defaults(&mut function.parameters)).collect())
        }
        Stmt::ClassDef(class) => {
            let decorators = class.decorator_list.iter_mut().map(|decorator| &mut decorator.expression);
            let bases = class.arguments.as_deref_mut().map(|arguments| arguments.args.iter_mut()).into_iter().flatten();
            Some(decorators.chain(bases).collect())
        }
        _ => None,
    }
}

/// Visits a statement; of a definition, which is a scope of its own, only what is evaluated in the scope around it.
fn walk_in_scope(visitor: &impl Transformer, statement: &mut Stmt) {
    match around_definition(statement) {
        Some(outside) => outside.into_iter().for_each(|expression| visitor.visit_expr(expression)),
        None => transformer::walk_stmt(visitor, statement),
    }
}

/// Names that a definition or another statement than an assignment binds.
fn bound_by_statement(statement: &Stmt) -> HashSet<Name> {
    match statement {
        Stmt::FunctionDef(function) => HashSet::from([function.name.id.clone()]),
        Stmt::ClassDef(class) => HashSet::from([class.name.id.clone()]),
        Stmt::Import(import) => import.names.iter().filter_map(bound_by_import).collect(),
        Stmt::ImportFrom(import) => import.names.iter().filter_map(bound_by_import).collect(),
        _ => HashSet::new(),
    }
}

fn bound_by_import(alias: &ruff_python_ast::Alias) -> Option<Name> {
    match &alias.asname {
        Some(name) => Some(name.id.clone()),
        None => alias.name.id.split('.').next().map(Name::new),
    }
}
