//! `system.nav`: opening and closing windows.

use rollcall_window::Value;
use rollcall_wire::host::{HostCall, HostValue, WindowName};
use rustpython_vm::builtins::{PyDict, PyStr};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

use super::gui::window_name;
use crate::arguments::Arguments;
use crate::catalogue::{Function, Namespace, Scopes};
use crate::component::{self, value};
use crate::{host, python2};

pub(crate) const NAMESPACE: Namespace =
    Namespace { name: "system.nav", documentation: "The client's windows: opening and closing.", functions: FUNCTIONS };

const FUNCTIONS: &[Function] = &[
    Function {
        name: "centerWindow",
        parameters: "window",
        documentation: "Puts a popup window into the middle: by its path, itself, or an event of a component in it.",
        scopes: Scopes::Client,
        call: center_window,
    },
    Function {
        name: "closeParentWindow",
        parameters: "event",
        documentation: "Closes the window of the component that the event comes from.",
        scopes: Scopes::Client,
        call: close_parent_window,
    },
    Function {
        name: "closeWindow",
        parameters: "window",
        documentation: "Closes a window: by its path, itself, or an event of a component in it.",
        scopes: Scopes::Client,
        call: close_window,
    },
    Function {
        name: "getCurrentWindow",
        parameters: "",
        documentation: "The path of the main window in front; None when there is none.",
        scopes: Scopes::Client,
        call: get_current_window,
    },
    Function {
        name: "openWindow",
        parameters: "path, params=None",
        documentation: "Opens a window, or brings it to the front. The values of the dictionary are set on the \
                        properties of its Root Container that have their names. The window.",
        scopes: Scopes::Client,
        call: open_window,
    },
    Function {
        name: "swapTo",
        parameters: "path, params=None",
        documentation: "Opens a window in the place of the current main window, which is closed. Otherwise as \
                        openWindow.",
        scopes: Scopes::Client,
        call: swap_to,
    },
    Function {
        name: "swapWindow",
        parameters: "swapFrom, swapTo, params=None",
        documentation: "Opens a window and closes another, which is named by its path, itself, or an event of a \
                        component in it. Otherwise as openWindow.",
        scopes: Scopes::Client,
        call: swap_window,
    },
];

fn center_window(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("centerWindow", &["window"], 1, args, vm)?;
    let window = window_name(&args, "centerWindow", vm)?;
    host::call(HostCall::CenterWindow { window }, vm).map(|_| vm.ctx.none())
}

fn close_parent_window(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("closeParentWindow", &["event"], 1, args, vm)?;
    match window_name(&args, "closeParentWindow", vm)? {
        WindowName::Path(_) => Err(vm.new_type_error("closeParentWindow(): 1st arg is no event")),
        window => host::call(HostCall::CloseWindow { window }, vm).map(|_| vm.ctx.none()),
    }
}

fn close_window(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("closeWindow", &["window"], 1, args, vm)?;
    let window = window_name(&args, "closeWindow", vm)?;
    host::call(HostCall::CloseWindow { window }, vm).map(|_| vm.ctx.none())
}

fn get_current_window(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("getCurrentWindow", &[], 0, args, vm)?;
    match host::call(HostCall::GetCurrentWindow, vm)? {
        HostValue::Text(path) => Ok(python2::from_host(path, vm)),
        HostValue::Nothing => Ok(vm.ctx.none()),
        other => Err(super::unexpected("system.nav.getCurrentWindow", &other, vm)),
    }
}

fn open_window(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("openWindow", &["path", "params"], 1, args, vm)?;
    open(&args, 0, false, "openWindow", vm)
}

fn swap_to(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("swapTo", &["path", "params"], 1, args, vm)?;
    open(&args, 0, true, "swapTo", vm)
}

/// The window that goes must be open, else nothing is done; it is closed last, so that a mistake in the new one's name
/// leaves it where it is.
fn swap_window(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("swapWindow", &["swapFrom", "swapTo", "params"], 2, args, vm)?;
    let mut from = window_name(&args, "swapWindow", vm)?;
    if let WindowName::Path(path) = from {
        let window = component::ask(HostCall::GetWindow { path }, vm)?;
        let closed = || vm.new_value_error("swapWindow(): the window to be closed is not open");
        from = WindowName::Component(window.ok_or_else(closed)?.at);
    }
    let opened = open(&args, 1, false, "swapWindow", vm)?;
    let same = opened.downcast_ref::<component::Component>().map(|window| window.info().at.window);
    if !matches!(from, WindowName::Component(at) if Some(at.window) == same) {
        host::call(HostCall::CloseWindow { window: from }, vm)?;
    }
    Ok(opened)
}

/// Opens the window whose path is the argument of this index, with the parameters after it.
fn open(args: &Arguments, index: usize, swap: bool, function: &str, vm: &VirtualMachine) -> PyResult {
    let missing = || vm.new_type_error(format!("{function}(): a window's path is wanted, not None"));
    let path = args.string(index, vm)?.ok_or_else(missing)?;
    let parameters = parameters(args, index + 1, function, vm)?;
    match component::ask(HostCall::OpenWindow { path, parameters, swap }, vm)? {
        Some(window) => component::object(window, vm),
        None => Ok(vm.ctx.none()),
    }
}

fn parameters(args: &Arguments, index: usize, function: &str, vm: &VirtualMachine) -> PyResult<Vec<(String, Value)>> {
    let Some(given) = args.object(index, vm) else { return Ok(Vec::new()) };
    let given = given.downcast_ref::<PyDict>().ok_or_else(|| {
        let class = given.class();
        vm.new_type_error(format!("{function}(): params is a dictionary, not {}", class.slot_name()))
    })?;
    let mut parameters = Vec::new();
    for (name, given) in given {
        let name = name.downcast_ref::<PyStr>().map(|name| name.as_wtf8().to_string_lossy().into_owned());
        let name = name.ok_or_else(|| vm.new_type_error(format!("{function}(): the names in params are strings")))?;
        let value = value::from_python(given.as_object(), vm)
            .map_err(|what| vm.new_type_error(format!("{function}(): the parameter '{name}': {what}")))?;
        parameters.push((name, value));
    }
    Ok(parameters)
}
