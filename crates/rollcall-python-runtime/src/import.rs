//! `import`: modules that Python 2 has under another name or with other contents than the engine's library.
//!
//! The library's own modules go on importing each other as Python 3 does. For code of Python 2 a module in the package
//! `_python2` comes before the library's of the same name, so that `import string` finds Python 2's.

use rustpython_vm::builtins::{PyDict, PyModule, PyStr};
use rustpython_vm::bytecode::Instruction;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{Language, caller_is_python2, language};

/// The package of Python 2's modules.
const PACKAGE: &str = "_python2";

/// Packages whose errors for missing names give the reason and the nearest names.
const EXPLAINING: [&str; 4] = ["java", "javax", "com", "system"];

/// Modules of the engine's library that scripts try to import, and that 2.7 lacks or uses for others: a script that
/// tries one of Python 3 first, and falls back to that of Python 2, has to get the latter.
const HIDDEN: &[&str] = &[
    "_bisect",
    "_hashlib",
    "_heapq",
    "_md5",
    "_operator",
    "_sha1",
    "_sha256",
    "_sha512",
    "_struct",
    "_thread",
    "builtins",
];

/// Replaces the function that `import` calls.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    // The engine's own functions import by the same way, and want Python 3's modules.
    let import = move |args: FuncArgs, vm: &VirtualMachine| {
        if is_statement(vm) { import(language, args, vm) } else { language.import.call(args, vm) }
    };
    vm.builtins.set_attr("__import__", vm.new_function("__import__", import), vm)
}

/// Whether the caller's code is at an `import`.
fn is_statement(vm: &VirtualMachine) -> bool {
    let Some(frame) = vm.current_frame() else { return false };
    let Some(index) = frame.lasti().checked_sub(1) else { return false };
    matches!(frame.code.code.instructions.read_op(index as usize), Instruction::ImportName { .. })
}

/// `__import__(name[, globals[, locals[, fromlist[, level]]]])`.
pub(super) fn import(language: &'static Language, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if !caller_is_python2(vm) {
        return language.import.call(args, vm);
    }
    for name in ["name", "globals", "locals", "fromlist", "level"] {
        if let Some(value) = args.kwargs.shift_remove(name) {
            args.args.push(value);
        }
    }
    let level = args.args.get(4).and_then(|level| level.try_to_value::<i64>(vm).ok()).unwrap_or(0);
    let name = args.args.first().and_then(|name| name.downcast_ref::<PyStr>().map(ToString::to_string));
    let (Some(name), true) = (name, level <= 0) else { return language.import.call(args, vm) };
    let wanted = args.args.get(3).filter(|wanted| !vm.is_none(wanted)).cloned();
    let wanted: Vec<PyObjectRef> = wanted.map_or(Ok(Vec::new()), |wanted| vm.extract_elements_with(&wanted, Ok))?;
    let beside = args.args.get(1).and_then(|globals| in_package(globals, &name, vm));
    let name = match beside {
        Some(beside) if is_of_project(&beside, vm)? || is_made(&beside, vm)? => {
            if wanted.is_empty() {
                let first = beside.len() - name.len() + name.find('.').unwrap_or(name.len());
                load(language, &beside, vm)?;
                return load(language, &beside[..first], vm);
            }
            beside
        }
        _ => name,
    };
    let module = load(language, &name, vm)?;
    if wanted.is_empty() {
        return load(language, name.split('.').next().unwrap_or(&name), vm);
    }
    for item in wanted {
        let item = item.str(vm)?.to_string();
        if item != "*" && module.get_attr(&vm.ctx.new_str(item.as_str()), vm).is_err() {
            // A name that is not a module either is an error of the code that takes it from this one; some packages
            // have a better message.
            let found = load(language, &format!("{name}.{item}"), vm);
            if EXPLAINING.contains(&name.split('.').next().unwrap_or(&name)) {
                found?;
            }
        }
    }
    Ok(module)
}

/// The module of an absolute name.
fn load(language: &'static Language, name: &str, vm: &VirtualMachine) -> PyResult {
    if name == "__builtin__" {
        return Ok(language.builtins.clone().into());
    }
    if HIDDEN.contains(&name) {
        return Err(vm.new_import_error(format!("No module named {name}"), vm.ctx.new_utf8_str(name)));
    }
    // Modules that the engine imports by itself for a script, and not of Python 2's.
    if name.starts_with('_') && name != PACKAGE {
        language.import.call((vm.ctx.new_str(name),), vm)?;
        return vm.sys_module.get_attr("modules", vm)?.get_item(name, vm);
    }
    if name == "exceptions" {
        return exceptions(language, vm).map(Into::into);
    }
    of_library(language, name, vm).or_else(|error| {
        let is_missing = error.fast_isinstance(vm.ctx.exceptions.import_error);
        let own = name.strip_prefix("project.").unwrap_or(name);
        if is_missing && is_of_project(own.split('.').next().unwrap_or(own), vm)? {
            language.import.call((vm.ctx.new_str(name),), vm)?;
            return vm.sys_module.get_attr("modules", vm)?.get_item(name, vm);
        }
        Err(error)
    })
}

