//! Carrying: a Python value written down in one interpreter and put together in another.
//!
//! Interpreters share nothing, so a function that is to run in another one goes there with all that it needs: its code,
//! the globals that the code names, the variables that it closes over, its defaults and arguments, and the values that
//! those refer to in turn. A message to other clients is carried too, but of data only.
//!
//! | module | owns |
//! |---|---|
//! | `format` | the written form: a table of nodes that refer to each other by number |
//! | `pack` | objects → nodes |
//! | `data`, `function`, `class`, `instance` | the written parts of each kind of object |
//! | `scope` | the common state of the functions of one script: its text and its globals |
//! | `module` | modules by their names |
//! | `code` | where in a script's text a function's code is |
//! | `route` | the path by which a value was reached, for the error that it cannot be carried |
//! | `unpack` | nodes → objects |
//! | `build` | the object of one node |
//!
//! It is hard because of cycles: a function refers to its globals, which hold the function. So neither direction follows
//! references by calling itself, and objects that can be changed later are made first and filled afterwards.
//!
//! Code travels as the text that it was compiled from and is compiled again: bytecode from elsewhere could not be
//! trusted not to break the engine, and tracebacks need the text anyway.
//!
//! An object with a name in a module that both interpreters can import is carried by that name. A module's own state
//! therefore stays behind: the other interpreter uses its own state of the module.

mod build;
mod class;
mod code;
mod data;
mod format;
mod function;
mod instance;
mod module;
mod pack;
mod route;
mod scope;
mod unpack;

use rollcall_wire::host::Carried;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

/// Imports the modules of the library that are needed.
///
/// # Errors
/// When the library does not fit the engine.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    vm.import("_recipe", 0).map(drop)
}

/// The largest parcel, in bytes of its written form.
const MOST: usize = 16 * 1024 * 1024;

/// How many values a parcel may hold.
const MOST_NODES: usize = 1_000_000;

/// The permitted contents of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Contents {
    /// Data: nothing in it can run.
    Data,
    /// Data, functions, classes and their instances.
    Everything,
}

/// Writes down a function with its arguments. `purpose` is the function of `system` that errors name.
///
/// # Errors
/// A `TypeError` for a value that cannot be carried, with the way to it; a `ValueError` when it is too much.
pub(crate) fn pack_call(purpose: &str, function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult<Carried> {
    let arguments = vm.ctx.new_tuple(args.args);
    let keywords = vm.ctx.new_dict();
    for (name, value) in args.kwargs {
        keywords.set_item(name.as_str(), value, vm)?;
    }
    let call = vm.ctx.new_tuple(vec![function.to_owned(), arguments.into(), keywords.into()]);
    pack::pack(purpose, Contents::Everything, call.into(), vm)
}

/// Writes down data for another client.
///
/// # Errors
/// As [`pack_call`]'s; functions, classes and their instances are not data.
pub(crate) fn pack_data(purpose: &str, data: PyObjectRef, vm: &VirtualMachine) -> PyResult<Carried> {
    pack::pack(purpose, Contents::Data, data, vm)
}

/// Puts a function with its arguments together.
///
/// # Errors
/// A `RuntimeError` for an invalid parcel; whatever the objects raise when they are made.
pub(crate) fn unpack_call(carried: &Carried, vm: &VirtualMachine) -> PyResult<(PyObjectRef, FuncArgs)> {
    unpack::call(carried, vm)
}

/// Puts data together. The sender is not trusted: nothing in it can run.
///
/// # Errors
/// A `RuntimeError` for invalid data.
pub(crate) fn unpack_data(carried: &Carried, vm: &VirtualMachine) -> PyResult {
    unpack::data(carried, vm)
}
