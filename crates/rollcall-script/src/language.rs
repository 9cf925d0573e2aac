//! From a script's text to bytecode, in three steps: source → tree → code.
//!
//! The steps are apart so that a dialect can differ in the first and change the tree before the last: Python 2 has
//! another grammar, and `a / b` that must become a call. A dialect is chosen for a job, not for a worker.

use ruff_python_ast::{Mod, ModModule};
use ruff_source_file::{SourceFile, SourceFileBuilder};
use rustpython_codegen::CompileOpts;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyCode};
use rustpython_vm::compiler::{CompileError, Mode};
use rustpython_vm::{PyRef, VirtualMachine};

/// The language that a script is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialect {
    /// Python 3, as the engine has it.
    #[default]
    Python3,
}

/// The code of a script.
///
/// # Errors
/// A `SyntaxError` that names file, line and column and shows the line.
pub(crate) fn compile(
    dialect: Dialect,
    file: &str,
    source: &str,
    vm: &VirtualMachine,
) -> Result<PyRef<PyCode>, PyBaseExceptionRef> {
    let source_file = SourceFileBuilder::new(file, source).finish();
    let code = parse(dialect, &source_file).and_then(|tree| generate(tree, source_file, vm.compile_opts()));
    match code {
        Ok(code) => Ok(vm.ctx.new_code(code)),
        Err(error) => Err(vm.new_syntax_error(&error, Some(source))),
    }
}

/// What keeps a script from being compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxFault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

/// Whether a script compiles; it is not run, and no interpreter is needed.
///
/// # Errors
/// The first fault.
pub fn check(dialect: Dialect, file: &str, source: &str) -> Result<(), SyntaxFault> {
    let source_file = SourceFileBuilder::new(file, source).finish();
    let code = parse(dialect, &source_file).and_then(|tree| generate(tree, source_file, CompileOpts::default()));
    code.map(drop).map_err(|error| {
        let (line, column) = error.python_location();
        SyntaxFault { line, column, message: error.to_string() }
    })
}

/// Source → tree.
fn parse(dialect: Dialect, source: &SourceFile) -> Result<ModModule, CompileError> {
    match dialect {
        Dialect::Python3 => ruff_python_parser::parse_module(source.source_text())
            .map(ruff_python_parser::Parsed::into_syntax)
            .map_err(|e| CompileError::from_ruff_parse_error(e, source)),
    }
}

/// Tree → code.
fn generate(
    tree: ModModule,
    source: SourceFile,
    options: CompileOpts,
) -> Result<rustpython_vm::bytecode::CodeObject, CompileError> {
    rustpython_codegen::compile::compile_top(Mod::Module(tree), source, Mode::Exec, options).map_err(Into::into)
}
