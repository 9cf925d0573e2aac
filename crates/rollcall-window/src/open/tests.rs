//! An open window: reading, writing, derived properties, permissions, and the state that a new file leaves.

use std::sync::Arc;

use rollcall_dataset::{Column, Dataset};

use super::{Change, OpenWindow};
use crate::{Builder, Kind, PropertyErrorKind, Type, Value, WINDOW, WindowKind};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn rows(rows: &[i32]) -> Value {
    Value::List(rows.iter().copied().map(Value::Integer).collect())
}

/// A column of labels.
fn labels(labels: &[&str]) -> Value {
    let column = Column::strings("label", labels.iter().map(|label| Some(*label)));
    Value::Dataset(Arc::new(Dataset::new(vec![column]).unwrap()))
}

/// Numbers and their labels.
fn choices(choices: &[(i32, &str)]) -> Value {
    let numbers = Column::integers("number", choices.iter().map(|(number, _)| Some(*number)));
    let labels = Column::strings("label", choices.iter().map(|(_, label)| Some(*label)));
    Value::Dataset(Arc::new(Dataset::new(vec![numbers, labels]).unwrap()))
}

/// A window with one component, which is number 2.
fn window(kind: Kind, properties: &[(&str, Value)]) -> OpenWindow {
    OpenWindow::new(Arc::new(definition(kind, "It", properties)))
}

fn definition(kind: Kind, name: &str, properties: &[(&str, Value)]) -> crate::WindowDef {
    let mut builder = Builder::new("Main/Test", WindowKind::Main);
    let component = builder.add(1, kind, name).unwrap();
    for (property, value) in properties {
        builder.set(component, property, value.clone()).unwrap();
    }
    builder.finish()
}

/// The changes as `property: old -> new`, each on a line.
fn show(changes: &[Change]) -> Vec<String> {
    changes
        .iter()
        .map(|change| format!("{}: {} -> {}", change.property, brief(&change.old), brief(&change.new)))
        .collect()
}

