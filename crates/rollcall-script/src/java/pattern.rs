//! `java.util.regex.Pattern`, as far as it answers whether a whole value matches.
//!
//! The filters of `getSessionInfo` match so, too, and the same engine answers here, so a script can try a filter. To
//! search in a text, Python has `re`.

use rollcall_python_runtime as python2;
use rollcall_regex::{Budget, Error, ErrorKind, Filter};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt, PyStr, PyTypeRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::Representable;
use rustpython_vm::{Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::lang::{NullPointerException, throw};
use super::regex::pattern_syntax;
use crate::arguments::wrong_count;

/// The cost limit of one match: about a second of the slowest kind.
const STEPS: u64 = 100_000_000;

/// The class, made.
pub(super) fn class() -> PyTypeRef {
    Matcher::make_static_type();
    Pattern::make_static_type()
}

/// `java.util.regex.Pattern`.
#[pyclass(module = "java.util.regex", name = "Pattern")]
#[derive(Debug, PyPayload)]
pub(crate) struct Pattern {
    filter: Filter,
}

impl Pattern {
    fn new(pattern: &str, vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Pattern { filter: Filter::new(pattern).map_err(|e| exception(&e, vm))? })
    }

    fn is_match(&self, value: &str, vm: &VirtualMachine) -> PyResult<bool> {
        self.filter.is_match(value, &mut Budget::steps(STEPS)).map_err(|e| exception(&e, vm))
    }
}

#[pyclass(with(Representable))]
impl Pattern {
    /// `compile(pattern)`. Flags other than 0 are refused: they can be written into the pattern.
    #[pystaticmethod]
    fn compile(args: FuncArgs, vm: &VirtualMachine) -> PyResult<Pattern> {
        let args = positional("compile", 1, 2, args, vm)?;
        let null = "Cannot invoke \"String.isEmpty()\" because \"this.pattern\" is null";
        let pattern = text("compile", &args, 0, "String", null, vm)?;
        if args.get(1).is_some_and(|flags| !is_zero(flags, vm)) {
            return Err(vm.new_not_implemented_error("compile(): write flags into the pattern, as in \"(?i)billy\""));
        }
        Pattern::new(&pattern, vm)
    }

    /// `matches(pattern, value)`: whether the whole value matches.
    #[pystaticmethod]
    fn matches(args: FuncArgs, vm: &VirtualMachine) -> PyResult<bool> {
        let args = positional("matches", 2, 2, args, vm)?;
        let null = "Cannot invoke \"String.isEmpty()\" because \"this.pattern\" is null";
        let pattern = text("matches", &args, 0, "String", null, vm)?;
        let value = text("matches", &args, 1, "java.lang.CharSequence", NO_TEXT, vm)?;
        Pattern::new(&pattern, vm)?.is_match(&value, vm)
    }

    #[pymethod]
    fn matcher(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<Matcher> {
        let args = positional("matcher", 1, 1, args, vm)?;
        let value = text("matcher", &args, 0, "java.lang.CharSequence", NO_TEXT, vm)?;
        Ok(Matcher { filter: self.filter.clone(), value })
    }

    #[pymethod]
    fn pattern(&self, vm: &VirtualMachine) -> PyObjectRef {
        python2::from_host(self.filter.pattern(), vm)
    }

    #[pymethod(name = "toString")]
    fn java_text(&self, vm: &VirtualMachine) -> PyObjectRef {
        python2::from_host(self.filter.pattern(), vm)
    }
}

impl Representable for Pattern {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        Ok(python2::text_from_host(zelf.filter.pattern(), vm))
    }
}

/// Java's message when the value to match is null.
const NO_TEXT: &str = "Cannot invoke \"java.lang.CharSequence.length()\" because \"this.text\" is null";

/// `java.util.regex.Matcher`, of which there is `matches`.
#[pyclass(module = "java.util.regex", name = "Matcher")]
#[derive(Debug, PyPayload)]
pub(crate) struct Matcher {
    filter: Filter,
    value: String,
}

#[pyclass]
impl Matcher {
    #[pymethod]
    fn matches(&self, vm: &VirtualMachine) -> PyResult<bool> {
        Pattern { filter: self.filter.clone() }.is_match(&self.value, vm)
    }
}

/// The arguments of a Java method, which takes no names.
fn positional(
    method: &str,
    least: usize,
    most: usize,
    args: FuncArgs,
    vm: &VirtualMachine,
) -> PyResult<Vec<PyObjectRef>> {
    if !args.kwargs.is_empty() {
        return Err(vm.new_type_error(format!("{method}(): takes no keyword arguments")));
    }
    if !(least..=most).contains(&args.args.len()) {
        return Err(wrong_count(method, least, most, args.args.len(), vm));
    }
    Ok(args.args)
}

/// An argument that is a text; Java's message when it is None, Jython's when it is something else.
fn text(
    method: &str,
    args: &[PyObjectRef],
    index: usize,
    class: &str,
    null: &str,
    vm: &VirtualMachine,
) -> PyResult<String> {
    let value = &args[index];
    if vm.is_none(value) {
        return Err(throw::<NullPointerException>(null, vm));
    }
    let ordinal = ["1st", "2nd"][index];
    let wrong = || vm.new_type_error(format!("{method}(): {ordinal} arg can't be coerced to {class}"));
    let value = value.downcast_ref::<PyStr>().ok_or_else(wrong)?;
    Ok(python2::printable(value).into_owned())
}

fn is_zero(value: &PyObjectRef, vm: &VirtualMachine) -> bool {
    value.downcast_ref::<PyInt>().is_some_and(|n| n.try_to_primitive::<i64>(vm).is_ok_and(|n| n == 0))
}

fn exception(error: &Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
    match error.kind() {
        ErrorKind::Syntax => {
            pattern_syntax(error.description(), error.index().unwrap_or(-1), error.pattern(), &error.to_string(), vm)
        }
        ErrorKind::Unsupported => vm.new_not_implemented_error(error.to_string()),
        _ => vm.new_runtime_error(error.to_string()),
    }
}
