//! `__getslice__`, `__setslice__` and `__delslice__`: the methods of Python 2 for `x[a:b]`; and slices themselves.
//!
//! The engine asks `__getitem__` for everything. A class that has one of the older methods gets a `__getitem__` that
//! handles plain slices and passes on the rest to the class's own, which is kept under a reserved name.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyDictRef, PyInt, PySlice, PyTuple, PyType};
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::function::{FuncArgs, PyMethodFlags};
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{caller_is_python2, interned, set_method};

type Hash = fn(&PyObject, &VirtualMachine) -> PyResult<PyHash>;

/// The engine's way to hash a slice.
static HASH: OnceLock<Hash> = OnceLock::new();

/// Slices have no hash.
pub(super) fn install(vm: &VirtualMachine) {
    let slots = &vm.ctx.types.slice_type.slots;
    let Some(original) = slots.hash.load() else { return };
    HASH.get_or_init(|| original);
    slots.hash.store(Some(|slice, vm| match HASH.get().filter(|_| !caller_is_python2(vm)) {
        Some(original) => original(slice, vm),
        None => Err(vm.new_type_error("unhashable type: 'slice'")),
    }));
    set_method(vm.ctx.types.slice_type, "__hash__", |slice: PyObjectRef, vm: &VirtualMachine| slice.hash(vm), vm);
}

/// The older method, the one that the engine asks, and the name that keeps the class's own.
struct Pair {
    slice: &'static str,
    item: &'static str,
    kept: &'static str,
}

const PAIRS: [Pair; 3] = [
    Pair { slice: "__getslice__", item: "__getitem__", kept: "$getitem" },
    Pair { slice: "__setslice__", item: "__setitem__", kept: "$setitem" },
    Pair { slice: "__delslice__", item: "__delitem__", kept: "$delitem" },
];

/// Puts the methods into a class's body that its older ones need, or those that it inherits: a class below `list` that
/// has a `__getitem__` leaves `x[a:b]` to that of lists.
pub(super) fn prepare(body: &PyDictRef, bases: &PyTuple, vm: &VirtualMachine) -> PyResult<()> {
    let inherits = |name: &'static str| {
        let mut bases = bases.iter().filter_map(|base| base.downcast_ref::<PyType>());
        bases.any(|base| base.get_attr(interned(name, vm)).is_some())
    };
    for pair in &PAIRS {
        let own = body.get_item_opt(pair.item, vm)?;
        if !body.contains_key(pair.slice, vm) && (own.is_none() || !inherits(pair.slice)) {
            continue;
        }
        if let Some(own) = &own {
            body.set_item(pair.kept, own.clone(), vm)?;
        }
        let call = move |args: FuncArgs, vm: &VirtualMachine| dispatch(pair, own.as_ref(), args, vm);
        let object = vm.ctx.types.object_type;
        let method = vm.ctx.new_method_def(pair.item, call, PyMethodFlags::METHOD, None).build_method(object, vm);
        body.set_item(pair.item, method.into(), vm)?;
    }
    Ok(())
}

/// The result of the class's method that the dispatching one stands for.
fn dispatch(pair: &'static Pair, own: Option<&PyObjectRef>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let (Some(object), Some(key)) = (args.args.first().cloned(), args.args.get(1).cloned()) else {
        return Err(vm.new_type_error(format!("{} needs a key", pair.item)));
    };
    if let Some((start, stop)) = plain_bounds(&object, &key, vm)? {
        let method = object.get_attr(interned(pair.slice, vm), vm)?;
        let mut bounds = vec![vm.ctx.new_int(start).into(), vm.ctx.new_int(stop).into()];
        bounds.extend(args.args.into_iter().skip(2));
        return method.call(FuncArgs::from(bounds), vm);
    }
    match own.cloned().or_else(|| own_method(pair, &object, vm)) {
        Some(method) => method.call(args, vm),
        None => {
            let name = object.class().name().to_string();
            Err(vm.new_attribute_error(format!("{name} instance has no attribute '{}'", pair.item)))
        }
    }
}

/// The bounds of a slice without a step, as Python 2 passes them; None for other keys.
pub(super) fn plain_bounds(object: &PyObject, key: &PyObject, vm: &VirtualMachine) -> PyResult<Option<(i64, i64)>> {
    let Some(slice) = key.downcast_ref::<PySlice>() else { return Ok(None) };
    if slice.step.as_ref().is_some_and(|step| !vm.is_none(step)) {
        return Ok(None);
    }
    let start = slice.start.as_ref().map_or(Some(0), |start| bound(start, 0, vm));
    let (Some(start), Some(stop)) = (start, bound(&slice.stop, i64::from(i32::MAX), vm)) else { return Ok(None) };
    // Without a known length they are passed on unchanged.
    let has_length = object.class().get_attr(interned("__len__", vm)).is_some();
    let is_asked = (start < 0 || stop < 0) && (has_length || super::instance::is_old_instance(object));
    let length = if is_asked { i64::try_from(object.length(vm)?).unwrap_or(i64::MAX) } else { 0 };
    let shifted = |bound: i64| if bound < 0 { bound.saturating_add(length) } else { bound };
    Ok(Some((shifted(start), shifted(stop))))
}

fn bound(value: &PyObject, default: i64, vm: &VirtualMachine) -> Option<i64> {
    if vm.is_none(value) {
        return Some(default);
    }
    let number = value.downcast_ref::<PyInt>()?.as_bigint();
    let end = if *number < *PyInt::from(0).as_bigint() { i32::MIN } else { i32::MAX };
    Some(i64::from(i32::try_from(number).unwrap_or(end)))
}

/// The class's own method for other keys, or that of a class it is derived from.
fn own_method(pair: &Pair, object: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let class: &PyType = object.class();
    let (kept, item) = (interned(pair.kept, vm), interned(pair.item, vm));
    for base in class.mro.read().iter() {
        let attributes = base.attributes.read();
        if let Some(own) = attributes.get(kept) {
            return Some(own.clone());
        }
        let is_dispatching =
            base.slots.flags.has_feature(PyTypeFlags::HEAPTYPE) && attributes.contains_key(interned(pair.slice, vm));
        if !is_dispatching && let Some(own) = attributes.get(item) {
            return Some(own.clone());
        }
    }
    None
}
