//! Which names of a script mean `system`, or something in it.
//!
//! One look at the whole script: the imports from `system` with their names, and all other bound names. A name that has
//! two meanings counts as unknown here. A script knows about the names that it asks for with `hasattr`. Where a script
//! may bind invisible names (`from other import *`, `exec`, `globals()`), no name has a meaning.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::visitor::{
    Visitor, walk_except_handler, walk_expr, walk_parameter, walk_pattern, walk_stmt, walk_type_param,
};
use ruff_python_ast::{Alias, ExceptHandler, Expr, ExprCall, ModModule, Parameter, Pattern, Stmt, TypeParam};

/// The names that mean something of `system`.
pub(super) struct Names<'a> {
    meanings: HashMap<&'a str, String>,
    /// The paths that the script asks for with `hasattr`, or sets with `setattr`.
    probed: HashSet<String>,
}

impl<'a> Names<'a> {
    /// The names of a script.
    pub(super) fn of(tree: &'a ModModule) -> Self {
        let mut bindings = Bindings::default();
        bindings.visit_body(&tree.body);
        let Bindings { mut imported, bound, probed, is_open } = bindings;
        imported.entry("system").or_insert_with(|| Some("system".to_owned()));
        imported.retain(|name, _| !is_open && !bound.contains(name));
        let meanings = imported.into_iter().filter_map(|(name, meaning)| Some((name, meaning?)));
        let mut names = Names { meanings: meanings.collect(), probed: HashSet::new() };
        let probed = probed.into_iter().filter_map(|(of, name)| Some(format!("{}.{name}", names.path(of)?)));
        names.probed = probed.collect();
        names
    }

    /// Whether the script asks whether there is something of this path, or of one above it.
    pub(super) fn is_probed(&self, path: &str) -> bool {
        let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
        ends.map(|end| &path[..end]).any(|above| self.probed.contains(above))
    }

    /// The path of a name or attribute, such as `system.util.getLogger`, if it is of `system`.
    pub(super) fn path(&self, expression: &Expr) -> Option<String> {
        let mut path = self.meanings.get(root(expression)?)?.clone();
        let mut parts = Vec::new();
        let mut expression = expression;
        while let Expr::Attribute(attribute) = expression {
            parts.push(attribute.attr.as_str());
            expression = &attribute.value;
        }
        for part in parts.iter().rev() {
            path.push('.');
            path.push_str(part);
        }
        Some(path)
    }
}

/// Whether a module is `system` or in it.
pub(super) fn is_ours(module: &str) -> bool {
    module == "system" || module.starts_with("system.")
}

/// The name at the beginning of a chain of attributes.
fn root(mut expression: &Expr) -> Option<&str> {
    while let Expr::Attribute(attribute) = expression {
        expression = &attribute.value;
    }
    expression.as_name_expr().map(|name| name.id.as_str())
}

/// The object and the name that `hasattr(x, 'name')` and the like ask for.
fn asked_for(call: &ExprCall) -> Option<(&Expr, &str)> {
    let asks = matches!(call.func.as_name_expr()?.id.as_str(), "hasattr" | "getattr" | "setattr" | "delattr");
    let name = call.arguments.args.get(1)?.as_string_literal_expr()?;
    asks.then(|| (&call.arguments.args[0], name.value.to_str()))
}

/// Whether a call may bind invisible names, or look at all names at once.
fn opens(call: &ExprCall) -> bool {
    const CALLED: [&str; 8] = ["$exec", "$import_star", "exec", "execfile", "globals", "locals", "vars", "dir"];
    call.func.as_name_expr().is_some_and(|name| CALLED.contains(&name.id.as_str()))
}

#[derive(Default)]
struct Bindings<'a> {
    /// The imports from `system`, by the name that each has here; None for a name that is imported as two things.
    imported: HashMap<&'a str, Option<String>>,
    /// Names that are bound in another way.
    bound: HashSet<&'a str>,
    /// Names that are asked for: the object, and the name.
    probed: Vec<(&'a Expr, &'a str)>,
    /// Whether there may be invisible names.
    is_open: bool,
}

impl<'a> Bindings<'a> {
    fn import(&mut self, alias: &'a Alias, module: Option<&str>) {
        let name = alias.name.as_str();
        let path = module.map_or_else(|| name.to_owned(), |module| format!("{module}.{name}"));
        // `import system.util` binds `system`.
        let (here, path) = match (&alias.asname, module) {
            (Some(own), _) => (own.as_str(), path),
            (None, None) => {
                let root = name.split('.').next().unwrap_or(name);
                (root, root.to_owned())
            }
            (None, Some(_)) => (name, path),
        };
        if !is_ours(&path) {
            self.bound.insert(here);
            return;
        }
        let known = self.imported.entry(here).or_insert_with(|| Some(path.clone()));
        if known.as_ref() != Some(&path) {
            *known = None;
        }
    }
}

impl<'a> Visitor<'a> for Bindings<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.import(alias, None)),
            Stmt::ImportFrom(import) => {
                let module = import.module.as_ref().map(|module| module.as_str());
                let module = if import.level == 0 { module } else { Some("") };
                let all = import.names.iter().any(|alias| alias.name.as_str() == "*");
                // Java's packages are known to have no such names.
                self.is_open |= all && module.is_none_or(|module| !is_ours(module) && !module.starts_with("java"));
                import.names.iter().for_each(|alias| self.import(alias, module));
            }
            Stmt::FunctionDef(function) => {
                self.bound.insert(function.name.as_str());
            }
            Stmt::ClassDef(class) => {
                self.bound.insert(class.name.as_str());
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if !name.ctx.is_load() => {
                self.bound.insert(name.id.as_str());
            }
            // An attribute that is set on `system` is the script's own.
            Expr::Attribute(attribute) if !attribute.ctx.is_load() => self.bound.extend(root(&attribute.value)),
            Expr::Call(call) => {
                self.is_open |= opens(call);
                self.probed.extend(asked_for(call));
            }
            _ => {}
        }
        walk_expr(self, expression);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchAs(own) => own.name.as_ref(),
            Pattern::MatchStar(own) => own.name.as_ref(),
            Pattern::MatchMapping(own) => own.rest.as_ref(),
            _ => None,
        };
        self.bound.extend(name.map(|name| name.as_str()));
        walk_pattern(self, pattern);
    }

    fn visit_type_param(&mut self, parameter: &'a TypeParam) {
        self.bound.insert(parameter.name().as_str());
        walk_type_param(self, parameter);
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.bound.insert(parameter.name.as_str());
        walk_parameter(self, parameter);
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(own) = handler;
        self.bound.extend(own.name.as_ref().map(|name| name.as_str()));
        walk_except_handler(self, handler);
    }
}
