//! The windows that are open: `system.gui.getWindow` and its sisters.

use rollcall_wire::component::{ComponentInfo, WINDOW};
use rollcall_wire::host::{HostCall, WindowName};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyObject, PyResult, VirtualMachine};

use crate::arguments::Arguments;
use crate::component::event::Event;
use crate::component::{self, Component, ask, ask_all};
use crate::python2;

pub(super) fn get_parent_window(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("getParentWindow", &["event"], 1, args, vm)?;
    let source = args.object(0, vm).and_then(|argument| source(argument));
    let mut info = source.ok_or_else(|| vm.new_type_error("getParentWindow(): 1st arg is no event"))?;
    while info.at.component != WINDOW {
        let Some(parent) = ask(HostCall::GetParent { component: info.at }, vm)? else { return Ok(vm.ctx.none()) };
        info = parent;
    }
    component::object(info, vm)
}

/// The component that an event comes from; a component stands for itself.
fn source(argument: &PyObject) -> Option<ComponentInfo> {
    match argument.downcast_ref::<Event>() {
        Some(event) => Some(event.wire().source.clone()),
        None => argument.downcast_ref::<Component>().map(|component| component.info().clone()),
    }
}

/// The window that an argument names: by its path, itself, a component in it, or an event.
///
/// # Errors
/// A `TypeError` when it is none of these.
pub(in crate::system) fn window_name(args: &Arguments, function: &str, vm: &VirtualMachine) -> PyResult<WindowName> {
    match args.object(0, vm).and_then(|argument| source(argument)) {
        Some(source) => Ok(WindowName::Component(source.at)),
        None => match args.string(0, vm)? {
            Some(path) => Ok(WindowName::Path(path)),
            None => Err(vm.new_type_error(format!("{function}(): a window is wanted, not None"))),
        },
    }
}

pub(super) fn get_window(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("getWindow", &["name"], 1, args, vm)?;
    let path = args.string(0, vm)?.unwrap_or_default();
    match ask(HostCall::GetWindow { path }, vm)? {
        Some(info) => component::object(info, vm),
        None => Ok(vm.ctx.none()),
    }
}

pub(super) fn get_opened_windows(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("getOpenedWindows", &[], 0, args, vm)?;
    let windows = component::objects(ask_all(HostCall::GetOpenedWindows, vm)?, vm)?;
    Ok(vm.ctx.new_tuple(windows).into())
}

pub(super) fn get_opened_window_names(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    Arguments::bind("getOpenedWindowNames", &[], 0, args, vm)?;
    let windows = ask_all(HostCall::GetOpenedWindows, vm)?;
    Ok(vm.ctx.new_tuple(windows.into_iter().map(|window| python2::from_host(window.name, vm)).collect()).into())
}

pub(super) fn find_window(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("findWindow", &["path"], 1, args, vm)?;
    let path = args.string(0, vm)?.unwrap_or_default();
    let mut windows = ask_all(HostCall::GetOpenedWindows, vm)?;
    windows.retain(|window| window.name == path);
    Ok(vm.ctx.new_list(component::objects(windows, vm)?).into())
}
