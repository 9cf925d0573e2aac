//! The name and the properties of each kind.
//!
//! Two differences from 7.9 are on purpose. There, `x`, `y`, `width` and `height` are read by these names and written
//! by functions; here they are written by the same names. And a text that is null in Java by neglect (the text of a
//! label) is empty here until a script sets it to None.

use super::{Kind, Preset, Property, Type, Writer};
use crate::Color;
use Writer::{Nobody, Person, Script};

/// Java's `SwingConstants`, as far as they place a text.
const ALIGNMENT: &[(i32, &str)] = &[(0, "center"), (2, "left"), (4, "right")];
/// Java's `ListSelectionModel`.
const SELECTION: &[(i32, &str)] = &[(0, "single"), (1, "interval"), (2, "multiple")];
/// The kinds of numbers in a numeric text field. The constants are reported to be 7.9's; no public document confirms
/// them.
const NUMBER: &[(i32, &str)] = &[(0, "integer"), (1, "long"), (2, "float"), (3, "double")];

const GREEN: Color = Color { red: 0x2e, green: 0x9e, blue: 0x4f, alpha: 255 };
const GRAY: Color = Color { red: 0x9a, green: 0xa3, blue: 0xad, alpha: 255 };

const NAME: Property = Property::new(
    "name",
    Type::Text,
    Preset::Text(""),
    Nobody,
    "The name, by which scripts find the component in its container.",
);
const WIDTH: Property = Property::new("width", Type::Integer, Preset::Integer(100), Script, "The width in pixels.");
const HEIGHT: Property = Property::new("height", Type::Integer, Preset::Integer(30), Script, "The height in pixels.");
const BACKGROUND: Property = Property::new(
    "background",
    Type::Color,
    Preset::Nothing,
    Script,
    "The colour behind; none: what the client's theme has.",
);
const TEXT: Property = text("text", "The text.");
const ENTERED: Property = Property::new("text", Type::Text, Preset::Text(""), Person, "The text.");
const EDITABLE: Property = flag("editable", true, "Whether a person may change it.");
const SELECTED: Property =
    Property::new("selected", Type::Boolean, Preset::Boolean(false), Person, "Whether it is down, or ticked.");
const MAX_CHARS: Property = number("maxChars", -1, "How many characters a person may enter; -1: as many as fit.");

const fn text(name: &'static str, documentation: &'static str) -> Property {
    Property::new(name, Type::Text, Preset::Text(""), Script, documentation)
}

const fn number(name: &'static str, default: i32, documentation: &'static str) -> Property {
    Property::new(name, Type::Integer, Preset::Integer(default), Script, documentation)
}

const fn entered(name: &'static str, default: i32, documentation: &'static str) -> Property {
    Property::new(name, Type::Integer, Preset::Integer(default), Person, documentation)
}

const fn flag(name: &'static str, default: bool, documentation: &'static str) -> Property {
    Property::new(name, Type::Boolean, Preset::Boolean(default), Script, documentation)
}

const fn color(name: &'static str, default: Color, documentation: &'static str) -> Property {
    Property::new(name, Type::Color, Preset::Color(default), Script, documentation)
}

/// The properties of every component, except the window itself.
static SHARED: &[Property] = &[
    NAME,
    number("x", 0, "Pixels from the container's left edge."),
    number("y", 0, "Pixels from the container's upper edge."),
    WIDTH,
    HEIGHT,
    flag("enabled", true, "Whether a person can use it."),
    flag("visible", true, "Whether it is shown, with all that it holds."),
    Property::new("toolTipText", Type::Text, Preset::Nothing, Script, "Shown where the pointer rests on it."),
    BACKGROUND,
    Property::new(
        "foreground",
        Type::Color,
        Preset::Nothing,
        Script,
        "The colour of its text; none: what the client's theme has.",
    ),
];

