//! `system`: the functions that scripts call, one file for each Python namespace.
//!
//! A function here asks its supervisor or the running job, and makes a Python object of the answer. Its name, its
//! parameters and its scope are in its entry of `rollcall-catalogue`, to which it is bound ([`crate::call`]). Adding
//! one is an entry there, a body and a line of `bindings` here, and a conformance case.

mod dataset;
mod db;
mod gui;
mod logger;
mod nav;
mod printf;
mod rollcall;
mod security;
mod util;

use rollcall_catalogue::{Function, Namespace, documentation};
use rustpython_vm::builtins::PyModule;
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::{FuncArgs, PyMethodFlags};
use rustpython_vm::{PyObjectRef, PyRef, PyResult, VirtualMachine};

use crate::call::Binding;
use crate::host;
use crate::missing::{self, is_in_scope, out_of_scope};

/// The bodies of each namespace's functions.
fn bindings() -> [(&'static Namespace, Vec<Binding>); 7] {
    use rollcall_catalogue::system as entries;
    [
        (&entries::dataset::NAMESPACE, dataset::bindings()),
        (&entries::db::NAMESPACE, db::bindings()),
        (&entries::gui::NAMESPACE, gui::bindings()),
        (&entries::nav::NAMESPACE, nav::bindings()),
        (&entries::rollcall::NAMESPACE, rollcall::bindings()),
        (&entries::security::NAMESPACE, security::bindings()),
        (&entries::util::NAMESPACE, util::bindings()),
    ]
}

/// Builds the modules of the catalogue, makes them importable, and `system` visible without import.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    logger::Logger::make_static_type();
    let system = module("system", "The scripting functions.", vm)?;
    // The attribute that makes it a package, so that `import system.util` works.
    system.set_attr("__path__", vm.ctx.new_list(Vec::new()), vm)?;
    for (namespace, bindings) in bindings() {
        let module = build(namespace, bindings, vm)?;
        let name = namespace.name.trim_start_matches("system.");
        system.set_attr(vm.ctx.intern_str(name), module, vm)?;
    }
    rollcall::install(&system, vm)?;
    vm.builtins.set_attr("system", system, vm)
}

fn module(name: &'static str, documentation: &'static str, vm: &VirtualMachine) -> PyResult<PyRef<PyModule>> {
    let module = vm.new_module(name, vm.ctx.new_dict(), Some(vm.ctx.new_str(documentation)));
    rollcall_engine::add_module(name, module.clone().into(), vm)?;
    missing::adopt(&module, vm)?;
    Ok(module)
}

fn build(namespace: &'static Namespace, bindings: Vec<Binding>, vm: &VirtualMachine) -> PyResult<PyRef<PyModule>> {
    let module = module(namespace.name, namespace.about, vm)?;
    for binding in bindings {
        module.set_attr(vm.ctx.intern_str(binding.function.name), native(namespace, binding, vm), vm)?;
    }
    Ok(module)
}

/// The Python function of an entry. It lives as long as the process.
fn native(namespace: &'static Namespace, binding: Binding, vm: &VirtualMachine) -> PyObjectRef {
    let function = binding.function;
    let call = move |args: FuncArgs, vm: &VirtualMachine| {
        check_scope(namespace, function, vm)?;
        binding.call(namespace, args, vm)
    };
    let documentation = vm.ctx.intern_str(signed_documentation(function)).as_str();
    let def = vm.ctx.new_method_def(function.name, call, PyMethodFlags::empty(), Some(documentation));
    def.build_function(vm).into()
}

/// The documentation, after the signature in the form in which the engine keeps it; of several ways of calling a function
/// it cannot keep any.
fn signed_documentation(function: &Function) -> String {
    match function.signatures().as_slice() {
        [signature] => format!("{signature}\n--\n\n{}", documentation(function)),
        _ => documentation(function),
    }
}

/// Refuses a call in a scope where it has no meaning.
fn check_scope(namespace: &Namespace, function: &Function, vm: &VirtualMachine) -> PyResult<()> {
    let running = host::running(vm)?;
    if is_in_scope(function, running.context.scope) {
        return Ok(());
    }
    Err(vm.new_runtime_error(out_of_scope(namespace, function)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_one_body_for_each_way_of_calling_it_and_every_body_an_entry() {
        let bound = bindings();
        let namespaces = bound.iter().map(|(namespace, _)| namespace.name);
        assert!(namespaces.eq(rollcall_catalogue::NAMESPACES.iter().map(|namespace| namespace.name)));
        for (namespace, bindings) in &bound {
            let names = bindings.iter().map(|binding| binding.function.name);
            assert!(names.eq(namespace.functions.iter().map(|function| function.name)), "{}", namespace.name);
            let disagreements: Vec<_> = bindings.iter().filter_map(Binding::disagreement).collect();
            assert!(disagreements.is_empty(), "{}: {disagreements:?}", namespace.name);
        }
    }

    #[test]
    fn every_example_compiles() {
        for (namespace, function) in rollcall_catalogue::system::functions() {
            let name = format!("{}.{}", namespace.name, function.name);
            let checked = crate::check(crate::Dialect::Python27, &name, function.example);
            assert!(checked.is_ok(), "{name}: {checked:?}");
        }
    }
}
