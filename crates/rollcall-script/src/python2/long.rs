//! `long`: a whole number that shows an `L`, however small it is.
//!
//! Its operators are those of `int`, see `number`.

use rustpython_vm::builtins::{PyInt, PyStr, PyType, PyTypeRef};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{Language, is_caller, number, set_method_of, text, unicode};

/// Gives the type its constructor and texts.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    language.long.slots.new.store(Some(new));
    set_method_of(&language.long, "__str__", |number: PyRef<PyInt>| number.to_str_radix_10(), vm);
    set_method_of(&language.long, "__repr__", |number: PyRef<PyInt>| number.to_str_radix_10() + "L", vm);
    set_method_of(&language.long, "__getnewargs__", |number: PyRef<PyInt>| (number,), vm);
    Ok(())
}

/// `long(x)`: what `int(x)` is, as a `long`; a text may end in `L`.
fn new(class: PyTypeRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let source = args.args.first().cloned();
    if let Some(text) = source.as_ref().and_then(|source| source.downcast_ref::<PyStr>())
        && let Some(digits) = text.to_str().and_then(|text| text.trim_end().strip_suffix(['L', 'l']))
    {
        args.args[0] = vm.ctx.new_str(digits).into();
    }
    if let Some(source) =
        source.as_ref().filter(|source| super::buffer::bytes_of(source, vm).is_some() && is_caller(vm))
    {
        let kind = super::type_names::name_in_errors(source, vm);
        return Err(vm.new_type_error(format!("long() argument must be a string or a number, not '{kind}'")));
    }
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
        Some(number) if is_long_itself(&class) => number::to_long(number, vm),
        _ => {
            // A subclass: the engine makes one of any class of whole numbers.
            let new = vm.ctx.types.int_type.slots.new.load();
            new.map_or(Ok(number.clone()), |new| new(class, FuncArgs::from(vec![number.clone()]), vm))
        }
    }
}

fn is_long_itself(class: &PyTypeRef) -> bool {
    super::language().is_some_and(|language| class.is(&language.long))
}

fn integer(args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
    if let Some(method) = args.args.first().and_then(|source| special(source, "__long__", vm)) {
        return method.call((), vm);
    }
    vm.ctx.types.int_type.as_object().call(args, vm)
}

fn special(object: &PyObjectRef, name: &'static str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let class: &PyType = object.class();
    class.get_attr(super::interned(name, vm))?;
    object.get_attr(name, vm).ok()
}
