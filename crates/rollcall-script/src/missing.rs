//! Missing names of `system`: the error of a missing attribute names it, the fact that it is missing, and the nearest
//! names.
//!
//! A function of the client's scope is missing in the gateway's, as in the original: scripts ask for it and go another
//! way. The packages of Java give the reason why a class is missing.

use rollcall_catalogue::original::{self, Missing};
use rollcall_catalogue::system::namespace;
use rollcall_catalogue::{Function, NAMESPACES, Namespace, Scopes};
use rollcall_window::did_you_mean::suggestion;
use rollcall_wire::worker::Scope;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyModule, PyStr, PyType};
use rustpython_vm::{AsObject, Py, PyObject, PyRef, PyResult, VirtualMachine};

use crate::host;

/// Where all that there is is listed.
const LIST: &str = "what there is is listed in docs/functions.md";

/// Gives modules of `system`, and of Java's packages, a class that knows their missing names.
///
/// # Errors
/// When the engine fails.
pub(crate) fn adopt(module: &PyRef<PyModule>, vm: &VirtualMachine) -> PyResult<()> {
    let body = vm.ctx.new_dict();
    let bases = vm.ctx.new_tuple(vec![vm.ctx.types.module_type.to_owned().into()]);
    let class = vm.ctx.types.type_type.as_object().call((vm.ctx.new_str("module"), bases, body), vm)?;
    let class = class.downcast::<PyType>().map_err(|_| vm.new_type_error("a type was expected"))?;
    class.slots.getattro.store(Some(getattr));
    module.as_object().set_class(class, vm);
    Ok(())
}

fn getattr(module: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
    let Some(original) = vm.ctx.types.module_type.slots.getattro.load() else {
        return module.generic_getattr(name, vm);
    };
    let wanted = name.to_string();
    if wanted.starts_with('_') {
        return original(module, name, vm);
    }
    let path = original(module, vm.ctx.new_str("__name__").as_ref(), vm)?.str(vm)?.to_string();
    if let Some(words) = why_out_of_scope(&path, &wanted) {
        return Err(vm.new_attribute_error(words));
    }
    original(module, name, vm).map_err(|error| reworded(error, &path, &wanted, vm))
}

fn reworded(error: PyBaseExceptionRef, path: &str, wanted: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    if !error.fast_isinstance(vm.ctx.exceptions.attribute_error) {
        return error;
    }
    let words = match path.split('.').next() {
        Some("java" | "javax") => {
            let why = reason(&format!("{path}.{wanted}"), vm).unwrap_or_else(|| "there is no Java machine".to_owned());
            format!("{path}.{wanted} is not provided: {why}")
        }
        _ => words(path, wanted),
    };
    vm.new_attribute_error(words)
}

/// The message for a name that is missing in `system` or one of its namespaces.
pub(crate) fn words(path: &str, wanted: &str) -> String {
    let known = match path {
        "system" => original::missing(&format!("system.{wanted}"), ""),
        _ => original::missing(path, wanted),
    };
    match known {
        Some(Missing::NotYet("")) => format!("{path}.{wanted} is not provided yet; {LIST}"),
        Some(Missing::NotYet(instead)) => format!("{path}.{wanted} is not provided yet: {}; {LIST}", clause(instead)),
        Some(Missing::No(reason)) => format!("{path}.{wanted} is not provided: {}; {LIST}", clause(reason)),
        None => format!("{path}.{wanted} is not provided{}; {LIST}", near(path, wanted)),
    }
}

/// A sentence as a part of another.
fn clause(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    if sentence.starts_with("Python") {
        return sentence.to_owned();
    }
    let mut characters = sentence.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// Why a class of Java is missing, and the replacement.
fn reason(path: &str, vm: &VirtualMachine) -> Option<String> {
    let package = vm.import("_python2._refused", 0).ok()?;
    let refused = package.get_attr("_refused", vm).ok()?;
    let found = refused.get_attr("reason", vm).ok()?.call((vm.ctx.new_str(path),), vm).ok()?;
    found.downcast_ref::<PyStr>().map(ToString::to_string)
}

/// The error for a function where it has no meaning.
pub(crate) fn out_of_scope(namespace: &Namespace, function: &Function) -> String {
    format!(
        "{}.{} is available in {} scope; this script runs in gateway scope",
        namespace.name, function.name, function.scopes
    )
}

/// Whether a script of this scope may call a function.
pub(crate) fn is_in_scope(function: &Function, scope: Scope) -> bool {
    function.scopes == Scopes::All || scope != Scope::Gateway
}

/// Why a function is missing for the running script; None if it is there, or there is no such function.
fn why_out_of_scope(path: &str, wanted: &str) -> Option<String> {
    let namespace = namespace(path)?;
    let function = namespace.function(wanted)?;
    let scope = host::scope()?;
    (!is_in_scope(function, scope)).then(|| out_of_scope(namespace, function))
}

/// A function with nearly that name in the same namespace, or with the same name in another.
fn near(path: &str, wanted: &str) -> String {
    let own = namespace(path).map_or_else(Vec::new, |own| own.functions.iter().map(|function| function.name).collect());
    let spaces: Vec<&str> = NAMESPACES.iter().filter_map(|one| one.name.strip_prefix("system.")).collect();
    let nearest = suggestion(wanted, if path == "system" { spaces } else { own });
    let in_other = NAMESPACES.iter().find_map(|namespace| {
        let same = namespace.functions.iter().find(|function| function.name.eq_ignore_ascii_case(wanted))?;
        Some(format!(" (did you mean {}.{}?)", namespace.name, same.name))
    });
    if nearest.is_empty() { in_other.unwrap_or_default() } else { nearest }
}
