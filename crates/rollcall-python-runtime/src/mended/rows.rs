//! Lines for `csv.reader` of Python 3, as the engine can take them.
//!
//! The engine skips blanks before a field by taking every line apart at its delimiters, which is a panic at a field of
//! nothing but blanks and forgets quotes; and half a pair of surrogates is a panic in any line. So blanks are skipped
//! here, and the engine is told to keep them. Python 2 has a reader of its own.

use std::cell::Cell;

use rustpython_vm::builtins::{PyStr, PyType};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::{PyIter, PyIterReturn};
use rustpython_vm::types::{IterNext, Iterable, SelfIter};
use rustpython_vm::{Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};

/// Lines on their way to the engine.
#[pyclass(module = "_csv", name = "lines")]
#[derive(Debug, PyPayload)]
struct Lines {
    lines: PyIter,
    /// The delimiter and the quote, where blanks are skipped.
    skips: Option<(char, Option<char>)>,
    /// A field in quotes goes on in the next line.
    is_quoted: Cell<bool>,
}

#[pyclass(with(IterNext, Iterable))]
impl Lines {}

impl SelfIter for Lines {}

impl IterNext for Lines {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let line = match zelf.lines.next(vm)? {
            PyIterReturn::Return(line) => line,
            ended => return Ok(ended),
        };
        let Some(text) = line.downcast_ref::<PyStr>() else { return Ok(PyIterReturn::Return(line)) };
        let Some(text) = text.to_str() else { return Err(no_text(vm)?) };
        let Some((delimiter, quote)) = zelf.skips else { return Ok(PyIterReturn::Return(line)) };
        Ok(PyIterReturn::Return(vm.ctx.new_str(zelf.without_blanks(text, delimiter, quote)).into()))
    }
}

impl Lines {
    /// A line without the blanks that its fields begin with.
    fn without_blanks(&self, line: &str, delimiter: char, quote: Option<char>) -> String {
        let (mut made, mut begins) = (String::with_capacity(line.len()), !self.is_quoted.get());
        for character in line.chars() {
            if begins && character == ' ' {
                continue;
            }
            // A quote that is doubled ends the quotes and begins them again.
            if Some(character) == quote && (begins || self.is_quoted.get() || made.ends_with(character)) {
                self.is_quoted.set(!self.is_quoted.get());
            }
            begins = character == delimiter && !self.is_quoted.get();
            made.push(character);
        }
        // A line of nothing has no field, one of blanks has one.
        match quote {
            Some(quote) if made.trim_end_matches(['\r', '\n']).is_empty() && line.starts_with(' ') => {
                format!("{quote}{quote}{made}")
            }
            _ => made,
        }
    }
}

/// The error for a line that is not a text.
fn no_text(vm: &VirtualMachine) -> PyResult<rustpython_vm::builtins::PyBaseExceptionRef> {
    let class = vm.import("_csv", 0)?.get_attr("Error", vm)?;
    let class = class.downcast::<PyType>().map_err(|_| vm.new_type_error("_csv.Error is no type"))?;
    Ok(vm.new_exception_msg(class, "line has half a pair of surrogates".into()))
}

/// Replaces `_csv.reader`.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    Lines::make_static_type();
    let module = vm.import("_csv", 0)?;
    let original: &'static PyObjectRef = Box::leak(Box::new(module.get_attr("reader", vm)?));
    let reader = move |args: FuncArgs, vm: &VirtualMachine| reader(original, args, vm);
    module.set_attr("reader", vm.new_function("reader", reader), vm)
}

fn reader(original: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let Some(lines) = args.args.first().cloned() else { return original.call(args, vm) };
    // Which dialect it is shows the reader of no lines.
    args.args[0] = vm.ctx.new_tuple(Vec::new()).into();
    let dialect = original.call(args.clone(), vm)?.get_attr("dialect", vm)?;
    let character = |name: &'static str| -> PyResult<Option<char>> {
        let value = dialect.get_attr(name, vm)?;
        Ok(value.downcast_ref::<PyStr>().and_then(|text| text.to_str()?.chars().next()))
    };
    let mut skips = None;
    if dialect.get_attr("skipinitialspace", vm)?.try_to_bool(vm)? {
        skips = character("delimiter")?.map(|delimiter| (delimiter, None));
        if let Some((_, quote)) = &mut skips {
            *quote = character("quotechar")?;
        }
        args.kwargs.insert("skipinitialspace".to_owned(), vm.ctx.new_bool(false).into());
    }
    let lines = Lines { lines: lines.get_iter(vm)?, skips, is_quoted: Cell::new(false) };
    args.args[0] = lines.into_pyobject(vm);
    original.call(args, vm)
}
