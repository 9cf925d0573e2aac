//! The properties of events of the pointer and the keyboard.
//!
//! Attributes that a browser does not report are missing: `keyLocation`, `when`, `locationOnScreen`.

use rollcall_python_runtime as python2;
use rollcall_wire::component::{Mouse, UserEvent};
use rustpython_vm::builtins::PyType;
use rustpython_vm::{Py, PyObjectRef, VirtualMachine};

use super::Event;
use crate::java::bean::Property;

/// The button that opens a menu.
const RIGHT: u8 = 3;

pub(super) const INPUT: &[Property<Event>] = &[
    Property { name: "altDown", getter: "isAltDown", get: |zelf, vm| Ok(boolean(zelf.modifiers().alt_down, vm)) },
    Property {
        name: "controlDown",
        getter: "isControlDown",
        get: |zelf, vm| Ok(boolean(zelf.modifiers().control_down, vm)),
    },
    Property { name: "shiftDown", getter: "isShiftDown", get: |zelf, vm| Ok(boolean(zelf.modifiers().shift_down, vm)) },
];

pub(super) const MOUSE: &[Property<Event>] = &[
    Property { name: "button", getter: "getButton", get: |zelf, vm| Ok(number(mouse(zelf).button, vm)) },
    Property { name: "clickCount", getter: "getClickCount", get: |zelf, vm| Ok(number(mouse(zelf).click_count, vm)) },
    // As on Windows: when the right button is released. Java leaves it to the system, and advises to look in both
    // events.
    Property {
        name: "popupTrigger",
        getter: "isPopupTrigger",
        get: |zelf, vm| {
            let released = matches!(zelf.person(), Some(UserEvent::MouseReleased(_)));
            Ok(boolean(released && mouse(zelf).button == RIGHT, vm))
        },
    },
    Property { name: "x", getter: "getX", get: |zelf, vm| Ok(number(mouse(zelf).x, vm)) },
    Property { name: "y", getter: "getY", get: |zelf, vm| Ok(number(mouse(zelf).y, vm)) },
];

pub(super) const KEY: &[Property<Event>] = &[
    Property {
        name: "keyChar",
        getter: "getKeyChar",
        get: |zelf, vm| {
            let typed = zelf.key().map(|key| key.key_char.to_string()).unwrap_or_default();
            Ok(python2::from_host(typed, vm))
        },
    },
    Property {
        name: "keyCode",
        getter: "getKeyCode",
        get: |zelf, vm| Ok(number(zelf.key().map_or(0, |key| key.key_code), vm)),
    },
];

/// The buttons' names.
pub(super) fn add_constants(class: &'static Py<PyType>, vm: &VirtualMachine) {
    for (name, button) in [("NOBUTTON", 0), ("BUTTON1", 1), ("BUTTON2", 2), ("BUTTON3", RIGHT)] {
        class.set_attr(vm.ctx.intern_str(name), number(button, vm));
    }
}

/// The pointer of a mouse event; other classes do not have these properties.
fn mouse(event: &Event) -> Mouse {
    let nowhere = Mouse { button: 0, click_count: 0, x: 0, y: 0, modifiers: Default::default() };
    event.mouse().unwrap_or(nowhere)
}

fn boolean(truth: bool, vm: &VirtualMachine) -> PyObjectRef {
    vm.ctx.new_bool(truth).into()
}

fn number(number: impl Into<i64>, vm: &VirtualMachine) -> PyObjectRef {
    vm.ctx.new_int(number.into()).into()
}
