//! `system.security`.

use rollcall_wire::host::HostCall;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::arguments::Arguments;
use crate::catalogue::{Function, Namespace, Scopes};
use crate::host;
use crate::python2;

pub(crate) const NAMESPACE: Namespace =
    Namespace { name: "system.security", documentation: "Who is logged in, and logging out.", functions: FUNCTIONS };

const FUNCTIONS: &[Function] = &[
    Function {
        name: "getRoles",
        parameters: "",
        documentation: "The roles of the user who is logged in, as a tuple of strings.",
        scopes: Scopes::Client,
        call: get_roles,
    },
    Function {
        name: "getUsername",
        parameters: "",
        documentation: "The name of the user who is logged in.",
        scopes: Scopes::Client,
        call: get_username,
    },
    Function {
        name: "logout",
        parameters: "",
        documentation: "Logs the person out: the session is over when the script is, and the client asks for a user.",
        scopes: Scopes::Client,
        call: log_out,
    },
];

fn get_roles(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("getRoles", &[], 0, args, vm)?;
    let running = host::running(vm)?;
    let session = running.context.session.as_ref().ok_or_else(|| vm.new_runtime_error("nobody is logged in here"))?;
    let roles = session.roles.iter().map(|role| python2::from_host(role.as_str(), vm)).collect();
    Ok(vm.ctx.new_tuple(roles).into())
}

fn get_username(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("getUsername", &[], 0, args, vm)?;
    let running = host::running(vm)?;
    let session = running.context.session.as_ref().ok_or_else(|| vm.new_runtime_error("nobody is logged in here"))?;
    Ok(python2::from_host(session.username.as_str(), vm))
}

fn log_out(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("logout", &[], 0, args, vm)?;
    host::call(HostCall::LogOut, vm).map(|_| vm.ctx.none())
}
