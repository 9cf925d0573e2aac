//! `system`: the functions that scripts call, one file for each Python namespace.
//!
//! A function here binds its arguments, asks its supervisor or the running job, and makes a Python object of the
//! answer. What it is called, what it takes and where it may be called stands in its entry of the catalogue.

pub(crate) mod dataset;
pub(crate) mod db;
pub(crate) mod error;
pub(crate) mod gui;
mod logger;
pub(crate) mod missing;
pub(crate) mod nav;
mod printf;
pub(crate) mod security;
pub(crate) mod util;

use rustpython_vm::builtins::PyModule;
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::{FuncArgs, PyMethodFlags};
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use crate::catalogue::{Function, NAMESPACES, Namespace};
use crate::{host, interpreter};

/// Builds the modules of the catalogue, makes them importable, and `system` visible without import.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    logger::Logger::make_static_type();
    let system = module("system", "The scripting functions.", vm)?;
    // What makes it a package, so that `import system.util` works.
    system.set_attr("__path__", vm.ctx.new_list(Vec::new()), vm)?;
    for namespace in NAMESPACES {
        let module = build(namespace, vm)?;
        let name = namespace.name.trim_start_matches("system.");
        system.set_attr(vm.ctx.intern_str(name), module, vm)?;
    }
    vm.builtins.set_attr("system", system, vm)
}

fn module(name: &'static str, documentation: &'static str, vm: &VirtualMachine) -> PyResult<PyRef<PyModule>> {
    let module = vm.new_module(name, vm.ctx.new_dict(), Some(vm.ctx.new_str(documentation)));
    interpreter::add_module(name, module.clone().into(), vm)?;
    missing::adopt(&module, vm)?;
    Ok(module)
}

fn build(namespace: &'static Namespace, vm: &VirtualMachine) -> PyResult<PyRef<PyModule>> {
    let module = module(namespace.name, namespace.documentation, vm)?;
    for function in namespace.functions {
        module.set_attr(vm.ctx.intern_str(function.name), native(namespace, function, vm), vm)?;
    }
    Ok(module)
}

/// The Python function of an entry. It lives as long as the process.
fn native(namespace: &'static Namespace, function: &'static Function, vm: &VirtualMachine) -> PyObjectRef {
    let call = move |args: FuncArgs, vm: &VirtualMachine| {
        check_scope(namespace, function, vm)?;
        (function.call)(args, vm)
    };
    let signature = format!("{}({})\n--\n\n", function.name, function.parameters);
    let documentation = format!("{signature}{}\n\nScope: {}.", function.documentation, function.scopes);
    let documentation = vm.ctx.intern_str(documentation).as_str();
    let module = vm.ctx.intern_str(namespace.name);
    let def = vm.ctx.new_method_def(function.name, call, PyMethodFlags::empty(), Some(documentation));
    let built = def.build_function(vm);
    let _ = built.as_object().set_attr("__module__", module.to_owned(), vm);
    built.into()
}

/// Refuses a call in a scope where it has no meaning.
fn check_scope(namespace: &Namespace, function: &Function, vm: &VirtualMachine) -> PyResult<()> {
    let running = host::running(vm)?;
    if function.scopes.contain(running.context.scope) {
        return Ok(());
    }
    Err(vm.new_runtime_error(format!(
        "{}.{} is available in {} scope; this script runs in gateway scope",
        namespace.name, function.name, function.scopes
    )))
}

/// A supervisor that answers a call with something else than the call promises.
pub(crate) fn unexpected(
    function: &str,
    answer: &rollcall_wire::host::HostValue,
    vm: &VirtualMachine,
) -> rustpython_vm::builtins::PyBaseExceptionRef {
    use rollcall_wire::host::HostValue;
    let kind = match answer {
        HostValue::Nothing => "nothing",
        HostValue::Dataset(_) => "a dataset",
        HostValue::Boolean(_) => "a boolean",
        HostValue::Text(_) => "a text",
        HostValue::Texts(_) => "texts",
        HostValue::Component(_) => "a component",
        HostValue::Components(_) => "components",
        HostValue::Property(_) => "a property",
        HostValue::Module(_) => "a module",
    };
    vm.new_runtime_error(format!("{function}: the gateway answered with {kind}, which is no answer to this call"))
}
