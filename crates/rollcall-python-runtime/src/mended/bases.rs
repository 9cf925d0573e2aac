//! Other bases for a class that is there: `C.__bases__ = (A, B)`.
//!
//! The engine accepts any bases. A class below itself ended in an overflow of the stack, one that is gone in a panic,
//! and a class of other instances (`int`, one with `__slots__`) has methods that find no place in the existing
//! instances. So the bases are checked as in Python, and the steps that the engine forgets are done here: the old bases
//! no longer know the class, the classes below it follow, and a special method that no class defines any more is
//! forgotten.

use std::cell::OnceCell;
use std::collections::HashSet;

use rustpython_vm::builtins::{PyStrInterned, PyTuple, PyType, PyTypeRef};
use rustpython_vm::function::PySetterValue;
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::interned;

thread_local! {
    /// The engine's attribute `__bases__` of classes.
    static ORIGINAL: OnceCell<PyObjectRef> = const { OnceCell::new() };
}

/// A class, its bases and the order in which it is looked through.
type Known = (PyTypeRef, Vec<PyTypeRef>, Vec<PyTypeRef>);

/// Replaces `__bases__`.
pub(super) fn install(vm: &VirtualMachine) {
    let class = vm.ctx.types.type_type;
    let name = interned("__bases__", vm);
    let Some(original) = class.get_attr(name) else { return };
    ORIGINAL.with(|kept| drop(kept.set(original)));
    class.set_attr(name, vm.ctx.new_static_getset("__bases__", class, get, set).into());
}

fn get(class: PyTypeRef, vm: &VirtualMachine) -> PyResult {
    let original = engines(vm)?;
    vm.call_method(&original, "__get__", (class,))
}

fn engines(vm: &VirtualMachine) -> PyResult {
    ORIGINAL.with(|kept| kept.get().cloned()).ok_or_else(|| vm.new_attribute_error("__bases__"))
}

fn set(class: PyTypeRef, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    let is_builtin = class.slots.flags.has_feature(PyTypeFlags::IMMUTABLETYPE);
    let words = crate::words_of_bases(&class, is_builtin, vm);
    let PySetterValue::Assign(given) = value else { return Err(vm.new_type_error(words.deleted)) };
    if is_builtin {
        return Err(vm.new_type_error(words.immutable));
    }
    let Some(given) = given.downcast_ref::<PyTuple>() else {
        return Err(vm.new_type_error(words.no_tuple.replace("{}", &given.class().name())));
    };
    let bases = given.iter().map(|base| match base.downcast_ref::<PyType>() {
        Some(base) if crate::may_be_base(&class, base) => Ok(base.to_owned()),
        _ => {
            let (kind, shown) = (base.class().name().to_string(), base.repr(vm)?);
            Err(vm.new_type_error(words.no_class.replace("{}", &kind).replace("{!r}", shown.as_ref())))
        }
    });
    let bases: Vec<PyTypeRef> = bases.collect::<PyResult<_>>()?;
    if bases.iter().any(|base| base.fast_issubclass(&class)) {
        return Err(vm.new_type_error("a __bases__ item causes an inheritance cycle"));
    }
    let bases = crate::bases_of_class(&class, bases, vm)?;
    if bases.is_empty() {
        return Err(vm.new_type_error(words.empty));
    }
    check_layout(&class, &bases, vm)?;
    replace(&class, bases, vm)
}

/// The layout of a class's instances: the builtin type that they are of, and the class whose `__slots__` they have.
fn layout(class: &Py<PyType>) -> (Option<PyTypeRef>, Option<PyTypeRef>) {
    let order = class.mro.read();
    let builtin = order.iter().find(|base| !base.slots.flags.has_feature(PyTypeFlags::HEAPTYPE)).cloned();
    let most = class.slots.member_count;
    let owner = order.iter().rev().find(|base| most > 0 && base.slots.member_count == most).cloned();
    (builtin, owner)
}

/// # Errors
/// Where instances of a class could not be instances of its new bases, too.
fn check_layout(class: &Py<PyType>, bases: &[PyTypeRef], vm: &VirtualMachine) -> PyResult<()> {
    let Some(old) = class.bases.read().first().cloned() else { return Ok(()) };
    let is_same = |a: &Option<PyTypeRef>, b: &Option<PyTypeRef>| match (a, b) {
        (Some(a), Some(b)) => a.is(b),
        (a, b) => a.is_none() && b.is_none(),
    };
    let has_dict = |class: &Py<PyType>| class.slots.flags.has_feature(PyTypeFlags::HAS_DICT);
    let best = class.base.clone().unwrap_or_else(|| old.clone());
    let wanted = layout(&best);
    let fits = |base: &PyTypeRef| {
        let has = layout(base);
        is_same(&has.0, &wanted.0) && is_same(&has.1, &wanted.1) && has_dict(base) == has_dict(&best)
    };
    let object = vm.ctx.types.object_type;
    let is_plain =
        |base: &PyTypeRef| layout(base).0.is_some_and(|builtin| builtin.is(object)) && layout(base).1.is_none();
    let wrong = bases.iter().find(|base| !fits(base) && (base.is(object) || !is_plain(base)));
    // A class right below `object` has a dictionary of its own, which others would bring, too.
    let wrong = wrong.or_else(|| bases.first().filter(|_| old.is(object) || !bases.iter().any(fits)));
    match wrong.filter(|_| !crate::is_old_class(class)) {
        Some(wrong) => {
            let (new, old) = (wrong.name().to_string(), old.name().to_string());
            Err(vm.new_type_error(format!("__bases__ assignment: '{new}' object layout differs from '{old}'")))
        }
        None => Ok(()),
    }
}

