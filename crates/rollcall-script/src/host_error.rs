//! The exception of a failed host call in the script.

use rollcall_wire::host::HostError;
use rustpython_vm::VirtualMachine;
use rustpython_vm::builtins::PyBaseExceptionRef;

use crate::java;

/// The exception of an error: a bad pattern is Java's, a refusal is a `PermissionError`, an unsupported construct a
/// `NotImplementedError`, a value that does not fit a property Python's own error for that, all else a `RuntimeError`.
pub(crate) fn exception(error: HostError, vm: &VirtualMachine) -> PyBaseExceptionRef {
    match error {
        HostError::PatternSyntax { description, index, pattern, message } => {
            java::regex::pattern_syntax(&description, index, &pattern, &message, vm)
        }
        HostError::Filter { unsupported: true, message } => vm.new_not_implemented_error(message),
        HostError::Refused { message } => {
            vm.new_os_subtype_error(vm.ctx.exceptions.permission_error.to_owned(), None, message).upcast()
        }
        HostError::Attribute { message } => vm.new_attribute_error(message),
        HostError::Type { message } => vm.new_type_error(message),
        HostError::Value { message } => vm.new_value_error(message),
        HostError::Filter { message, .. } | HostError::Unavailable { message } | HostError::Failed { message } => {
            vm.new_runtime_error(message)
        }
    }
}

/// A supervisor that answers a call with something else than the call promises.
pub(crate) fn unexpected(function: &str, found: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_runtime_error(format!("{function}: the gateway answered with {found}, which does not answer this call"))
}
