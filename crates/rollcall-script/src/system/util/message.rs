//! `system.util.sendMessage`.

use rollcall_wire::host::{HostCall, HostValue, Receivers};
use rustpython_vm::builtins::PyDict;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

use crate::arguments::Arguments;
use crate::{carry, host, python2};

/// The parameters, as 7.9 names them.
const NAMES: [&str; 9] = [
    "project",
    "messageHandler",
    "payload",
    "scope",
    "clientSessionId",
    "user",
    "hasRole",
    "hostName",
    "remoteServers",
];

pub(super) fn send_message(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("sendMessage", &NAMES, 2, args, vm)?;
    let text = |index: usize| {
        let missing = || vm.new_type_error(format!("sendMessage(): {} is a text, not None", NAMES[index]));
        args.string(index, vm)?.ok_or_else(missing)
    };
    let (project, handler) = (text(0)?, text(1)?);
    let payload = args.object(2, vm).cloned().unwrap_or_else(|| vm.ctx.new_dict().into());
    if payload.downcast_ref::<PyDict>().is_none() {
        let class = payload.class().slot_name().to_string();
        return Err(vm.new_type_error(format!("sendMessage(): payload is a dictionary, not {class}")));
    }
    reaches_clients(&args, vm)?;
    let receivers = Receivers {
        client_id: args.string(4, vm)?,
        username: args.string(5, vm)?,
        role: args.string(6, vm)?,
        host: args.string(7, vm)?,
    };
    let payload = carry::pack_data("system.util.sendMessage", payload, vm)?;
    match host::call(HostCall::SendMessage { project, handler, payload, receivers }, vm)? {
        HostValue::Texts(sent) => {
            Ok(vm.ctx.new_list(sent.into_iter().map(|text| python2::from_host(text, vm)).collect()).into())
        }
        other => Err(crate::system::unexpected("system.util.sendMessage", &other, vm)),
    }
}

/// Checks that the scope has clients in it, and no other server: only clients have message handlers here.
fn reaches_clients(args: &Arguments, vm: &VirtualMachine) -> PyResult<()> {
    if args.object(8, vm).is_some_and(|servers| servers.clone().try_to_bool(vm).unwrap_or(true)) {
        return Err(
            vm.new_not_implemented_error("sendMessage(): remoteServers: there are no other gateways to send to")
        );
    }
    let scope = args.string(3, vm)?.unwrap_or_else(|| "CG".to_owned());
    if scope.is_empty() || !scope.chars().all(|letter| matches!(letter, 'C' | 'G')) {
        return Err(vm.new_value_error(format!("sendMessage(): {scope:?} is no scope: \"C\", \"G\" or \"CG\" is")));
    }
    if !scope.contains('C') {
        let message = "sendMessage(): scope \"G\": the gateway has no message handlers, only clients have";
        return Err(vm.new_not_implemented_error(message));
    }
    Ok(())
}
