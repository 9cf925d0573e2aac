//! From the model's windows to the form that a browser gets: values, components, windows.
//!
//! A dataset does not go into the JSON. It is put into [`Transfers`], whose first rows go ahead as binary messages.

use rollcall_window::{ComponentDef, Layout, OpenWindow, Value, WindowKind};
use rollcall_wire::desktop::{self, ComponentView, LayoutView, ViewValue, WindowView};

pub use super::transfers::Transfers;

/// The events that come from the model and not from a person: no browser reports them.
const NOT_A_PERSONS: [&str; 3] = ["propertyChange", "visionWindowOpened", "visionWindowClosed"];
/// Up to here every whole number is a double of its own.
const EXACT: u64 = 1 << 53;

/// A value.
pub(super) fn value(value: &Value, transfers: &mut Transfers) -> ViewValue {
    match value {
        Value::Nothing => ViewValue::Nothing(()),
        Value::Boolean(yes) => ViewValue::Boolean(*yes),
        Value::Integer(number) => ViewValue::Number((*number).into()),
        // A browser's numbers are doubles: a long that is not one of them would become another number.
        Value::Long(number) if number.unsigned_abs() > EXACT => ViewValue::Text(number.to_string()),
        Value::Long(number) => ViewValue::Number(*number as f64),
        // JSON has no infinities; a browser shows them as it shows any text.
        Value::Double(number) if !number.is_finite() => ViewValue::Text(number.to_string()),
        Value::Double(number) => ViewValue::Number(*number),
        Value::Text(text) => ViewValue::Text(text.to_string()),
        Value::Date(date) => ViewValue::Date { date: *date },
        Value::Color(color) => ViewValue::Text(color.to_string()),
        Value::Dataset(dataset) => transfers.add(dataset),
        Value::List(values) => ViewValue::List(values.iter().map(|each| self::value(each, transfers)).collect()),
    }
}

/// A window with all that is in it.
pub(super) fn window(
    number: u32,
    window: &OpenWindow,
    opened_with: Option<String>,
    transfers: &mut Transfers,
) -> WindowView {
    let definition = window.definition();
    let components = definition.components().iter().zip(0..);
    transfers.forget_window(number);
    WindowView {
        window: number,
        path: definition.path().to_string(),
        kind: match definition.kind() {
            WindowKind::Main => desktop::WindowKind::Main,
            WindowKind::Popup => desktop::WindowKind::Popup,
        },
        components: components
            .map(|(each, component)| self::component((number, component), each, window, transfers))
            .collect(),
        problems: definition.problems().to_vec(),
        opened_with,
    }
}

fn component(
    (in_window, number): (u32, u32),
    definition: &ComponentDef,
    window: &OpenWindow,
    transfers: &mut Transfers,
) -> ComponentView {
    let events = definition.scripts().map(|(event, _)| event).filter(|event| !NOT_A_PERSONS.contains(event));
    let properties = window.properties(number).map(|(name, each)| {
        transfers.begin(in_window, number, name);
        (name.to_owned(), value(&each, transfers))
    });
    ComponentView {
        component: number,
        parent: definition.parent(),
        kind: definition.kind().name().to_owned(),
        name: definition.name().to_string(),
        layout: match definition.layout() {
            Layout::Relative => LayoutView::Relative,
            Layout::Anchored(edges) => {
                LayoutView::Anchored { top: edges.top, left: edges.left, bottom: edges.bottom, right: edges.right }
            }
        },
        events: events.map(str::to_owned).collect(),
        properties: properties.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_becomes_another_one_in_a_browser() {
        let cases = [
            (Value::Long(1 << 53), ViewValue::Number(9_007_199_254_740_992.0)),
            (Value::Long((1 << 53) + 1), ViewValue::Text("9007199254740993".into())),
            (Value::Long(-(1 << 53) - 1), ViewValue::Text("-9007199254740993".into())),
            (Value::Long(i64::MIN), ViewValue::Text("-9223372036854775808".into())),
            (Value::Double(f64::INFINITY), ViewValue::Text("inf".into())),
            (Value::Integer(i32::MAX), ViewValue::Number(2_147_483_647.0)),
        ];
        for (shown, expected) in cases {
            assert_eq!(value(&shown, &mut Transfers::default()), expected, "{shown:?}");
        }
    }
}
