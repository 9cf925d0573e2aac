//! Java's exceptions, of `java.lang` and beyond.
//!
//! They are not Python `Exception`s, as in Jython: a bare `except` catches them, or `except java.lang.Exception`, and
//! `except Exception` does not. Their text begins with the class, as `Throwable.toString` has it.

use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseException, PyBaseExceptionRef, PyListRef, PyStr, PyTypeRef};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::Initializer;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine, pyclass};

/// The root of Java's exceptions: message and cause, as `java.lang.Throwable` has them.
#[pyclass(module = "java.lang", name = "Throwable", base = PyBaseException)]
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct Throwable(PyBaseException);

#[pyclass(with(Initializer), flags(BASETYPE, HAS_DICT))]
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

    /// `initCause(cause)`: sets the cause, once.
    #[pymethod(name = "initCause")]
    fn init_cause(zelf: PyBaseExceptionRef, cause: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
        let Some(wanted) = as_cause(&cause, vm) else {
            return Err(vm.new_type_error("initCause(): 1st arg can't be coerced to java.lang.Throwable"));
        };
        if has_cause(&zelf) {
            let shown = match &wanted {
                Some(wanted) => text(wanted, vm)?.to_string_lossy().into_owned(),
                None => "a null".to_owned(),
            };
            return Err(throw::<IllegalStateException>(format!("Can't overwrite cause with {shown}"), vm));
        }
        if wanted.as_ref().is_some_and(|wanted| wanted.is(&zelf)) {
            return Err(throw::<IllegalArgumentException>("Self-causation not permitted", vm));
        }
        zelf.set___cause__(wanted);
        Ok(zelf)
    }

    #[pymethod(name = "fillInStackTrace")]
    fn fill_in_stack_trace(zelf: PyBaseExceptionRef) -> PyBaseExceptionRef {
        zelf
    }

    /// Java's frames: always an empty array.
    #[pymethod(name = "getStackTrace")]
    fn get_stack_trace(_zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(Vec::new())
    }

    #[pygetset(name = "stackTrace")]
    fn stack_trace(_zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(Vec::new())
    }

    #[pymethod(name = "getSuppressed")]
    fn get_suppressed(_zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(Vec::new())
    }

    /// `printStackTrace()`: the exception and its causes, on the stream of errors.
    #[pymethod(name = "printStackTrace")]
    fn print_stack_trace(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<()> {
        let errors = vm.sys_module.get_attr("stderr", vm)?;
        let (mut next, mut before) = (Some(zelf), "");
        for _ in 0..MOST_CAUSES {
            let Some(throwable) = next else { break };
            let line = format!("{before}{}\n", text(&throwable, vm)?.to_string_lossy());
            vm.call_method(&errors, "write", (vm.ctx.new_str(line),))?;
            (next, before) = (throwable.__cause__(), "Caused by: ");
        }
        Ok(())
    }

    #[pymethod]
    fn equals(zelf: PyBaseExceptionRef, other: PyObjectRef) -> bool {
        zelf.is(&other)
    }

    #[pymethod(name = "hashCode")]
    fn hash_code(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<i32> {
        python2::java_hash_of(zelf.as_object(), vm)
    }

    #[pymethod(name = "getClass")]
    fn get_class(zelf: PyBaseExceptionRef) -> PyTypeRef {
        zelf.class().to_owned()
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

/// How many causes are shown: they may go round.
const MOST_CAUSES: usize = 100;

/// A cause as it is given: Python's None for no cause, nothing for an object that cannot be a cause.
fn as_cause(given: &PyObject, vm: &VirtualMachine) -> Option<Option<PyBaseExceptionRef>> {
    if vm.is_none(given) {
        return Some(None);
    }
    let exception = given.to_owned().downcast::<PyBaseException>().ok()?;
    is_throwable(&exception).then_some(Some(exception))
}

/// Whether its cause is decided, by its constructor or since.
fn has_cause(exception: &PyBaseExceptionRef) -> bool {
    let args = exception.args();
    let by_constructor = match args.as_slice() {
        [only] => only.downcast_ref::<PyBaseException>().is_some(),
        [_, _] => true,
        _ => false,
    };
    by_constructor || exception.__cause__().is_some()
}

impl Initializer for Throwable {
    type Args = FuncArgs;

    /// `()`, `(message)`, `(message, cause)` or `(cause)`.
    fn slot_init(zelf: PyObjectRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let exception = zelf.clone().downcast::<PyBaseException>();
        let exception = exception.map_err(|_| vm.new_type_error("an exception was expected"))?;
        let has_own = [ParseException::static_type(), super::regex::PatternSyntaxException::static_type()];
        if has_own.iter().all(|class| !exception.fast_isinstance(class)) {
            check(&exception, &args.args, vm)?;
        }
        PyBaseException::slot_init(zelf, args, vm)
    }

    fn init(_zelf: PyRef<Self>, _args: Self::Args, _vm: &VirtualMachine) -> PyResult<()> {
        Ok(())
    }
}

/// Refuses arguments that Java's constructors do not take, and keeps the cause.
fn check(exception: &PyBaseExceptionRef, args: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<()> {
    let name = super::object::java_name(exception.class(), vm);
    let is_message = |given: &PyObject| vm.is_none(given) || given.downcast_ref::<PyStr>().is_some();
    let cause = match args {
        [] => return Ok(()),
        [only] if is_message(only) => return Ok(()),
        [only] => as_cause(only, vm)
            .ok_or_else(|| format!("{name}(): 1st arg can't be coerced to String, java.lang.Throwable")),
        [message, _] if !is_message(message) => Err(format!("{name}(): 1st arg can't be coerced to String")),
        [_, cause] => {
            as_cause(cause, vm).ok_or_else(|| format!("{name}(): 2nd arg can't be coerced to java.lang.Throwable"))
        }
        more => Err(format!("{name}(): expected 0-2 args; got {}", more.len())),
    };
    let cause = cause.map_err(|words| vm.new_type_error(words))?;
    exception.set___cause__(cause);
    Ok(())
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
exception!(SecurityException, "SecurityException", "java.lang", RuntimeException);
exception!(ArrayStoreException, "ArrayStoreException", "java.lang", RuntimeException);
exception!(NegativeArraySizeException, "NegativeArraySizeException", "java.lang", RuntimeException);
exception!(StringIndexOutOfBoundsException, "StringIndexOutOfBoundsException", "java.lang", IndexOutOfBoundsException);
exception!(CloneNotSupportedException, "CloneNotSupportedException", "java.lang", Exception);
exception!(InterruptedException, "InterruptedException", "java.lang", Exception);
exception!(ReflectiveOperationException, "ReflectiveOperationException", "java.lang", Exception);
exception!(ClassNotFoundException, "ClassNotFoundException", "java.lang", ReflectiveOperationException);
exception!(NoSuchFieldException, "NoSuchFieldException", "java.lang", ReflectiveOperationException);
exception!(NoSuchMethodException, "NoSuchMethodException", "java.lang", ReflectiveOperationException);
exception!(AssertionError, "AssertionError", "java.lang", Error);
exception!(VirtualMachineError, "VirtualMachineError", "java.lang", Error);
exception!(OutOfMemoryError, "OutOfMemoryError", "java.lang", VirtualMachineError);
exception!(StackOverflowError, "StackOverflowError", "java.lang", VirtualMachineError);
exception!(IOException, "IOException", "java.io", Exception);
exception!(FileNotFoundException, "FileNotFoundException", "java.io", IOException);
exception!(EOFException, "EOFException", "java.io", IOException);
exception!(SQLException, "SQLException", "java.sql", Exception);
exception!(NoSuchElementException, "NoSuchElementException", "java.util", RuntimeException);
exception!(InputMismatchException, "InputMismatchException", "java.util", NoSuchElementException);
exception!(ConcurrentModificationException, "ConcurrentModificationException", "java.util", RuntimeException);
exception!(EmptyStackException, "EmptyStackException", "java.util", RuntimeException);
exception!(TimeoutException, "TimeoutException", "java.util.concurrent", Exception);
exception!(ExecutionException, "ExecutionException", "java.util.concurrent", Exception);
exception!(CancellationException, "CancellationException", "java.util.concurrent", IllegalStateException);
exception!(UnknownHostException, "UnknownHostException", "java.net", IOException);
exception!(SocketException, "SocketException", "java.net", IOException);
exception!(ConnectException, "ConnectException", "java.net", SocketException);
exception!(SocketTimeoutException, "SocketTimeoutException", "java.net", IOException);
exception!(MalformedURLException, "MalformedURLException", "java.net", IOException);
exception!(ParseException, "ParseException", "java.text", Exception);

/// Makes the classes, bases first.
pub(crate) fn classes() -> Vec<PyTypeRef> {
    let classes = vec![
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
        SecurityException::make_static_type(),
        ArrayStoreException::make_static_type(),
        NegativeArraySizeException::make_static_type(),
        StringIndexOutOfBoundsException::make_static_type(),
        CloneNotSupportedException::make_static_type(),
        InterruptedException::make_static_type(),
        ReflectiveOperationException::make_static_type(),
        ClassNotFoundException::make_static_type(),
        NoSuchFieldException::make_static_type(),
        NoSuchMethodException::make_static_type(),
        AssertionError::make_static_type(),
        VirtualMachineError::make_static_type(),
        OutOfMemoryError::make_static_type(),
        StackOverflowError::make_static_type(),
        IOException::make_static_type(),
        FileNotFoundException::make_static_type(),
        EOFException::make_static_type(),
        SQLException::make_static_type(),
        NoSuchElementException::make_static_type(),
        InputMismatchException::make_static_type(),
        ConcurrentModificationException::make_static_type(),
        EmptyStackException::make_static_type(),
        TimeoutException::make_static_type(),
        ExecutionException::make_static_type(),
        CancellationException::make_static_type(),
        UnknownHostException::make_static_type(),
        SocketException::make_static_type(),
        ConnectException::make_static_type(),
        SocketTimeoutException::make_static_type(),
        MalformedURLException::make_static_type(),
        ParseException::make_static_type(),
        super::regex::PatternSyntaxException::make_static_type(),
    ];
    for class in &classes {
        class.slots.init.store(Some(<Throwable as Initializer>::slot_init));
    }
    classes
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

/// The result of `getMessage`: the first argument, but a pattern's error composes it.
fn message(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult {
    if let Some(message) = super::regex::message(exception, vm)? {
        return Ok(python2::from_host(message, vm));
    }
    let given = exception.get_arg(0).unwrap_or_else(|| vm.ctx.none());
    // With only a cause, the message is its text.
    if let Some(cause) = given.downcast_ref::<PyBaseException>() {
        return Ok(text(&cause.to_owned(), vm)?.into());
    }
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
