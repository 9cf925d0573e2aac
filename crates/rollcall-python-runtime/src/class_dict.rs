//! The dictionary of an old-style class: `Old.__dict__['x'] = 1` changes the class, and `exec code in Old.__dict__` does.
//!
//! The engine keeps a class's attributes in another form, and caches them. So a class that is asked for its dictionary
//! gets a copy that stays with it for as long as it lives: a change of either is written to the other.

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::builtins::{PyDict, PyDictRef, PyStr, PyType, PyWeak};
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::protocol::PyMapping;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use super::{Language, interned, language, listing, set_method_of};

/// Where a class keeps its dictionary. No script can write that name.
const KEPT: &str = "$dict";

thread_local! {
    static CLASSES: RefCell<Known> = RefCell::default();
}

/// The classes, by the identity of their dictionaries.
#[derive(Default)]
struct Known {
    classes: HashMap<usize, PyRef<PyWeak>>,
    /// With so many those that are gone are forgotten; each time only as often as they have doubled.
    most: usize,
}

impl Known {
    fn add(&mut self, dict: usize, class: PyRef<PyWeak>) {
        if self.classes.len() >= self.most {
            self.classes.retain(|_, class| class.upgrade().is_some());
            self.most = 64.max(2 * self.classes.len());
        }
        self.classes.insert(dict, class);
    }
}

/// Has all that changes such a dictionary change its class.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) {
    let class = &language.class_dict;
    class.slots.as_mapping.ass_subscript.store(Some(set_item));
    for name in ["__setitem__", "__delitem__", "setdefault", "pop", "update", "popitem", "clear"] {
        let Some(original) = vm.ctx.types.dict_type.get_attr(interned(name, vm)) else { continue };
        let is_of_one = !matches!(name, "update" | "popitem" | "clear");
        let change = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
            let (dict, key) = (args.args.first().cloned(), args.args.get(1).cloned());
            let answer = original.call(args, vm)?;
            match (dict, key) {
                (Some(dict), Some(key)) if is_of_one => write_one_back(&dict, &key, vm)?,
                (Some(dict), _) => write_back(&dict, vm)?,
                _ => {}
            }
            Ok(answer)
        };
        set_method_of(class, name, change, vm);
    }
}

fn set_item(mapping: PyMapping<'_>, key: &PyObject, value: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
    assign(mapping, key, value, vm)?;
    write_one_back(mapping.obj, key, vm)
}

/// Sets in a class the value of one name in its dictionary, however many names there are.
fn write_one_back(dict: &PyObject, key: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let (Some(class), Some(name)) = (class_of(dict), key.downcast_ref::<PyStr>()) else { return Ok(()) };
    let wanted = dict.downcast_ref::<PyDict>().map_or(Ok(None), |dict| dict.get_item_opt(key, vm))?;
    let known = attribute(&class, name, vm);
    match (wanted, known) {
        (Some(wanted), Some(known)) if wanted.is(&known) => Ok(()),
        (Some(wanted), _) => super::class::setattr(class.as_object(), name, PySetterValue::Assign(wanted), vm),
        (None, Some(_)) => super::class::setattr(class.as_object(), name, PySetterValue::Delete, vm),
        (None, None) => Ok(()),
    }
}

/// An attribute of the class itself.
fn attribute(class: &Py<PyType>, name: &Py<PyStr>, vm: &VirtualMachine) -> Option<PyObjectRef> {
    vm.ctx.interned_str(name).and_then(|name| class.attributes.read().get(name).cloned())
}

/// The class whose dictionary this is.
fn class_of(dict: &PyObject) -> Option<PyRef<PyType>> {
    let class = CLASSES.with_borrow(|known| known.classes.get(&dict.get_id()).and_then(|class| class.upgrade()));
    class?.downcast().ok()
}

/// Sets an item, and nothing else.
fn assign(mapping: PyMapping<'_>, key: &PyObject, value: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
    match vm.ctx.types.dict_type.slots.as_mapping.ass_subscript.load() {
        Some(assign) => assign(mapping, key, value, vm),
        None => Ok(()),
    }
}

