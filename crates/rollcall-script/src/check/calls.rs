//! Calls of `system` that cannot work, found in a script's tree without running it.
//!
//! It warns only of certain faults: a missing function, a number of arguments that fits no way of calling it, a literal
//! of a wrong kind, a function of clients in the gateway's scope. It does not know computed values; a name that the
//! script may bind to something else, or an attempt whose failure the script may handle, is left alone. It does not
//! notice that a function is called only where its errors are handled.

mod names;
#[cfg(test)]
mod tests;

use rollcall_catalogue::fit::{self, Given};
use rollcall_catalogue::system::namespace;
use rollcall_catalogue::{Function, Literal, Parameter, Type};
use rollcall_engine::compile::SyntaxFault;
use rollcall_wire::worker::Scope;
use ruff_python_ast::visitor::{Visitor, walk_except_handler, walk_expr, walk_stmt};
use ruff_python_ast::{Alias, ExceptHandler, Expr, ExprCall, ModModule, Number, Stmt, StmtImportFrom, StmtTry};
use ruff_source_file::SourceFile;
use ruff_text_size::{Ranged, TextSize};

use self::names::Names;
use crate::missing::{self, is_in_scope, out_of_scope};

/// How many warnings a script gets.
const MOST: usize = 1_000;

/// The calls of a script that cannot work, in the order of the text.
pub(super) fn warnings(tree: &ModModule, source: &SourceFile, scope: Scope) -> Vec<SyntaxFault> {
    let names = Names::of(tree);
    let mut finder = Finder { names: &names, source, scope, attempts: 0, found: Vec::new() };
    finder.visit_body(&tree.body);
    finder.found
}

struct Finder<'a> {
    names: &'a Names<'a>,
    source: &'a SourceFile,
    scope: Scope,
    /// How many statements are around that may handle an error.
    attempts: usize,
    found: Vec<SyntaxFault>,
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Try(attempt) => self.attempt(attempt),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.import(alias)),
            Stmt::With(with) if with.items.iter().any(|item| expects_errors(&item.context_expr)) => {
                self.attempts += 1;
                walk_stmt(self, statement);
                self.attempts -= 1;
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Some(path) = self.names.path(expression) {
            return self.exists(&path, start(expression));
        }
        if let Expr::Call(call) = expression {
            self.call(call);
        }
        walk_expr(self, expression);
    }
}

impl<'a> Finder<'a> {
    fn attempt(&mut self, attempt: &'a StmtTry) {
        let handles = usize::from(attempt.handlers.iter().any(may_handle));
        self.attempts += handles;
        self.visit_body(&attempt.body);
        self.attempts -= handles;
        for handler in &attempt.handlers {
            walk_except_handler(self, handler);
        }
        self.visit_body(&attempt.orelse);
        self.visit_body(&attempt.finalbody);
    }

    fn import(&mut self, alias: &Alias) {
        if names::is_ours(&alias.name) {
            self.exists(&alias.name, alias.range.start().to_usize());
        }
    }

    fn import_from(&mut self, import: &StmtImportFrom) {
        let Some(module) = import.module.as_ref().filter(|module| import.level == 0 && names::is_ours(module)) else {
            return;
        };
        for alias in &import.names {
            let path = if alias.name.as_str() == "*" { module.to_string() } else { format!("{module}.{}", alias.name) };
            self.exists(&path, alias.range.start().to_usize());
        }
    }

    /// Warns if there is nothing of this path, or not in this scope.
    fn exists(&mut self, path: &str, at: usize) {
        let is_wanted = self.attempts == 0 && !path.contains("._") && !self.names.is_probed(path);
        if let Some(words) = absence(path, self.scope).filter(|_| is_wanted) {
            self.warn(at, words);
        }
    }

    fn call(&mut self, call: &ExprCall) {
        let Some(path) = self.names.path(&call.func) else { return };
        let Some((space, name)) = split(&path).filter(|_| self.attempts == 0) else { return };
        let function = namespace(&format!("system.{space}")).and_then(|namespace| namespace.function(name));
        let Some(function) = function.filter(|_| is_plain(call)) else { return };
        let names = call.arguments.keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
        let given = Given { positional: call.arguments.args.len(), names: names.map(|name| name.as_str()).collect() };
        match fit::form_of(function, &given) {
            Ok(form) => self.literals(function, form, call),
            Err(words) => self.warn(start(&call.func), words),
        }
    }

    /// Looks at the arguments that are literals.
    fn literals(&mut self, function: &Function, form: usize, call: &ExprCall) {
        let parameters = function.forms()[form];
        let positional = call.arguments.args.iter().enumerate();
        let named = call.arguments.keywords.iter().filter_map(|keyword| {
            let name = keyword.arg.as_ref()?;
            Some((parameters.iter().position(|parameter| parameter.name == name.as_str())?, &keyword.value))
        });
        let misfits: Vec<_> = positional
            .chain(named)
            .filter_map(|(index, value)| Some((start(value), misfit(function, index, &parameters[index], value)?)))
            .collect();
        for (at, words) in misfits {
            self.warn(at, words);
        }
    }

