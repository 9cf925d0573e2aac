//! `system.gui`: dialogs, windows and colours.
//!
//! Whoever runs the script shows a dialog, and the script waits for the answer.

mod color;
mod window;

use rollcall_wire::host::{HostCall, HostValue, MessageStyle};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::arguments::Arguments;
use crate::catalogue::{Function, Namespace, Scopes};
use crate::host;
use crate::python2;

pub(crate) const NAMESPACE: Namespace =
    Namespace { name: "system.gui", documentation: "Dialogs, windows and colours.", functions: FUNCTIONS };

pub(super) use window::window_name;

const FUNCTIONS: &[Function] = &[
    Function {
        name: "color",
        parameters: "color",
        documentation: "A java.awt.Color: by a name as in CSS, \"#rrggbb\" or \"red,green,blue\"; or of three or four \
                        numbers, color(red, green, blue[, alpha]), up to 255 or fractions up to 1.0.",
        scopes: Scopes::All,
        call: color::color,
    },
    Function {
        name: "confirm",
        parameters: "message, title=\"Confirm\", allowCancel=False",
        documentation: "Asks a question. True for yes, False for no, None when it was cancelled.",
        scopes: Scopes::Client,
        call: confirm,
    },
    Function {
        name: "errorBox",
        parameters: "message, title=\"Error\"",
        documentation: "Shows an error and waits until it is dismissed.",
        scopes: Scopes::Client,
        call: error_box,
    },
    Function {
        name: "findWindow",
        parameters: "path",
        documentation: "The open windows of this path, as a list: none or one.",
        scopes: Scopes::Client,
        call: window::find_window,
    },
    Function {
        name: "getOpenedWindowNames",
        parameters: "",
        documentation: "The paths of the windows that are open, as a tuple.",
        scopes: Scopes::Client,
        call: window::get_opened_window_names,
    },
    Function {
        name: "getOpenedWindows",
        parameters: "",
        documentation: "The windows that are open, as a tuple.",
        scopes: Scopes::Client,
        call: window::get_opened_windows,
    },
    Function {
        name: "getParentWindow",
        parameters: "event",
        documentation: "The window of the component that the event comes from.",
        scopes: Scopes::Client,
        call: window::get_parent_window,
    },
    Function {
        name: "getWindow",
        parameters: "name",
        documentation: "The open window of this path. One that is not open raises a ValueError.",
        scopes: Scopes::Client,
        call: window::get_window,
    },
    Function {
        name: "inputBox",
        parameters: "message, defaultText=\"\"",
        documentation: "Asks for a text. The text, or None when it was cancelled.",
        scopes: Scopes::Client,
        call: input_box,
    },
    Function {
        name: "messageBox",
        parameters: "message, title=\"Information\"",
        documentation: "Shows a message and waits until it is dismissed.",
        scopes: Scopes::Client,
        call: message_box,
    },
    Function {
        name: "passwordBox",
        parameters: "message, title=\"Password\", echoChar=\"*\"",
        documentation: "Asks for a text that is not shown while it is typed. The text, or None when it was cancelled.",
        scopes: Scopes::Client,
        call: password_box,
    },
    Function {
        name: "warningBox",
        parameters: "message, title=\"Warning\"",
        documentation: "Shows a warning and waits until it is dismissed.",
        scopes: Scopes::Client,
        call: warning_box,
    },
];

fn message_box(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    show(MessageStyle::Information, "messageBox", "Information", args, vm)
}

fn warning_box(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    show(MessageStyle::Warning, "warningBox", "Warning", args, vm)
}

fn error_box(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    show(MessageStyle::Error, "errorBox", "Error", args, vm)
}

fn show(style: MessageStyle, function: &str, title: &str, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind(function, &["message", "title"], 1, args, vm)?;
    let message = args.string(0, vm)?.unwrap_or_default();
    let title = args.string(1, vm)?.unwrap_or_else(|| title.to_owned());
    host::call(HostCall::MessageBox { style, message, title }, vm)?;
    Ok(vm.ctx.none())
}

fn confirm(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("confirm", &["message", "title", "allowCancel"], 1, args, vm)?;
    let message = args.string(0, vm)?.unwrap_or_default();
    let title = args.string(1, vm)?.unwrap_or_else(|| "Confirm".to_owned());
    let allow_cancel = args.boolean(2, false, vm)?;
    match host::call(HostCall::Confirm { message, title, allow_cancel }, vm)? {
        HostValue::Boolean(yes) => Ok(vm.ctx.new_bool(yes).into()),
        HostValue::Nothing => Ok(vm.ctx.none()),
        other => Err(super::unexpected("system.gui.confirm", &other, vm)),
    }
}

fn input_box(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("inputBox", &["message", "defaultText"], 1, args, vm)?;
    let message = args.string(0, vm)?.unwrap_or_default();
    let default_text = args.string(1, vm)?.unwrap_or_default();
    match host::call(HostCall::InputBox { message, default_text }, vm)? {
        HostValue::Text(text) => Ok(python2::from_host(text, vm)),
        HostValue::Nothing => Ok(vm.ctx.none()),
        other => Err(super::unexpected("system.gui.inputBox", &other, vm)),
    }
}

fn password_box(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("passwordBox", &["message", "title", "echoChar"], 1, args, vm)?;
    let message = args.string(0, vm)?.unwrap_or_default();
    let title = args.string(1, vm)?.unwrap_or_else(|| "Password".to_owned());
    let echo_char = args.string(2, vm)?.unwrap_or_else(|| "*".to_owned());
    match host::call(HostCall::PasswordBox { message, title, echo_char }, vm)? {
        HostValue::Text(text) => Ok(python2::from_host(text, vm)),
        HostValue::Nothing => Ok(vm.ctx.none()),
        other => Err(super::unexpected("system.gui.passwordBox", &other, vm)),
    }
}
