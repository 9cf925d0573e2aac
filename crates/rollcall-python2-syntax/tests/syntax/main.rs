//! The grammar against cases, against Jython's own library, and against arbitrary text.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

mod cases;
mod library;
mod lowering;
mod robustness;
mod text;

use ruff_python_ast::Mod;
use ruff_source_file::SourceFileBuilder;
use rustpython_codegen::CompileOpts;
use rustpython_codegen::compile::compile_top;
use rustpython_compiler_core::Mode;

/// Parses a script and has the engine's compiler take the tree; the fault as `line:column: message`.
fn compile(source: &str) -> Result<(), String> {
    let tree = rollcall_python2_syntax::parse(source).map_err(|error| error.to_string())?.tree;
    let file = SourceFileBuilder::new("case", source).finish();
    compile_top(Mod::Module(tree), file, Mode::Exec, CompileOpts::default()).map(drop).map_err(|error| {
        let place = error.location.map_or_else(String::new, |at| format!("{}:{}: ", at.line, at.character_offset));
        format!("{place}compiler: {error}")
    })
}