    fn warn(&mut self, at: usize, message: String) {
        if self.found.len() > MOST {
            return;
        }
        let place = self.source.to_source_code().line_column(TextSize::try_from(at).unwrap_or_default());
        let (line, column) = (place.line.get(), place.column.get());
        let message =
            if self.found.len() == MOST { "further calls that cannot work are not listed".to_owned() } else { message };
        self.found.push(SyntaxFault { line, column, message });
    }
}

/// Why nothing has this path; None if something has.
fn absence(path: &str, scope: Scope) -> Option<String> {
    let (space, rest) = split(path)?;
    let Some(namespace) = namespace(&format!("system.{space}")) else {
        return Some(missing::words("system", space));
    };
    let wanted = rest.split('.').next().filter(|wanted| !wanted.is_empty())?;
    match namespace.function(wanted) {
        Some(function) if is_in_scope(function, scope) => None,
        Some(function) => Some(out_of_scope(namespace, function)),
        None => Some(missing::words(namespace.name, wanted)),
    }
}

fn start(expression: &Expr) -> usize {
    expression.range().start().to_usize()
}

/// Whether every argument is there to be counted.
fn is_plain(call: &ExprCall) -> bool {
    let starred = call.arguments.args.iter().any(|argument| matches!(argument, Expr::Starred(_)));
    !starred && call.arguments.keywords.iter().all(|keyword| keyword.arg.is_some())
}

/// `system.util.getLogger` as `util` and `getLogger`; None for `system` itself.
fn split(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix("system.")?;
    Some(rest.split_once('.').unwrap_or((rest, "")))
}

/// Builtin exceptions that neither a missing name nor a wrong argument is.
const UNRELATED: [&str; 14] = [
    "ArithmeticError",
    "AssertionError",
    "EOFError",
    "IOError",
    "IndexError",
    "KeyError",
    "KeyboardInterrupt",
    "LookupError",
    "OSError",
    "OverflowError",
    "StopIteration",
    "SystemExit",
    "ValueError",
    "ZeroDivisionError",
];

/// Whether a handler may take the error of a call that cannot work. Only of the exceptions above it certainly does not.
fn may_handle(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    match handler.type_.as_deref() {
        None => true,
        // Python 2's handlers are calls of a name of the grammar's own; without an argument they take everything.
        Some(Expr::Call(call)) => call.arguments.args.first().is_none_or(may_be_related),
        Some(kind) => may_be_related(kind),
    }
}

fn may_be_related(kind: &Expr) -> bool {
    match kind {
        // The handler that the grammar puts around generators of Python 2 catches StopIteration only.
        Expr::Name(name) => name.id.as_str() != "$stop" && !UNRELATED.contains(&name.id.as_str()),
        Expr::Tuple(kinds) => kinds.elts.iter().any(may_be_related),
        _ => true,
    }
}

/// Whether a `with` statement expects errors: `suppress`, `assertRaises` and their like.
fn expects_errors(context: &Expr) -> bool {
    let Expr::Call(call) = context else { return false };
    let name = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return true,
    };
    ["suppress", "raises"].iter().any(|word| name.to_lowercase().contains(word))
}

/// The fault of a literal for a parameter, in words like those of the call's error.
fn misfit(function: &Function, index: usize, parameter: &Parameter, value: &Expr) -> Option<String> {
    let found = kind(value)?;
    if parameter.is_not_provided {
        return (!is_empty(value)).then(|| format!("{}(): {} is not provided", function.name, parameter.name));
    }
    let is_optional = matches!(parameter.default, Some(Literal::None));
    match parameter.takes {
        Type::Text if !matches!(found, "str" | "NoneType") => {
            Some(format!("argument {}: expected string, {found} found", index + 1))
        }
        Type::Boolean if !matches!(found, "bool" | "int" | "NoneType") => {
            Some(format!("argument {}: expected boolean, {found} found", index + 1))
        }
        Type::Dictionary if found != "dict" && !(is_optional && found == "NoneType") => {
            Some(format!("{}(): {} is a dictionary, not {found}", function.name, parameter.name))
        }
        Type::Callable => Some(format!(
            "{}(): a function is wanted, not {found}; without the parentheses that would call it",
            function.name
        )),
        _ => None,
    }
}

/// Whether a literal is false, and so asks for nothing.
fn is_empty(value: &Expr) -> bool {
    match value {
        Expr::StringLiteral(text) => text.value.is_empty(),
        Expr::BooleanLiteral(truth) => !truth.value,
        Expr::List(list) => list.elts.is_empty(),
        Expr::Tuple(tuple) => tuple.elts.is_empty(),
        Expr::Dict(dict) => dict.items.is_empty(),
        Expr::NoneLiteral(_) => true,
        // A number may be zero, an f-string or a comprehension empty.
        _ => true,
    }
}

/// The type of a literal; None for any other expression.
fn kind(value: &Expr) -> Option<&'static str> {
    Some(match value {
        Expr::StringLiteral(_) | Expr::FString(_) => "str",
        Expr::BooleanLiteral(_) => "bool",
        Expr::NoneLiteral(_) => "NoneType",
        Expr::NumberLiteral(number) => match number.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        _ => return None,
    })
}
