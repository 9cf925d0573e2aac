//! The parts that our code needs of the Python engine before a script runs in it: from text to bytecode, stopping,
//! modules.
//!
//! | module | content |
//! |---|---|
//! | [`compile`] | source → tree → bytecode, apart, so that another dialect can take its place between them |
//! | `depth` | how deep a text of Python 3 nests, before it is parsed |
//! | [`room`] | whether there is memory for compiling a text |
//! | [`interrupt`] | an exception raised in a running script from outside |
//!
//! It knows neither the functions that scripts call nor the run-time meaning of Python 2: both stand above it
//! (`rollcall-script`, `rollcall-python-runtime`).

pub mod compile;
mod depth;
pub mod interrupt;
pub mod room;

use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

/// Makes a module importable under its full name.
///
/// # Errors
/// When a script has put something else in the place of `sys.modules`.
pub fn add_module(name: &'static str, module: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    vm.sys_module.get_attr("modules", vm)?.set_item(name, module, vm)
}
