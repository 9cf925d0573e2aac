//! Java's exceptions, of `java.lang` and beyond.
//!
//! They are not Python `Exception`s, as in Jython: a bare `except` catches them, or `except java.lang.Exception`, and
//! `except Exception` does not. Their text begins with the class, as `Throwable.toString` has it.

use rustpython_vm::builtins::PyBaseException;
use rustpython_vm::builtins::PyStr;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyTypeRef};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::{AsObject, PyRef, PyResult, VirtualMachine, pyclass};

use crate::python2;

/// The root of Java's exceptions: message and cause, as `java.lang.Throwable` has them.
#[pyclass(module = "java.lang", name = "Throwable", base = PyBaseException)]
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct Throwable(PyBaseException);

#[pyclass(flags(BASETYPE, HAS_DICT))]
impl Throwable {
    #[pymethod(name = "getMessage")]
    fn get_message(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult {
        message(&zelf, vm)
    }

    #[pymethod(name = "getLocalizedMessage")]
    fn get_localized_message(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult {
        message(&zelf, vm)
    }

    #[pygetset(name = "message")]
    fn message(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult {
        message(&zelf, vm)
    }

    #[pygetset(name = "localizedMessage")]
    fn localized_message(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult {
        message(&zelf, vm)
    }

    #[pymethod(name = "getCause")]
    fn get_cause(zelf: PyBaseExceptionRef) -> Option<PyBaseExceptionRef> {
        zelf.__cause__()
    }

    #[pygetset]
    fn cause(zelf: PyBaseExceptionRef) -> Option<PyBaseExceptionRef> {
        zelf.__cause__()
    }

    #[pymethod(name = "toString")]
    fn to_string(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        text(&zelf, vm)
    }

    #[pymethod]
    fn __str__(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        text(&zelf, vm)
    }

    #[pymethod]
    fn __unicode__(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        text(&zelf, vm)
    }
}

/// A class of exceptions that differs from its base by its name only.
macro_rules! exception {
    ($name:ident, $python:literal, $module:literal, $base:ident) => {
        #[doc = concat!("`", $module, ".", $python, "`.")]
        #[pyclass(module = $module, name = $python, base = $base)]
        #[derive(Debug)]
        #[repr(transparent)]
        pub(crate) struct $name($base);

        #[pyclass(flags(BASETYPE, HAS_DICT))]
        impl $name {}
    };
}

exception!(Error, "Error", "java.lang", Throwable);
exception!(Exception, "Exception", "java.lang", Throwable);
exception!(RuntimeException, "RuntimeException", "java.lang", Exception);
exception!(ArithmeticException, "ArithmeticException", "java.lang", RuntimeException);
exception!(ClassCastException, "ClassCastException", "java.lang", RuntimeException);
exception!(IllegalArgumentException, "IllegalArgumentException", "java.lang", RuntimeException);
exception!(NumberFormatException, "NumberFormatException", "java.lang", IllegalArgumentException);
exception!(IllegalStateException, "IllegalStateException", "java.lang", RuntimeException);
exception!(IndexOutOfBoundsException, "IndexOutOfBoundsException", "java.lang", RuntimeException);
exception!(ArrayIndexOutOfBoundsException, "ArrayIndexOutOfBoundsException", "java.lang", IndexOutOfBoundsException);
exception!(NullPointerException, "NullPointerException", "java.lang", RuntimeException);
exception!(UnsupportedOperationException, "UnsupportedOperationException", "java.lang", RuntimeException);
exception!(ParseException, "ParseException", "java.text", Exception);

/// Makes the classes, bases first.
pub(crate) fn classes() -> Vec<PyTypeRef> {
    vec![
        Throwable::make_static_type(),
        Error::make_static_type(),
        Exception::make_static_type(),
        RuntimeException::make_static_type(),
        ArithmeticException::make_static_type(),
        ClassCastException::make_static_type(),
        IllegalArgumentException::make_static_type(),
        NumberFormatException::make_static_type(),
        IllegalStateException::make_static_type(),
        IndexOutOfBoundsException::make_static_type(),
        ArrayIndexOutOfBoundsException::make_static_type(),
        NullPointerException::make_static_type(),
        UnsupportedOperationException::make_static_type(),
        ParseException::make_static_type(),
        super::regex::PatternSyntaxException::make_static_type(),
    ]
}

/// Whether the exception is one of Java's.
pub(crate) fn is_throwable(exception: &PyBaseExceptionRef) -> bool {
    exception.fast_isinstance(Throwable::static_type())
}

/// A new exception of the class `T`.
pub(crate) fn throw<T: StaticType>(message: impl Into<String>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let message = python2::from_host(message.into(), vm);
    vm.new_exception(T::static_type().to_owned(), vec![message])
}

/// What `getMessage` answers: the first argument, but a pattern's error composes it.
fn message(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult {
    if let Some(message) = super::regex::message(exception, vm)? {
        return Ok(python2::from_host(message, vm));
    }
    let given = exception.get_arg(0).unwrap_or_else(|| vm.ctx.none());
    // Java's texts come back as `unicode`, whatever was given.
    Ok(match given.downcast_ref::<PyStr>() {
        Some(text) => python2::from_host(text.to_string_lossy(), vm),
        None => given,
    })
}

/// `class: message`, or the class alone when there is no message.
pub(crate) fn text(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let class = exception.class().to_owned();
    let name = class.as_object().get_attr("__qualname__", vm)?.str(vm)?;
    let module = class.as_object().get_attr("__module__", vm)?.str(vm)?;
    let name = format!("{}.{}", module.as_wtf8(), name.as_wtf8());
    let name = name.strip_prefix("__main__.").unwrap_or(&name);
    let message = message(exception, vm)?;
    if vm.is_none(&message) {
        return Ok(python2::text_from_host(name, vm));
    }
    let message = python2::text_of(&message, vm)?;
    Ok(python2::text_from_host(format!("{name}: {message}"), vm))
}
