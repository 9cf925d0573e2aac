//! Components of windows, and windows.

use crate::class::{Class, bean, class, method};
use crate::function::{parameter, text};
use crate::value::{COMPONENT, Type};

/// The classes.
pub const CLASSES: &[Class] = &[
    class(
        "java.awt.Component",
        "A component of an open window, or the window. Besides these it has the properties of its kind, by attribute and by the \
         methods `getText()`, `setText(x)` and `isEnabled()` of Java's beans.",
    )
    .open()
    .has(&[
        bean("componentCount", "getComponentCount", Type::Integer, "How many components are in it."),
        bean("components", "getComponents", Type::List(&COMPONENT), "The components in it."),
        method("equals", Type::Boolean, "Whether both stand for the same component.")
            .takes(&[parameter("other", Type::Any, "The other.")]),
        method("getComponent", Type::OrNone(&COMPONENT), "A component in it; None when no component has this name.")
            .takes(&[parameter("name", Type::OneOf(&[Type::Text, Type::Integer]), "Its name, or its number from 0.")]),
        method("getPropertyValue", Type::Any, "A property whose name is computed.").takes(&[text("name", "Its name.")]),
        method("hashCode", Type::Integer, "The same for the same component."),
        bean("name", "getName", Type::Text, "Its name; of a window the last part of the path."),
        bean("parent", "getParent", Type::OrNone(&COMPONENT), "What it is in; None for a window."),
        method("requestFocusInWindow", Type::Boolean, "Gives it the keyboard's focus."),
        method("setPropertyValue", Type::Nothing, "Sets a property whose name is computed.")
            .takes(&[text("name", "Its name."), parameter("value", Type::Any, "The value.")]),
        method("toString", Type::Text, "Its kind and its name."),
    ])
    .met_as("system.gui.getWindow('Main/Sessions').rootContainer")
    .differs(
        "One class for all kinds, so `isinstance` with a class of the original's is not possible. Its text is `<Button 'Who is on?'>`, \
         where Java's has a line of settings. `getEnabled()` works as well, which Java does not have.",
    ),
    class("com.inductiveautomation.factorypmi.application.FPMIWindow", "An open window.")
        .below("java.awt.Component")
        .has(&[
            method("getComponentForPath", Type::OrNone(&COMPONENT), "A component anywhere in it; None when there is no such component.")
                .takes(&[text("path", "Names with points between, such as \"Root Container.Group.Button\".")]),
            bean("path", "getPath", Type::Text, "The path in the project."),
            bean("rootContainer", "getRootContainer", COMPONENT, "What all its components are in."),
        ])
        .met_as("system.gui.getWindow('Main/Sessions')"),
];
