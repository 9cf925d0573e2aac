//! `__slots__`: the forms that Python 2 accepts and the engine refuses.
//!
//! Jython lets a class name `__dict__` and `__weakref__` where its bases have them, name a slot twice or like an attribute
//! of the class, have slots below `int`, and refers weakly to instances in any case.

use std::collections::HashSet;

use rustpython_vm::builtins::{PyDictRef, PyStr, PyTuple, PyType};
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

use super::iteration;

/// Converts a body's `__slots__` to the engine's form, and returns the original.
///
/// # Errors
/// When it cannot be gone over.
pub(super) fn prepare(bases: &PyTuple, body: &PyDictRef, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let Some(given) = body.get_item_opt("__slots__", vm)? else { return Ok(None) };
    let names = match given.downcast_ref::<PyStr>() {
        Some(_) => vec![given.clone()],
        None => iteration::collect(&given, vm)?,
    };
    let has = |flag| {
        let classes = bases.iter().filter_map(|base| base.downcast_ref::<PyType>());
        classes.into_iter().any(|base| base.slots.flags.has_feature(flag))
    };
    let (has_dict, has_weak) = (has(PyTypeFlags::HAS_DICT), has(PyTypeFlags::HAS_WEAKREF));
    let (mut known, mut kept) = (HashSet::new(), Vec::new());
    for name in &names {
        // The engine refuses a name that is not a text.
        let Some(name) = name.downcast_ref::<PyStr>() else { return Ok(None) };
        let is_there = match name.as_bytes() {
            b"__dict__" => has_dict,
            b"__weakref__" => has_weak,
            _ => body.contains_key(name.as_object(), vm),
        };
        if !is_there && known.insert(name.as_bytes().to_vec()) {
            kept.push(vm.ctx.new_str(name.as_wtf8().to_owned()).into());
        }
    }
    let has_items = |base: &PyObjectRef| base.downcast_ref::<PyType>().is_some_and(|base| base.slots.itemsize > 0);
    if !kept.is_empty() && bases.iter().any(has_items) {
        // The engine has no place for them in an instance that is as long as its value: they are usual attributes.
        body.del_item("__slots__", vm)?;
        return Ok(Some(given));
    }
    if !has_weak && !kept.is_empty() && known.insert(b"__weakref__".to_vec()) {
        kept.push(vm.ctx.new_str("__weakref__").into());
    }
    body.set_item("__slots__", vm.ctx.new_tuple(kept).into(), vm)?;
    Ok(Some(given))
}
