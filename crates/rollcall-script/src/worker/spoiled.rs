//! Whether a script has left the interpreter fit for the next one.
//!
//! Module globals live from one script to the next, and so do its deletions: after `__builtin__.__dict__.clear()` no
//! later script could import or count anything. Nothing of this can be protected, since Python can change it all; so
//! the names that later scripts rely on are noted when the worker begins, and checked after each job. Names that a
//! script has added or replaced are its own affair as long as a plain script still runs.

use rollcall_engine::compile;
use rollcall_python_runtime as python2;
use rollcall_wire::dialect::Dialect;
use rustpython_vm::builtins::{PyCode, PyDict, PyDictRef, PyModule};
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// A plain script. It is the shortest that uses the import, a call, a builtin type and an exception.
const PLAIN: &str = "\
import sys, system
try:
    raise ValueError(len(str(10)))
except ValueError:
    pass
";

/// Modules whose names are looked for, beside those of `system`.
const WATCHED: [&str; 4] = ["builtins", "__builtin__", "sys", "java"];

/// The names that later scripts need.
pub(super) struct Needed {
    /// The names in each module, as they were.
    names: Vec<(PyDictRef, Vec<PyObjectRef>)>,
    modules: Vec<(String, PyObjectRef)>,
    plain: Vec<(Dialect, PyRef<PyCode>)>,
}

impl Needed {
    /// Notes it, in an interpreter that no script has been in.
    pub(super) fn note(vm: &VirtualMachine) -> Needed {
        let modules: Vec<_> = modules(vm).into_iter().filter(|(name, _)| is_watched(name)).collect();
        let dicts =
            modules.iter().filter_map(|(_, module)| module.downcast_ref::<PyModule>().map(|module| module.dict()));
        let names = dicts.map(|dict| (dict.clone(), names(&dict))).collect();
        let compiled = |dialect| compile::compile(dialect, "<plain>", PLAIN, vm).ok().map(|code| (dialect, code));
        let plain = [Dialect::Python27, Dialect::Python3].into_iter().filter_map(compiled).collect();
        Needed { names, modules, plain }
    }

    /// Whether something of it is gone.
    pub(super) fn is_gone(&self, vm: &VirtualMachine) -> bool {
        let known = vm.sys_module.get_attr("modules", vm);
        let known = known.ok().and_then(|modules| modules.downcast::<PyDict>().ok());
        let Some(known) = known else { return true };
        let is_there = |(name, module): &(String, PyObjectRef)| {
            known.get_item_opt(name.as_str(), vm).ok().flatten().is_some_and(|now| now.is(module))
        };
        let has_names =
            |(dict, names): &(PyDictRef, Vec<PyObjectRef>)| names.iter().all(|name| dict.contains_key(&**name, vm));
        !(self.modules.iter().all(is_there) && self.names.iter().all(has_names) && self.plain_scripts_run(vm))
    }

    fn plain_scripts_run(&self, vm: &VirtualMachine) -> bool {
        let all = self.plain.iter().all(|(dialect, code)| run(*dialect, code.clone(), vm).is_ok());
        python2::forget_handled();
        all
    }
}

fn run(dialect: Dialect, code: PyRef<PyCode>, vm: &VirtualMachine) -> PyResult<()> {
    python2::set_running(dialect, vm);
    let scope = vm.new_scope_with_builtins();
    python2::set_builtins(&scope.globals, dialect, vm)?;
    vm.run_code_obj(code, scope).map(drop)
}

fn is_watched(name: &str) -> bool {
    WATCHED.contains(&name) || name == "system" || name.starts_with("system.")
}

fn modules(vm: &VirtualMachine) -> Vec<(String, PyObjectRef)> {
    let modules = vm.sys_module.get_attr("modules", vm).ok().and_then(|modules| modules.downcast::<PyDict>().ok());
    let Some(modules) = modules else { return Vec::new() };
    modules.into_iter().filter_map(|(name, module)| Some((name.str(vm).ok()?.to_string(), module))).collect()
}

fn names(dict: &PyDictRef) -> Vec<PyObjectRef> {
    dict.into_iter().map(|(name, _)| name).collect()
}
