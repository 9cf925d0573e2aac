//! Loops over dicts and sets that are changed during the loop.
//!
//! Jython's iterators are those of Java's concurrent maps: they do not mind. A key that is deleted before it is reached
//! is not seen any more, and each key that was there at the start is seen once. An added key is not seen, where
//! Jython's loops may show some of them: so every loop has an end. The library's loops stay Python 3's.

use std::cell::{Cell, RefCell};

use rustpython_vm::builtins::{PyDict, PyDictRef, PyFrozenSet, PySet, PyType, PyTypeRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::types::{IterNext, Iterable, SelfIter};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::{all_types, caller_is_python2, renew_operators};

/// The part of a dict that a loop is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Keys,
    Values,
    Items,
}

impl Part {
    /// The part by the name of the engine's method.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "keys" => Self::Keys,
            "values" => Self::Values,
            _ => Self::Items,
        }
    }
}

/// Has the loops of Python 2 go over dicts and sets in this way.
pub(super) fn install(vm: &VirtualMachine) {
    DictLoop::make_static_type();
    SetLoop::make_static_type();
    let types = &vm.ctx.types;
    replace(types.dict_type, over_dict, vm);
    replace(types.set_type, over_set, vm);
    renew_operators(types.dict_type, &["__iter__"], vm);
    renew_operators(types.set_type, &["__iter__"], vm);
}

type Iter = fn(PyObjectRef, &VirtualMachine) -> PyResult;

/// Puts a function in the place of a type's own, and of that where types below have it from it.
fn replace(class: &'static Py<PyType>, function: Iter, vm: &VirtualMachine) {
    let Some(original) = class.slots.iter.load() else { return };
    let has_it = |known: &PyTypeRef| {
        known.fast_issubclass(class) && known.slots.iter.load().is_some_and(|iter| iter as usize == original as usize)
    };
    for known in all_types(vm).iter().filter(|known| has_it(known)) {
        known.slots.iter.store(Some(function));
    }
}

fn over_dict(object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    match object.downcast::<PyDict>() {
        Ok(dict) if caller_is_python2(vm) => Ok(of_dict(dict, Part::Keys, vm)),
        Ok(dict) => <PyDict as Iterable>::iter(dict, vm),
        Err(_) => Err(vm.new_type_error("a dict was expected")),
    }
}

fn over_set(object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    match object.downcast::<PySet>() {
        Ok(set) if caller_is_python2(vm) => Ok(SetLoop::of(set, vm).into_ref(&vm.ctx).into()),
        Ok(set) => <PySet as Iterable>::iter(set, vm),
        Err(object) => match object.downcast::<PyFrozenSet>() {
            Ok(set) => <PyFrozenSet as Iterable>::iter(set, vm),
            Err(_) => Err(vm.new_type_error("a set was expected")),
        },
    }
}

/// An iterator over a part of a dict.
pub(super) fn of_dict(dict: PyDictRef, part: Part, vm: &VirtualMachine) -> PyObjectRef {
    let count = dict.size().entries_size;
    let walk = RefCell::new(Some(dict.clone().into_iter()));
    DictLoop { dict, walk, count, part }.into_ref(&vm.ctx).into()
}

/// Goes over the entries that a dict had when the loop began, as they are when they are reached.
#[pyclass(module = false, name = "dictionary-iterator")]
#[derive(PyPayload)]
struct DictLoop {
    dict: PyDictRef,
    /// None at the end.
    walk: RefCell<Option<<PyDictRef as IntoIterator>::IntoIter>>,
    /// How many places for entries there were.
    count: usize,
    part: Part,
}

impl std::fmt::Debug for DictLoop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DictLoop").field("part", &self.part).finish_non_exhaustive()
    }
}

#[pyclass(with(IterNext, Iterable))]
impl DictLoop {
    #[pymethod]
    fn __length_hint__(&self) -> usize {
        self.walk.borrow().as_ref().map_or(0, |walk| walk.len().min(self.count))
    }
}

impl SelfIter for DictLoop {}

impl IterNext for DictLoop {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let mut walk = zelf.walk.borrow_mut();
        let found = walk.as_mut().and_then(Iterator::next);
        let left = walk.as_ref().map_or(0, ExactSizeIterator::len);
        // The place behind the entry that was found: new entries are at the end.
        let place = zelf.dict.size().entries_size.saturating_sub(left);
        let Some((key, value)) = found.filter(|_| place <= zelf.count) else {
            *walk = None;
            return Ok(PyIterReturn::StopIteration(None));
        };
        Ok(PyIterReturn::Return(match zelf.part {
            Part::Keys => key,
            Part::Values => value,
            Part::Items => vm.ctx.new_tuple(vec![key, value]).into(),
        }))
    }
}

/// Goes over the items that a set had when the loop began, as far as it still has them.
#[pyclass(module = false, name = "set-iterator")]
#[derive(Debug, PyPayload)]
struct SetLoop {
    set: PyRef<PySet>,
    items: RefCell<std::vec::IntoIter<PyObjectRef>>,
    length: usize,
    has_changed: Cell<bool>,
}

impl SetLoop {
    fn of(set: PyRef<PySet>, _vm: &VirtualMachine) -> Self {
        let items = set.elements();
        let length = items.len();
        Self { set, items: RefCell::new(items.into_iter()), length, has_changed: Cell::new(false) }
    }

    fn has(&self, item: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
        if !self.has_changed.get() {
            self.has_changed.set(self.set.as_object().length(vm)? != self.length);
        }
        Ok(!self.has_changed.get() || self.set.as_object().sequence_unchecked().contains(item, vm)?)
    }
}

#[pyclass(with(IterNext, Iterable))]
impl SetLoop {
    #[pymethod]
    fn __length_hint__(&self) -> usize {
        self.items.borrow().len()
    }
}

impl SelfIter for SetLoop {}

impl IterNext for SetLoop {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        loop {
            let item = zelf.items.borrow_mut().next();
            match item {
                Some(item) if zelf.has(&item, vm)? => return Ok(PyIterReturn::Return(item)),
                Some(_) => {}
                None => return Ok(PyIterReturn::StopIteration(None)),
            }
        }
    }
}
