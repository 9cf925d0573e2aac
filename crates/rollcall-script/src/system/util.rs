//! `system.util`.

mod later;
mod leave;
mod message;

use rollcall_wire::host::{HostCall, HostValue};
use rollcall_wire::worker::Scope;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyPayload, PyResult, VirtualMachine};

use super::logger::Logger;
use crate::arguments::Arguments;
use crate::catalogue::{Function, Namespace, Scopes};
use crate::python2;
use crate::{dataset, host};

pub(crate) const NAMESPACE: Namespace = Namespace {
    name: "system.util",
    documentation: "The gateway, its sessions and the running script.",
    functions: FUNCTIONS,
};

const FUNCTIONS: &[Function] = &[
    Function {
        name: "exit",
        parameters: "force=False",
        documentation: "Ends the client: its session is over when the script is. With or without force, since nothing \
                        can intercept it.",
        scopes: Scopes::Client,
        call: leave::exit,
    },
    Function {
        name: "getClientId",
        parameters: "",
        documentation: "The public id of the session that the script runs for: a hexadecimal string, the clientId of \
                        its row in getSessionInfo.",
        scopes: Scopes::Client,
        call: get_client_id,
    },
    Function {
        name: "getGlobals",
        parameters: "",
        documentation: "One dictionary for all scripts of this client; it lives as long as the client's interpreter.",
        scopes: Scopes::All,
        call: get_globals,
    },
    Function {
        name: "getLogger",
        parameters: "name",
        documentation: "A logger of this name; its lines go to the gateway's log. Methods: trace, debug, info, warn, \
                        error (message, exception); tracef, debugf, infof, warnf, errorf (format, values) with Java's \
                        formats; isTraceEnabled and its sisters; getName, getSubLogger.",
        scopes: Scopes::All,
        call: get_logger,
    },
    Function {
        name: "getProjectName",
        parameters: "",
        documentation: "The name of the project that the script belongs to.",
        scopes: Scopes::All,
        call: get_project_name,
    },
    Function {
        name: "getSessionInfo",
        parameters: "usernameFilter=None, projectFilter=None",
        documentation: "A PyDataSet of the sessions (logged-in users) on the gateway, in order of creation. Columns: \
                        username, project, address, isDesigner, clientId, creationTime. A filter is a regular \
                        expression of Java's that must match the whole value; None is no filter. A pattern that is \
                        none raises java.util.regex.PatternSyntaxException.",
        scopes: Scopes::All,
        call: get_session_info,
    },
    Function {
        name: "getSystemFlags",
        parameters: "",
        documentation: "What the script runs in, as a sum: 1 a designer, 4 a client, 64 an encrypted connection.",
        scopes: Scopes::Client,
        call: get_system_flags,
    },
    Function {
        name: "invokeAsynchronous",
        parameters: "function, args=None, kwargs=None, description=None",
        documentation: "Calls a function beside the client's events, in an interpreter of its own, to which it is \
                        carried with its arguments, the globals that it uses and the variables that it closes over. \
                        What cannot be carried raises a TypeError that says how it was come by.",
        scopes: Scopes::Client,
        call: later::invoke_asynchronous,
    },
    Function {
        name: "invokeLater",
        parameters: "function, delay=0",
        documentation: "Calls a function after the events that wait now, or so many milliseconds later. In a function \
                        that runs beside the client's events it is carried to the client's own interpreter.",
        scopes: Scopes::Client,
        call: later::invoke_later,
    },
    Function {
        name: "retarget",
        parameters: "projectName, gatewayAddress=None, params=None, windows=None",
        documentation: "Ends the client and takes the person to another project of this gateway, logged in as before. \
                        An address, parameters or windows raise a NotImplementedError.",
        scopes: Scopes::Client,
        call: leave::retarget,
    },
    Function {
        name: "sendMessage",
        parameters: "project, messageHandler, payload=None, scope=None, clientSessionId=None, user=None, hasRole=None, \
                     hostName=None, remoteServers=None",
        documentation: "Runs a message handler in the clients of a project, with the payload, a dictionary of data. All \
                        that is given of clientSessionId, user, hasRole and hostName must hold. A list with a text for \
                        each client that it was sent to.",
        scopes: Scopes::All,
        call: message::send_message,
    },
];

/// Flags of `getSystemFlags`, as the original numbers them.
const DESIGNER: i32 = 1;
const CLIENT: i32 = 4;
const SSL: i32 = 64;

fn get_client_id(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("getClientId", &[], 0, args, vm)?;
    let running = host::running(vm)?;
    let id = running.context.session.as_ref().map(|session| session.client_id.as_str());
    match id {
        Some(id) => Ok(python2::from_host(id, vm)),
        None => Err(vm.new_runtime_error("this script runs for no session")),
    }
}

fn get_globals(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("getGlobals", &[], 0, args, vm)?;
    match host::current() {
        Some(host) => Ok(host.globals(vm).into()),
        None => Err(vm.new_runtime_error("no script is running")),
    }
}

fn get_logger(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("getLogger", &["name"], 1, args, vm)?;
    let name = args.string(0, vm)?.unwrap_or_default();
    Ok(Logger::new(name).into_ref(&vm.ctx).into())
}

fn get_project_name(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("getProjectName", &[], 0, args, vm)?;
    Ok(python2::from_host(host::running(vm)?.context.project.as_str(), vm))
}

fn get_session_info(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("getSessionInfo", &["usernameFilter", "projectFilter"], 0, args, vm)?;
    let (username_filter, project_filter) = (args.string(0, vm)?, args.string(1, vm)?);
    match host::call(HostCall::GetSessionInfo { username_filter, project_filter }, vm)? {
        HostValue::Dataset(sessions) => dataset::py_dataset(sessions, vm),
        other => Err(super::unexpected("system.util.getSessionInfo", &other, vm)),
    }
}

fn get_system_flags(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("getSystemFlags", &[], 0, args, vm)?;
    let running = host::running(vm)?;
    let kind = if running.context.scope == Scope::Designer { DESIGNER } else { CLIENT };
    let secure = running.context.session.as_ref().is_some_and(|session| session.secure);
    Ok(vm.ctx.new_int(if secure { kind | SSL } else { kind }).into())
}
