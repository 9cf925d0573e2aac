//! Classes of the new style that have one of the old among their bases.
//!
//! Python 2 orders the bases by its rule for new-style classes, in which an old-style one counts with its own order,
//! depth first. The engine would refuse many of these: every class of its has `object` in its order, and its classes of
//! classes have to fit. So the engine makes the class of the new-style bases alone; the others are added afterwards, and
//! of their special methods, which the engine looks for when it makes a class, the class gets those that it inherits.

use rustpython_vm::builtins::{PyDictRef, PyTuple, PyTupleRef, PyType, PyTypeRef};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::class::{is_old, is_root, made_by_engine};
use super::language;

/// Whether any of the bases is an old-style class, or would be one: a class of the library behind `object`.
pub(super) fn is_mixed(bases: &PyTuple, vm: &VirtualMachine) -> bool {
    let is_object = |base: &PyObjectRef| base.is(vm.ctx.types.object_type);
    let behind = bases.iter().skip_while(|base| !is_object(base)).skip(1);
    bases.iter().any(|base| is_old(base)) || behind.into_iter().any(|base| counts_as_old(base, vm))
}

/// Whether a base is of the old style, or a class of the library with no other base than `object`, which was one.
fn counts_as_old(base: &PyObject, vm: &VirtualMachine) -> bool {
    let Some(class) = base.downcast_ref::<PyType>() else { return false };
    let is_plain = || {
        class.class().is(vm.ctx.types.type_type)
            && class.slots.flags.has_feature(PyTypeFlags::HEAPTYPE)
            && matches!(class.bases.read().as_slice(), [only] if only.is(vm.ctx.types.object_type))
    };
    is_old(base) || is_plain()
}

/// Makes a class of these bases, of which one at least is of the old style.
///
/// # Errors
/// When all of them are, or they cannot be ordered; the engine's errors for the rest.
pub(super) fn make(
    meta: PyTypeRef,
    name: PyObjectRef,
    bases: &PyTupleRef,
    body: PyDictRef,
    vm: &VirtualMachine,
) -> PyResult {
    let new_style: Vec<PyObjectRef> = bases.iter().filter(|base| !counts_as_old(base, vm)).cloned().collect();
    if new_style.is_empty() {
        return Err(vm.new_type_error("a new-style class can't have only classic bases"));
    }
    let known: Vec<PyTypeRef> = bases.iter().filter_map(|base| base.clone().downcast().ok()).collect();
    let order = ordered(&known, vm)?;
    inherit(&body, &order, vm)?;
    let args = vec![name, vm.ctx.new_tuple(new_style).into(), body.into()];
    let made = made_by_engine(meta, FuncArgs::from(args), vm)?;
    let Some(class) = made.downcast_ref::<PyType>() else { return Ok(made) };
    for base in known.iter().filter(|base| counts_as_old(base.as_object(), vm)) {
        // The engine's caches follow these when an attribute of the base is set.
        base.subclasses.write().push(class.as_object().downgrade(None, vm)?);
    }
    *class.bases.write() = known;
    let mut whole = vec![class.to_owned()];
    whole.extend(order);
    *class.mro.write() = whole;
    // Setting an attribute makes the engine forget its cached knowledge of the class.
    if let Some(module) = vm.ctx.interned_str("__module__") {
        let value = class.attributes.read().get(module).cloned();
        class.set_attr(module, value.unwrap_or_else(|| vm.ctx.none()));
    }
    Ok(made)
}

/// Puts into a body the special methods that the class will inherit from an old-style base.
fn inherit(body: &PyDictRef, order: &[PyTypeRef], vm: &VirtualMachine) -> PyResult<()> {
    let is_special = |name: &str| {
        let is_kept =
            matches!(name, "__module__" | "__dict__" | "__weakref__" | "__doc__" | "__slots__" | "__metaclass__");
        name.starts_with("__") && name.ends_with("__") && !is_kept
    };
    for (index, class) in order.iter().enumerate().filter(|(_, class)| counts_as_old(class.as_object(), vm)) {
        let own: Vec<_> = class.attributes.read().iter().map(|(name, value)| (*name, value.clone())).collect();
        for (name, value) in own {
            let is_hidden = order[..index].iter().any(|before| before.attributes.read().contains_key(name));
            if is_special(name.as_str()) && !is_hidden && !body.contains_key(name.as_str(), vm) {
                body.set_item(name.as_str(), value, vm)?;
            }
        }
    }
    Ok(())
}

/// The order in which attributes are looked for, without the class itself: where the bases' own orders leave it open,
/// the order of the bases decides.
fn ordered(bases: &[PyTypeRef], vm: &VirtualMachine) -> PyResult<Vec<PyTypeRef>> {
    let is_known = |class: &PyTypeRef| !language().is_some_and(|language| class.is(&language.instance));
    let own = |base: &PyTypeRef| -> Vec<PyTypeRef> {
        let order = base.mro.read().clone();
        let is_old = counts_as_old(base.as_object(), vm);
        order.into_iter().filter(|class| if is_old { !is_root(class, vm) } else { is_known(class) }).collect()
    };
    let mut lists: Vec<Vec<PyTypeRef>> = bases.iter().map(own).collect();
    lists.push(bases.to_vec());
    let mut order = Vec::new();
    loop {
        lists.retain(|list| !list.is_empty());
        let Some(next) = next_of(&lists) else { break };
        for list in &mut lists {
            list.retain(|class| !class.is(&next));
        }
        order.push(next);
    }
    if lists.is_empty() {
        return Ok(order);
    }
    let names: Vec<String> = bases.iter().map(|base| base.name().to_string()).collect();
    let words = format!("Cannot create a consistent method resolution order (MRO) for bases {}", names.join(", "));
    Err(vm.new_type_error(words))
}

/// The first class at the head of a list that is not behind another in any.
fn next_of(lists: &[Vec<PyTypeRef>]) -> Option<PyTypeRef> {
    let is_behind = |class: &Py<PyType>| lists.iter().any(|list| list.iter().skip(1).any(|other| other.is(class)));
    lists.iter().filter_map(|list| list.first()).find(|class| !is_behind(class)).cloned()
}
