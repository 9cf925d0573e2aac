//! The variables of a function that runs, as `f_locals` shows them.
//!
//! The caller that has asked for them may change them, so the engine writes them back when a generator goes on; and
//! writes over the cell of a parameter that an inner function captures, which the next such function is then made with.
//! Nothing is written back here, as in CPython before 3.13; a caller that wants it asks for it.

use std::cell::OnceCell;

use rustpython_vm::builtins::{PyDict, PyStr};
use rustpython_vm::frame::Frame;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult, VirtualMachine};

use crate::interned;

thread_local! {
    /// The engine's `f_locals`.
    static ORIGINAL: OnceCell<PyObjectRef> = const { OnceCell::new() };
}

/// Replaces `f_locals`.
pub(super) fn install(vm: &VirtualMachine) {
    let class = vm.ctx.types.frame_type;
    let name = interned("f_locals", vm);
    let Some(original) = class.attributes.read().get(name).cloned() else { return };
    ORIGINAL.with(|kept| kept.get_or_init(|| original).clone());
    let read = |frame: PyRef<Frame>, vm: &VirtualMachine| frame.locals(vm).map(PyObjectRef::from);
    class.set_attr(name, vm.ctx.new_readonly_getset("f_locals", class, read).into());
}

/// Puts the values of names into the variables of the function that runs, but for parameters in cells.
///
/// # Errors
/// The exceptions of the mapping of its names.
pub(crate) fn write_back(frame: &PyRef<Frame>, names: &Py<PyDict>, vm: &VirtualMachine) -> PyResult<()> {
    let bound: Vec<(PyObjectRef, PyObjectRef)> = names.into_iter().collect();
    // The engine writes the variables over the names when it is asked for them, and only then takes changes back.
    if let Some(original) = ORIGINAL.with(|kept| kept.get().cloned()) {
        vm.call_method(&original, "__get__", (frame.clone(), frame.class().to_owned()))?;
    }
    let is_cell = |name: &PyObjectRef| {
        let name = name.downcast_ref::<PyStr>();
        name.is_some_and(|name| frame.code.cellvars.iter().any(|cell| cell.as_bytes() == name.as_bytes()))
    };
    for (name, value) in &bound {
        match is_cell(name) {
            true => names.del_item(&**name, vm)?,
            false => names.set_item(&**name, value.clone(), vm)?,
        }
    }
    frame.locals_to_fast(vm)?;
    bound.into_iter().filter(|(name, _)| is_cell(name)).try_for_each(|(name, value)| names.set_item(&*name, value, vm))
}