static WINDOW: &[Property] = &[
    Property::new("name", Type::Text, Preset::Text(""), Nobody, "The path, as in Main/Sessions."),
    Property::new("path", Type::Text, Preset::Text(""), Nobody, "The path in the project, as in Main/Sessions."),
    text("title", "What stands above the window."),
    number("width", 1024, "The width that the components are laid out for, in pixels; of a popup also that shown."),
    number("height", 700, "The height that the components are laid out for, in pixels; of a popup also that shown."),
    BACKGROUND,
    flag("closable", true, "Whether a person can close it. Main windows are closed by scripts only."),
];

static LABEL: &[Property] = &[
    TEXT,
    Property::new(
        "horizontalAlignment",
        Type::Named(ALIGNMENT),
        Preset::Integer(2),
        Script,
        "Where the text stands in its width.",
    ),
    number("fontSize", 14, "The height of its letters, in pixels. Ours: 7.9 has a font."),
    flag("bold", false, "Whether its letters are bold. Ours: 7.9 has a font."),
];

static BUTTON: &[Property] = &[TEXT];

static TOGGLE: &[Property] = &[TEXT, SELECTED];

static TEXT_FIELD: &[Property] = &[ENTERED, EDITABLE, MAX_CHARS];

static NUMERIC_TEXT_FIELD: &[Property] = &[
    EDITABLE,
    Property::new("mode", Type::Named(NUMBER), Preset::Integer(0), Script, "What kind of number it holds."),
    text("suffix", "What follows the number, as in kg."),
    flag("useBounds", false, "Whether minimum and maximum hold for what a person enters."),
    Property::new("minimum", Type::Double, Preset::Double(0.0), Script, "The least that a person may enter."),
    Property::new("maximum", Type::Double, Preset::Double(100.0), Script, "The most that a person may enter."),
    entered("intValue", 0, "The number without its fraction; the nearest int where it is too large."),
    Property::new("longValue", Type::Long, Preset::Long(0), Person, "The number without its fraction, as a long."),
    Property::new("floatValue", Type::Double, Preset::Double(0.0), Person, "The number as a float has it."),
    Property::new("doubleValue", Type::Double, Preset::Double(0.0), Person, "The number."),
];

static PASSWORD_FIELD: &[Property] = &[
    ENTERED,
    EDITABLE,
    MAX_CHARS,
    Property::new("echoCharacter", Type::Text, Preset::Text("*"), Script, "Shown for each character."),
];

static TEXT_AREA: &[Property] =
    &[ENTERED, EDITABLE, MAX_CHARS, flag("lineWrap", true, "Whether lines that are too long go on in the next.")];

static DROPDOWN: &[Property] = &[
    Property::new(
        "data",
        Type::Dataset,
        Preset::Nothing,
        Script,
        "The rows to choose from: one column of labels; or two, of values (numbers or texts) and their labels.",
    ),
    text("noSelectionLabel", "Shown while no row is chosen."),
    entered("selectedIndex", -1, "The number of the chosen row; -1: none."),
    number("selectedValue", -1, "The chosen row's number in the first of two columns; -1: none."),
    text("selectedStringValue", "The chosen row's text: its value where values are texts, else its label."),
    text("selectedLabel", "The chosen row's label."),
];

static TABLE: &[Property] = &[
    Property::new("data", Type::Dataset, Preset::Nothing, Script, "The rows."),
    Property::new(
        "columnAttributesData",
        Type::Columns,
        Preset::Nothing,
        Script,
        "What is to be said of the columns: titles, formats, widths and the like, as below.",
    ),
    Property::new(
        "selectionMode",
        Type::Named(SELECTION),
        Preset::Integer(2),
        Script,
        "How many rows can be selected at once.",
    ),
    text(
        "keyColumn",
        "The column by which a row is known when the data changes, so that a selection stays with it; empty: by all \
         cells. Ours.",
    ),
    Property::new("selectedRows", Type::Rows, Preset::Rows, Person, "The numbers of the selected rows in the data."),
    entered("selectedRow", -1, "The number of the first selected row in the data; -1: none."),
    entered("selectedColumn", -1, "The number of the selected column; -1: none."),
];