/// The current dictionary of a class.
///
/// # Errors
/// When the engine fails.
pub(super) fn of(class: &Py<PyType>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let members = listing::members(class, vm)?;
    let Some(language) = language() else { return Ok(members) };
    let known = class.attributes.read().get(interned(KEPT, vm)).cloned();
    let dict = match known.and_then(|known| known.downcast::<PyDict>().ok()) {
        Some(dict) => dict,
        None => kept_by(class, language, vm)?,
    };
    equal(&dict, &members, vm)?;
    Ok(dict)
}

fn kept_by(class: &Py<PyType>, language: &Language, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let made = language.class_dict.as_object().call((), vm)?;
    let dict = made.downcast::<PyDict>().map_err(|_| vm.new_type_error("a dict was expected"))?;
    let weak = class.as_object().downgrade(None, vm)?;
    CLASSES.with_borrow_mut(|known| known.add(dict.as_object().get_id(), weak));
    class.attributes.write().insert(interned(KEPT, vm), dict.clone().into());
    Ok(dict)
}

/// Makes one dictionary equal to another.
fn equal(dict: &Py<PyDict>, wanted: &PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    let names: Vec<PyObjectRef> = dict.into_iter().map(|(name, _)| name).collect();
    for name in names {
        if name.downcast_ref::<PyStr>().is_some() && !wanted.contains_key(name.as_object(), vm) {
            assign(dict.as_object().try_mapping(vm)?, &name, None, vm)?;
        }
    }
    for (name, value) in wanted {
        if dict.get_item_opt(name.as_object(), vm)?.is_none_or(|known| !known.is(&value)) {
            assign(dict.as_object().try_mapping(vm)?, &name, Some(value), vm)?;
        }
    }
    Ok(())
}

/// Repeats in a class's dictionary, if a script has it, a change or removal of an attribute of the class.
///
/// # Errors
/// When the engine fails.
pub(super) fn follow(class: &Py<PyType>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult<()> {
    let dict = class.attributes.read().get(interned(KEPT, vm)).cloned();
    let is_shown = name.to_str().is_some_and(listing::is_shown);
    let Some(dict) = dict.filter(|_| is_shown && name.as_bytes() != b"__dict__") else { return Ok(()) };
    let value = attribute(class, name, vm);
    let is_there = value.is_some() || dict.downcast_ref::<PyDict>().is_some_and(|dict| dict.contains_key(name, vm));
    if is_there { assign(dict.try_mapping(vm)?, name.as_object(), value, vm) } else { Ok(()) }
}

/// Sets in a class the content of its dictionary; other dictionaries have no class.
///
/// # Errors
/// When the class does not take an attribute.
pub(super) fn write_back(dict: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let Some(class) = class_of(dict) else { return Ok(()) };
    let Some(dict) = dict.downcast_ref::<PyDict>() else { return Ok(()) };
    let wanted = dict.copy().into_ref(&vm.ctx);
    replace(&class, &wanted, vm)
}

/// Gives a class the content of a dictionary, and nothing else.
///
/// # Errors
/// When the class does not take an attribute.
pub(super) fn replace(class: &Py<PyType>, wanted: &PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    let members = listing::members(class, vm)?;
    for (name, value) in wanted {
        let is_set = members.get_item_opt(name.as_object(), vm)?.is_some_and(|known| known.is(&value));
        if let (false, Some(name)) = (is_set, name.downcast_ref::<PyStr>()) {
            super::class::setattr(class.as_object(), name, PySetterValue::Assign(value), vm)?;
        }
    }
    for (name, _) in &members {
        if let (false, Some(name)) = (wanted.contains_key(name.as_object(), vm), name.downcast_ref::<PyStr>()) {
            super::class::setattr(class.as_object(), name, PySetterValue::Delete, vm)?;
        }
    }
    Ok(())
}
