//! From a script's text to bytecode, in three steps: source → tree → code.
//!
//! The steps are apart so that a dialect can differ in the first and change the tree before the last: Python 2 has
//! another grammar, and constructs that Python 3's tree cannot express; their meaning at run time is in
//! `rollcall-python-runtime`. A dialect is chosen for a job, not for a worker.

pub use rollcall_wire::dialect::Dialect;
use ruff_python_ast::{AtomicNodeIndex, Mod, ModExpression, ModModule, Stmt};
use ruff_source_file::{SourceFile, SourceFileBuilder};
use rustpython_codegen::CompileOpts;
use rustpython_codegen::error::{CodegenError, CodegenErrorType};
use rustpython_compiler_core::{OneIndexed, SourceLocation};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyCode};
use rustpython_vm::bytecode::{CodeObject, ConstantData};
use rustpython_vm::compiler::{CompileError, Mode};
use rustpython_vm::{PyRef, VirtualMachine};

use crate::depth;
use crate::room::check_room;

/// Makes text of a script's bytes: Python 2 in the encoding that it declares, Python 3 in UTF-8.
///
/// # Errors
/// Where the bytes are not text.
pub fn decode(dialect: Dialect, bytes: &[u8]) -> Result<String, SyntaxFault> {
    match dialect {
        Dialect::Python27 => rollcall_python2_syntax::decode(bytes).map_err(Into::into),
        Dialect::Python3 => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
                Err(SyntaxFault { line, column: 1, message: "the line is not UTF-8".to_owned() })
            }
        },
    }
}

/// The code of a script.
///
/// # Errors
/// A `SyntaxError` that names file, line and column and shows the line.
pub fn compile(
    dialect: Dialect,
    file: &str,
    source: &str,
    vm: &VirtualMachine,
) -> Result<PyRef<PyCode>, PyBaseExceptionRef> {
    compile_as(dialect, Mode::Exec, file, source, None, vm)
}

/// The code of a text in one of `compile`'s modes. A text that code of Python 2 has evaluated knows the features of
/// `__future__` that this has.
///
/// # Errors
/// As [`compile`].
pub fn compile_as(
    dialect: Dialect,
    mode: Mode,
    file: &str,
    source: &str,
    features: Option<&[&str]>,
    vm: &VirtualMachine,
) -> Result<PyRef<PyCode>, PyBaseExceptionRef> {
    check_room(source, matches!(mode, Mode::Eval), vm)?;
    let source_file = SourceFileBuilder::new(file, source).finish();
    let parsed = match (dialect, &mode) {
        (Dialect::Python27, Mode::Eval) => {
            rollcall_python2_syntax::parse_expression(source, features.unwrap_or_default())
                .map(|parsed| parsed.tree)
                .map_err(|error| python2_error(&error, &source_file))
        }
        (Dialect::Python27, _) if features.is_some() => {
            rollcall_python2_syntax::parse_evaluated(source, features.unwrap_or_default())
                .map(|parsed| parsed.tree)
                .map_err(|error| python2_error(&error, &source_file))
        }
        _ => parse(dialect, &source_file),
    };
    let code = parsed
        .and_then(|tree| shaped(tree, mode, &source_file))
        .and_then(|tree| generate(tree, mode, source_file, vm.compile_opts()));
    match code {
        Ok(code) if dialect == Dialect::Python27 => Ok(vm.ctx.new_code(with_docstrings(code))),
        Ok(code) => Ok(vm.ctx.new_code(code)),
        Err(error) if dialect == Dialect::Python27 => Err(python2_exception(&error, file, source, vm)),
        Err(error) => Err(vm.new_syntax_error(&error, Some(source))),
    }
}

/// The messages of Python 2's `IndentationError`.
const INDENTATION: [&str; 3] =
    ["unexpected indent", "expected an indented block", "unindent does not match any outer indentation level"];

/// The exception for a fault in Python 2: its `args` are the message and the place.
fn python2_exception(error: &CompileError, file: &str, source: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let message = error.to_string();
    let exceptions = &vm.ctx.exceptions;
    let is_indentation = INDENTATION.contains(&message.as_str());
    let class = if is_indentation { exceptions.indentation_error } else { exceptions.syntax_error };
    let (line, column) = error.python_location();
    let text = source.lines().nth(line.saturating_sub(1)).map_or_else(String::new, |text| format!("{text}\n"));
    let text = vm.ctx.new_str(text).into();
    let numbers = [line, column].map(|number| vm.ctx.new_int(number).into());
    let place = [vec![vm.ctx.new_str(file).into()], numbers.to_vec(), vec![text]].concat();
    let args = vec![vm.ctx.new_str(message).into(), vm.ctx.new_tuple(place).into()];
    vm.invoke_exception(class.to_owned(), args).unwrap_or_else(|_| vm.new_syntax_error(error, Some(source)))
}

