//! Sets: the results of operators of a class below `set`, and which of two equal items stays.
//!
//! Python 2 answers an instance of the class on the left, and keeps the items of the left one; the engine answers a plain
//! set, with the items of the right one. The library's own sets go on as they are.

use rustpython_vm::builtins::{PyFrozenSet, PySet};
use rustpython_vm::function::{FuncArgs, PyMethodDef};
use rustpython_vm::types::AsNumber;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{job_is_python2, renew_operators, set_method};

const METHODS: &[&str] = &["copy", "difference", "intersection", "symmetric_difference", "union"];

/// Changes the types of sets.
pub(super) fn install(vm: &VirtualMachine) {
    for class in [vm.ctx.types.set_type, vm.ctx.types.frozenset_type] {
        for definition in class.slots.methods.iter().filter(|definition| METHODS.contains(&definition.name)) {
            let call = move |args: FuncArgs, vm: &VirtualMachine| asked(definition, args, vm);
            set_method(class, definition.name, call, vm);
        }
        let slots = &class.slots.as_number;
        slots.and.store(Some(and));
        slots.or.store(Some(or));
        slots.subtract.store(Some(subtract));
        slots.xor.store(Some(xor));
        renew_operators(class, &["__and__", "__or__", "__sub__", "__xor__"], vm);
    }
    let slots = &vm.ctx.types.set_type.slots.as_number;
    slots.inplace_and.store(Some(inplace_and));
    slots.inplace_or.store(Some(inplace_or));
    slots.inplace_subtract.store(Some(inplace_subtract));
    slots.inplace_xor.store(Some(inplace_xor));
    renew_operators(vm.ctx.types.set_type, &["__iand__", "__ior__", "__isub__", "__ixor__"], vm);
}

fn is_set(object: &PyObject) -> bool {
    object.downcast_ref::<PySet>().is_some() || object.downcast_ref::<PyFrozenSet>().is_some()
}

/// A method's answer, as an instance of the class of its object.
fn asked(definition: &'static PyMethodDef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let asked = args.args.first().cloned();
    if let (true, "intersection", Some([set, other])) =
        (job_is_python2(), definition.name, args.args.get(..2).filter(|_| args.args.len() == 2))
        && is_set(other)
    {
        return of_left(set, shared(set, other, vm)?, vm);
    }
    let made = (definition.func)(vm, args)?;
    match asked {
        Some(asked) if job_is_python2() => of_left(&asked, made, vm),
        _ => Ok(made),
    }
}

/// A set as an instance of the class of another.
fn of_left(left: &PyObject, made: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let (class, types) = (left.class(), &vm.ctx.types);
    if class.is(made.class()) || !is_set(&made) {
        return Ok(made);
    }
    if class.is(types.set_type) || class.is(types.frozenset_type) {
        return class.as_object().call((made,), vm);
    }
    let Some(new) = class.slots.new.load() else { return Ok(made) };
    let object = new(class.to_owned(), FuncArgs::from(vec![made.clone()]), vm)?;
    if object.downcast_ref::<PySet>().is_some() {
        types.set_type.as_object().get_attr("__init__", vm)?.call((object.clone(), made), vm)?;
    }
    Ok(object)
}

/// The items of a set that another has, too.
fn shared(set: &PyObject, other: &PyObject, vm: &VirtualMachine) -> PyResult {
    let items: Vec<PyObjectRef> = vm.extract_elements_with(set, Ok)?;
    let mut kept = Vec::new();
    for item in items {
        if other.sequence_unchecked().contains(&item, vm)? {
            kept.push(item);
        }
    }
    vm.ctx.types.frozenset_type.as_object().call((vm.ctx.new_list(kept),), vm)
}

fn and(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    if job_is_python2() && is_set(a) && is_set(b) {
        return of_left(a, shared(a, b, vm)?, vm);
    }
    PySet::as_number().and.map_or_else(|| Ok(vm.ctx.not_implemented()), |original| original(a, b, vm))
}

macro_rules! operators {
    ($($name:ident;)*) => {
        $(fn $name(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
            let Some(original) = PySet::as_number().$name else { return Ok(vm.ctx.not_implemented()) };
            let made = original(a, b, vm)?;
            if job_is_python2() && is_set(a) { of_left(a, made, vm) } else { Ok(made) }
        })*
    };
}

operators! {
    or;
    subtract;
    xor;
}

macro_rules! in_place {
    ($($name:ident;)*) => {
        $(fn $name(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
            match PySet::as_number().$name {
                Some(original) if is_set(b) => original(a, b, vm),
                _ => Ok(vm.ctx.not_implemented()),
            }
        })*
    };
}

in_place! {
    inplace_and;
    inplace_or;
    inplace_subtract;
    inplace_xor;
}
