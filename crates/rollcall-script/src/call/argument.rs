//! The source of a body's parameter: an argument, as a script gives it, in a type of Rust.
//!
//! The words of the errors are Jython's, or name the parameter; scripts and their writers know them.

use std::fmt;
use std::rc::Rc;

use rollcall_catalogue::{Literal, Parameter, Type, value};
use rollcall_dataset::Dataset;
use rollcall_python_runtime as python2;
use rollcall_wire::component::ComponentInfo;
use rollcall_wire::host::WindowName;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyDict, PyDictRef, PyInt, PyStr};
use rustpython_vm::{PyObject, PyObjectRef, PyResult};

use super::Call;
use crate::arguments;
use crate::component::Component;
use crate::component::event::Event;
use crate::dataset::as_dataset;

/// An argument with its parameter.
#[derive(Clone, Copy)]
pub(crate) struct Argument<'a> {
    pub(super) call: Call<'a>,
    pub(super) parameter: &'static Parameter,
    /// Its place among the parameters.
    pub(super) index: usize,
    /// The given value; None counts as not given.
    pub(super) given: Option<&'a PyObject>,
}

impl Argument<'_> {
    fn ordinal(&self) -> &'static str {
        ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"].get(self.index).copied().unwrap_or("last")
    }

    fn refused(&self, problem: impl fmt::Display) -> PyBaseExceptionRef {
        self.call.type_error(format!("{} arg {problem}", self.ordinal()))
    }

    fn wrong_type(&self, expected: &str, given: &PyObject) -> PyBaseExceptionRef {
        arguments::wrong_type(self.index, expected, given, self.call.vm)
    }

    fn class_of_given(&self) -> String {
        self.given.map_or_else(|| "NoneType".to_owned(), |given| given.class().slot_name().to_string())
    }
}

/// A type that is made from an argument.
pub(crate) trait FromArgument: Sized {
    /// Whether this type fits a parameter.
    fn fits(parameter: &Parameter) -> bool;

