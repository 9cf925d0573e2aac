//! Modules by their names, of which each language has its own.
//!
//! Modules that Python 2 has under another name, or with another content than the library, are kept beside the
//! library's modules.

use rollcall_engine::compile::Dialect;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

/// The modules that a name means, with the language in which it means them; only those that are imported already.
pub(super) fn known(name: &str, vm: &VirtualMachine) -> Vec<(Dialect, PyObjectRef)> {
    let Ok(modules) = vm.sys_module.get_attr("modules", vm) else { return Vec::new() };
    let own = modules.get_item("_python2", vm).and_then(|python2| python2.get_attr("_loaded", vm));
    [(Dialect::Python3, Some(modules)), (Dialect::Python27, own.ok())]
        .into_iter()
        .filter_map(|(dialect, modules)| Some((dialect, modules?.get_item(name, vm).ok()?)))
        .collect()
}

/// In which language a name means just this module.
pub(super) fn dialect_of(name: &str, module: &PyObject, vm: &VirtualMachine) -> Option<Dialect> {
    known(name, vm).into_iter().find(|(_, known)| known.is(module)).map(|(dialect, _)| dialect)
}

/// The module that a name means, imported.
///
/// # Errors
/// As an import's.
pub(super) fn import(dialect: Dialect, name: &str, vm: &VirtualMachine) -> PyResult {
    let text = vm.ctx.new_str(name);
    if dialect == Dialect::Python27 {
        let python2 = vm.import("_python2", 0)?;
        return vm.call_method(&python2, "load", (text,));
    }
    vm.import(&text, 0)?;
    vm.sys_module.get_attr("modules", vm)?.get_item(text.as_object(), vm)
}
