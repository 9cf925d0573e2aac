//! Checking a script without running it: whether it compiles, and its calls that cannot work.

mod calls;

use rollcall_engine::compile::{Dialect, Parsed, SyntaxFault};
use rollcall_wire::worker::Scope;

/// Whether a script compiles; it is not run, and no interpreter is needed.
///
/// # Errors
/// The first fault.
pub fn check(dialect: Dialect, file: &str, source: &str) -> Result<(), SyntaxFault> {
    Parsed::new(dialect, file, source)?.check()
}

/// Compiles a script without running it, and finds its calls that cannot work in a scope: a missing function of
/// `system`, arguments that do not fit.
///
/// # Errors
/// The first fault, if it does not compile.
pub fn examine(dialect: Dialect, file: &str, source: &str, scope: Scope) -> Result<Vec<SyntaxFault>, SyntaxFault> {
    let parsed = Parsed::new(dialect, file, source)?;
    let warnings = calls::warnings(&parsed.tree, &parsed.source, scope);
    parsed.check()?;
    Ok(warnings)
}
