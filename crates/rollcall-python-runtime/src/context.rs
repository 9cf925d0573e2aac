//! The words of errors that depend on where they were raised.
//!
//! The engine's messages name functions and classes; the names in Python 2's messages are found in the frame in which
//! the error was raised. An error that is not found there keeps the engine's words.

use std::borrow::Borrow;

use rustpython_vm::builtins::{
    PyBaseExceptionRef, PyClassMethod, PyCode, PyFunction, PyStaticMethod, PyStr, PyTuple, PyType,
};
use rustpython_vm::bytecode::CodeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, VirtualMachine};

use super::{class, language, wording};

/// Jython's message in place of an engine's; None if it is another one, or its place is not known.
pub(super) fn reworded(exception: &PyBaseExceptionRef, message: &str, vm: &VirtualMachine) -> Option<String> {
    missing_arguments(exception, message, vm)
        .or_else(|| missing_attribute(exception, message, vm))
        .or_else(|| missing_name(exception, message))
        .or_else(|| unsupported_operands(exception, message, vm))
        .or_else(|| unhashable(exception, message, vm))
        .or_else(|| no_parameters(exception, message, vm))
        .or_else(|| abstract_class(message))
}

/// A call with too few arguments. The engine names those that are missing, Python 2 counts all, so the function is
/// looked for where it was called.
fn missing_arguments(exception: &PyBaseExceptionRef, message: &str, vm: &VirtualMachine) -> Option<String> {
    let (path, rest) = message.split_once("() missing ")?;
    let (missing, rest) = rest.split_once(' ')?;
    if !rest.starts_with("required positional") {
        return None;
    }
    let missing: usize = missing.parse().ok()?;
    let name = path.rsplit('.').next()?;
    let (total, defaults) = match called_function(exception, path, vm) {
        Some(function) => parameters_of(&function, vm)?,
        None if name == "<lambda>" => parameters_of_lambda(exception, message)?,
        None => return None,
    };
    let required = total.saturating_sub(defaults);
    let wanted = if defaults > 0 { format!("at least {required}") } else { format!("exactly {total}") };
    Some(wording::counted(name, &wanted, &required.saturating_sub(missing).to_string()))
}

/// How many parameters a function has, and how many of them have defaults.
fn parameters_of(function: &Py<PyFunction>, vm: &VirtualMachine) -> Option<(usize, usize)> {
    let code = function.as_object().get_attr("__code__", vm).ok()?;
    let total: usize = code.get_attr("co_argcount", vm).ok()?.try_to_value(vm).ok()?;
    let defaults = function.as_object().get_attr("__defaults__", vm).ok()?;
    Some((total, defaults.downcast_ref::<PyTuple>().map_or(0, |defaults| defaults.len())))
}

/// How many parameters a lambda has that stands where it is called, the first one with those that are missing, and how
/// many have defaults: those behind the last that is missing.
fn parameters_of_lambda(exception: &PyBaseExceptionRef, message: &str) -> Option<(usize, usize)> {
    let frame = exception.__traceback__()?.iter().last()?.frame.clone();
    let missing: Vec<&str> = message.split('\'').skip(1).step_by(2).collect();
    frame.code.code.constants.iter().find_map(|constant| {
        let constant: &PyObject = constant.borrow();
        let code = &constant.downcast_ref::<PyCode>()?.code;
        let parameters = code.varnames.get(..code.arg_count as usize)?;
        let place = |name: &&str| parameters.iter().position(|parameter| parameter.as_str() == *name);
        let places = missing.iter().map(place).collect::<Option<Vec<usize>>>()?;
        let required = places.into_iter().max()? + 1;
        (code.obj_name.as_str() == "<lambda>").then_some((parameters.len(), parameters.len() - required))
    })
}

/// Operators name old-style instances by their type, which they all share.
fn unsupported_operands(exception: &PyBaseExceptionRef, message: &str, vm: &VirtualMachine) -> Option<String> {
    let rest = message.strip_prefix("unsupported operand type(s) for ")?;
    let (operator, types) = rest.split_once(": ")?;
    let (left, right) = types.strip_prefix('\'')?.strip_suffix('\'')?.split_once("' and '")?;
    let shown = |name: &str| if is_old_class(exception, name, vm) { "instance".to_owned() } else { name.to_owned() };
    let (shown_left, shown_right) = (shown(left), shown(right));
    if shown_left == left && shown_right == right {
        return None;
    }
    let operator = if operator.starts_with("**") { "**" } else { operator.trim_end_matches('=') };
    Some(format!("unsupported operand type(s) for {operator}: '{shown_left}' and '{shown_right}'"))
}

/// An old-style instance is named by its type here, too.
fn unhashable(exception: &PyBaseExceptionRef, message: &str, vm: &VirtualMachine) -> Option<String> {
    let (_, name) = message.split_once("unhashable type: '")?;
    let name = name.trim_end_matches([')', '\'']);
    is_old_class(exception, name, vm).then(|| "unhashable instance".to_owned())
}

/// A new-style class without `__init__` that is given arguments. One of the old style has other words.
fn no_parameters(exception: &PyBaseExceptionRef, message: &str, vm: &VirtualMachine) -> Option<String> {
    let name = message.strip_suffix("() takes no arguments")?;
    let found = found_by_name(exception, name, vm)?;
    let is_new = found.downcast_ref::<PyType>().is_some() && !class::is_old(&found);
    is_new.then(|| "object.__new__() takes no parameters".to_owned())
}

