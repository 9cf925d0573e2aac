//! The scopes and blocks around the statement at hand: they decide on `return`, `yield`, `break`, `continue` and
//! `global`.

use ruff_python_ast::name::Name;
use ruff_python_ast::{AtomicNodeIndex, Identifier, Stmt, StmtGlobal};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::error::{Fault, Result};
use crate::lowering;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
}

/// A statement around the one at hand that changes whether `break` and `continue` are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Loop,
    Finally,
}

#[derive(Debug)]
struct Scope {
    kind: ScopeKind,
    parameters: Vec<Name>,
    /// How many `yield` there are so far, and where the last is.
    yields: usize,
    last_yield: TextSize,
    /// The first `return` with a value.
    returned: Option<TextSize>,
    globals: Vec<Identifier>,
    blocks: Vec<Block>,
    /// For each handler around: whether another `try` has ended in it, which may have handled another exception.
    handlers: Vec<bool>,
}

impl Scope {
    fn new(kind: ScopeKind, parameters: Vec<Name>) -> Self {
        let nowhere = TextSize::new(0);
        Self {
            kind,
            parameters,
            yields: 0,
            last_yield: nowhere,
            returned: None,
            globals: vec![],
            blocks: vec![],
            handlers: vec![],
        }
    }
}

/// The scopes around the statement at hand, the innermost last. There is always the module's.
#[derive(Debug)]
pub(super) struct Scopes {
    module: Scope,
    inner: Vec<Scope>,
}

impl Scopes {
    pub(super) fn new() -> Self {
        Self { module: Scope::new(ScopeKind::Module, Vec::new()), inner: Vec::new() }
    }

    fn current(&self) -> &Scope {
        self.inner.last().unwrap_or(&self.module)
    }

    fn current_mut(&mut self) -> &mut Scope {
        self.inner.last_mut().unwrap_or(&mut self.module)
    }

    pub(super) fn kind(&self) -> ScopeKind {
        self.current().kind
    }

    pub(super) fn enter(&mut self, kind: ScopeKind, parameters: Vec<Name>) {
        self.inner.push(Scope::new(kind, parameters));
    }

    /// Leaves the innermost scope and puts its `global` statement at the start of its body.
    pub(super) fn leave(&mut self, body: &mut Vec<Stmt>) -> Result<()> {
        let Some(scope) = self.inner.pop() else { return Ok(()) };
        lowering::restore_docstring(body);
        if let Some(statement) = global_statement(scope.globals) {
            body.insert(usize::from(lowering::has_docstring(body)), statement);
        }
        match scope.returned {
            Some(at) if scope.yields > 0 => Err(Fault::new(at, "'return' with argument inside generator")),
            _ => Ok(()),
        }
    }

    /// The module's own `global` statement, which means something where the module is a text with two dictionaries.
    pub(super) fn module_globals(&mut self) -> Option<Stmt> {
        global_statement(std::mem::take(&mut self.module.globals))
    }

    /// Leaves a lambda.
    pub(super) fn leave_lambda(&mut self) {
        self.inner.pop();
    }

    pub(super) fn enter_block(&mut self, block: Block) {
        self.current_mut().blocks.push(block);
    }

    pub(super) fn leave_block(&mut self) {
        self.current_mut().blocks.pop();
    }

    pub(super) fn enter_handler(&mut self) {
        self.current_mut().handlers.push(false);
    }

    pub(super) fn leave_handler(&mut self) {
        self.current_mut().handlers.pop();
    }

    /// Notes that a `try` has ended.
    pub(super) fn note_try(&mut self) {
        if let Some(handler) = self.current_mut().handlers.last_mut() {
            *handler = true;
        }
    }

    /// Whether a bare `raise` raises the exception of the innermost handler.
    pub(super) fn raises_handled(&self) -> bool {
        self.current().handlers.last() == Some(&false)
    }

    pub(super) fn check_break(&self, at: TextSize) -> Result<()> {
        if self.current().blocks.contains(&Block::Loop) { Ok(()) } else { Err(Fault::new(at, "'break' outside loop")) }
    }

    pub(super) fn check_continue(&self, at: TextSize) -> Result<()> {
        match self.current().blocks.last() {
            Some(Block::Loop) => Ok(()),
            Some(Block::Finally) if self.current().blocks.contains(&Block::Loop) => {
                Err(Fault::new(at, "'continue' not supported inside 'finally' clause"))
            }
            _ => Err(Fault::new(at, "'continue' not properly in loop")),
        }
    }

    pub(super) fn note_return(&mut self, at: TextSize, has_value: bool) -> Result<()> {
        let scope = self.current_mut();
        if scope.kind != ScopeKind::Function {
            return Err(Fault::new(at, "'return' outside function"));
        }
        if has_value {
            scope.returned.get_or_insert(at);
        }
        Ok(())
    }

    pub(super) fn note_yield(&mut self, at: TextSize) -> Result<()> {
        let scope = self.current_mut();
        if !matches!(scope.kind, ScopeKind::Function | ScopeKind::Lambda) {
            return Err(Fault::new(at, "'yield' outside function"));
        }
        scope.yields += 1;
        scope.last_yield = at;
        Ok(())
    }

    /// How many `yield` the scope has so far.
    pub(super) fn yields(&self) -> usize {
        self.current().yields
    }

    /// Refuses a `yield` that came after a count, where the tree has no place for it.
    pub(super) fn check_no_yield_since(&self, count: usize, place: &str) -> Result<()> {
        let scope = self.current();
        if scope.yields == count {
            return Ok(());
        }
        Err(Fault::new(scope.last_yield, format!("'yield' inside {place} is not supported")))
    }

    /// Notes the names of a `global` statement.
    pub(super) fn note_globals(&mut self, names: Vec<Identifier>, at: TextSize) -> Result<()> {
        let scope = self.current_mut();
        for name in names {
            if scope.parameters.contains(&name.id) {
                return Err(Fault::new(at, format!("name '{}' is local and global", name.id)));
            }
            if scope.globals.iter().all(|known| known.id != name.id) {
                scope.globals.push(name);
            }
        }
        Ok(())
    }
}

fn global_statement(names: Vec<Identifier>) -> Option<Stmt> {
    let range = TextRange::new(names.first()?.start(), names.last()?.end());
    Some(Stmt::Global(StmtGlobal { node_index: AtomicNodeIndex::NONE, range, names }))
}
