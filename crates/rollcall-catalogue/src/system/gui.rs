//! `system.gui`: dialogs, windows and colours.

use crate::function::{Function, Namespace, function, parameter, text};
use crate::permission::Family;
use crate::value::{COLOR, COMPONENT, EVENT_OR_COMPONENT, Literal, Type};

/// The namespace.
pub const NAMESPACE: Namespace = Namespace {
    name: "system.gui",
    about: "Dialogs, windows and colours.",
    functions: &[
        COLOR_OF,
        CONFIRM,
        ERROR_BOX,
        FIND_WINDOW,
        GET_OPENED_WINDOW_NAMES,
        GET_OPENED_WINDOWS,
        GET_PARENT_WINDOW,
        GET_WINDOW,
        INPUT_BOX,
        MESSAGE_BOX,
        PASSWORD_BOX,
        WARNING_BOX,
    ],
    errors: &[],
};

/// `color`.
pub const COLOR_OF: Function = function("color", "Makes a colour.")
    .takes(&[text("color", "A name as in CSS, \"#rrggbb\", or \"red,green,blue\".")])
    .takes(&[
        parameter("red", Type::Number, "Up to 255, or a fraction up to 1.0."),
        parameter("green", Type::Number, "As red."),
        parameter("blue", Type::Number, "As red."),
        parameter("alpha", Type::Number, "How opaque it is, as red; None is fully.").or_none(),
    ])
    .answers(COLOR, "The colour.")
    .raises(&[
        ("ValueError", "the text is not a colour"),
        ("java.lang.IllegalArgumentException", "a number is out of range"),
    ])
    .differs("Names are those of CSS. A text that is not a colour is a `ValueError`.")
    .example("event.source.background = system.gui.color('tomato')");

/// `confirm`.
pub const CONFIRM: Function = function("confirm", "Asks a question.")
    .takes(&[
        text("message", "The question."),
        text("title", "The title of the dialog.").or(Literal::Text("Confirm")),
        parameter("allowCancel", Type::Boolean, "Whether there is a button to cancel.").or(Literal::Boolean(false)),
    ])
    .answers(Type::OrNone(&Type::Boolean), "True for yes, False for no, None when it was cancelled.")
    .in_clients()
    .asks(Family::Dialog)
    .example("if system.gui.confirm('Stop the line?'):\n    print 'stopping'");

/// `errorBox`.
pub const ERROR_BOX: Function = function("errorBox", "Shows an error and waits until it is dismissed.")
    .takes(&[text("message", "The text."), text("title", "The title of the dialog.").or(Literal::Text("Error"))])
    .in_clients()
    .asks(Family::Dialog)
    .example("system.gui.errorBox('The pump does not answer')");

/// `findWindow`.
pub const FIND_WINDOW: Function = function("findWindow", "Looks for an open window.")
    .takes(&[text("path", "The window's path.")])
    .answers(Type::List(&COMPONENT), "The open windows of this path: one, or an empty list.")
    .in_clients()
    .asks(Family::Window)
    .made_of(&["system.gui.getOpenedWindows"])
    .example("for window in system.gui.findWindow('Overview'):\n    print window.path");

/// `getOpenedWindowNames`.
pub const GET_OPENED_WINDOW_NAMES: Function = function("getOpenedWindowNames", "Lists the windows that are open.")
    .answers(Type::Tuple(&Type::Text), "Their paths.")
    .in_clients()
    .asks(Family::Window)
    .made_of(&["system.gui.getOpenedWindows"])
    .example("print system.gui.getOpenedWindowNames()");

/// `getOpenedWindows`.
pub const GET_OPENED_WINDOWS: Function = function("getOpenedWindows", "Lists the windows that are open.")
    .answers(Type::Tuple(&COMPONENT), "The windows.")
    .in_clients()
    .asks(Family::Window)
    .example("for window in system.gui.getOpenedWindows():\n    print window.name");

/// `getParentWindow`.
pub const GET_PARENT_WINDOW: Function = function("getParentWindow", "Finds the window that an event comes from.")
    .takes(&[parameter("event", EVENT_OR_COMPONENT, "The event, or the component itself.")])
    .answers(COMPONENT, "The window.")
    .in_clients()
    .asks(Family::Window)
    .made_of(&[])
    .example("print system.gui.getParentWindow(event).path");

/// `getWindow`.
pub const GET_WINDOW: Function = function("getWindow", "Finds an open window.")
    .takes(&[text("name", "The window's path.")])
    .answers(COMPONENT, "The window.")
    .raises(&[("ValueError", "no window of this path is open")])
    .in_clients()
    .asks(Family::Window)
    .example("system.gui.getWindow('Overview').rootContainer.getComponent('Title').text = 'Night shift'");

/// `inputBox`.
pub const INPUT_BOX: Function = function("inputBox", "Asks for a text.")
    .takes(&[text("message", "The question."), text("defaultText", "The text at first.").or(Literal::Text(""))])
    .answers(Type::OrNone(&Type::Text), "The text, or None when it was cancelled.")
    .in_clients()
    .asks(Family::Dialog)
    .example("name = system.gui.inputBox('Your name?')");

/// `messageBox`.
pub const MESSAGE_BOX: Function = function("messageBox", "Shows a message and waits until it is dismissed.")
    .takes(&[text("message", "The text."), text("title", "The title of the dialog.").or(Literal::Text("Information"))])
    .in_clients()
    .asks(Family::Dialog)
    .example("system.gui.messageBox('The batch is complete')");

/// `passwordBox`.
pub const PASSWORD_BOX: Function = function("passwordBox", "Asks for a text that is not shown while it is typed.")
    .takes(&[
        text("message", "The question."),
        text("title", "The title of the dialog.").or(Literal::Text("Password")),
        text("echoChar", "What is shown for each character.").or(Literal::Text("*")),
    ])
    .answers(Type::OrNone(&Type::Text), "The text, or None when it was cancelled.")
    .in_clients()
    .asks(Family::Dialog)
    .example("code = system.gui.passwordBox('The code?')");

/// `warningBox`.
pub const WARNING_BOX: Function = function("warningBox", "Shows a warning and waits until it is dismissed.")
    .takes(&[text("message", "The text."), text("title", "The title of the dialog.").or(Literal::Text("Warning"))])
    .in_clients()
    .asks(Family::Dialog)
    .example("system.gui.warningBox('The tank is nearly full')");