fn brief(value: &Value) -> String {
    match value {
        Value::Nothing => "None".into(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Long(number) => format!("{number}L"),
        Value::Double(number) => format!("{number:?}"),
        Value::Text(text) => format!("{text:?}"),
        Value::Date(instant) => format!("date {instant}"),
        Value::Color(color) => color.to_string(),
        Value::Dataset(data) => format!("{} rows", data.row_count()),
        Value::List(values) => format!("[{}]", values.iter().map(brief).collect::<Vec<_>>().join(", ")),
    }
}

/// Sets each property in turn, as a script, and compares the changes.
fn check(mut window: OpenWindow, steps: &[(&str, Value, &[&str])]) {
    for (property, value, expected) in steps {
        let changes = window.set(2, property, value.clone());
        assert_eq!(show(&changes.unwrap()), *expected, "{property} = {}", brief(value));
    }
}

#[test]
fn a_table_keeps_its_selection_within_its_data() {
    let window = window(Kind::Table, &[("data", labels(&["a", "b", "c"]))]);
    check(
        window,
        &[
            ("selectedRow", Value::Integer(1), &["selectedRow: -1 -> 1", "selectedRows: [] -> [1]"]),
            ("selectedRow", Value::Integer(1), &[]),
            ("selectedRows", rows(&[2, 0, 2]), &["selectedRows: [1] -> [0, 2]", "selectedRow: 1 -> 0"]),
            ("selectedRow", Value::Integer(0), &["selectedRows: [0, 2] -> [0]"]),
            ("selectedRow", Value::Integer(3), &["selectedRow: 0 -> -1", "selectedRows: [0] -> []"]),
            ("selectedRows", rows(&[1, 2]), &["selectedRows: [] -> [1, 2]", "selectedRow: -1 -> 1"]),
            ("selectedColumn", Value::Integer(0), &["selectedColumn: -1 -> 0"]),
            ("selectedColumn", Value::Integer(1), &["selectedColumn: 0 -> -1"]),
            (
                "data",
                labels(&["c", "x"]),
                &["data: 3 rows -> 2 rows", "selectedRows: [1, 2] -> [0]", "selectedRow: 1 -> 0"],
            ),
            ("data", labels(&["c", "x"]), &[]),
            ("data", Value::Nothing, &["data: 2 rows -> None", "selectedRows: [0] -> []", "selectedRow: 0 -> -1"]),
        ],
    );
}

#[test]
fn a_tables_mode_limits_the_selection() {
    let window = window(Kind::Table, &[("data", labels(&["a", "b", "c", "d"])), ("selectedRows", rows(&[0, 1, 3]))]);
    check(
        window,
        &[
            ("selectionMode", Value::Integer(1), &["selectionMode: 2 -> 1", "selectedRows: [0, 1, 3] -> [0, 1]"]),
            ("selectionMode", Value::Integer(0), &["selectionMode: 1 -> 0", "selectedRows: [0, 1] -> [0]"]),
            ("selectedRows", rows(&[2, 3]), &["selectedRows: [0] -> [2]", "selectedRow: 0 -> 2"]),
        ],
    );
}

#[test]
fn a_dropdown_of_numbers_is_chosen_by_number_value_or_label() {
    let window = window(Kind::Dropdown, &[("data", choices(&[(10, "ten"), (20, "twenty")]))]);
    check(
        window,
        &[
            (
                "selectedValue",
                Value::Integer(20),
                &[
                    "selectedValue: -1 -> 20",
                    "selectedIndex: -1 -> 1",
                    "selectedStringValue: \"\" -> \"twenty\"",
                    "selectedLabel: \"\" -> \"twenty\"",
                ],
            ),
            (
                "data",
                choices(&[(20, "XX"), (10, "X")]),
                &[
                    "data: 2 rows -> 2 rows",
                    "selectedIndex: 1 -> 0",
                    "selectedStringValue: \"twenty\" -> \"XX\"",
                    "selectedLabel: \"twenty\" -> \"XX\"",
                ],
            ),
            (
                "selectedLabel",
                text("X"),
                &[
                    "selectedLabel: \"XX\" -> \"X\"",
                    "selectedIndex: 0 -> 1",
                    "selectedValue: 20 -> 10",
                    "selectedStringValue: \"XX\" -> \"X\"",
                ],
            ),
            (
                "selectedValue",
                Value::Integer(30),
                &[
                    "selectedValue: 10 -> -1",
                    "selectedIndex: 1 -> -1",
                    "selectedStringValue: \"X\" -> \"\"",
                    "selectedLabel: \"X\" -> \"\"",
                ],
            ),
        ],
    );
}

#[test]
fn of_two_rows_with_one_value_the_chosen_stays_chosen() {
    let mut window = window(Kind::Dropdown, &[("data", labels(&["a", "a", "b"]))]);
    window.set(2, "selectedIndex", Value::Integer(1)).unwrap();
    for (data, expected) in [(labels(&["c", "a", "a"]), 1), (labels(&["a", "b"]), 0), (labels(&["b"]), -1)] {
        window.set(2, "data", data).unwrap();
        assert_eq!(window.get(2, "selectedIndex"), Ok(Value::Integer(expected)));
    }
}

#[test]
fn no_choice_stays_none_whatever_the_data() {
    let mut window = window(Kind::Dropdown, &[]);
    for data in [choices(&[(-1, "")]), labels(&[""]), Value::Nothing] {
        window.set(2, "data", data).unwrap();
        assert_eq!(window.get(2, "selectedIndex"), Ok(Value::Integer(-1)));
    }
}

#[test]
fn a_dropdown_of_texts_has_no_number() {
    let window = window(Kind::Dropdown, &[("data", labels(&["a", "b"])), ("selectedStringValue", text("b"))]);
    assert_eq!(window.get(2, "selectedIndex"), Ok(Value::Integer(1)));
    check(
        window,
        &[(
            "selectedIndex",
            Value::Integer(0),
            &["selectedIndex: 1 -> 0", "selectedStringValue: \"b\" -> \"a\"", "selectedLabel: \"b\" -> \"a\""],
        )],
    );
}

#[test]
fn a_number_is_one_in_four_types() {
    check(
        window(Kind::NumericTextField, &[]),
        &[
            (
                "doubleValue",
                Value::Double(2.75),
                &["doubleValue: 0.0 -> 2.0", "intValue: 0 -> 2", "longValue: 0L -> 2L", "floatValue: 0.0 -> 2.0"],
            ),
            ("mode", Value::Integer(3), &["mode: 0 -> 3"]),
            (
                "doubleValue",
                Value::Double(1e300),
                &[
                    "doubleValue: 2.0 -> 1e300",
                    "intValue: 2 -> 2147483647",
                    "longValue: 2L -> 9223372036854775807L",
                    "floatValue: 2.0 -> inf",
                ],
            ),
            (
                "mode",
                Value::Integer(0),
                &[
                    "mode: 3 -> 0",
                    "longValue: 9223372036854775807L -> 2147483647L",
                    "floatValue: inf -> 2147483648.0",
                    "doubleValue: 1e300 -> 2147483647.0",
                ],
            ),
        ],
    );
}

#[test]
fn a_number_is_as_exact_as_its_mode() {
    // 2^53 + 1 is not a double, and 2^24 + 1 is not a float.
    let (large, fine) = ((1 << 53) + 1, (1 << 24) + 1);
    let cases = [(0, fine, fine), (1, large, large), (2, fine, fine - 1), (3, fine, fine), (3, large, large - 1)];
    for (mode, given, kept) in cases {
        let mut window = window(Kind::NumericTextField, &[("mode", Value::Integer(mode))]);
        window.set(2, "longValue", Value::Long(given)).unwrap();
        assert_eq!(window.get(2, "longValue"), Ok(Value::Long(kept)), "{given} in mode {mode}");
        assert_eq!(window.get(2, "doubleValue"), Ok(Value::Double(kept as f64)), "{given} in mode {mode}");
    }
}

#[test]
fn what_a_script_gives_is_converted_as_jython_does() {
    use PropertyErrorKind::{NoProperty, ReadOnly, Type as WrongType, Value as WrongValue};
    let cases = [
        (Kind::Button, "enabled", Value::Integer(0), Ok(Value::Boolean(false))),
        (
            Kind::Button,
            "enabled",
            Value::Double(0.0),
            Err((WrongType, "Button.enabled takes True or False, not a float")),
        ),
        (Kind::Button, "x", Value::Boolean(true), Ok(Value::Integer(1))),
        (Kind::Button, "x", Value::Long(1 << 31), Err((WrongValue, "Button.x takes an int, not 2147483648"))),
        (Kind::Button, "x", Value::Double(1.0), Err((WrongType, "Button.x takes an int, not a float"))),
        (Kind::Button, "x", Value::Nothing, Err((WrongType, "Button.x takes an int, not None"))),
        (Kind::Button, "text", Value::Nothing, Ok(Value::Nothing)),
        (Kind::Button, "text", Value::Integer(1), Err((WrongType, "Button.text takes a text, not an int"))),
        (Kind::Button, "background", text("#ABCDEF"), Ok(Value::Color("#abcdef".parse().unwrap()))),
        (
            Kind::Button,
            "background",
            text("blue"),
            Err((WrongValue, "Button.background takes a colour, as in \"#aabbcc\", not \"blue\"")),
        ),
        (Kind::Table, "data", text("x"), Err((WrongType, "Table.data takes a Dataset, not a text"))),
        (Kind::Table, "dta", text("x"), Err((NoProperty, "Table has no property \"dta\" (did you mean \"data\"?)"))),
        (Kind::Table, "name", text("x"), Err((ReadOnly, "Table.name can only be read"))),
        (
            Kind::Table,
            "selectedRows",
            Value::List(vec![Value::Integer(-1)]),
            Err((WrongType, "Table.selectedRows takes a list of row numbers, not of an int")),
        ),
        (
            Kind::Label,
            "horizontalAlignment",
            Value::Integer(1),
            Err((WrongValue, "Label.horizontalAlignment takes 0 (center), 2 (left) or 4 (right), not 1")),
        ),
        (
            Kind::Chart,
            "chartType",
            text("pie"),
            Err((WrongValue, "Chart.chartType takes \"bar\" or \"line\", not \"pie\"")),
        ),
    ];
    for (kind, property, value, expected) in cases {
        let mut window = window(kind, &[]);
        let result = window.set(2, property, value.clone()).map(|_| window.get(2, property).unwrap());
        let result = result.map_err(|error| (error.kind(), error.to_string()));
        let expected = expected.map_err(|(kind, message)| (kind, message.to_owned()));
        assert_eq!(result, expected, "{kind:?}.{property} = {}", brief(&value));
    }
}

#[test]
fn a_person_changes_what_is_theirs_and_in_reach() {
    let mut field = window(Kind::TextField, &[("maxChars", Value::Integer(3))]);
    assert_eq!(show(&field.set_by_person(2, "text", text("äöü"), None).unwrap()), ["text: \"\" -> \"äöü\""]);
    let refused = |window: &mut OpenWindow, property: &str, value: Value| {
        let error = window.set_by_person(2, property, value, None).unwrap_err();
        (error.kind(), error.to_string())
    };
    let expected = (PropertyErrorKind::Value, "TextField.text takes 3 characters at most".to_owned());
    assert_eq!(refused(&mut field, "text", text("long")), expected);
    let expected = (PropertyErrorKind::ReadOnly, "TextField.maxChars cannot be changed by a person".to_owned());
    assert_eq!(refused(&mut field, "maxChars", Value::Integer(100)), expected);
    for (component, flag, why) in
        [(2, "editable", "not editable"), (2, "enabled", "disabled or hidden"), (1, "visible", "disabled or hidden")]
    {
        field.set(component, flag, Value::Boolean(false)).unwrap();
        let expected = (PropertyErrorKind::ReadOnly, format!("the TextField \"It\" is {why}"));
        assert_eq!(refused(&mut field, "text", text("a")), expected, "{flag}");
        field.set(component, flag, Value::Boolean(true)).unwrap();
    }
    let mut number =
        window(Kind::NumericTextField, &[("useBounds", Value::Boolean(true)), ("maximum", Value::Integer(5))]);
    assert_eq!(number.set_by_person(2, "intValue", Value::Double(5.0), None).unwrap().len(), 4);
    assert_eq!(
        refused(&mut number, "intValue", Value::Double(6.0)).1,
        "NumericTextField.intValue takes a number from 0 to 5, not 6"
    );
    assert_eq!(
        refused(&mut number, "intValue", Value::Double(0.5)).1,
        "NumericTextField.intValue takes an int, not 0.5"
    );
    assert_eq!(refused(&mut number, "doubleValue", Value::Double(f64::NAN)).0, PropertyErrorKind::Value);
    assert_eq!(number.get(2, "longValue"), Ok(Value::Long(5)));
}

#[test]
fn a_difference_that_is_taken_back_is_forgotten() {
    let mut window = window(Kind::TextField, &[("text", text("a"))]);
    for value in ["b", "c", "a"] {
        assert_eq!(window.set(2, "text", text(value)).unwrap().len(), 1);
    }
    assert_eq!(window.into_differences().count(), 0);
}

#[test]
fn components_are_found_by_name_and_path() {
    let mut builder = Builder::new("Main/Test", WindowKind::Popup);
    let group = builder.add(1, Kind::Container, "Group").unwrap();
    let dotted = builder.add(1, Kind::Container, "Group.v1").unwrap();
    let button = builder.add(group, Kind::Button, "Button").unwrap();
    let other = builder.add(dotted, Kind::Button, "Button").unwrap();
    let window = builder.finish();
    assert_eq!((group, dotted, button, other), (2, 3, 4, 5));
    let cases = [
        ("Root Container", Some(1)),
        ("Root Container.Group", Some(group)),
        ("Root Container.Group.Button", Some(button)),
        ("Root Container.Group.v1", Some(dotted)),
        ("Root Container.Group.v1.Button", Some(other)),
        ("Root Container.Group.v", None),
        ("Root Container.", None),
        ("Group.Button", None),
        ("", None),
    ];
    for (path, expected) in cases {
        assert_eq!(window.find(path), expected, "{path:?}");
        assert!(expected.is_none_or(|number| window.path_of(number) == path), "{path:?}");
    }
    assert_eq!(window.child(WINDOW, "Group"), Some(group));
    assert_eq!(window.child(WINDOW, "Root Container"), Some(1));
    assert_eq!(window.child(1, "Button"), None);
    assert_eq!(window.children(WINDOW), [group, dotted]);
    assert_eq!(window.parent(button), Some(group));
    assert_eq!((window.parent(1), window.parent(0)), (Some(0), None));
}

#[test]
fn parameters_are_the_root_containers_own_properties() {
    let mut builder = Builder::new("Line", WindowKind::Main);
    builder.add_custom(1, "line", Type::Integer, Value::Integer(1)).unwrap();
    let mut window = OpenWindow::new(Arc::new(builder.finish()));
    let changes = window.set_parameters([("line".to_owned(), Value::Integer(2))]).unwrap();
    assert_eq!(show(&changes), ["line: 1 -> 2"]);
    for (name, message) in
        [("lime", "the window \"Line\" has no parameter \"lime\""), ("x", "the window \"Line\" has no parameter \"x\"")]
    {
        let error = window.set_parameters([(name.to_owned(), Value::Integer(2))]).unwrap_err();
        assert_eq!(error.kind(), PropertyErrorKind::NoProperty);
        assert!(error.to_string().starts_with(message), "{error}");
    }
    for spoilt in [("line", text("x")), ("lime", Value::Integer(4))] {
        let parameters = [("line", Value::Integer(3)), spoilt].map(|(name, value)| (name.to_owned(), value));
        assert!(window.set_parameters(parameters).is_err());
        assert_eq!(window.get(1, "line"), Ok(Value::Integer(2)), "all of the parameters or none");
    }
}

#[test]
fn a_new_file_leaves_what_still_fits() {
    let table = |data: Value| definition(Kind::Table, "It", &[("data", data)]);
    let mut window = OpenWindow::new(Arc::new(table(labels(&["a", "b", "c"]))));
    window.set(2, "selectedRows", rows(&[1, 2])).unwrap();
    window.set(2, "width", Value::Integer(300)).unwrap();
    window.replace(Arc::new(table(labels(&["a", "b"]))));
    assert_eq!(window.get(2, "selectedRows"), Ok(rows(&[1])));
    assert_eq!(window.get(2, "width"), Ok(Value::Integer(300)));
    for gone in [
        definition(Kind::Table, "Other", &[]),
        definition(Kind::Button, "It", &[]),
        crate::WindowDef::broken("Main/Test", WindowKind::Main, vec!["no".into()]),
    ] {
        let mut replaced = window.clone();
        replaced.replace(Arc::new(gone));
        assert_eq!(replaced.into_differences().count(), 0);
    }
}

#[test]
fn a_mistake_in_a_file_loses_nothing() {
    let good = || Arc::new(definition(Kind::TextField, "It", &[]));
    let broken = || Arc::new(crate::WindowDef::broken("Main/Test", WindowKind::Main, vec!["a mistake".into()]));
    let mut window = OpenWindow::new(good());
    window.set(2, "text", text("entered")).unwrap();
    for _ in 0..2 {
        window.replace(broken());
        assert!(window.get(2, "text").is_err());
    }
    window.replace(good());
    assert_eq!(window.get(2, "text"), Ok(text("entered")));
    // A window that began as a broken one has no state to come back to.
    let mut window = OpenWindow::new(broken());
    window.replace(good());
    assert_eq!(window.get(2, "text"), Ok(text("")));
}

#[test]
fn the_root_container_is_as_large_as_its_window() {
    let mut builder = Builder::new("Small", WindowKind::Popup);
    builder.set(0, "width", Value::Integer(320)).unwrap();
    let window = OpenWindow::new(Arc::new(builder.finish()));
    assert_eq!(window.get(1, "width"), Ok(Value::Integer(320)));
    assert_eq!(window.get(1, "height"), window.get(0, "height"));
    assert_eq!(window.get(0, "name"), Ok(text("Small")));
    assert_eq!(window.get(0, "path"), Ok(text("Small")));
    assert_eq!(window.get(1, "name"), Ok(text("Root Container")));
}
