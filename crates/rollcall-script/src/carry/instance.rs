//! The written form of any other object: the way in which its class makes it.
//!
//! It uses the protocol of Python's `copy` and `pickle` (PEP 307). A class of the engine or of this crate without the
//! protocol is refused: to make an object of it without its contents would break the engine.

use rollcall_engine::compile::Dialect;
use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyDict, PyStr, PyTuple, PyType};
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::format::{Made, Node, Number};
use super::pack::{Packer, a_value_of};
use super::route::Step;

/// The node of an object that is neither data nor a function nor a class.
pub(super) fn node(packer: &mut Packer<'_>, number: Number, object: &PyObject) -> PyResult<Node> {
    let vm = packer.vm;
    let types = &vm.ctx.types;
    let class = object.class();
    let mut part = |name: &'static str| packer.place(&*object.get_attr(name, vm)?, number, Step::Within);
    if class.is(types.staticmethod_type) {
        return part("__func__").map(Node::StaticMethod);
    }
    if class.is(types.classmethod_type) {
        return part("__func__").map(Node::ClassMethod);
    }
    if class.is(types.bound_method_type) {
        return Ok(Node::Method { function: part("__func__")?, object: part("__self__")? });
    }
    if class.is(types.property_type) {
        return Ok(Node::Property([part("fget")?, part("fset")?, part("fdel")?, part("__doc__")?]));
    }
    if class.is(types.cell_type) {
        // An empty one raises a ValueError.
        let contents = object.get_attr("cell_contents", vm).ok();
        let contents = contents.map(|contents| packer.place(&contents, number, Step::Within));
        return Ok(Node::Cell(contents.transpose()?));
    }
    made(packer, number, object)
}

fn of_builtins(name: &str) -> Node {
    Node::Named { dialect: Dialect::Python3, module: "builtins".to_owned(), name: name.to_owned() }
}

/// An instance of a class of Python 2's old kind: the class and its attributes are all that there is to it.
fn old_instance(packer: &mut Packer<'_>, number: Number, object: &PyObject) -> PyResult<Node> {
    let maker = packer.add(number, of_builtins("object.__new__"))?;
    let class = packer.place(object.class().as_object(), number, Step::Within)?;
    let arguments = packer.add(number, Node::Tuple(vec![class]))?;
    let state = match object.dict() {
        Some(attributes) => Some(packer.state(number, attributes.as_object())?),
        None => None,
    };
    Ok(Node::Made(Box::new(Made { maker, arguments, state, items: Vec::new(), pairs: Vec::new() })))
}

fn made(packer: &mut Packer<'_>, number: Number, object: &PyObject) -> PyResult<Node> {
    let vm = packer.vm;
    if python2::is_old_class(object.class()) {
        return old_instance(packer, number, object);
    }
    let refuse = |packer: &Packer<'_>| packer.refuse(number, &a_value_of(object));
    let recipe = match recipe(object, vm) {
        Ok(Some(recipe)) => recipe,
        Ok(None) => return Err(refuse(packer)),
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.type_error) => return Err(caused(refuse(packer), error)),
        Err(error) => return Err(error),
    };
    if let Some(name) = recipe.downcast_ref::<PyStr>() {
        return named(object, name, vm).ok_or_else(|| refuse(packer));
    }
    let Some(recipe) = recipe.downcast_ref::<PyTuple>() else { return Err(refuse(packer)) };
    let part = |index: usize| recipe.as_slice().get(index).filter(|part| !vm.is_none(part));
    let (Some(maker), Some(arguments), None) = (part(0), part(1), part(5)) else { return Err(refuse(packer)) };
    let maker = packer.place(maker, number, Step::Within)?;
    let arguments = packer.place(arguments, number, Step::Within)?;
    let state = part(2).map(|state| packer.state(number, state)).transpose()?;
    let elements = |index| part(index).map_or(Ok(Vec::new()), |part| vm.extract_elements_with(part, Ok));
    let items = packer.items(number, elements(3)?)?;
    let mut pairs = Vec::new();
    for pair in elements(4)? {
        let pair: PyRef<PyTuple> = pair.try_into_value(vm)?;
        let [key, value] = pair.as_slice() else { return Err(refuse(packer)) };
        pairs.push((packer.place(key, number, Step::Key)?, packer.place(value, number, Step::Key)?));
    }
    Ok(Node::Made(Box::new(Made { maker, arguments, state, items, pairs })))
}

/// A single object such as `NotImplemented` gives its name.
fn named(object: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> Option<Node> {
    let found = vm.builtins.get_attr(name, vm).ok()?;
    let name = name.to_str()?.to_owned();
    found.is(object).then(|| of_builtins(&name))
}

fn caused(error: PyBaseExceptionRef, cause: PyBaseExceptionRef) -> PyBaseExceptionRef {
    error.set___cause__(Some(cause));
    error
}

/// The recipe of the object's class, or of `copyreg`; None when the engine would only guess.
fn recipe(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let class = object.class();
    let recipes = vm.sys_module.get_attr("modules", vm)?.get_item("_recipe", vm)?;
    let registered = vm.call_method(&recipes, "is_registered", (object.to_owned(),))?.try_to_bool(vm)?;
    if !registered && !says_how(class, vm)? && !is_of_python(class, vm) {
        return Ok(None);
    }
    vm.call_method(&recipes, "recipe", (object.to_owned(),)).map(Some)
}

/// Whether the class has a recipe of its own.
fn says_how(class: &Py<PyType>, vm: &VirtualMachine) -> PyResult<bool> {
    for name in ["__reduce__", "__reduce_ex__"] {
        let own = class.as_object().get_attr(name, vm)?;
        let general = vm.ctx.types.object_type.as_object().get_attr(name, vm)?;
        if !own.is(&general) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether all of an object's contents are in its attributes, or in the content that such a builtin type exposes
/// itself.
fn is_of_python(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let types = &vm.ctx.types;
    let open = [
        types.object_type,
        types.int_type,
        types.float_type,
        types.str_type,
        types.bytes_type,
        types.tuple_type,
        types.list_type,
        types.dict_type,
    ];
    class
        .mro_collect()
        .iter()
        .all(|base| base.slots.flags.contains(PyTypeFlags::HEAPTYPE) || open.iter().any(|known| base.is(*known)))
}

impl Packer<'_> {
    /// The attributes of an object, named as such in errors.
    fn state(&mut self, number: Number, state: &PyObject) -> PyResult<Number> {
        let placed = self.place(state, number, Step::Within)?;
        if let Some(attributes) = state.downcast_ref::<PyDict>() {
            for (name, value) in attributes {
                let name = name.downcast_ref::<PyStr>().and_then(|name| name.to_str());
                self.place(&value, number, Step::Attribute(name.unwrap_or("…").to_owned()))?;
            }
        }
        Ok(placed)
    }
}
