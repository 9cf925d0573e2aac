//! `isinstance` and `issubclass`, over classes of both styles and the types of Python 2 that the engine lacks.

use rustpython_vm::builtins::{PyInt, PyStr, PyTuple, PyType};
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::class::is_old;
use super::method::UnboundMethod;
use super::{Language, interned, language, number};

/// `isinstance(object, class)`, also of types that the engine lacks, and of tuples of classes.
pub(super) fn is_instance(object: &PyObject, class: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    if let Some(answer) = known_instance(object, class, vm) {
        return if answer { Ok(true) } else { claims(object, class, vm) };
    }
    if let Some(classes) = class.downcast_ref::<PyTuple>() {
        let of_one = |class: &PyObjectRef| is_instance(object, class, vm);
        return vm.with_recursion(" in __instancecheck__", || any(classes, of_one));
    }
    Ok(object.is_instance(class, vm)? || stands_for_texts(class, vm) && is_text_of(object.class(), class, vm)?)
}

/// Whether an instance of a script's class claims by `__class__` to be one of another.
fn claims(object: &PyObject, class: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let own = object.class();
    if !own.slots.flags.has_feature(PyTypeFlags::HEAPTYPE) || is_old(own.as_object()) {
        return Ok(false);
    }
    match object.get_attr("__class__", vm) {
        Ok(claimed) if !claimed.is(own) && claimed.downcast_ref::<PyType>().is_some() => {
            is_subclass(&claimed, class, vm)
        }
        _ => Ok(false),
    }
}

/// Whether a class is an abstract one, with which `basestring` can be registered: to the engine texts are not below that.
fn stands_for_texts(class: &PyObject, vm: &VirtualMachine) -> bool {
    let is_abstract = |class: &PyObject| class.class().get_attr(interned("register", vm)).is_some();
    class.downcast_ref::<PyType>().is_some() && is_abstract(class)
}

fn is_text_of(known: &Py<PyType>, of: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    match language() {
        Some(language) if known.fast_issubclass(vm.ctx.types.str_type) => {
            language.basestring.as_object().is_subclass(of, vm)
        }
        _ => Ok(false),
    }
}

fn any(classes: &PyTuple, mut is_it: impl FnMut(&PyObjectRef) -> PyResult<bool>) -> PyResult<bool> {
    for class in classes {
        if is_it(class)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn known_instance(object: &PyObject, class: &PyObject, vm: &VirtualMachine) -> Option<bool> {
    let (types, language) = (&vm.ctx.types, language()?);
    let number = || object.downcast_ref::<PyInt>();
    let is_text = || object.downcast_ref::<PyStr>().is_some();
    let is_unicode = || super::unicode::is_unicode(object);
    let is_class = || object.downcast_ref::<PyType>().is_some();
    Some(if class.is(types.int_type) {
        number().is_some_and(|number| !is_long_instance(number, language))
    } else if class.is(&language.long) {
        number().is_some_and(|number| is_long_instance(number, language))
    } else if class.is(types.str_type) {
        is_text() && !is_unicode()
    } else if class.is(&language.basestring) {
        is_text()
    } else if class.is(types.bound_method_type) {
        object.class().is(types.bound_method_type) || object.class().is(UnboundMethod::class_of())
    } else if class.is(&language.class) {
        is_class() && !is_old(object)
    } else if class.is(&language.old_class) {
        is_old(object)
    } else if class.is(&language.instance) {
        is_old(object.class().as_object())
    } else {
        return None;
    })
}

fn is_long_instance(number: &Py<PyInt>, language: &Language) -> bool {
    number::is_long(number) || number.class().fast_issubclass(&language.long)
}

/// `issubclass(class, of)`, likewise.
pub(super) fn is_subclass(class: &PyObject, of: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    if let Some(classes) = of.downcast_ref::<PyTuple>() {
        return vm.with_recursion(" in __subclasscheck__", || any(classes, |of| is_subclass(class, of, vm)));
    }
    let (Some(language), Some(known)) = (language(), class.downcast_ref::<PyType>()) else {
        return class.is_subclass(of, vm);
    };
    let is_text = known.fast_issubclass(vm.ctx.types.str_type);
    if of.is(&language.basestring) {
        return Ok(is_text || known.is(&language.basestring));
    }
    if of.is(vm.ctx.types.str_type) && known.fast_issubclass(&language.unicode) {
        return Ok(false);
    }
    if of.is(vm.ctx.types.int_type) && known.fast_issubclass(&language.long) {
        return Ok(false);
    }
    if of.is(vm.ctx.types.object_type) && is_old(class) {
        return Ok(false);
    }
    Ok(class.is_subclass(of, vm)? || stands_for_texts(of, vm) && is_text_of(known, of, vm)?)
}
