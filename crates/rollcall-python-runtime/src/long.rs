//! `long`: a whole number that shows an `L`, however small it is.
//!
//! Its operators are those of `int`, see `number`.

use rustpython_vm::builtins::{PyInt, PyStr, PyType, PyTypeRef};
use rustpython_vm::function::{FuncArgs, PyMethodFlags};
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{Language, caller_is_python2, interned, number, set_method_of, text, unicode};

/// Gives the type its constructor and texts.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    language.long.slots.new.store(Some(new));
    let make = |mut args: FuncArgs, vm: &VirtualMachine| match args.take_positional().map(PyObjectRef::downcast) {
        Some(Ok(class)) => new(class, args, vm),
        _ => Err(vm.new_type_error("long.__new__(X): X is not a type object")),
    };
    // Classes below it take their way to make an instance from here.
    let class: &'static Py<PyType> = Box::leak(Box::new(language.long.clone()));
    let made = vm.ctx.new_method_def("__new__", make, PyMethodFlags::empty(), None).build_function(vm);
    class.set_attr(interned("__new__", vm), made.into());
    set_method_of(&language.long, "__str__", |number: PyRef<PyInt>| number.to_str_radix_10(), vm);
    set_method_of(&language.long, "__repr__", |number: PyRef<PyInt>| number.to_str_radix_10() + "L", vm);
    set_method_of(&language.long, "__getnewargs__", |number: PyRef<PyInt>| (number,), vm);
    Ok(())
}

/// `long(x)`: the value of `int(x)`, as a `long`; a text may end in `L`.
fn new(class: PyTypeRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let source = args.args.first().cloned();
    if let Some(text) = source.as_ref().and_then(|source| source.downcast_ref::<PyStr>())
        && !args.args.get(1).is_some_and(|base| has_digit(base))
        && let Some(digits) = text.to_str().and_then(|text| text.trim_end().strip_suffix(['L', 'l']))
    {
        args.args[0] = vm.ctx.new_str(digits).into();
    }
    if let Some(source) =
        source.as_ref().filter(|source| super::buffer::bytes_of(source, vm).is_some() && caller_is_python2(vm))
    {
        let kind = super::type_names::name_in_errors(source, vm);
        return Err(vm.new_type_error(format!("long() argument must be a string or a number, not '{kind}'")));
    }
    if let ([given, _], true) = (args.args.as_slice(), caller_is_python2(vm))
        && !text::is_text(given)
    {
        return Err(vm.new_type_error("long: can't convert non-string with explicit base"));
    }
    let is_answer = args.args.first().is_some_and(|given| is_scripts(given, vm)) && is_long_itself(&class);
    let number = integer(args, vm).map_err(|error| {
        let source = source.filter(|source| text::is_text(source));
        if source.is_some() && error.fast_isinstance(vm.ctx.exceptions.value_error) {
            let message = error.as_object().str(vm).map(|text| text.to_string()).unwrap_or_default();
            let message = message.replacen("int()", "long()", 1);
            let shown =
                if message.is_ascii() { vm.ctx.new_str(message).into() } else { unicode::from_host(message, vm) };
            return vm.new_exception(vm.ctx.exceptions.value_error.to_owned(), vec![shown]);
        }
        error
    })?;
    match number.downcast_ref::<PyInt>() {
        // The result of a script's method is not changed.
        Some(_) if is_answer => Ok(number),
        Some(number) if is_long_itself(&class) => number::to_long(number, vm),
        _ => {
            // A subclass: the engine makes one of any class of whole numbers.
            let new = vm.ctx.types.int_type.slots.new.load();
            new.map_or(Ok(number.clone()), |new| new(class, FuncArgs::from(vec![number.clone()]), vm))
        }
    }
}

/// Whether a script's class has a method for it, and is not a class of numbers.
fn is_scripts(object: &PyObject, vm: &VirtualMachine) -> bool {
    let class = object.class();
    let has_method = class.get_attr(interned("__long__", vm)).is_some();
    has_method && object.downcast_ref::<PyInt>().is_none() && class.slots.flags.has_feature(PyTypeFlags::HEAPTYPE)
}

/// Whether an `L` is a digit in a base.
fn has_digit(base: &PyObject) -> bool {
    base.downcast_ref::<PyInt>().and_then(|base| i64::try_from(base.as_bigint()).ok()).is_some_and(|base| base > 21)
}

fn is_long_itself(class: &PyTypeRef) -> bool {
    super::language().is_some_and(|language| class.is(&language.long))
}

fn integer(args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
    if let Some(method) = args.args.first().and_then(|source| special(source, "__long__", vm)) {
        let answer = method.call((), vm)?;
        return match answer.downcast_ref::<PyInt>() {
            Some(_) => Ok(answer),
            None => {
                let found = super::type_names::shown_type(&answer, vm).name().to_string();
                Err(vm.new_type_error(format!("__long__ returned non-long (type {found})")))
            }
        };
    }
    vm.ctx.types.int_type.as_object().call(args, vm)
}

fn special(object: &PyObjectRef, name: &'static str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let class: &PyType = object.class();
    class.get_attr(super::interned(name, vm))?;
    object.get_attr(name, vm).ok()
}
