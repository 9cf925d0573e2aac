//! `event`: the event in a component's script, with the classes and the names of Java's events.

mod input;
mod keys;

use rollcall_python_runtime as python2;
use rollcall_wire::component::{Event as WireEvent, Key, Modifiers, Mouse, UserEvent, What};
use rustpython_vm::builtins::{PyStr, PyType};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::function::PySetterValue;
use rustpython_vm::types::{GetAttr, Representable, SetAttr};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::{object, value};
use crate::java;
use crate::java::bean::{self, Property};

/// Makes the classes, and the packages that they are imported from.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    make_classes(vm);
    keys::add_constants(KeyEvent::static_type(), vm);
    input::add_constants(MouseEvent::static_type(), vm);
    for name in ["java.awt.event", "java.beans", "javax", "javax.swing", "javax.swing.event"] {
        java::package(name, vm)?;
    }
    for class in classes() {
        let full = class.slot_name().to_string();
        let Some((package, name)) = full.rsplit_once('.') else { continue };
        vm.sys_module.get_attr("modules", vm)?.get_item(package, vm)?.set_attr(
            vm.ctx.intern_str(name),
            class.to_owned(),
            vm,
        )?;
    }
    Ok(())
}

/// The object of an event.
///
/// # Errors
/// When the engine fails.
pub(crate) fn event(event: WireEvent, vm: &VirtualMachine) -> PyResult {
    let class = class_of(&event.what);
    Event { event }.into_ref_with_type(vm, class.to_owned()).map(Into::into)
}

/// `java.util.EventObject`: the base of all.
#[pyclass(module = "java.util", name = "EventObject")]
#[derive(Debug, PyPayload)]
pub(crate) struct Event {
    event: WireEvent,
}

impl Event {
    /// The event as the gateway sent it.
    pub(crate) fn wire(&self) -> &WireEvent {
        &self.event
    }

    fn person(&self) -> Option<&UserEvent> {
        match &self.event.what {
            What::Person(event) => Some(event),
            _ => None,
        }
    }

    fn mouse(&self) -> Option<Mouse> {
        self.person()?.mouse()
    }

    fn key(&self) -> Option<Key> {
        self.person()?.key()
    }

    fn modifiers(&self) -> Modifiers {
        self.mouse().map(|m| m.modifiers).or(self.key().map(|k| k.modifiers)).unwrap_or_default()
    }

    fn text(&self, class: &str) -> String {
        let source = &self.event.source;
        format!("<{class} {} from <{} '{}'>>", self.event.what.name(), source.kind, source.name)
    }
}

#[pyclass(flags(DISALLOW_INSTANTIATION), with(Representable, GetAttr, SetAttr))]
impl Event {
    #[pymethod(name = "toString")]
    fn java_text(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        python2::from_host(zelf.text(&zelf.class().slot_name()), vm)
    }
}

impl Representable for Event {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        Ok(python2::text_from_host(zelf.text(&zelf.class().slot_name()), vm))
    }
}

impl GetAttr for Event {
    fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
        bean::attribute(zelf.as_object(), name, vm)
    }
}

impl SetAttr for Event {
    fn setattro(zelf: &Py<Self>, name: &Py<PyStr>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        Err(bean::refuse_set(zelf.as_object(), &name.as_wtf8().to_string_lossy(), &value, vm))
    }
}

/// A class of events; its objects have an [`Event`] for payload.
macro_rules! event_class {
    ($name:ident, $module:literal, $python:literal, $base:ident) => {
        #[doc = concat!("`", $module, ".", $python, "`.")]
        #[pyclass(module = $module, name = $python, base = $base)]
        #[derive(Debug)]
        #[repr(transparent)]
        struct $name($base);

        #[pyclass(flags(DISALLOW_INSTANTIATION))]
        impl $name {}
    };
}

event_class!(ActionEvent, "java.awt.event", "ActionEvent", Event);
event_class!(InputEvent, "java.awt.event", "InputEvent", Event);
event_class!(MouseEvent, "java.awt.event", "MouseEvent", InputEvent);
event_class!(KeyEvent, "java.awt.event", "KeyEvent", InputEvent);
event_class!(FocusEvent, "java.awt.event", "FocusEvent", Event);
event_class!(PropertyChangeEvent, "java.beans", "PropertyChangeEvent", Event);
event_class!(InternalFrameEvent, "javax.swing.event", "InternalFrameEvent", Event);

fn make_classes(vm: &VirtualMachine) {
    Event::make_static_type();
    ActionEvent::make_static_type();
    InputEvent::make_static_type();
    MouseEvent::make_static_type();
    KeyEvent::make_static_type();
    FocusEvent::make_static_type();
    PropertyChangeEvent::make_static_type();
    InternalFrameEvent::make_static_type();
    bean::add_properties(Event::static_type(), EVENT, vm);
    bean::add_properties(InputEvent::static_type(), input::INPUT, vm);
    bean::add_properties(MouseEvent::static_type(), input::MOUSE, vm);
    bean::add_properties(KeyEvent::static_type(), input::KEY, vm);
    bean::add_properties(PropertyChangeEvent::static_type(), PROPERTY_CHANGE, vm);
}

fn classes() -> [&'static Py<PyType>; 8] {
    [
        Event::static_type(),
        ActionEvent::static_type(),
        InputEvent::static_type(),
        MouseEvent::static_type(),
        KeyEvent::static_type(),
        FocusEvent::static_type(),
        PropertyChangeEvent::static_type(),
        InternalFrameEvent::static_type(),
    ]
}

fn class_of(what: &What) -> &'static Py<PyType> {
    match what {
        What::Person(UserEvent::ActionPerformed) => ActionEvent::static_type(),
        What::Person(UserEvent::FocusGained | UserEvent::FocusLost) => FocusEvent::static_type(),
        What::Person(event) if event.key().is_some() => KeyEvent::static_type(),
        What::Person(_) => MouseEvent::static_type(),
        What::PropertyChange { .. } => PropertyChangeEvent::static_type(),
        What::VisionWindowOpened | What::VisionWindowClosed => InternalFrameEvent::static_type(),
    }
}

const EVENT: &[Property<Event>] =
    &[Property { name: "source", getter: "getSource", get: |zelf, vm| object(zelf.event.source.clone(), vm) }];

const PROPERTY_CHANGE: &[Property<Event>] = &[
    Property {
        name: "newValue",
        getter: "getNewValue",
        get: |zelf, vm| match &zelf.event.what {
            What::PropertyChange { new_value, .. } => value::to_python(new_value.clone(), vm),
            _ => Ok(vm.ctx.none()),
        },
    },
    Property {
        name: "oldValue",
        getter: "getOldValue",
        get: |zelf, vm| match &zelf.event.what {
            What::PropertyChange { old_value, .. } => value::to_python(old_value.clone(), vm),
            _ => Ok(vm.ctx.none()),
        },
    },
    Property {
        name: "propertyName",
        getter: "getPropertyName",
        get: |zelf, vm| match &zelf.event.what {
            What::PropertyChange { property_name, .. } => Ok(python2::from_host(property_name.as_str(), vm)),
            _ => Ok(vm.ctx.none()),
        },
    },
];
