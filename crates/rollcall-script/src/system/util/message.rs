//! `system.util.sendMessage`.

use rollcall_wire::host::{MessageCall, Receivers};
use rustpython_vm::PyResult;
use rustpython_vm::builtins::PyDictRef;

use crate::call::{Call, Filled, NotProvided};
use crate::carry;

#[expect(clippy::too_many_arguments, reason = "they are those of 7.9")]
pub(super) fn send_message(
    call: &Call<'_>,
    project: Filled,
    handler: Filled,
    payload: Option<PyDictRef>,
    scope: String,
    client_id: Option<String>,
    username: Option<String>,
    role: Option<String>,
    host: Option<String>,
    servers: NotProvided,
) -> PyResult {
    if servers.is_given {
        return Err(
            call.not_implemented("remoteServers: a message goes to the clients of this gateway and of its cluster")
        );
    }
    reaches_clients(call, &scope)?;
    let payload = payload.unwrap_or_else(|| call.vm.ctx.new_dict());
    let payload = carry::pack_data(&call.name(), payload.into(), call.vm)?;
    let receivers = Receivers { client_id, username, role, host };
    let (project, handler) = (project.0, handler.0);
    let sent = call.ask(MessageCall::SendMessage { project, handler, payload, receivers })?;
    Ok(call.vm.ctx.new_list(sent.into_iter().map(|text| call.text(text)).collect()).into())
}

/// Checks that the scope has clients in it: only they have message handlers here.
fn reaches_clients(call: &Call<'_>, scope: &str) -> PyResult<()> {
    if scope.is_empty() || !scope.chars().all(|letter| matches!(letter, 'C' | 'G')) {
        return Err(call.value_error(format!("{scope:?} is not a scope: \"C\", \"G\" or \"CG\" is")));
    }
    if !scope.contains('C') {
        let problem = "scope \"G\": the gateway has no message handlers, only clients have";
        return Err(call.not_implemented(problem));
    }
    Ok(())
}