/// The code with the docstrings that the parser of Python 2 disguised; see `rollcall_python2_syntax::lowering`.
fn with_docstrings(mut code: CodeObject) -> CodeObject {
    if !code.constants.iter().any(has_docstring) {
        return code;
    }
    let undisguised = |constant: &ConstantData| match constant {
        ConstantData::Str { .. } => match plain_docstring(constant) {
            Some(text) => ConstantData::Str { value: text.into() },
            None => constant.clone(),
        },
        ConstantData::Code { code } => ConstantData::Code { code: Box::new(with_docstrings((**code).clone())) },
        other => other.clone(),
    };
    code.constants = code.constants.iter().map(undisguised).collect();
    code
}

fn has_docstring(constant: &ConstantData) -> bool {
    match constant {
        ConstantData::Code { code } => code.constants.iter().any(has_docstring),
        _ => plain_docstring(constant).is_some(),
    }
}

fn plain_docstring(constant: &ConstantData) -> Option<String> {
    let ConstantData::Str { value } = constant else { return None };
    rollcall_python2_syntax::lowering::plain_docstring(value.as_str().ok()?)
}

/// A module's tree as a mode wants it: `eval` takes one expression and nothing else.
fn shaped(mut tree: ModModule, mode: Mode, source: &SourceFile) -> Result<Mod, CompileError> {
    if !matches!(mode, Mode::Eval) {
        return Ok(Mod::Module(tree));
    }
    match tree.body.pop() {
        Some(Stmt::Expr(only)) if tree.body.is_empty() => {
            let (range, node_index) = (tree.range, AtomicNodeIndex::NONE);
            Ok(Mod::Expression(ModExpression { range, node_index, body: only.value }))
        }
        _ => Err(fault_at(1, 1, "invalid syntax", source)),
    }
}

/// A mistake that keeps a script from being compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxFault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The mistake there.
    pub message: String,
}

impl From<rollcall_python2_syntax::Error> for SyntaxFault {
    fn from(error: rollcall_python2_syntax::Error) -> Self {
        Self { line: error.line(), column: error.column(), message: error.message().to_owned() }
    }
}

/// A script's tree, with its text: the result of the first step.
#[derive(Debug)]
pub struct Parsed {
    /// The tree.
    pub tree: ModModule,
    /// The text, by lines.
    pub source: SourceFile,
}

impl Parsed {
    /// Parses a script; no interpreter is needed.
    ///
    /// # Errors
    /// The first fault.
    pub fn new(dialect: Dialect, file: &str, source: &str) -> Result<Self, SyntaxFault> {
        let source = SourceFileBuilder::new(file, source).finish();
        let tree = parse(dialect, &source).map_err(|error| fault_of(&error))?;
        Ok(Parsed { tree, source })
    }

    /// Whether code can be generated for it.
    ///
    /// # Errors
    /// The first fault that only the compiler finds.
    pub fn check(self) -> Result<(), SyntaxFault> {
        let Parsed { tree, source } = self;
        let code = generate(Mod::Module(tree), Mode::Exec, source, CompileOpts::default());
        code.map(drop).map_err(|error| fault_of(&error))
    }
}

fn fault_of(error: &CompileError) -> SyntaxFault {
    let (line, column) = error.python_location();
    SyntaxFault { line, column, message: error.to_string() }
}

/// Source → tree.
fn parse(dialect: Dialect, source: &SourceFile) -> Result<ModModule, CompileError> {
    match dialect {
        Dialect::Python3 => {
            let too_deep = |fault: depth::TooDeep| fault_at(fault.line, 1, fault.message, source);
            depth::check(source.source_text()).map_err(too_deep)?;
            ruff_python_parser::parse_module(source.source_text())
                .map(ruff_python_parser::Parsed::into_syntax)
                .map_err(|e| CompileError::from_ruff_parse_error(e, source))
        }
        Dialect::Python27 => match rollcall_python2_syntax::parse(source.source_text()) {
            Ok(parsed) => Ok(parsed.tree),
            Err(error) => Err(python2_error(&error, source)),
        },
    }
}

/// # Errors
/// A `SyntaxError`, if a text of Python 3 nests too deeply to be parsed.
pub fn check_depth(source: &str, vm: &VirtualMachine) -> Result<(), PyBaseExceptionRef> {
    let Err(fault) = depth::check(source) else { return Ok(()) };
    let file = SourceFileBuilder::new("<string>", source).finish();
    Err(vm.new_syntax_error(&fault_at(fault.line, 1, fault.message, &file), Some(source)))
}

/// A fault of Python 2's grammar, as the engine's compiler would report it.
fn python2_error(error: &rollcall_python2_syntax::Error, source: &SourceFile) -> CompileError {
    fault_at(error.line(), error.column(), error.message(), source)
}

fn fault_at(line: usize, column: usize, message: &str, source: &SourceFile) -> CompileError {
    let from_one = |number: usize| OneIndexed::from_zero_indexed(number.saturating_sub(1));
    CompileError::Codegen(CodegenError {
        location: Some(SourceLocation { line: from_one(line), character_offset: from_one(column) }),
        error: CodegenErrorType::SyntaxError(message.to_owned()),
        source_path: source.name().to_owned(),
    })
}

/// Tree → code.
fn generate(tree: Mod, mode: Mode, source: SourceFile, options: CompileOpts) -> Result<CodeObject, CompileError> {
    rustpython_codegen::compile::compile_top(tree, source, mode, options).map_err(Into::into)
}
