//! The written form of a class that a script has defined: its bases and its members.

use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyStr, PyTuple, PyType};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::format::{Class, Node, Number};
use super::pack::Packer;
use super::route::Step;

/// Members that the engine gives to every class itself, or that only record where it was written.
const ITS_OWN: &[&str] = &[
    "__annotate__",
    "__annotate_func__",
    "__annotations__",
    "__annotations_cache__",
    "__dict__",
    "__firstlineno__",
    "__module__",
    "__qualname__",
    "__static_attributes__",
    "__type_params__",
    "__weakref__",
];

/// The node of a class.
pub(super) fn node(packer: &mut Packer<'_>, number: Number, class: &Py<PyType>) -> PyResult<Node> {
    let vm = packer.vm;
    let name = class.name().to_owned();
    let metaclass = class.class();
    // Another metaclass may change the members, and would do so twice.
    if !is_usual(metaclass, vm) {
        let what = format!("the class {name}, whose metaclass is {},", metaclass.slot_name());
        return Err(packer.refuse(number, &what));
    }
    let members = members(class, vm)?;
    let has_slots = members.iter().any(|(name, value)| name == "__slots__" && value.length(vm).unwrap_or(1) > 0);
    if has_slots {
        return Err(packer.refuse(number, &format!("the class {name}, which has __slots__,")));
    }
    let bases: PyRef<PyTuple> = class.as_object().get_attr("__bases__", vm)?.try_into_value(vm)?;
    let bases = bases.as_slice().iter().map(|base| packer.place(base, number, Step::Within));
    let bases = bases.collect::<PyResult<_>>()?;
    let metaclass = packer.place(metaclass.as_object(), number, Step::Within)?;
    let qualified_name = class.as_object().get_attr("__qualname__", vm)?.str(vm)?;
    let mut placed = Vec::new();
    for (member, value) in members {
        if !ITS_OWN.contains(&member.as_str()) {
            let value = packer.place(&value, number, Step::Attribute(member.clone()))?;
            placed.push((member, value));
        }
    }
    let qualified_name = qualified_name.as_wtf8().to_string_lossy().into_owned();
    Ok(Node::Class(Box::new(Class { name, qualified_name, metaclass, bases, members: placed })))
}

/// Whether a metaclass only makes classes: `type`, in either language.
fn is_usual(metaclass: &Py<PyType>, vm: &VirtualMachine) -> bool {
    metaclass.is(vm.ctx.types.type_type) || python2::name_of_type(metaclass.as_object()).is_some()
}

fn members(class: &Py<PyType>, vm: &VirtualMachine) -> PyResult<Vec<(String, PyObjectRef)>> {
    let own = class.as_object().get_attr("__dict__", vm)?;
    let items = vm.call_method(&own, "items", ())?;
    vm.extract_elements_with(&items, |item| {
        let item: PyRef<PyTuple> = item.try_into_value(vm)?;
        let [name, value] = item.as_slice() else { return Err(vm.new_type_error("a member without a name")) };
        let name: PyRef<PyStr> = name.clone().try_into_value(vm)?;
        Ok((name.as_wtf8().to_string_lossy().into_owned(), value.clone()))
    })
}
