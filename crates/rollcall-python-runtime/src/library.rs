//! The parts of Python 2's library that would be slow in Python: the modules of `rollcall-pylib/python2` are made of them.
//!
//! Each is a function or a class of the native module `_rollcall`. They know texts and numbers and no language: whether
//! a text is a `str` or a `unicode` follows from their arguments. Each takes time in proportion to the length that it
//! reads, wherever in a text that lies.
//!
//! | module | for |
//! |---|---|
//! | `scan` | `re`: every match of a pattern, with its texts; of Python 3 in long texts |
//! | `rows` | `csv`: rows of lines, one after the other |
//! | `memory` | `StringIO`, `io`: a file of characters |
//! | `charmap` | encodings of a byte for a character |
//! | `charset` | encodings of several bytes |

mod charmap;
mod charset;
mod memory;
mod rows;
mod scan;

use rustpython_vm::builtins::{PyDictRef, PyStr, PyStrRef};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8, Wtf8Buf};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use super::unicode;

pub(crate) use scan::pattern_code;

/// Puts all of them into the module's names.
///
/// # Errors
/// When the engine fails.
pub fn install(names: &PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    scan::install(names, vm)?;
    rows::install(names, vm)?;
    memory::install(names, vm)?;
    charset::install(names, vm)?;
    charmap::install(vm)?;
    names.set_item("has_any", vm.new_function("has_any", has_any).into(), vm)
}

/// `has_any(text, characters)`: whether one of the characters is in a text.
fn has_any(text: PyStrRef, characters: PyStrRef) -> bool {
    let wanted: Vec<CodePoint> = characters.as_wtf8().code_points().collect();
    text.as_wtf8().code_points().any(|point| wanted.contains(&point))
}

/// A text of the same kind as another: a `unicode` of a `unicode`.
fn like(model: &Py<PyStr>, text: &Wtf8, vm: &VirtualMachine) -> PyResult {
    of_kind(unicode::is_unicode(model.as_object()), text.to_owned(), vm)
}

fn of_kind(is_unicode: bool, text: Wtf8Buf, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
    if is_unicode { unicode::new(text, vm) } else { Ok(vm.ctx.new_str(text).into()) }
}
