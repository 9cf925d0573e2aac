//! The native module `_rollcall`: the functions of the worker that the library's stand-ins need.
//!
//! Not for scripts, and harmless to them: random bytes, and the text of scripts that ran here.

use rustpython_vm::builtins::PyStrRef;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::host;

/// Bytes from the operating system's random source.
///
/// # Errors
/// A `ValueError` for a negative count, an `OSError` when the source fails.
pub(crate) fn urandom(count: isize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
    let count = usize::try_from(count).map_err(|_| vm.new_value_error("negative argument not allowed"))?;
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes).map_err(|e| vm.new_os_error(format!("no random bytes: {e}")))?;
    Ok(bytes)
}

/// The text of the script of this name, or None.
pub(crate) fn source(file: PyStrRef) -> Option<String> {
    host::current()?.source(&file.as_wtf8().to_string_lossy()).map(|text| text.to_string())
}
