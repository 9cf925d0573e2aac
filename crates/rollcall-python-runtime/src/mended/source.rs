//! `compile`, `eval` and `exec` of Python 3, which go to the engine's compiler by a way of its own.
//!
//! A text that nests too deeply is a `SyntaxError`, as it is in a script's own file, and a tree that a script has put
//! together (`ast`) and that does is a `RecursionError`. Code that expects variables of a
//! function around it is refused, as in CPython; the engine reads cells that are not there.

use rollcall_engine::compile;
use rollcall_engine::room::check_room;
use rustpython_vm::builtins::{PyByteArray, PyBytes, PyCode, PyList, PyStr, PyType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::documentation;

/// How high a tree may be that a script has put together: each of its statements and expressions is a node.
const MAX_HEIGHT: usize = 1000;

/// Replaces the three.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    for name in ["compile", "eval", "exec"] {
        let original: &'static PyObjectRef = Box::leak(Box::new(vm.builtins.get_attr(name, vm)?));
        let call = move |args: FuncArgs, vm: &VirtualMachine| {
            if let Some(source) = args.args.first().or_else(|| args.kwargs.get("source")) {
                check(source, name, vm)?;
            }
            original.call(args, vm)
        };
        documentation::replace_builtin(name, call, vm)?;
    }
    Ok(())
}

/// # Errors
/// Why the engine must not be given this.
fn check(source: &PyObject, function: &str, vm: &VirtualMachine) -> PyResult<()> {
    if let Some(code) = source.downcast_ref::<PyCode>() {
        return closed(code, function, vm);
    }
    let text = match (source.downcast_ref::<PyStr>(), source.downcast_ref::<PyBytes>()) {
        (Some(text), _) => text.to_string_lossy().into_owned(),
        (_, Some(bytes)) => String::from_utf8_lossy(bytes.as_bytes()).into_owned(),
        _ => match source.downcast_ref::<PyByteArray>() {
            Some(bytes) => String::from_utf8_lossy(&bytes.borrow_buf()).into_owned(),
            None => return check_tree(source, vm),
        },
    };
    check_room(&text, function == "eval", vm)?;
    compile::check_depth(&text, vm)
}

/// # Errors
/// Where a tree is higher than the compiler can go down. It may have the same node in several places, or below itself.
fn check_tree(root: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let kind = vm.import("_ast", 0)?.get_attr("AST", vm)?;
    let kind = kind.downcast_ref::<PyType>().ok_or_else(|| vm.new_type_error("_ast.AST is no type"))?;
    let mut level = if root.fast_isinstance(kind) { vec![root.to_owned()] } else { Vec::new() };
    for _ in 0..MAX_HEIGHT {
        level = level.iter().flat_map(|node| children(node, kind)).collect();
        if level.is_empty() {
            return Ok(());
        }
        level.sort_unstable_by_key(|node| node.get_id());
        level.dedup_by_key(|node| node.get_id());
    }
    Err(vm.new_recursion_error("maximum recursion depth exceeded during compilation"))
}

/// The nodes among the fields of one, by themselves or in a list.
fn children(node: &PyObject, kind: &Py<PyType>) -> Vec<PyObjectRef> {
    let Some(fields) = node.dict() else { return Vec::new() };
    let values = (&fields).into_iter().map(|(_, value)| value);
    let nodes = values.flat_map(|value| match value.downcast_ref::<PyList>() {
        Some(list) => list.borrow_vec().to_vec(),
        None => vec![value],
    });
    nodes.filter(|node| node.fast_isinstance(kind)).collect()
}

/// # Errors
/// When code has variables of a function around it, and is not in a function.
pub(crate) fn closed(code: &PyCode, function: &str, vm: &VirtualMachine) -> PyResult<()> {
    if code.code.freevars.is_empty() || function == "compile" {
        return Ok(());
    }
    Err(vm.new_type_error(format!("code object passed to {function}() may not contain free variables")))
}