/// The module that Python 2's library has under an absolute name.
pub(super) fn of_library(language: &Language, name: &str, vm: &VirtualMachine) -> PyResult {
    let load = language.import.call((vm.ctx.new_str(PACKAGE),), vm)?.get_attr("load", vm)?;
    load.call((vm.ctx.new_str(name),), vm)
}

/// Whether the running job's project has a module of this name.
fn is_of_project(name: &str, vm: &VirtualMachine) -> PyResult<bool> {
    language().map_or(Ok(false), |language| (language.embedding.has_module)(name, vm))
}

/// Whether a script has made a module of this name, below another.
fn is_made(name: &str, vm: &VirtualMachine) -> PyResult<bool> {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    let found = vm.call_method(&modules, "get", (vm.ctx.new_str(name),))?;
    Ok(found.downcast_ref::<PyModule>().is_some())
}

/// The name that an import in a package means at first: a module beside the one that imports.
fn in_package(globals: &PyObjectRef, name: &str, vm: &VirtualMachine) -> Option<String> {
    let text =
        |name: &str| -> Option<String> { Some(globals.get_item(name, vm).ok()?.downcast_ref::<PyStr>()?.to_string()) };
    let package = text("__package__").or_else(|| {
        let own = text("__name__")?;
        let is_package = globals.get_item("__path__", vm).is_ok();
        if is_package { Some(own) } else { own.rsplit_once('.').map(|(package, _)| package.to_owned()) }
    })?;
    if package.is_empty() { None } else { Some(format!("{package}.{name}")) }
}

/// The module `exceptions`: those among the builtins.
fn exceptions(language: &'static Language, vm: &VirtualMachine) -> PyResult<PyRef<PyModule>> {
    let names = vm.ctx.new_dict();
    for (name, value) in &language.names {
        let is_class = value.downcast_ref::<rustpython_vm::builtins::PyType>();
        if is_class.is_some_and(|class| class.fast_issubclass(vm.ctx.exceptions.base_exception_type)) {
            names.set_item(&*name, value, vm)?;
        }
    }
    Ok(vm.new_module("exceptions", names, None))
}

/// `$import_star(name, level)`: binds a module's names in the caller's.
pub(super) fn import_star(name: PyRef<PyStr>, level: i64, vm: &VirtualMachine) -> PyResult<()> {
    let Some(language) = super::language() else { return Ok(()) };
    let globals = vm.current_frame().map(|frame| frame.globals.clone()).unwrap_or_else(|| vm.ctx.new_dict());
    let star: PyObjectRef = vm.ctx.new_tuple(vec![vm.ctx.new_str("*").into()]).into();
    let level = vm.ctx.new_int(level.max(0));
    let args = vec![name.into(), globals.into(), vm.ctx.none(), star, level.into()];
    let module = import(language, FuncArgs::from(args), vm)?;
    let Some(names) = module.dict() else { return Ok(()) };
    let locals = vm.current_locals()?;
    for name in exported(&names, vm)? {
        let value = module.get_attr(&name, vm)?;
        locals.as_object().set_item(&*name, value, vm)?;
    }
    if let Some(frame) = vm.current_frame() {
        super::execution::synchronize(&frame, vm)?;
    }
    Ok(())
}

/// The names that a module exports: those of `__all__`, else those that do not begin with an underscore.
fn exported(names: &PyRef<PyDict>, vm: &VirtualMachine) -> PyResult<Vec<PyRef<PyStr>>> {
    let as_name = |name: PyObjectRef| name.downcast::<PyStr>().map_err(|_| vm.new_type_error("names are strings"));
    if let Some(all) = names.get_item_opt("__all__", vm)? {
        return vm.extract_elements_with(&all, as_name);
    }
    let mut found = Vec::new();
    for (name, _) in names {
        let name = as_name(name)?;
        if !name.as_bytes().starts_with(b"_") {
            found.push(name);
        }
    }
    Ok(found)
}
