//! Leaving the client: `system.util.exit` and `retarget`.

use rollcall_wire::host::HostCall;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::arguments::Arguments;
use crate::host;

pub(super) fn exit(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("exit", &["force"], 0, args, vm)?;
    args.boolean(0, false, vm)?;
    host::call(HostCall::Exit, vm).map(|_| vm.ctx.none())
}

pub(super) fn retarget(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let names = ["projectName", "gatewayAddress", "params", "windows"];
    let args = Arguments::bind("retarget", &names, 1, args, vm)?;
    for (index, what) in [(1, "another gateway"), (2, "parameters"), (3, "windows to open")] {
        // An empty dictionary or list asks for nothing.
        if args.object(index, vm).is_some_and(|value| value.clone().try_to_bool(vm).unwrap_or(true)) {
            let message = format!("retarget(): {what} cannot be given; a project of this gateway can");
            return Err(vm.new_not_implemented_error(message));
        }
    }
    let missing = || vm.new_type_error("retarget(): a project's name is wanted, not None");
    let project = args.string(0, vm)?.ok_or_else(missing)?;
    host::call(HostCall::Retarget { project }, vm).map(|_| vm.ctx.none())
}
