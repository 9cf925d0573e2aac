//! Components as messages name them, and the events that scripts see.
//!
//! One numbering for scripts and browsers alike: a window that is open in a client has a number, and in it each
//! component has one. 0 is the window itself, 1 its Root Container, the others follow in the order of the file.

use rollcall_window::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The number of the window itself among its components.
pub const WINDOW: u32 = 0;
/// The number of a window's Root Container.
pub const ROOT_CONTAINER: u32 = 1;

/// Which component. The numbers mean something in one client only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComponentRef {
    /// The open window.
    pub window: u32,
    /// The component in it.
    pub component: u32,
}

/// A component, in the form that scripts get.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComponentInfo {
    /// Which one.
    pub at: ComponentRef,
    /// Its name; of a window the path, as in `Main/Sessions`.
    pub name: String,
    /// Its kind, as in `Button`; `Window` for a window.
    pub kind: String,
}

/// An event, as a script's `event`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// The component that it comes from.
    pub source: ComponentInfo,
    /// The event.
    pub what: What,
}

/// An event of a component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum What {
    /// A person did something to it.
    Person(UserEvent),
    /// One of its properties changed, by a person or by a script.
    PropertyChange {
        /// The property's name.
        property_name: String,
        /// Before.
        old_value: Value,
        /// Now.
        new_value: Value,
    },
    /// The window was opened.
    VisionWindowOpened,
    /// The window is about to close.
    VisionWindowClosed,
}

impl What {
    /// The event's name in window files and in scripts, such as `actionPerformed`.
    pub fn name(&self) -> &'static str {
        match self {
            What::Person(event) => event.name(),
            What::PropertyChange { .. } => "propertyChange",
            What::VisionWindowOpened => "visionWindowOpened",
            What::VisionWindowClosed => "visionWindowClosed",
        }
    }
}

/// A person's act on a component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum UserEvent {
    /// Pressed, or Enter typed in it.
    ActionPerformed,
    /// Pressed and released over it.
    MouseClicked(Mouse),
    /// A button went down over it.
    MousePressed(Mouse),
    /// A button went up.
    MouseReleased(Mouse),
    /// The pointer came over it.
    MouseEntered(Mouse),
    /// The pointer left it.
    MouseExited(Mouse),
    /// A key went down.
    KeyPressed(Key),
    /// A key went up.
    KeyReleased(Key),
    /// A character was typed.
    KeyTyped(Key),
    /// It has the focus.
    FocusGained,
    /// It has lost the focus.
    FocusLost,
}

impl UserEvent {
    /// The event's name in window files and in scripts, such as `actionPerformed`.
    pub fn name(&self) -> &'static str {
        match self {
            UserEvent::ActionPerformed => "actionPerformed",
            UserEvent::MouseClicked(_) => "mouseClicked",
            UserEvent::MousePressed(_) => "mousePressed",
            UserEvent::MouseReleased(_) => "mouseReleased",
            UserEvent::MouseEntered(_) => "mouseEntered",
            UserEvent::MouseExited(_) => "mouseExited",
            UserEvent::KeyPressed(_) => "keyPressed",
            UserEvent::KeyReleased(_) => "keyReleased",
            UserEvent::KeyTyped(_) => "keyTyped",
            UserEvent::FocusGained => "focusGained",
            UserEvent::FocusLost => "focusLost",
        }
    }

    /// The pointer, where the event is one of it.
    pub fn mouse(&self) -> Option<Mouse> {
        match self {
            UserEvent::MouseClicked(mouse)
            | UserEvent::MousePressed(mouse)
            | UserEvent::MouseReleased(mouse)
            | UserEvent::MouseEntered(mouse)
            | UserEvent::MouseExited(mouse) => Some(*mouse),
            _ => None,
        }
    }

    /// The key, where the event is one of it.
    pub fn key(&self) -> Option<Key> {
        match self {
            UserEvent::KeyPressed(key) | UserEvent::KeyReleased(key) | UserEvent::KeyTyped(key) => Some(*key),
            _ => None,
        }
    }
}

/// The pointer, with the fields of `java.awt.event.MouseEvent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mouse {
    /// 1 left, 2 middle, 3 right, 0 no button.
    pub button: u8,
    /// How many clicks in a row.
    pub click_count: u32,
    /// Pixels from the component's left edge.
    pub x: i32,
    /// Pixels from its upper edge.
    pub y: i32,
    /// The modifier keys held at the time.
    #[serde(flatten)]
    pub modifiers: Modifiers,
}

/// A key, with the fields of `java.awt.event.KeyEvent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// Java's code of the key (`VK_ENTER` is 10); 0 for a key without a code.
    pub key_code: u32,
    /// The character that it types; U+FFFF for a key that types no character, as in Java.
    pub key_char: char,
    /// The modifier keys held at the time.
    #[serde(flatten)]
    pub modifiers: Modifiers,
}

/// The keys that change the meaning of others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Modifiers {
    /// Shift.
    pub shift_down: bool,
    /// Control.
    pub control_down: bool,
    /// Alt.
    pub alt_down: bool,
}