/// Whether a name is that of an old-style class where the exception was raised.
fn is_old_class(exception: &PyBaseExceptionRef, name: &str, vm: &VirtualMachine) -> bool {
    found_by_name(exception, name, vm).is_some_and(|found| class::is_old(&found))
}

/// Which methods of an abstract class are missing.
fn abstract_class(message: &str) -> Option<String> {
    let (class, methods) =
        message.strip_prefix("class ")?.split_once(" without an implementation for abstract method")?;
    let methods = methods.trim_start_matches('s').trim().replace('\'', "");
    Some(format!("Can't instantiate abstract class {class} with abstract methods {methods}"))
}

/// An instance of an old-style class has its own message for a missing attribute.
fn missing_attribute(exception: &PyBaseExceptionRef, message: &str, vm: &VirtualMachine) -> Option<String> {
    if !exception.fast_isinstance(vm.ctx.exceptions.attribute_error) {
        return None;
    }
    let (class, rest) = message.strip_prefix('\'')?.split_once("' object has no attribute ")?;
    let object = exception.as_object().get_attr("obj", vm).ok()?;
    if language().is_some_and(|language| (language.embedding.is_java)(object.class())) {
        return Some(format!("'{}' object has no attribute {rest}", object.class().slot_name()));
    }
    if object.fast_isinstance(vm.ctx.exceptions.base_exception_type) {
        return Some(format!("'exceptions.{class}' object has no attribute {rest}"));
    }
    class::is_old(object.class().as_object()).then(|| format!("{class} instance has no attribute {rest}"))
}

/// A name that a function does not find is a global one. A list comprehension that is a function of its own stands in a
/// module or a class: in functions the engine makes them part of these.
fn missing_name(exception: &PyBaseExceptionRef, message: &str) -> Option<String> {
    let name = message.strip_prefix("name '")?.strip_suffix("' is not defined")?;
    let frame = exception.__traceback__()?.iter().last()?.frame.clone();
    let is_function = frame.code.flags.contains(CodeFlags::OPTIMIZED) && frame.code.obj_name.as_str() != "<listcomp>";
    is_function.then(|| format!("global name '{name}' is not defined"))
}

fn called_function(exception: &PyBaseExceptionRef, path: &str, vm: &VirtualMachine) -> Option<PyRef<PyFunction>> {
    if let Some(found) = function_of_path(exception, path, vm) {
        return Some(found);
    }
    let path = path.rsplit("<locals>.").next()?;
    let mut names = path.split('.');
    let mut found = found_by_name(exception, names.next()?, vm)?;
    for name in names {
        found = found.get_attr(&vm.ctx.new_str(name), vm).ok()?;
    }
    let found = super::method::UnboundMethod::function_of(found);
    found.downcast::<PyFunction>().ok()
}

/// A function that is somewhere in the names where it was called: itself, or as a method of one of them or of its class.
fn function_of_path(exception: &PyBaseExceptionRef, path: &str, vm: &VirtualMachine) -> Option<PyRef<PyFunction>> {
    let frame = exception.__traceback__()?.iter().last()?.frame.clone();
    let locals = frame.locals(vm).ok()?;
    let locals = vm.extract_elements_with(locals.mapping().values(vm).ok()?.as_object(), Ok).ok()?;
    let globals = frame.globals.values_vec();
    let name = vm.ctx.new_str(path.rsplit('.').next()?);
    let is_wanted = |found: &PyRef<PyFunction>| {
        let shown = found.as_object().get_attr("__qualname__", vm).ok();
        shown
            .is_some_and(|shown| shown.downcast_ref::<PyStr>().is_some_and(|shown| shown.as_bytes() == path.as_bytes()))
    };
    let of = |value: &PyObjectRef| {
        let itself = super::method::UnboundMethod::function_of(value.clone()).downcast::<PyFunction>().ok();
        itself.filter(is_wanted).or_else(|| method_of(value, &name, vm).filter(is_wanted))
    };
    locals.iter().chain(globals.iter()).find_map(of)
}

/// The function behind a method of this name, without asking anything that a script has written.
fn method_of(value: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> Option<PyRef<PyFunction>> {
    let name = vm.ctx.interned_str(name)?;
    let class = value.downcast_ref::<PyType>().unwrap_or_else(|| value.class());
    let found = class.get_attr(name)?;
    let is_bound = found.downcast_ref::<PyClassMethod>().is_some() || found.downcast_ref::<PyStaticMethod>().is_some();
    let found = if is_bound { found.get_attr("__func__", vm).ok()? } else { found };
    super::method::UnboundMethod::function_of(found).downcast::<PyFunction>().ok()
}

/// The meaning of a name where an exception was raised.
fn found_by_name(exception: &PyBaseExceptionRef, name: &str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let frame = exception.__traceback__()?.iter().last()?.frame.clone();
    let locals = frame.locals(vm).ok()?;
    let found = locals.mapping().subscript(vm.ctx.new_str(name).as_object(), vm).ok();
    found.or_else(|| frame.globals.get_item_opt(name, vm).ok().flatten())
}
