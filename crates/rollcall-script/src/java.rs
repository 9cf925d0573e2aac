//! `java`: the Java classes that scripts of 7.9 meet, as Python types.
//!
//! Only those: the exceptions, `java.util.Date`, `java.awt.Color`, and `java.util.regex.Pattern` for whole values; the
//! events of `java.awt.event` are with the components. There is no Java machine here; a class that is missing is an `ImportError` or an `AttributeError`.

pub(crate) mod bean;
pub(crate) mod color;
pub(crate) mod date;
pub(crate) mod date_text;
pub(crate) mod lang;
pub(crate) mod object;
mod pattern;
pub(crate) mod regex;
pub(crate) mod zone;

use rustpython_vm::builtins::{PyModule, PyTypeRef};
use rustpython_vm::{PyRef, PyResult, VirtualMachine};

/// The packages, each after the one that it is in.
const PACKAGES: &[&str] = &[
    "java",
    "java.awt",
    "java.io",
    "java.lang",
    "java.net",
    "java.sql",
    "java.text",
    "java.util",
    "java.util.concurrent",
    "java.util.regex",
];

/// Makes the classes and the packages that they are imported from.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let packages: Vec<_> = PACKAGES.iter().map(|name| package(name, vm)).collect::<PyResult<_>>()?;
    object::install(vm);
    for class in lang::classes().into_iter().chain([color::class(vm), date::class(), pattern::class()]) {
        object::add_methods(Box::leak(Box::new(class.clone())), vm);
        place(&class, &packages, vm)?;
    }
    Ok(())
}

/// A module that is a package, set on its parent, if it has one.
pub(crate) fn package(name: &'static str, vm: &VirtualMachine) -> PyResult<PyRef<PyModule>> {
    let module = vm.new_module(name, vm.ctx.new_dict(), None);
    module.set_attr("__path__", vm.ctx.new_list(Vec::new()), vm)?;
    rollcall_engine::add_module(name, module.clone().into(), vm)?;
    crate::missing::adopt(&module, vm)?;
    if let Some((parent, last)) = name.rsplit_once('.') {
        let parent = vm.import(parent, 0).and_then(|_| modules(vm)?.get_item(parent, vm))?;
        parent.set_attr(vm.ctx.intern_str(last), module.clone(), vm)?;
    }
    Ok(module)
}

fn modules(vm: &VirtualMachine) -> PyResult {
    vm.sys_module.get_attr("modules", vm)
}

/// Sets a class in the package of its full name.
fn place(class: &PyTypeRef, packages: &[PyRef<PyModule>], vm: &VirtualMachine) -> PyResult<()> {
    let full = class.slot_name().to_string();
    let (package, name) = full.rsplit_once('.').unwrap_or(("java.lang", &full));
    for (module, _) in packages.iter().zip(PACKAGES).filter(|(_, known)| **known == package) {
        module.set_attr(vm.ctx.intern_str(name), class.clone(), vm)?;
    }
    Ok(())
}
