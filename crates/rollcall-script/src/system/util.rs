//! `system.util`.

mod later;
mod leave;
mod message;

use rollcall_catalogue::system::util as entries;
use rollcall_wire::host::{SessionAnswer, SessionCall};
use rollcall_wire::worker::Scope;
use rustpython_vm::{PyPayload, PyResult};

use super::logger::Logger;
use crate::call::{Binding, Call, bind};
use crate::{dataset, host};

pub(super) fn bindings() -> Vec<Binding> {
    vec![
        bind(&entries::EXIT, leave::exit),
        bind(&entries::GET_CLIENT_ID, get_client_id),
        bind(&entries::GET_GLOBALS, get_globals),
        bind(&entries::GET_LOGGER, get_logger),
        bind(&entries::GET_PROJECT_NAME, get_project_name),
        bind(&entries::GET_SESSION_INFO, get_session_info),
        bind(&entries::GET_SYSTEM_FLAGS, get_system_flags),
        bind(&entries::INVOKE_ASYNCHRONOUS, later::invoke_asynchronous),
        bind(&entries::INVOKE_LATER, later::invoke_later),
        bind(&entries::RETARGET, leave::retarget),
        bind(&entries::SEND_MESSAGE, message::send_message),
    ]
}

/// Flags of `getSystemFlags`, as the original numbers them.
const DESIGNER: i32 = 1;
const CLIENT: i32 = 4;
const SSL: i32 = 64;

fn get_client_id(call: &Call<'_>) -> PyResult {
    let running = host::running(call.vm)?;
    let id = running.context.session.as_ref().map(|session| session.client_id.as_str());
    match id {
        Some(id) => Ok(call.text(id)),
        None => Err(call.vm.new_runtime_error("this script runs for no session")),
    }
}

fn get_globals(call: &Call<'_>) -> PyResult {
    match host::current() {
        Some(host) => Ok(host.globals(call.vm).into()),
        None => Err(call.vm.new_runtime_error("no script is running")),
    }
}

fn get_logger(call: &Call<'_>, name: String) -> PyResult {
    Ok(Logger::new(name).into_ref(&call.vm.ctx).into())
}

fn get_project_name(call: &Call<'_>) -> PyResult {
    Ok(call.text(host::running(call.vm)?.context.project.as_str()))
}

fn get_session_info(call: &Call<'_>, username_filter: Option<String>, project_filter: Option<String>) -> PyResult {
    match call.ask(SessionCall::GetSessionInfo { username_filter, project_filter })? {
        SessionAnswer::Info(sessions) => dataset::py_dataset(sessions, call.vm),
        SessionAnswer::All(_) => Err(call.unexpected("something else")),
    }
}

fn get_system_flags(call: &Call<'_>) -> PyResult {
    let running = host::running(call.vm)?;
    let kind = if running.context.scope == Scope::Designer { DESIGNER } else { CLIENT };
    let secure = running.context.session.as_ref().is_some_and(|session| session.secure);
    Ok(call.vm.ctx.new_int(if secure { kind | SSL } else { kind }).into())
}
