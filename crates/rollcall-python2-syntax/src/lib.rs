//! The grammar of Python 2: from a script's text to the tree that the engine's compiler takes.
//!
//! Scripts of Ignition 7.9 are written in Python 2, as Jython has it, and more than half of the public ones do not even
//! parse as Python 3. This crate reads all of that grammar, by hand, so that nothing is misread: `print (a), b` is a
//! statement with two values and never a call. A construct for which Python 3's tree has no node is lowered to calls of
//! reserved names; [`lowering`] is the contract.
//!
//! It is a grammar and not an engine: the meaning of the tree at run time is defined elsewhere.
//!
//! Three things are hard. Python 2 decides on statements by words that are names elsewhere (`print` after a future
//! import, any keyword after a dot, as Jython allows). Its strings are bytes, so their value depends on the file's
//! encoding. And the text comes from anyone: however deep it nests, it must end in an error and not in an overflow of
//! the stack, here or in the compiler that recurses over the tree.

mod encoding;
mod error;
mod lexer;
mod literal;
pub mod lowering;
mod number;
mod parser;
mod scoping;
mod token;

use ruff_python_ast::ModModule;

pub use encoding::{declares_encoding, decode};
pub use error::Error;
use error::Fault;
use parser::{Parser, Truth};

/// The longest text that is taken, in bytes: positions in the tree have 32 bits.
pub const MAX_LENGTH: usize = (u32::MAX / 4) as usize;

/// The result of parsing a script.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parsed {
    /// Its tree, in Python 3's nodes and with the names of [`lowering`]; ranges are those of the source.
    pub tree: ModModule,
    /// The features that it imports from `__future__`, in order: the code that runs it has to know about `division` and
    /// `absolute_import`; `print_function` and `unicode_literals` are in the tree already.
    pub future_imports: Vec<String>,
}

/// Parses a whole script of Python 2.
///
/// A byte order mark at its start is skipped. Bytes of `str` literals are those of the encoding that the text declares
/// (PEP 263), else of UTF-8.
///
/// # Errors
/// The first fault in the text.
pub fn parse(source: &str) -> Result<Parsed, Error> {
    if source.len() > MAX_LENGTH {
        return Err(Error::at_line(1, "source is too long"));
    }
    parse_located(source, None).map_err(|fault| fault.locate(source))
}

/// `True` and `False` are names in Python 2. They are read as constants, of which the compiler makes fast code, unless
/// the script turns out to bind one of them; then it is read again.
fn parse_located(source: &str, evaluated: Option<&[&str]>) -> Result<Parsed, Fault> {
    let features = evaluated.unwrap_or_default();
    let first = Parser::new(source, Truth::Constants, features).run()?;
    let parsed = if first.rebinds_truth { Parser::new(source, Truth::Names, features).run()? } else { first };
    let mut tree = parsed.tree;
    scoping::check(&tree.body)?;
    match evaluated {
        Some(_) => {
            scoping::rescope_evaluated(&mut tree.body);
            lowering::declare(parsed.globals, &mut tree.body);
        }
        None => scoping::rescope(&mut tree.body),
    }
    Ok(Parsed { tree, future_imports: parsed.future_imports })
}

/// Parses a text that `exec`, `eval` or `compile` is given. It runs in names that are known when it runs, and knows the
/// features of `__future__` that the code has which asks for it.
///
/// # Errors
/// As [`parse`].
pub fn parse_evaluated(source: &str, features: &[&str]) -> Result<Parsed, Error> {
    if source.len() > MAX_LENGTH {
        return Err(Error::at_line(1, "source is too long"));
    }
    parse_located(source, Some(features)).map_err(|fault| fault.locate(source))
}

/// Parses one expression, as `eval` takes it: a module whose only statement is that expression.
///
/// # Errors
/// As [`parse`].
pub fn parse_expression(source: &str, features: &[&str]) -> Result<Parsed, Error> {
    let mut parsed = parse_evaluated(source, features)?;
    if let Some(ruff_python_ast::Stmt::Expr(only)) = parsed.tree.body.first()
        && lowering::is_statement(&only.value)
    {
        return Err(Error::at_line(1, "invalid syntax"));
    }
    // A string that looks like a docstring there is the value.
    if let Some(ruff_python_ast::Stmt::Expr(only)) = parsed.tree.body.first_mut()
        && let ruff_python_ast::Expr::StringLiteral(literal) = only.value.as_ref()
        && source.get(usize::from(literal.range.start())..).is_some_and(|text| text.starts_with(['u', 'U']))
    {
        let range = literal.range;
        *only.value = lowering::call(lowering::UNICODE, vec![(*only.value).clone()], range);
    }
    Ok(parsed)
}
