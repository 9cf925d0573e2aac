//! Attributes of classes: how they are found and set, and which of the engine's Python 2 does not know.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyDict, PyFunction, PyStr, PyTuple, PyType, PyTypeRef};
use rustpython_vm::function::PySetterValue;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::special::set_truth;
use super::{RENAMED, is_old, is_root, plain_type};
use crate::mended::count_calls;
use crate::method::UnboundMethod;
use crate::{any_iterator, caller_is_python2, class_dict, instance, interned, language, order};

/// An attribute of a class. A function in it is an unbound method.
pub(super) fn getattr(object: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
    let Some(original) = plain_type(vm).slots.getattro.load() else { return object.generic_getattr(name, vm) };
    if is_old(object) {
        if name.as_bytes() == b"__bases__"
            && let Some(class) = object.downcast_ref::<PyType>()
        {
            let bases = class.bases.read();
            let bases = bases.iter().filter(|base| is_old(base.as_object())).map(|base| base.clone().into());
            return Ok(vm.ctx.new_tuple(bases.collect()).into());
        }
        if caller_is_python2(vm)
            && matches!(name.as_bytes(), b"__mro__" | b"mro" | b"__subclasses__" | b"__base__" | b"__class__")
        {
            return Err(no_attribute(object, name, vm));
        }
        if caller_is_python2(vm)
            && name.as_bytes() == b"__dict__"
            && let Some(class) = object.downcast_ref::<PyType>()
        {
            return class_dict::of(class, vm).map(Into::into);
        }
        if caller_is_python2(vm) && is_hidden(object, name, vm) {
            return Err(no_attribute(object, name, vm));
        }
    }
    let value = original(object, name, vm).map_err(|error| {
        let is_missing = error.fast_isinstance(vm.ctx.exceptions.attribute_error);
        if is_missing && is_old(object) { no_attribute(object, name, vm) } else { error }
    })?;
    if name.as_bytes() == b"__mro__"
        && let Some(order) = value.downcast_ref::<PyTuple>()
    {
        let is_known = |base: &&PyObjectRef| {
            // The engine's `OSError` is below the three that scripts know.
            language().is_none_or(|language| !base.is(&language.instance)) && !base.is(vm.ctx.exceptions.os_error)
        };
        return Ok(vm.ctx.new_tuple(order.iter().filter(is_known).cloned().collect()).into());
    }
    match object.downcast_ref::<PyType>() {
        Some(class)
            if value.downcast_ref_if_exact::<PyFunction>(vm).is_some() && is_plain_function(class, name, vm) =>
        {
            Ok(UnboundMethod::of(value, class.to_owned(), vm))
        }
        _ => Ok(value),
    }
}

fn no_attribute(class: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let class = class.downcast_ref::<PyType>().map(|class| class.name().to_string()).unwrap_or_default();
    vm.new_attribute_error(format!("class {class} has no attribute '{name}'"))
}

/// Whether a class has a name as a function itself, and not as a static method that gave one.
fn is_plain_function(class: &Py<PyType>, name: &Py<PyStr>, vm: &VirtualMachine) -> bool {
    let Some(name) = vm.ctx.interned_str(name) else { return false };
    class.get_attr(name).is_some_and(|found| found.downcast_ref_if_exact::<PyFunction>(vm).is_some())
}

/// Sets an attribute of a class, and its counterparts.
pub(crate) fn setattr(object: &PyObject, name: &Py<PyStr>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    let Some(original) = plain_type(vm).slots.setattro.load() else { return Ok(()) };
    if name.as_bytes() == b"__dict__"
        && let (Some(class), PySetterValue::Assign(wanted)) = (object.downcast_ref::<PyType>(), &value)
        && let Some(wanted) = wanted.downcast_ref::<PyDict>().filter(|_| is_old(object))
    {
        return class_dict::replace(class, &wanted.to_owned(), vm);
    }
    let value = match value {
        PySetterValue::Assign(value) => PySetterValue::Assign(UnboundMethod::function_of(value)),
        delete => delete,
    };
    for (theirs, ours) in RENAMED {
        if name.as_bytes() == theirs.as_bytes() {
            let copy = match &value {
                PySetterValue::Assign(value) => PySetterValue::Assign(value.clone()),
                PySetterValue::Delete => PySetterValue::Delete,
            };
            original(object, vm.ctx.new_str(ours).as_ref(), copy, vm)?;
        }
    }
    original(object, name, value, vm).map_err(|error| {
        let is_missing = is_old(object) && error.fast_isinstance(vm.ctx.exceptions.attribute_error);
        if is_missing { no_attribute(object, name, vm) } else { error }
    })?;
    if let Some(class) = object.downcast_ref::<PyType>() {
        order::prepare(&class.to_owned(), vm);
        set_truth(class, vm);
        count_calls(class);
        any_iterator::adopt(class, vm);
        if is_old(object) {
            instance::adopt(class, true, vm);
            class_dict::follow(class, name, vm)?;
        }
    }
    Ok(())
}

/// Whether an attribute of an old-style class or instance was added by the engine: it adds it because every class is an
/// object; Python 2's old-style classes were not.
pub(crate) fn is_hidden(object: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> bool {
    // The last one is how a class is carried to another worker.
    const KNOWN: [&[u8]; 7] =
        [b"__class__", b"__dict__", b"__doc__", b"__module__", b"__name__", b"__bases__", b"__qualname__"];
    if !name.as_bytes().starts_with(b"__") || KNOWN.contains(&name.as_bytes()) {
        return false;
    }
    let class = object.downcast_ref::<PyType>().filter(|_| is_old(object));
    let (class, own) = match class {
        Some(class) => (class, None),
        None if is_old(object.class().as_object()) => (object.class(), object.dict()),
        None => return false,
    };
    let has = |base: &PyTypeRef, name| !is_root(base, vm) && base.attributes.read().contains_key(name);
    let defines = |name| class.mro.read().iter().any(|base| has(base, name));
    let delegates = own.is_some() && defines(interned("__getattr__", vm));
    let is_own = own.is_some_and(|own| own.contains_key(name.as_object(), vm));
    let is_known = vm.ctx.interned_str(name).is_some_and(defines);
    !is_own && !is_known && !delegates
}
