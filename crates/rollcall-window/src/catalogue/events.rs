//! The events of each kind.
//!
//! The browser decides which event it reports; this table lists the events for which a component can have a script.

use super::{Event, Kind};

const fn event(name: &'static str, documentation: &'static str) -> Event {
    Event { name, documentation }
}

const WINDOW: &[Event] = &[
    event("visionWindowOpened", "The window was opened."),
    event("visionWindowClosed", "The window is about to close."),
    event("propertyChange", "One of its properties has changed; event.propertyName says which."),
];

const EVERY: &[Event] = &[
    event("mouseClicked", "A mouse button was pressed and released over it."),
    event("mousePressed", "A mouse button went down over it."),
    event("mouseReleased", "A mouse button went up."),
    event("mouseEntered", "The pointer came over it."),
    event("mouseExited", "The pointer left it."),
    event("propertyChange", "One of its properties has changed; event.propertyName says which."),
];

const FOCUS: &[Event] = &[
    event("focusGained", "It has the keyboard's focus now."),
    event("focusLost", "It has lost the focus."),
    event("keyPressed", "A key went down."),
    event("keyReleased", "A key went up."),
    event("keyTyped", "A character was typed."),
];

const ACTION: &[Event] =
    &[event("actionPerformed", "It was pressed, Enter was typed in it, or a row was chosen in it.")];

pub(super) fn of(kind: Kind) -> impl Iterator<Item = &'static Event> {
    let groups: &[&[Event]] = match kind {
        Kind::Window => &[WINDOW],
        Kind::Container | Kind::Label | Kind::Image | Kind::Indicator | Kind::ProgressBar | Kind::Chart => &[EVERY],
        Kind::Table | Kind::TextArea => &[EVERY, FOCUS],
        Kind::Button
        | Kind::ToggleButton
        | Kind::CheckBox
        | Kind::TextField
        | Kind::NumericTextField
        | Kind::PasswordField
        | Kind::Dropdown => &[ACTION, EVERY, FOCUS],
    };
    groups.iter().copied().flatten()
}
