//! The names of types: in texts, in errors, and by `__name__` and `__module__`, as Python 2 has it.
//!
//! It makes no classes; how they come about is in [`super::class`].

use rustpython_vm::builtins::{PyInt, PyStr, PyType, PyTypeRef};
use rustpython_vm::function::PySetterValue;
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::class::is_old;
use super::method::UnboundMethod;
use super::{Language, caller_is_python2, interned, language, number};

/// The type of an object, as `type` answers it.
pub(super) fn shown_type(object: &PyObject, vm: &VirtualMachine) -> PyTypeRef {
    let class = object.class();
    let Some(language) = language() else { return class.to_owned() };
    if class.is(vm.ctx.types.int_type) {
        let is_long = object.downcast_ref::<PyInt>().is_some_and(number::is_long);
        return if is_long { language.long.clone() } else { class.to_owned() };
    }
    if class.is(vm.ctx.types.type_type) {
        return language.class.clone();
    }
    if class.is(UnboundMethod::class_of()) {
        return vm.ctx.types.bound_method_type.to_owned();
    }
    if class.is(&language.class_dict) {
        return vm.ctx.types.dict_type.to_owned();
    }
    if is_old(class.as_object()) { language.instance.clone() } else { class.to_owned() }
}

/// The name of a value's class in the words of an error: with the package, if it is one of Java's.
pub(super) fn name_in_errors(object: &PyObject, vm: &VirtualMachine) -> String {
    let class = shown_type(object, vm);
    let is_script = class.slots.flags.has_feature(PyTypeFlags::HEAPTYPE);
    if is_script { class.name().to_string() } else { class.slot_name().to_string() }
}

/// The name of the class of a bound method's instance.
pub(super) fn bound_class(instance: &PyObject) -> String {
    instance.class().name().to_string()
}

/// A class as text: `<type 'int'>` for builtin types, `<class '__main__.C'>` for the rest.
pub(super) fn shown(class: &Py<PyType>, vm: &VirtualMachine) -> String {
    let is_script = class.slots.flags.has_feature(PyTypeFlags::HEAPTYPE) && !is_ours(class);
    let kind = if is_script { "class" } else { "type" };
    let name = if is_script { full_name(class, vm) } else { builtin_name(class, vm) };
    format!("<{kind} '{name}'>")
}

fn is_ours(class: &Py<PyType>) -> bool {
    super::name_of_type(class.as_object()).is_some()
}

fn module(class: &Py<PyType>, vm: &VirtualMachine) -> Option<String> {
    let module = class.as_object().get_attr("__module__", vm).ok()?;
    module.downcast_ref::<PyStr>().map(ToString::to_string)
}

/// Whether a class was made where there is no `__name__`, as in a namespace that a text is evaluated in.
pub(super) fn has_no_module(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let is_script = class.slots.flags.has_feature(PyTypeFlags::HEAPTYPE) && !is_ours(class);
    is_script && !is_old(class.as_object()) && module(class, vm).is_some_and(|module| module == "__builtin__")
}

/// The name with its module.
pub(super) fn full_name(class: &Py<PyType>, vm: &VirtualMachine) -> String {
    match module(class, vm) {
        Some(_) if has_no_module(class, vm) => class.name().to_string(),
        Some(module) => format!("{module}.{}", class.name()),
        None => class.name().to_string(),
    }
}

fn builtin_name(class: &Py<PyType>, vm: &VirtualMachine) -> String {
    let name = class.name().to_string();
    if let Some(name) = name_in_python2(class, vm) {
        return name.to_owned();
    }
    match module(class, vm).as_deref() {
        Some("builtins" | "__builtin__") | None if is_exception(class, vm) => format!("exceptions.{name}"),
        Some("builtins" | "__builtin__" | "types") | None => name,
        Some(module) => format!("{module}.{name}"),
    }
}

fn is_exception(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    class.fast_issubclass(vm.ctx.exceptions.base_exception_type)
}

/// Types that have another name in Python 2.
fn name_in_python2(class: &Py<PyType>, vm: &VirtualMachine) -> Option<&'static str> {
    let types = &vm.ctx.types;
    let known = [
        (types.range_type, "xrange"),
        (types.bound_method_type, "instancemethod"),
        (UnboundMethod::class_of(), "instancemethod"),
        (types.ellipsis_type, "ellipsis"),
        (types.not_implemented_type, "notimplemented"),
        (types.mappingproxy_type, "dictproxy"),
        (types.method_wrapper_type, "builtin_function_or_method"),
        (types.wrapper_descriptor_type, "method_descriptor"),
        (types.code_type, "tablecode"),
        (types.list_iterator_type, "listiterator"),
        (types.tuple_iterator_type, "tupleiterator"),
        (types.str_iterator_type, "sequenceiter"),
        (types.range_iterator_type, "rangeiterator"),
        (types.list_reverseiterator_type, "reversediterator"),
        (types.reverse_iter_type, "reversediterator"),
        (types.callable_iterator, "calliter"),
    ];
    known.into_iter().find(|(of, _)| class.is(*of)).map(|(_, name)| name)
}

/// The module of one of the engine's types in Python 2.
fn module_in_python2(class: &Py<PyType>, vm: &VirtualMachine) -> Option<&'static str> {
    let is_script = class.slots.flags.has_feature(PyTypeFlags::HEAPTYPE);
    if is_script || class.slot_name().contains('.') {
        return None;
    }
    let is_exception = class.fast_issubclass(vm.ctx.exceptions.base_exception_type);
    Some(if is_exception { "exceptions" } else { "__builtin__" })
}

/// Makes `__name__` and `__module__` of types give Python 2's names.
pub(super) fn install(vm: &VirtualMachine) {
    type Attribute = fn(&Language) -> &PyObjectRef;
    type Known = fn(&Py<PyType>, &VirtualMachine) -> Option<&'static str>;
    let attributes: [(&'static str, Attribute, Known); 2] = [
        ("__name__", |language| &language.type_name, name_in_python2),
        ("__module__", |language| &language.type_module, module_in_python2),
    ];
    let class = vm.ctx.types.type_type;
    for (name, original, known) in attributes {
        let get = move |class: PyTypeRef, vm: &VirtualMachine| -> PyResult {
            if let Some(name) = known(&class, vm).filter(|_| caller_is_python2(vm)) {
                return Ok(vm.ctx.new_str(name).into());
            }
            let Some(original) = language().map(original) else { return Ok(vm.ctx.none()) };
            let get = original.class().slots.descr_get.load();
            get.map_or_else(|| Ok(vm.ctx.none()), |get| get(original.clone(), Some(class.into()), None, vm))
        };
        let set = move |class: PyTypeRef, value: PySetterValue, vm: &VirtualMachine| -> PyResult<()> {
            let Some(original) = language().map(original) else { return Ok(()) };
            let set = original.class().slots.descr_set.load();
            set.map_or_else(|| Ok(()), |set| set(original, class.into(), value, vm))
        };
        let named = vm.ctx.new_static_getset(name, class, get, set);
        class.set_attr(interned(name, vm), named.into());
    }
}
