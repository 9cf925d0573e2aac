//! The written form of a function, and of an object with a name in a module.

use rollcall_catalogue::NAMESPACES;
use rollcall_engine::compile::Dialect;
use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyCode, PyDict, PyDictRef, PyFunction, PyStr, PyTuple, PyType};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::code::used_names;
use super::format::{Function, Node, Number};
use super::module;
use super::pack::Packer;
use super::route::Step;

/// The node of a function, class or native function that an importable module has under its own name.
pub(super) fn named(object: &PyObject, vm: &VirtualMachine) -> Option<Node> {
    let types = &vm.ctx.types;
    if object.class().is(types.wrapper_descriptor_type) || object.class().is(types.method_descriptor_type) {
        return method_of_class(object, vm);
    }
    let has_name = object.downcast_ref::<PyFunction>().is_some()
        || object.downcast_ref::<PyType>().is_some()
        || object.class().is(types.builtin_function_or_method_type);
    if !has_name {
        return None;
    }
    if let Some(name) = python2::name_of_type(object) {
        return Some(Node::OwnType(name.to_owned()));
    }
    if let Some(function) = of_system(object, vm) {
        return Some(function);
    }
    let module = text(object, "__module__", vm)?;
    let name = text(object, "__qualname__", vm).or_else(|| text(object, "__name__", vm))?;
    if module == "__main__" {
        return None;
    }
    // The module of the engine's types, as a script of Python 2 sees it.
    let module = if matches!(module.as_str(), "__builtin__" | "exceptions") { "builtins".to_owned() } else { module };
    module::known(&module, vm).into_iter().find_map(|(dialect, home)| {
        let found = name.split('.').try_fold(home, |found, part| found.get_attr(&*vm.ctx.new_str(part), vm)).ok()?;
        found.is(object).then(|| Node::Named { dialect, module: module.clone(), name: name.clone() })
    })
}

/// The node of a native method, such as `object.__hash__`: its class knows its module.
fn method_of_class(method: &PyObject, vm: &VirtualMachine) -> Option<Node> {
    let class = method.get_attr("__objclass__", vm).ok()?;
    let own = text(method, "__name__", vm)?;
    let is_there = class.get_attr(&*vm.ctx.new_str(own.as_str()), vm).ok()?.is(method);
    match named(&class, vm)? {
        Node::Named { dialect, module, name } if is_there => {
            Some(Node::Named { dialect, module, name: format!("{name}.{own}") })
        }
        _ => None,
    }
}

/// The node of a function of `system`, which does not know its module.
fn of_system(object: &PyObject, vm: &VirtualMachine) -> Option<Node> {
    let name =
        text(object, "__name__", vm).filter(|_| object.class().is(vm.ctx.types.builtin_function_or_method_type))?;
    let modules = vm.sys_module.get_attr("modules", vm).ok()?;
    NAMESPACES.iter().find_map(|namespace| {
        let module = modules.get_item(namespace.name, vm).ok()?;
        let found = module.get_attr(&*vm.ctx.new_str(name.as_str()), vm).ok()?;
        let module = namespace.name.to_owned();
        found.is(object).then(|| Node::Named { dialect: Dialect::Python3, module, name: name.clone() })
    })
}

fn text(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> Option<String> {
    let value: PyRef<PyStr> = object.get_attr(name, vm).ok()?.downcast().ok()?;
    value.to_str().map(str::to_owned)
}

/// A callable as errors name it.
pub(super) fn described(callable: &PyObject, vm: &VirtualMachine) -> String {
    match callable.downcast_ref::<PyFunction>().and_then(|_| text(callable, "__name__", vm)) {
        Some(name) => format!("the function {name}"),
        None => "what is called".to_owned(),
    }
}

/// The node of a function that has no such name.
pub(super) fn node(packer: &mut Packer<'_>, number: Number, function: &Py<PyFunction>) -> PyResult<Node> {
    let vm = packer.vm;
    let object = function.as_object();
    let code: PyRef<PyCode> = object.get_attr("__code__", vm)?.downcast().map_err(|_| odd(vm))?;
    let dict: PyDictRef = object.get_attr("__globals__", vm)?.downcast().map_err(|_| odd(vm))?;
    let (text, place) = packer.code(number, &code, python2::dialect_of(&dict, vm))?;
    let globals = match module_of(&dict, vm) {
        Some((dialect, module)) => packer.module_globals(number, dialect, module)?,
        None => packer.globals(number, &dict, &used_names(&code))?,
    };
    let name = object.get_attr("__name__", vm)?.str(vm)?.as_wtf8().to_string_lossy().into_owned();
    let mut part = |name: &'static str, step| packer.place(&*object.get_attr(name, vm)?, number, step);
    let (defaults, keyword_defaults) = (part("__defaults__", Step::Default)?, part("__kwdefaults__", Step::Default)?);
    let attributes = part("__dict__", Step::Within)?;
    let closure = closure(packer, number, object, &code)?;
    let function = Function { text, code: place, name, globals, closure, defaults, keyword_defaults, attributes };
    Ok(Node::Function(Box::new(function)))
}

fn closure(packer: &mut Packer<'_>, number: Number, function: &PyObject, code: &Py<PyCode>) -> PyResult<Vec<Number>> {
    let cells = function.get_attr("__closure__", packer.vm)?;
    let Some(cells) = cells.downcast_ref::<PyTuple>() else { return Ok(Vec::new()) };
    let named = cells.as_slice().iter().zip(&*code.freevars);
    named.map(|(cell, name)| packer.place(cell, number, Step::Uses(name.as_str().to_owned()))).collect()
}

/// The module whose namespace a dictionary is.
fn module_of(dict: &Py<PyDict>, vm: &VirtualMachine) -> Option<(Dialect, String)> {
    let name: PyRef<PyStr> = dict.get_item_opt("__name__", vm).ok()??.downcast().ok()?;
    let name = name.to_str().filter(|name| *name != "__main__")?.to_owned();
    module::known(&name, vm).into_iter().find_map(|(dialect, module)| {
        let own: PyObjectRef = module.get_attr("__dict__", vm).ok()?;
        own.is(dict.as_object()).then(|| (dialect, name.clone()))
    })
}

/// A function with unusual parts.
fn odd(vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_type_error("a function without code")
}
