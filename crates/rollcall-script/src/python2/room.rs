//! Whether there is room for all numbers of an `xrange`, before somebody makes a list of them: what finds out in the middle
//! takes the whole worker with it.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyRange, PyType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::PySequence;
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::set_method;

/// So many are not worth the question.
const FEW: usize = 1 << 20;

/// What a number and its place in a list take, in bytes.
const EACH: usize = 48;

/// Refuses an `xrange` of more numbers than there is memory for.
///
/// # Errors
/// A `MemoryError`.
pub(super) fn check(iterable: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    if iterable.downcast_ref::<PyRange>().is_none() {
        return Ok(());
    }
    let count = iterable.length(vm).unwrap_or(usize::MAX);
    if count < FEW {
        return Ok(());
    }
    let tried = Vec::<u8>::new().try_reserve_exact(count.saturating_mul(EACH));
    tried.map_err(|_| vm.new_memory_error("the list is too long"))
}

/// A type's quick way to make an instance: type, arguments, how many of them have no name, and the names of the others.
type Call = fn(&PyObject, Vec<PyObjectRef>, usize, Option<&[PyObjectRef]>, &VirtualMachine) -> PyResult;

type Concat = fn(PySequence<'_>, &PyObject, &VirtualMachine) -> PyResult;

macro_rules! guard {
    ($vm:ident; $($class:ident)*) => {
        $({
            static CALL: OnceLock<Call> = OnceLock::new();
            let class: &PyType = $vm.ctx.types.$class;
            if let Some(original) = class.slots.vectorcall.load() {
                CALL.get_or_init(|| original);
                class.slots.vectorcall.store(Some(|class, args, count, names, vm| {
                    let Some(original) = CALL.get() else { return Err(vm.new_type_error("no such type")) };
                    args.first().map_or(Ok(()), |first| check(first, vm))?;
                    original(class, args, count, names, vm)
                }));
            }
        })*
    };
}

/// Has the types that keep all items ask first.
pub(super) fn install(vm: &VirtualMachine) {
    guard!(vm; list_type tuple_type set_type frozenset_type);
    let list = vm.ctx.types.list_type;
    if let Some(original) = list.slots.methods.iter().find(|definition| definition.name == "extend") {
        let extend = move |args: FuncArgs, vm: &VirtualMachine| {
            args.args.get(1).map_or(Ok(()), |more| check(more, vm))?;
            (original.func)(vm, args)
        };
        set_method(list, "extend", extend, vm);
    }
    static CONCAT: OnceLock<Concat> = OnceLock::new();
    if let Some(original) = list.slots.as_sequence.inplace_concat.load() {
        CONCAT.get_or_init(|| original);
        list.slots.as_sequence.inplace_concat.store(Some(|list, more, vm| {
            check(more, vm)?;
            CONCAT.get().map_or_else(|| Ok(vm.ctx.not_implemented()), |original| original(list, more, vm))
        }));
    }
}
