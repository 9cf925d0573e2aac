//! Events: the arguments of a component's script.
//!
//! The codes of keys are in `keys.tsv`, a name and a number on each line.

use crate::class::{Class, bean, class, constant, method};
use crate::value::{COMPONENT, Type};

const EVENT: &str = "java.util.EventObject";
const INPUT: &str = "java.awt.event.InputEvent";

/// Java's codes of keys, those of a JDK 17.
const KEYS: &str = include_str!("keys.tsv");

/// The classes.
pub const CLASSES: &[Class] = &[
    class(EVENT, "What has happened; a script of a component has it as `event`.").has(&[
        bean("source", "getSource", COMPONENT, "The component that it has happened to."),
        method("toString", Type::Text, "The event and its component."),
    ]),
    class("java.awt.event.ActionEvent", "A button was pressed, or a field entered: actionPerformed.").below(EVENT),
    class("java.awt.event.FocusEvent", "The keyboard's focus has come or gone: focusGained, focusLost.")
        .below(EVENT)
        .differs("Not there, as a browser does not say it: `oppositeComponent`."),
    class(INPUT, "What events of the pointer and the keyboard have in common.").below(EVENT).has(&[
        bean("altDown", "isAltDown", Type::Boolean, "Whether Alt was held."),
        bean("controlDown", "isControlDown", Type::Boolean, "Whether Control was held."),
        bean("shiftDown", "isShiftDown", Type::Boolean, "Whether Shift was held."),
    ]),
    class("java.awt.event.MouseEvent", "Something was done with the pointer: mouseClicked, mousePressed and the like.")
        .below(INPUT)
        .has(&[
            constant("BUTTON1", Type::Integer, "The left button."),
            constant("BUTTON2", Type::Integer, "The middle button."),
            constant("BUTTON3", Type::Integer, "The right button."),
            constant("NOBUTTON", Type::Integer, "No button."),
            bean("button", "getButton", Type::Integer, "The button: 1 left, 2 middle, 3 right."),
            bean("clickCount", "getClickCount", Type::Integer, "How often it was clicked in a row."),
            bean("popupTrigger", "isPopupTrigger", Type::Boolean, "Whether it asks for a menu."),
            bean("x", "getX", Type::Integer, "Pixels from the component's left edge."),
            bean("y", "getY", Type::Integer, "Pixels from the component's upper edge."),
        ])
        .differs(
            "`popupTrigger` is true when the right button is released, as on Windows. Not there, as a browser does not say it: `when`, \
             `locationOnScreen`.",
        ),
    class("java.awt.event.KeyEvent", "Something was done with a key: keyPressed, keyReleased, keyTyped.")
        .below(INPUT)
        .has(&[
            bean("keyChar", "getKeyChar", Type::Text, "The character."),
            bean("keyCode", "getKeyCode", Type::Integer, "The key, by Java's code."),
        ])
        .numbered(KEYS)
        .differs("Not there, as a browser does not say it: `keyLocation`."),
    class("java.beans.PropertyChangeEvent", "A property has another value: propertyChange.").below(EVENT).has(&[
        bean("newValue", "getNewValue", Type::Any, "The value that it has."),
        bean("oldValue", "getOldValue", Type::Any, "The value that it had."),
        bean("propertyName", "getPropertyName", Type::Text, "The name of the property."),
    ]),
    class("javax.swing.event.InternalFrameEvent", "A window was opened or closed: visionWindowOpened, visionWindowClosed.")
        .below(EVENT),
];
