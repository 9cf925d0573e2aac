//! The result of `__iter__` of a script's class: Jython accepts any object as an iterator, and asks it for `next` when
//! an item is wanted. An object without `next` has no items.

use rustpython_vm::builtins::{PyFunction, PySequenceIterator, PyType, PyTypeRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::types::{IterNext, Iterable, PyTypeFlags, SelfIter};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};

use super::interned;

/// Stands for an object that is not an iterator where the engine wants one.
#[pyclass(module = false, name = "iterator")]
#[derive(Debug, PyPayload)]
struct AnyIterator {
    object: PyObjectRef,
}

#[pyclass(with(IterNext, Iterable))]
impl AnyIterator {}

impl SelfIter for AnyIterator {}

impl IterNext for AnyIterator {
    fn next(_zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        Ok(PyIterReturn::StopIteration(None))
    }
}

/// Makes the type.
pub(super) fn install() {
    AnyIterator::make_static_type();
}

/// Lets a class's `__iter__` return any object.
pub(super) fn adopt(class: &Py<PyType>, vm: &VirtualMachine) {
    let method = class.get_attr(interned("__iter__", vm));
    if method.is_some_and(|method| method.downcast_ref::<PyFunction>().is_some()) {
        class.slots.iter.store(Some(iter));
    } else if class.fast_issubclass(vm.ctx.types.str_type) && has_own_items(class, vm) {
        class.slots.iter.store(Some(|text, vm| Ok(PySequenceIterator::new(text, vm)?.into_ref(&vm.ctx).into())));
    }
}

/// Whether a script has written how a kind of texts gives its items: texts are gone over by these.
fn has_own_items(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let name = interned("__getitem__", vm);
    let is_script =
        |base: &&PyTypeRef| base.slots.flags.has_feature(PyTypeFlags::HEAPTYPE) && !super::is_unicode_type(base);
    class.mro.read().iter().filter(is_script).any(|base| base.attributes.read().contains_key(name))
}

fn iter(object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    Ok(taken(vm.call_special_method(&object, interned("__iter__", vm), ())?, vm))
}

/// The iterator that the engine gets.
pub(super) fn taken(object: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
    if object.class().slots.iternext.load().is_some() {
        object
    } else {
        AnyIterator { object }.into_ref(&vm.ctx).into()
    }
}

/// The iterator that a script gets.
pub(super) fn shown(iterator: &PyObject) -> Option<PyObjectRef> {
    iterator.downcast_ref::<AnyIterator>().map(|any| any.object.clone())
}