static IMAGE: &[Property] = &[Property::new(
    "path",
    Type::Text,
    Preset::Text(""),
    Script,
    "The picture: a file below the project's folder images, as in logos/press.svg.",
)];

static INDICATOR: &[Property] = &[
    TEXT,
    flag("value", false, "Whether it is on."),
    color("onColor", GREEN, "Its colour while it is on."),
    color("offColor", GRAY, "Its colour while it is off."),
];

static PROGRESS_BAR: &[Property] = &[
    number("minimum", 0, "The value of an empty bar."),
    number("maximum", 100, "The value of a full bar."),
    number("value", 0, "How far it is."),
    flag("indeterminate", false, "Whether it moves without saying how far it is."),
];

static CHART: &[Property] = &[
    Property::new(
        "data",
        Type::Dataset,
        Preset::Nothing,
        Script,
        "The first column says where (a text, or a date for a line over time), each other column is a series of \
         numbers.",
    ),
    Property::new("chartType", Type::Choice(&["bar", "line"]), Preset::Text("bar"), Script, "How numbers are shown."),
    text("title", "What stands above."),
    text("domainAxisLabel", "What stands below."),
    text("rangeAxisLabel", "What stands beside."),
];

/// The properties that a kind shares with others, and its own.
pub(super) fn properties(kind: Kind) -> (&'static [Property], &'static [Property]) {
    let own = match kind {
        Kind::Window => return (&[], WINDOW),
        Kind::Container => &[],
        Kind::Label => LABEL,
        Kind::Button => BUTTON,
        Kind::ToggleButton | Kind::CheckBox => TOGGLE,
        Kind::TextField => TEXT_FIELD,
        Kind::NumericTextField => NUMERIC_TEXT_FIELD,
        Kind::PasswordField => PASSWORD_FIELD,
        Kind::TextArea => TEXT_AREA,
        Kind::Dropdown => DROPDOWN,
        Kind::Table => TABLE,
        Kind::Image => IMAGE,
        Kind::Indicator => INDICATOR,
        Kind::ProgressBar => PROGRESS_BAR,
        Kind::Chart => CHART,
    };
    (SHARED, own)
}

impl Kind {
    /// The name, as in files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Window => "Window",
            Kind::Container => "Container",
            Kind::Label => "Label",
            Kind::Button => "Button",
            Kind::ToggleButton => "ToggleButton",
            Kind::CheckBox => "CheckBox",
            Kind::TextField => "TextField",
            Kind::NumericTextField => "NumericTextField",
            Kind::PasswordField => "PasswordField",
            Kind::TextArea => "TextArea",
            Kind::Dropdown => "Dropdown",
            Kind::Table => "Table",
            Kind::Image => "Image",
            Kind::Indicator => "Indicator",
            Kind::ProgressBar => "ProgressBar",
            Kind::Chart => "Chart",
        }
    }

    /// The purpose of the kind, in one line.
    pub fn documentation(self) -> &'static str {
        match self {
            Kind::Window => "The window itself.",
            Kind::Container => "Holds other components.",
            Kind::Label => "A text to read.",
            Kind::Button => "Pressed to do something.",
            Kind::ToggleButton => "A button that stays down until it is pressed again.",
            Kind::CheckBox => "A box with a tick in it or not.",
            Kind::TextField => "A line of text to edit.",
            Kind::NumericTextField => "A number to edit.",
            Kind::PasswordField => "A line of text that is not shown while it is edited.",
            Kind::TextArea => "Several lines of text to edit.",
            Kind::Dropdown => "One of several rows to choose from.",
            Kind::Table => "Rows and columns of a dataset.",
            Kind::Image => "A picture of the project.",
            Kind::Indicator => "A light that is on or off.",
            Kind::ProgressBar => "A number as a part of a bar.",
            Kind::Chart => "Numbers of a dataset as bars or lines, over categories or time.",
        }
    }
}