/// Gives a class its bases, and has those below it follow; or leaves all as it was.
fn replace(class: &PyTypeRef, bases: Vec<PyTypeRef>, vm: &VirtualMachine) -> PyResult<()> {
    let before = below(class);
    let methods = special_methods(&class.mro.read());
    forget(&before);
    let done = before.iter().try_for_each(|(changed, own, _)| {
        let bases = if changed.is(class) { &bases } else { own };
        assign(changed, bases, vm)
    });
    if let Err(error) = done {
        restore(before, vm)?;
        return Err(error);
    }
    for (changed, ..) in &before {
        methods.iter().try_for_each(|name| renew(changed, name, vm))?;
        crate::adopt_again(changed, vm);
    }
    Ok(())
}

/// A class and all below it, each after those that it is below.
fn below(class: &PyTypeRef) -> Vec<Known> {
    let mut found: Vec<PyTypeRef> = vec![class.clone()];
    let mut known = HashSet::from([class.as_object().get_id()]);
    let mut next = 0;
    while let Some(class) = found.get(next).cloned() {
        next += 1;
        for subclass in class.subclasses.read().iter().filter_map(|subclass| subclass.upgrade()) {
            if let Ok(subclass) = subclass.downcast::<PyType>()
                && known.insert(subclass.as_object().get_id())
            {
                found.push(subclass);
            }
        }
    }
    let as_it_is = |class: PyTypeRef| {
        let (bases, order) = (class.bases.read().clone(), class.mro.read().clone());
        (class, bases, order)
    };
    let mut found: Vec<Known> = found.into_iter().map(as_it_is).collect();
    // A class above another is looked up in a part of its order.
    found.sort_by_key(|(_, _, order)| order.len());
    found
}

/// Has the bases of classes no longer know these, nor those that are gone.
fn forget(classes: &[Known]) {
    let forgotten: HashSet<usize> = classes.iter().map(|(class, ..)| class.as_object().get_id()).collect();
    let mut done = HashSet::new();
    for (class, ..) in classes {
        for base in class.bases.read().iter().filter(|base| done.insert(base.as_object().get_id())) {
            let is_kept = |known: PyObjectRef| !forgotten.contains(&known.get_id());
            base.subclasses.write().retain(|known| known.upgrade().is_some_and(is_kept));
        }
    }
}

/// Has the engine set bases of a class that nothing is below, as far as it knows.
fn assign(class: &PyTypeRef, bases: &[PyTypeRef], vm: &VirtualMachine) -> PyResult<()> {
    let bases: Vec<PyObjectRef> = bases.iter().map(|base| base.clone().into()).collect();
    let original = engines(vm)?;
    vm.call_method(&original, "__set__", (class.clone(), vm.ctx.new_tuple(bases)))?;
    crate::order_of_bases(class, vm);
    Ok(())
}

fn restore(before: Vec<Known>, vm: &VirtualMachine) -> PyResult<()> {
    forget(&before);
    for (class, bases, order) in before {
        for base in &bases {
            base.subclasses.write().push(class.as_object().downgrade(None, vm)?);
        }
        *class.bases.write() = bases;
        *class.mro.write() = order;
        class.modified();
    }
    Ok(())
}

/// The special methods that classes of scripts define.
fn special_methods(order: &[PyTypeRef]) -> Vec<&'static PyStrInterned> {
    let classes = order.iter().filter(|class| class.slots.flags.has_feature(PyTypeFlags::HEAPTYPE));
    let mut names: Vec<&'static PyStrInterned> = classes
        .flat_map(|class| class.attributes.read().keys().copied().collect::<Vec<_>>())
        .filter(|name| name.as_str().starts_with("__") && name.as_str().ends_with("__"))
        .filter(|name| !matches!(name.as_str(), "__dict__" | "__weakref__" | "__module__" | "__doc__" | "__slots__"))
        .collect();
    names.sort_by_key(|name| name.as_str());
    names.dedup_by_key(|name| name.as_str());
    names
}

/// Has the engine look anew for a special method that a class does not define itself: it does when one is deleted.
fn renew(class: &PyTypeRef, name: &'static PyStrInterned, vm: &VirtualMachine) -> PyResult<()> {
    let Some(setattr) = vm.ctx.types.type_type.slots.setattro.load() else { return Ok(()) };
    if class.attributes.read().contains_key(name) {
        return Ok(());
    }
    let class: &PyObject = class.as_object();
    setattr(class, name, PySetterValue::Assign(vm.ctx.none()), vm)?;
    setattr(class, name, PySetterValue::Delete, vm)
}
