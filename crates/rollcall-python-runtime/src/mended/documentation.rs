//! `__doc__` of the engine's functions, which began with their signature as the engine keeps it.
//!
//! CPython keeps it in the same way, and returns the text behind it; the signature is `__text_signature__`.

use std::cell::OnceCell;

use rustpython_vm::builtins::{PyStr, PyType};
use rustpython_vm::function::{IntoPyNativeFn, PyMethodFlags};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use crate::interned;

/// The mark between a signature and the text.
const MARK: &str = "--\n\n";

thread_local! {
    /// The engine's `__doc__` of functions, and of methods.
    static ORIGINALS: [OnceCell<PyObjectRef>; 2] = const { [OnceCell::new(), OnceCell::new()] };
}

/// Replaces `__doc__` of both.
pub(super) fn install(vm: &VirtualMachine) {
    replace::<0>(vm.ctx.types.builtin_function_or_method_type, vm);
    replace::<1>(vm.ctx.types.method_descriptor_type, vm);
}

/// Puts a function in the place of a builtin one, whose `__doc__` it keeps.
pub(super) fn replace_builtin<Kind>(
    name: &'static str,
    function: impl IntoPyNativeFn<Kind>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let original = vm.builtins.get_attr(name, vm)?.get_attr("__doc__", vm)?;
    // Definitions of functions stay for ever, and so do their texts; each is made once for an interpreter.
    let text = original.downcast_ref::<PyStr>().and_then(|text| text.to_str());
    let text = text.map(|text| &*Box::leak(text.to_owned().into_boxed_str()));
    let definition = vm.ctx.new_method_def(name, function, PyMethodFlags::empty(), text);
    vm.builtins.set_attr(name, definition.build_function(vm), vm)
}

fn replace<const INDEX: usize>(class: &'static Py<PyType>, vm: &VirtualMachine) {
    let name = interned("__doc__", vm);
    let Some(original) = class.attributes.read().get(name).cloned() else { return };
    ORIGINALS.with(|kept| kept[INDEX].get_or_init(|| original).clone());
    let read = |function: PyObjectRef, vm: &VirtualMachine| documentation::<INDEX>(&function, vm);
    class.set_attr(name, vm.ctx.new_readonly_getset("__doc__", class, read).into());
}

fn documentation<const INDEX: usize>(function: &PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let Some(original) = ORIGINALS.with(|kept| kept[INDEX].get().cloned()) else { return Ok(vm.ctx.none()) };
    let found = vm.call_method(&original, "__get__", (function.clone(), function.class().to_owned()))?;
    let text = found.downcast_ref::<PyStr>().and_then(|text| text.to_str()).and_then(behind_signature);
    Ok(text.map_or(found.clone(), |text| vm.ctx.new_str(text).into()))
}

/// The text behind a signature, if it has one.
fn behind_signature(text: &str) -> Option<&str> {
    let (signature, rest) = text.split_once(MARK)?;
    (signature.ends_with(")\n")).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::behind_signature;

    #[test]
    fn a_signature_is_cut_off_and_nothing_else() {
        assert_eq!(behind_signature("len($module, obj)\n--\n\nHow many."), Some("How many."));
        assert_eq!(behind_signature("range(stop) -> range object"), None);
        assert_eq!(behind_signature("A line\n--\n\nbelow"), None);
    }
}
