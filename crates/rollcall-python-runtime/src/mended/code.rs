//! Code, as scripts can get hold of it: the code of a function may be put into another, and code may be made of parts.
//!
//! The engine trusts it. Code with variables of an enclosing function, in a function without any, read beyond the end
//! of the existing ones; and instructions that no compiler has written may do anything with memory. So a function takes
//! code with as many such variables as it has, as in Python, and only the names in code can be replaced.

use std::cell::OnceCell;

use rustpython_vm::builtins::{PyCode, PyFunction, PyTuple};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use crate::{interned, set_method};

/// The parts of code that may be replaced: they are shown, and nothing is done by them.
const NAMING: [&str; 4] = ["co_filename", "co_firstlineno", "co_name", "co_qualname"];

thread_local! {
    /// The engine's attribute `__code__` of functions.
    static CODE: OnceCell<PyObjectRef> = const { OnceCell::new() };
}

/// Replaces the functions that take code, and those that make it of parts.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    install_setter(vm);
    refuse_bytes(vm)?;
    let code = vm.ctx.types.code_type;
    code.slots.new.store(Some(|_, _, vm| {
        Err(vm.new_type_error("code is not made of parts here: it comes from compile(), or from a function"))
    }));
    let replace = code.as_object().get_attr("replace", vm)?;
    let replace: &'static PyObjectRef = Box::leak(Box::new(replace));
    let replace = move |args: FuncArgs, vm: &VirtualMachine| match args.kwargs.keys().find(|part| !is_naming(part)) {
        Some(part) => Err(vm.new_type_error(format!("code keeps its {part} here: only what names it can be replaced"))),
        None => replace.call(args, vm),
    };
    set_method(code, "replace", replace, vm);
    Ok(())
}

/// Functions that make code of bytes: the engine reads instructions there, and never asks whether they fit each other.
fn refuse_bytes(vm: &VirtualMachine) -> PyResult<()> {
    let words = "code is not made of bytes here: it comes from compile(), or from a function";
    let marshal = vm.import("marshal", 0)?;
    for name in ["load", "loads"] {
        let refuse = move |_: FuncArgs, vm: &VirtualMachine| -> PyResult<()> { Err(vm.new_type_error(words)) };
        marshal.set_attr(name, vm.new_function(name, refuse), vm)?;
    }
    let importer = vm.import("_imp", 0)?;
    let frozen: &'static PyObjectRef = Box::leak(Box::new(importer.get_attr("get_frozen_object", vm)?));
    // For the library's own code only the name is given.
    let by_name = move |args: FuncArgs, vm: &VirtualMachine| {
        let has_bytes = args.args.get(1).or_else(|| args.kwargs.get("data")).is_some_and(|data| !vm.is_none(data));
        if has_bytes { Err(vm.new_type_error(words)) } else { frozen.call(args, vm) }
    };
    importer.set_attr("get_frozen_object", vm.new_function("get_frozen_object", by_name), vm)
}

fn is_naming(part: &str) -> bool {
    NAMING.contains(&part)
}

fn install_setter(vm: &VirtualMachine) {
    let function = vm.ctx.types.function_type;
    let Some(original) = function.get_attr(interned("__code__", vm)) else { return };
    CODE.with(|code| drop(code.set(original)));
    let attribute: PyObjectRef = vm.ctx.new_static_getset("__code__", function, get, set).into();
    if function.get_attr(interned("func_code", vm)).is_some() {
        function.set_attr(interned("func_code", vm), attribute.clone());
    }
    function.set_attr(interned("__code__", vm), attribute);
}

fn get(function: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    engines(vm).and_then(|attribute| vm.call_method(&attribute, "__get__", (function,)))
}

fn set(function: PyRef<PyFunction>, code: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    check(&function, &code, vm)?;
    engines(vm).and_then(|attribute| vm.call_method(&attribute, "__set__", (function, code))).map(drop)
}

fn engines(vm: &VirtualMachine) -> PyResult {
    CODE.with(|code| code.get().cloned()).ok_or_else(|| vm.new_attribute_error("__code__"))
}

/// # Errors
/// Where the code wants more or fewer variables of an enclosing function than the function has.
fn check(function: &PyRef<PyFunction>, code: &PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let Some(code) = code.downcast_ref::<PyCode>() else { return Ok(()) };
    let closure = function.as_object().get_attr("__closure__", vm)?;
    let has = closure.downcast_ref::<PyTuple>().map_or(0, |cells| cells.len());
    let wants = code.code.freevars.len();
    if has == wants {
        return Ok(());
    }
    let name = function.as_object().get_attr("__name__", vm)?.str(vm)?;
    Err(vm.new_value_error(format!("{name}() requires a code object with {has} free vars, not {wants}")))
}
