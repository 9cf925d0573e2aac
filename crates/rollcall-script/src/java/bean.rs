//! Properties of Java's classes as Jython shows them: `object.name` and `object.getName()` alike.
//!
//! A class of Java that has many getters is a table here; each row makes both forms.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr, PyType};
use rustpython_vm::function::{PyMethodFlags, PySetterValue};
use rustpython_vm::{AsObject, Py, PyObject, PyPayload, PyRef, PyResult, VirtualMachine};

/// A property that can be read.
pub(crate) struct Property<T: 'static> {
    /// As an attribute, such as `clickCount`.
    pub name: &'static str,
    /// As a method, such as `getClickCount`.
    pub getter: &'static str,
    /// Its value.
    pub get: fn(&Py<T>, &VirtualMachine) -> PyResult,
}

/// Gives a class its properties. The objects of the class have a `T` for payload.
pub(crate) fn add_properties<T: PyPayload>(
    class: &'static Py<PyType>,
    properties: &'static [Property<T>],
    vm: &VirtualMachine,
) {
    for property in properties {
        let get = property.get;
        let attribute = vm.ctx.new_readonly_getset(property.name, class, get);
        class.set_attr(vm.ctx.intern_str(property.name), attribute.into());
        let call = move |zelf: PyRef<T>, vm: &VirtualMachine| get(&zelf, vm);
        let method = vm.ctx.new_method_def(property.getter, call, PyMethodFlags::METHOD, None);
        class.set_attr(vm.ctx.intern_str(property.getter), method.build_method(class, vm).into());
    }
}

/// An attribute of a Java object; of one that is missing the error names the class with its package, as Jython does.
pub(crate) fn attribute(object: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
    object.generic_getattr(name, vm).map_err(|error| {
        if !error.fast_isinstance(vm.ctx.exceptions.attribute_error) {
            return error;
        }
        vm.new_attribute_error(format!("'{}' object has no attribute '{name}'", object.class().slot_name()))
    })
}

/// Jython's error when a read-only attribute of a Java object is set.
pub(crate) fn refuse_set(
    object: &PyObject,
    name: &str,
    value: &PySetterValue,
    vm: &VirtualMachine,
) -> PyBaseExceptionRef {
    if matches!(value, PySetterValue::Delete) {
        return vm.new_type_error("readonly attribute");
    }
    match vm.ctx.interned_str(name).and_then(|name| object.class().get_attr(name)) {
        Some(attribute) if attribute.class().is(vm.ctx.types.getset_type) => {
            vm.new_attribute_error(format!("read-only attr: {name}"))
        }
        Some(_) => vm.new_type_error("readonly attribute"),
        None => vm.new_attribute_error(format!("'{}' object has no attribute '{name}'", object.class().slot_name())),
    }
}