    /// The value.
    ///
    /// # Errors
    /// A `TypeError` when something else was given.
    fn from_argument(argument: Argument<'_>) -> PyResult<Self>;
}

/// A text; one that is not given is the default, and empty when there is no default.
impl FromArgument for String {
    fn fits(parameter: &Parameter) -> bool {
        parameter.takes == Type::Text && matches!(parameter.default, None | Some(Literal::Text(_)))
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        let default = match argument.parameter.default {
            Some(Literal::Text(text)) => text,
            _ => "",
        };
        Option::<String>::from_argument(argument).map(|given| given.unwrap_or_else(|| default.to_owned()))
    }
}

/// A text, or None when it is not given.
impl FromArgument for Option<String> {
    fn fits(parameter: &Parameter) -> bool {
        parameter.takes == Type::Text && matches!(parameter.default, None | Some(Literal::None))
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        let Some(given) = argument.given else { return Ok(None) };
        match given.downcast_ref::<PyStr>() {
            // A lone surrogate cannot be sent, and no name that is stored contains one.
            Some(text) => Ok(Some(python2::printable(text).into_owned())),
            None => Err(argument.wrong_type("string", given)),
        }
    }
}

/// A text that must be one: None is refused.
#[derive(Debug)]
pub(crate) struct Filled(pub(crate) String);

impl FromArgument for Filled {
    fn fits(parameter: &Parameter) -> bool {
        parameter.takes == Type::Text && parameter.default.is_none()
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        let name = argument.parameter.name;
        let missing = || argument.call.type_error(format!("{name} is a text, not None"));
        Option::<String>::from_argument(argument)?.map(Filled).ok_or_else(missing)
    }
}

/// A truth value. Like Java's, a number will do.
impl FromArgument for bool {
    fn fits(parameter: &Parameter) -> bool {
        parameter.takes == Type::Boolean && matches!(parameter.default, None | Some(Literal::Boolean(_)))
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        let Some(given) = argument.given else {
            return Ok(argument.parameter.default == Some(Literal::Boolean(true)));
        };
        match given.downcast_ref::<PyInt>() {
            Some(_) => given.to_owned().try_to_bool(argument.call.vm),
            None => Err(argument.wrong_type("boolean", given)),
        }
    }
}

/// Any object, or None: for a body that examines it itself.
impl FromArgument for Option<PyObjectRef> {
    fn fits(_parameter: &Parameter) -> bool {
        true
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        Ok(argument.given.map(PyObject::to_owned))
    }
}

/// A dictionary, or None when it is not given.
impl FromArgument for Option<PyDictRef> {
    fn fits(parameter: &Parameter) -> bool {
        parameter.takes == Type::Dictionary && parameter.default == Some(Literal::None)
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        let Some(given) = argument.given else { return Ok(None) };
        let wrong = || format!("{} is a dictionary, not {}", argument.parameter.name, argument.class_of_given());
        match given.to_owned().downcast::<PyDict>() {
            Ok(dictionary) => Ok(Some(dictionary)),
            Err(_) => Err(argument.call.type_error(wrong())),
        }
    }
}

/// The value of a parameter that exists for the original's sake: it may be any value that has no effect.
#[derive(Debug)]
pub(crate) struct NotProvided {
    /// Whether something was asked for: an empty dictionary or list asks for nothing.
    pub(crate) is_given: bool,
}

impl FromArgument for NotProvided {
    fn fits(parameter: &Parameter) -> bool {
        parameter.is_not_provided
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        let vm = argument.call.vm;
        let is_given = argument.given.is_some_and(|given| given.to_owned().try_to_bool(vm).unwrap_or(true));
        Ok(NotProvided { is_given })
    }
}

/// A function, or an object that can be called like one.
#[derive(Debug)]
pub(crate) struct Callable(pub(crate) PyObjectRef);

impl FromArgument for Callable {
    fn fits(parameter: &Parameter) -> bool {
        parameter.takes == Type::Callable
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        match argument.given.filter(|given| given.is_callable()) {
            Some(given) => Ok(Callable(given.to_owned())),
            None => Err(argument.call.type_error(format!(
                "a function is wanted, not {}; without the parentheses that would call it",
                argument.class_of_given()
            ))),
        }
    }
}

/// The rows of a dataset of either kind.
impl FromArgument for Rc<Dataset> {
    fn fits(parameter: &Parameter) -> bool {
        parameter.takes == value::DATASET
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        let dataset = argument.given.and_then(as_dataset);
        dataset.ok_or_else(|| argument.refused("can't be coerced to Dataset"))
    }
}

/// The component that an event comes from; a component stands for itself.
#[derive(Debug)]
pub(crate) struct Source(pub(crate) ComponentInfo);

impl Source {
    fn of(given: &PyObject) -> Option<Self> {
        match given.downcast_ref::<Event>() {
            Some(event) => Some(Source(event.wire().source.clone())),
            None => given.downcast_ref::<Component>().map(|component| Source(component.info().clone())),
        }
    }
}

impl FromArgument for Source {
    fn fits(parameter: &Parameter) -> bool {
        parameter.takes == value::EVENT_OR_COMPONENT
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        argument.given.and_then(Source::of).ok_or_else(|| argument.refused("is not an event"))
    }
}

/// A window by its path, itself, a component in it, or an event.
impl FromArgument for WindowName {
    fn fits(parameter: &Parameter) -> bool {
        parameter.takes == value::WINDOW
    }

    fn from_argument(argument: Argument<'_>) -> PyResult<Self> {
        if let Some(source) = argument.given.and_then(Source::of) {
            return Ok(WindowName::Component(source.0.at));
        }
        let missing = || argument.call.type_error("a window is wanted, not None");
        Option::<String>::from_argument(argument)?.map(WindowName::Path).ok_or_else(missing)
    }
}
