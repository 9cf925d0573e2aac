//! `system.nav`: opening and closing windows.

use crate::function::{Function, Namespace, Parameter, function, parameter, text};
use crate::permission::Family;
use crate::value::{COMPONENT, EVENT_OR_COMPONENT, Type, WINDOW};

/// The namespace.
pub const NAMESPACE: Namespace = Namespace {
    name: "system.nav",
    about: "The client's windows: opening and closing.",
    functions: &[
        CENTER_WINDOW,
        CLOSE_PARENT_WINDOW,
        CLOSE_WINDOW,
        GET_CURRENT_WINDOW,
        OPEN_WINDOW,
        SWAP_TO,
        SWAP_WINDOW,
    ],
    errors: &[],
};

const ANY_WINDOW: Parameter =
    parameter("window", WINDOW, "The window: by its path, itself, or an event of a component in it.");
const PATH: Parameter = text("path", "The window's path.");
const PARAMS: Parameter =
    parameter("params", Type::Dictionary, "Values for the properties of its Root Container that have these names.")
        .or_none();
const UNKNOWN_PARAMETER: &str = "A parameter that the Root Container has no property for is an error.";
const NO_WINDOW: (&str, &str) = ("ValueError", "the project has no window of this path");
const NO_PROPERTY: (&str, &str) = ("AttributeError", "the Root Container has no property of a parameter's name");
const NO_EFFECT: &str = "A path that no window of the project has is a `ValueError`; the original does nothing then, as both do when \
                         the window is not open.";

/// `centerWindow`.
pub const CENTER_WINDOW: Function = function("centerWindow", "Puts a popup window into the middle.")
    .takes(&[ANY_WINDOW])
    .raises(&[NO_WINDOW])
    .in_clients()
    .asks(Family::Window)
    .differs(NO_EFFECT)
    .example("system.nav.centerWindow('Popups/Pump')");

/// `closeParentWindow`.
pub const CLOSE_PARENT_WINDOW: Function =
    function("closeParentWindow", "Closes the window of the component that an event comes from.")
        .takes(&[parameter("event", EVENT_OR_COMPONENT, "The event, or the component itself.")])
        .in_clients()
        .asks(Family::Window)
        .made_of(&["system.nav.closeWindow"])
        .example("system.nav.closeParentWindow(event)");

/// `closeWindow`.
pub const CLOSE_WINDOW: Function = function("closeWindow", "Closes a window.")
    .takes(&[ANY_WINDOW])
    .raises(&[NO_WINDOW])
    .in_clients()
    .asks(Family::Window)
    .differs(NO_EFFECT)
    .example("system.nav.closeWindow('Popups/Pump')");

/// `getCurrentWindow`.
pub const GET_CURRENT_WINDOW: Function = function("getCurrentWindow", "Tells which main window is in front.")
    .answers(Type::OrNone(&Type::Text), "Its path; None when there is no main window.")
    .in_clients()
    .asks(Family::Window)
    .example("print system.nav.getCurrentWindow()");

/// `openWindow`.
pub const OPEN_WINDOW: Function = function("openWindow", "Opens a window, or brings it to the front.")
    .takes(&[PATH, PARAMS])
    .answers(COMPONENT, "The window.")
    .raises(&[NO_WINDOW, NO_PROPERTY])
    .in_clients()
    .asks(Family::Window)
    .differs(UNKNOWN_PARAMETER)
    .example("system.nav.openWindow('Popups/Pump', {'number': 3})");

/// `swapTo`.
pub const SWAP_TO: Function =
    function("swapTo", "Opens a window in the place of the current main window, which is closed.")
        .takes(&[PATH, PARAMS])
        .answers(COMPONENT, "The window.")
        .raises(&[NO_WINDOW, NO_PROPERTY])
        .in_clients()
        .asks(Family::Window)
        .differs(UNKNOWN_PARAMETER)
        .example("system.nav.swapTo('Overview')");

/// `swapWindow`.
pub const SWAP_WINDOW: Function = function("swapWindow", "Opens a window and closes another.")
    .takes(&[
        parameter("swapFrom", WINDOW, "The window that goes: by its path, itself, or an event of a component in it."),
        text("swapTo", "The path of the window that comes."),
        PARAMS,
    ])
    .answers(COMPONENT, "The window that comes.")
    .raises(&[("ValueError", "the window that goes is not open"), NO_WINDOW, NO_PROPERTY])
    .in_clients()
    .asks(Family::Window)
    .made_of(&["system.nav.openWindow", "system.nav.closeWindow"])
    .differs(
        "The window that goes must be open; in the original the other one is opened all the same. A parameter that the Root Container \
         has no property for is an error.",
    )
    .example("system.nav.swapWindow(event, 'Overview')");
