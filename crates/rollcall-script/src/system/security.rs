//! `system.security`.

use rollcall_catalogue::system::security as entries;
use rollcall_wire::host::ClientCall;
use rustpython_vm::PyResult;

use crate::call::{Binding, Call, bind};
use crate::host;

pub(super) fn bindings() -> Vec<Binding> {
    vec![
        bind(&entries::GET_ROLES, get_roles),
        bind(&entries::GET_USERNAME, get_username),
        bind(&entries::LOGOUT, |call: &Call<'_>| call.order(ClientCall::LogOut)),
    ]
}

fn get_roles(call: &Call<'_>) -> PyResult {
    let running = host::running(call.vm)?;
    let session = running.context.session.as_ref().ok_or_else(|| nobody(call))?;
    let roles = session.roles.iter().map(|role| call.text(role.as_str())).collect();
    Ok(call.vm.ctx.new_tuple(roles).into())
}

fn get_username(call: &Call<'_>) -> PyResult {
    let running = host::running(call.vm)?;
    let session = running.context.session.as_ref().ok_or_else(|| nobody(call))?;
    Ok(call.text(session.username.as_str()))
}

fn nobody(call: &Call<'_>) -> rustpython_vm::builtins::PyBaseExceptionRef {
    call.vm.new_runtime_error("nobody is logged in here")
}
