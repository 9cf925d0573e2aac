//! `java.util.regex`: the exception of an invalid pattern.

use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt};
use rustpython_vm::class::StaticType;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine, pyclass};

use super::lang::IllegalArgumentException;

/// The attribute that holds the message as composed by the code that rejected the pattern.
const MESSAGE: &str = "_message";

/// `java.util.regex.PatternSyntaxException(description, pattern, index)`.
#[pyclass(module = "java.util.regex", name = "PatternSyntaxException", base = IllegalArgumentException)]
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct PatternSyntaxException(IllegalArgumentException);

#[pyclass(flags(BASETYPE, HAS_DICT))]
impl PatternSyntaxException {
    #[pymethod(name = "getDescription")]
    fn get_description(zelf: PyBaseExceptionRef) -> Option<PyObjectRef> {
        zelf.get_arg(0)
    }

    #[pymethod(name = "getPattern")]
    fn get_pattern(zelf: PyBaseExceptionRef) -> Option<PyObjectRef> {
        zelf.get_arg(1)
    }

    #[pymethod(name = "getIndex")]
    fn get_index(zelf: PyBaseExceptionRef) -> Option<PyObjectRef> {
        zelf.get_arg(2)
    }

    #[pygetset]
    fn description(zelf: PyBaseExceptionRef) -> Option<PyObjectRef> {
        zelf.get_arg(0)
    }

    #[pygetset]
    fn pattern(zelf: PyBaseExceptionRef) -> Option<PyObjectRef> {
        zelf.get_arg(1)
    }

    #[pygetset]
    fn index(zelf: PyBaseExceptionRef) -> Option<PyObjectRef> {
        zelf.get_arg(2)
    }
}

/// The exception of a pattern that has been rejected elsewhere.
pub(crate) fn pattern_syntax(
    description: &str,
    index: i64,
    pattern: &str,
    message: &str,
    vm: &VirtualMachine,
) -> PyBaseExceptionRef {
    let text = |text: &str| python2::from_host(text, vm);
    let args = vec![text(description), text(pattern), vm.ctx.new_int(index).into()];
    let exception = vm.new_exception(PatternSyntaxException::static_type().to_owned(), args);
    // Without the attribute the message is composed from the parts, which gives the same but for the line ends.
    let _ = exception.as_object().set_attr(MESSAGE, vm.ctx.new_str(message), vm);
    exception
}

/// The message of a [`PatternSyntaxException`], None for any other exception.
pub(crate) fn message(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<Option<String>> {
    if !exception.fast_isinstance(PatternSyntaxException::static_type()) {
        return Ok(None);
    }
    if let Some(message) = vm.get_attribute_opt(exception.as_object().to_owned(), MESSAGE)? {
        return Ok(Some(message.str(vm)?.as_wtf8().to_string_lossy().into_owned()));
    }
    let part = |index: usize| -> PyResult<String> {
        let part = exception.get_arg(index).unwrap_or_else(|| vm.ctx.none());
        Ok(part.str(vm)?.as_wtf8().to_string_lossy().into_owned())
    };
    let index = exception.get_arg(2).and_then(|i| i.downcast_ref::<PyInt>().map(|i| i.try_to_primitive::<i64>(vm)));
    Ok(Some(compose(&part(0)?, &part(1)?, index.transpose()?.unwrap_or(-1))))
}

/// The form that the javadoc of `PatternSyntaxException.getMessage` describes: description, index, pattern, a mark.
fn compose(description: &str, pattern: &str, index: i64) -> String {
    let Ok(index) = usize::try_from(index) else { return format!("{description}\n{pattern}") };
    let mark = if index < pattern.encode_utf16().count() { format!("\n{:index$}^", "") } else { String::new() };
    format!("{description} near index {index}\n{pattern}{mark}")
}
