//! Modules of the project: the functions of the worker with which `_project_modules` finds and runs them.
//!
//! A module is asked of the gateway when it is imported, compiled in the language of the job that imports it, unless it
//! declares another itself, and kept by Python in `sys.modules` for as long as the worker is assigned.

use rollcall_engine::compile::{self, Dialect};
use rollcall_python_runtime as python2;
use rollcall_wire::host::{HostError, ModuleCall};
use rustpython_vm::builtins::{PyDictRef, PyStrRef};
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

use crate::host;

/// Gives scripts `project`, and imports the project's modules after the library's.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let ours = vm.import("_project_modules", 0)?;
    let finder = ours.get_attr("ProjectModules", vm)?;
    let finders = vm.sys_module.get_attr("meta_path", vm)?;
    // Before the one that only explains why a module does not exist: a project may have one of that name.
    let last = finders.length(vm)?.saturating_sub(1);
    vm.call_method(&finders, "insert", (last, finder))?;
    let project = vm.call_method(&ours, "project", (vm.ctx.types.module_type.as_object().to_owned(),))?;
    vm.sys_module.get_attr("modules", vm)?.set_item("project", project.clone(), vm)?;
    vm.builtins.set_attr("project", project, vm)
}

/// The module of this name as a tuple of file, text and whether it is a package; None when the project has no such
/// module.
///
/// # Errors
/// When the gateway cannot be asked.
pub(crate) fn find(name: PyStrRef, vm: &VirtualMachine) -> PyResult {
    let Some(host) = host::current() else { return Ok(vm.ctx.none()) };
    let name = name.as_wtf8().to_string_lossy().into_owned();
    let module = match host.try_call(ModuleCall::FindModule { name }, vm)? {
        Ok(Some(module)) => module,
        // Without a project there is no module.
        Ok(None) | Err(HostError::Unavailable { .. } | HostError::Refused { .. }) => return Ok(vm.ctx.none()),
        Err(error) => return Err(crate::host_error::exception(error, vm)),
    };
    let file = module.file.map_or_else(|| vm.ctx.none(), |file| vm.ctx.new_str(file).into());
    let source: PyObjectRef = vm.ctx.new_str(module.source).into();
    Ok(vm.ctx.new_tuple(vec![file, source, vm.ctx.new_bool(module.is_package).into()]).into())
}

/// Runs a module's text in its namespace.
///
/// # Errors
/// A `SyntaxError` that names file and line; whatever the module raises.
pub(crate) fn run(file: PyStrRef, source: PyStrRef, namespace: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    let (file, source) = (file.as_wtf8().to_string_lossy(), source.as_wtf8().to_string_lossy());
    if let Some(host) = host::current() {
        host.keep_source(&file, &source);
    }
    let of_job = if python2::job_is_python2() { Dialect::Python27 } else { Dialect::Python3 };
    let dialect = Dialect::declared(&source).unwrap_or(of_job);
    python2::set_builtins(&namespace, dialect, vm)?;
    let code = compile::compile(dialect, &file, &source, vm)?;
    vm.run_code_obj(code, Scope::with_builtins(None, namespace, vm)).map(drop)
}
