//! The catalogue: the kinds of components, the properties and events of each, and who may write them.
//!
//! It is data, so that scripts, window files, their JSON Schema and browsers agree by construction. The names are those
//! that scripts use in 7.9. Where 7.9 has a Java object without a counterpart here (a font, a border), there is a
//! simple property of our own, and its documentation mentions that.
//!
//! A property that another one follows from is listed after it: files are applied and windows are replaced in this
//! order, so that a selection is made in the data that it belongs to.

mod events;
mod kinds;

use crate::{Color, Value};

/// A kind of component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The window itself, component 0.
    Window,
    /// Holds other components.
    Container,
    /// A text to read.
    Label,
    /// Pressed to do something.
    Button,
    /// A button that stays down until it is pressed again.
    ToggleButton,
    /// A box with a tick in it or not.
    CheckBox,
    /// A line of text to edit.
    TextField,
    /// A number to edit.
    NumericTextField,
    /// A line of text that is not shown while it is edited.
    PasswordField,
    /// Several lines of text to edit.
    TextArea,
    /// One of several rows to choose from.
    Dropdown,
    /// Rows and columns.
    Table,
    /// A picture of the project.
    Image,
    /// A light that is on or off.
    Indicator,
    /// A number as a part of a bar.
    ProgressBar,
    /// Numbers as bars or lines, over categories or time.
    Chart,
}

/// A property that every component of a kind has.
#[derive(Clone, Debug)]
pub struct Property {
    /// The name, as in scripts and files.
    pub name: &'static str,
    /// The type of its values.
    pub value_type: Type,
    /// Who may write it.
    pub writer: Writer,
    /// Its documentation, in one line.
    pub documentation: &'static str,
    default: Preset,
}

/// The type of a property's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no; a whole number is yes unless it is 0, as in Jython.
    Boolean,
    /// A Java `int`.
    Integer,
    /// A Java `int` of which only some numbers mean something; files may give the name instead.
    Named(&'static [(i32, &'static str)]),
    /// A Java `long`.
    Long,
    /// A Java `double`.
    Double,
    /// A Java `String`, or null.
    Text,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// A `java.util.Date`, or null.
    Date,
    /// A colour, or null for the colour of the client's theme. A text as in `#aabbcc` will do.
    Color,
    /// A Dataset, or null.
    Dataset,
    /// The numbers of rows, ascending.
    Rows,
    /// The attributes of a table's columns: a Dataset with a row for each (`columns.rs`), or null.
    Columns,
}

/// Who may write a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// Only the window's file, or the property that it follows from.
    Nobody,
    /// Scripts.
    Script,
    /// Scripts, and the person who uses the component.
    Person,
}

/// An event for which a component of a kind can have a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The name, as in scripts and files.
    pub name: &'static str,
    /// When it happens, in one line.
    pub documentation: &'static str,
}

/// The value of a property before anybody has set it: a [`Value`] that a table of constants can hold.
#[derive(Clone, Copy, Debug)]
enum Preset {
    Nothing,
    Boolean(bool),
    Integer(i32),
    Long(i64),
    Double(f64),
    Text(&'static str),
    Color(Color),
    Rows,
}

impl Kind {
    /// All kinds, the window first.
    pub const ALL: [Kind; 16] = [
        Kind::Window,
        Kind::Container,
        Kind::Label,
        Kind::Button,
        Kind::ToggleButton,
        Kind::CheckBox,
        Kind::TextField,
        Kind::NumericTextField,
        Kind::PasswordField,
        Kind::TextArea,
        Kind::Dropdown,
        Kind::Table,
        Kind::Image,
        Kind::Indicator,
        Kind::ProgressBar,
        Kind::Chart,
    ];

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether components of this kind hold others.
    pub fn is_container(self) -> bool {
        matches!(self, Kind::Window | Kind::Container)
    }

    /// The properties, each before those that follow from it.
    pub fn properties(self) -> impl Iterator<Item = &'static Property> {
        let (shared, own) = kinds::properties(self);
        shared.iter().chain(own)
    }

    /// How many properties there are.
    pub fn property_count(self) -> usize {
        let (shared, own) = kinds::properties(self);
        shared.len() + own.len()
    }

    /// The property of this name.
    pub fn property(self, name: &str) -> Option<&'static Property> {
        self.properties().find(|property| property.name == name)
    }

    /// The events.
    pub fn events(self) -> impl Iterator<Item = &'static Event> {
        events::of(self)
    }

    /// The event of this name.
    pub fn event(self, name: &str) -> Option<&'static Event> {
        self.events().find(|event| event.name == name)
    }
}

impl Property {
    const fn new(
        name: &'static str,
        value_type: Type,
        default: Preset,
        writer: Writer,
        documentation: &'static str,
    ) -> Self {
        Property { name, value_type, writer, documentation, default }
    }

    /// The value before anybody has set it.
    pub fn default(&self) -> Value {
        match self.default {
            Preset::Nothing => Value::Nothing,
            Preset::Boolean(yes) => Value::Boolean(yes),
            Preset::Integer(number) => Value::Integer(number),
            Preset::Long(number) => Value::Long(number),
            Preset::Double(number) => Value::Double(number),
            Preset::Text(text) => Value::Text(text.into()),
            Preset::Color(color) => Value::Color(color),
            Preset::Rows => Value::List(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests;
