//! Java's exceptions, as `except` names them.

use super::lang::OBJECT;
use crate::class::{Class, bean, class, method};
use crate::function::{parameter, text};
use crate::value::Type;

/// The root of them.
pub const THROWABLE: &str = "java.lang.Throwable";
const ONE: Type = Type::Object(THROWABLE);

const MESSAGE: crate::Parameter = parameter("message", Type::OrNone(&Type::Text), "What happened.");
const CAUSE: crate::Parameter = parameter("cause", Type::OrNone(&ONE), "What led to it.");

/// An exception that differs from its base by its name.
const fn exception(name: &'static str, base: &'static str) -> Class {
    class(name, "One of Java's exceptions.").below(base)
}

/// The classes.
pub const CLASSES: &[Class] = &[
    class(
        THROWABLE,
        "The root of Java's exceptions. As in Jython `except Exception` of Python's does not catch them; a bare `except` and \
         `except java.lang.Exception` do.",
    )
    .below(OBJECT)
    .made_of(&[])
    .made_of(&[MESSAGE])
    .made_of(&[MESSAGE, CAUSE])
    .made_of(&[CAUSE])
    .has(&[
        bean("cause", "getCause", Type::OrNone(&ONE), "What led to it, or None."),
        method("fillInStackTrace", ONE, "Answers with itself."),
        method("getSuppressed", Type::List(&ONE), "An empty list."),
        method("initCause", ONE, "Says what led to it, once. Answers with itself.").takes(&[CAUSE]),
        bean("localizedMessage", "getLocalizedMessage", Type::OrNone(&Type::Text), "The message."),
        bean("message", "getMessage", Type::OrNone(&Type::Text), "The message; of a cause alone, the text of that."),
        method("printStackTrace", Type::Nothing, "Writes what it is and what led to it to the stream of errors."),
        bean("stackTrace", "getStackTrace", Type::List(&Type::Any), "An empty list: there are no frames of Java's."),
    ])
    .differs("No stack trace of Java's. An uncaught one ends the traceback with its class once, where Jython repeats it."),
    exception("java.lang.Error", THROWABLE),
    exception("java.lang.Exception", THROWABLE),
    exception("java.lang.RuntimeException", EXCEPTION),
    exception("java.lang.ArithmeticException", RUNTIME),
    exception("java.lang.ArrayStoreException", RUNTIME),
    exception("java.lang.ClassCastException", RUNTIME),
    exception("java.lang.IllegalArgumentException", RUNTIME),
    exception("java.lang.IllegalStateException", RUNTIME),
    exception("java.lang.IndexOutOfBoundsException", RUNTIME),
    exception("java.lang.NegativeArraySizeException", RUNTIME),
    exception("java.lang.NullPointerException", RUNTIME),
    exception("java.lang.SecurityException", RUNTIME),
    exception("java.lang.UnsupportedOperationException", RUNTIME),
    exception("java.lang.NumberFormatException", ARGUMENT),
    exception("java.lang.ArrayIndexOutOfBoundsException", INDEX),
    exception("java.lang.StringIndexOutOfBoundsException", INDEX),
    exception("java.lang.CloneNotSupportedException", EXCEPTION),
    exception("java.lang.InterruptedException", EXCEPTION),
    exception("java.lang.ReflectiveOperationException", EXCEPTION),
    exception("java.lang.ClassNotFoundException", "java.lang.ReflectiveOperationException"),
    exception("java.lang.NoSuchFieldException", "java.lang.ReflectiveOperationException"),
    exception("java.lang.NoSuchMethodException", "java.lang.ReflectiveOperationException"),
    exception("java.lang.AssertionError", "java.lang.Error"),
    exception("java.lang.VirtualMachineError", "java.lang.Error"),
    exception("java.lang.OutOfMemoryError", "java.lang.VirtualMachineError"),
    exception("java.lang.StackOverflowError", "java.lang.VirtualMachineError"),
    exception("java.io.IOException", EXCEPTION),
    exception("java.io.EOFException", IO),
    exception("java.io.FileNotFoundException", IO),
    exception("java.net.MalformedURLException", IO),
    exception("java.net.SocketException", IO),
    exception("java.net.ConnectException", "java.net.SocketException"),
    exception("java.net.SocketTimeoutException", IO),
    exception("java.net.UnknownHostException", IO),
    exception("java.sql.SQLException", EXCEPTION),
    exception("java.text.ParseException", EXCEPTION),
    exception("java.util.ConcurrentModificationException", RUNTIME),
    exception("java.util.EmptyStackException", RUNTIME),
    exception("java.util.NoSuchElementException", RUNTIME),
    exception("java.util.InputMismatchException", "java.util.NoSuchElementException"),
    exception("java.util.concurrent.CancellationException", "java.lang.IllegalStateException"),
    exception("java.util.concurrent.ExecutionException", EXCEPTION),
    exception("java.util.concurrent.TimeoutException", EXCEPTION),
    class("java.util.regex.PatternSyntaxException", "A pattern is not valid; raised for the filters of functions, too.")
        .below(ARGUMENT)
        .made_of(&[
            text("description", "What is wrong."),
            text("pattern", "The pattern."),
            parameter("index", Type::Integer, "Where it is wrong, or -1."),
        ])
        .has(&[
            bean("description", "getDescription", Type::Text, "What is wrong, in Java's words."),
            bean("index", "getIndex", Type::Integer, "Where it is wrong, counted from 0, or -1."),
            bean("pattern", "getPattern", Type::Text, "The pattern."),
        ]),
];

const EXCEPTION: &str = "java.lang.Exception";
const RUNTIME: &str = "java.lang.RuntimeException";
const ARGUMENT: &str = "java.lang.IllegalArgumentException";
const INDEX: &str = "java.lang.IndexOutOfBoundsException";
const IO: &str = "java.io.IOException";
