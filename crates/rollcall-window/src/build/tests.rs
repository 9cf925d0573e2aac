//! The mistakes that a window refuses while it is built, and building in any order.

use super::*;

fn builder() -> Builder {
    let mut builder = Builder::new("Main/Test", WindowKind::Main);
    builder.add(ROOT_CONTAINER, Kind::Button, "Button").unwrap();
    builder
}

fn script(file: &str) -> EventScript {
    EventScript { file: file.into(), source: "".into() }
}

#[test]
fn what_is_no_component_is_refused() {
    let long = "x".repeat(MAX_NAME_CHARS + 1);
    let taken = "there is another \"Button\" in this container: scripts find only one of them";
    let cases = [
        (WINDOW, Kind::Button, "A", "component 0 is not a container"),
        (2, Kind::Button, "A", "component 2 is not a container"),
        (9, Kind::Button, "A", "component 9 is not a container"),
        (1, Kind::Window, "A", "a window cannot hold a window"),
        (1, Kind::Label, "", "the name is empty: scripts find a component by its name"),
        (1, Kind::Label, &long, "the name has 256 characters, and at most 255 are allowed"),
        (1, Kind::Label, "Button", taken),
    ];
    for (container, kind, name, message) in cases {
        assert_eq!(builder().add(container, kind, name), Err(message.to_owned()));
    }
    for name in ["button", "<img src=x onerror=alert(1)>", "\u{202e}evil", "\u{0}", "a.b", " ", &"ä".repeat(255)] {
        assert_eq!(builder().add(1, Kind::Label, name), Ok(3), "{name:?}");
    }
}

#[test]
fn what_is_no_property_of_its_own_is_refused() {
    for name in ["", "1a", "a b", "a-b", "a.b", "parent", "getComponent", "__class__", "text", "own", &"x".repeat(300)]
    {
        let mut builder = builder();
        builder.add_custom(2, "own", Type::Text, Value::Nothing).unwrap();
        assert!(builder.add_custom(2, name, Type::Text, Value::Nothing).is_err(), "{name:?}");
        assert_eq!(builder.finish().component(2).unwrap().custom().len(), 1, "{name:?}");
    }
    let error = builder().add_custom(2, "line", Type::Integer, Value::Nothing).unwrap_err();
    assert_eq!(error, "Button.line takes an int, not None");
    let mut builder = builder();
    for number in 0..MAX_CUSTOM_PROPERTIES {
        builder.add_custom(2, &format!("own{number}"), Type::Text, Value::Nothing).unwrap();
    }
    assert!(builder.add_custom(2, "more", Type::Text, Value::Nothing).is_err());
}

#[test]
fn what_is_no_event_is_refused() {
    let mut builder = builder();
    builder.add_script(2, "actionPerformed", script("a.py")).unwrap();
    let again = builder.add_script(2, "actionPerformed", script("b.py")).unwrap_err();
    assert_eq!(again, "actionPerformed has a script already");
    let unknown = builder.add_script(2, "ActionPerformed", script("b.py")).unwrap_err();
    assert_eq!(unknown, "Button has no event \"ActionPerformed\" (did you mean \"actionPerformed\"?)");
    let window = builder.finish();
    assert_eq!(window.script(2, "actionPerformed"), Some(&script("a.py")));
    assert_eq!((window.script(2, "mouseClicked"), window.script(1, "actionPerformed")), (None, None));
}

#[test]
fn a_selection_is_made_in_the_data_whichever_is_set_first() {
    use rollcall_dataset::{Column, Dataset};
    let data = Dataset::new(vec![Column::integers("n", [Some(1), Some(2)])]).unwrap();
    let settings = [("selectedRow", Value::Integer(1)), ("data", Value::Dataset(Arc::new(data)))];
    let build = |settings: &[(&str, Value)]| {
        let mut builder = Builder::new("A", WindowKind::Main);
        builder.add(1, Kind::Table, "Table").unwrap();
        settings.iter().for_each(|(property, value)| builder.set(2, property, value.clone()).unwrap());
        builder.finish()
    };
    let [first, second] = settings.clone();
    let window = build(&settings);
    assert_eq!(window, build(&[second, first]));
    let selected = OpenWindow::new(Arc::new(window)).get(2, "selectedRows");
    assert_eq!(selected, Ok(Value::List(vec![Value::Integer(1)])));
}

#[test]
fn a_broken_window_is_empty_and_says_why() {
    let window = WindowDef::broken("Main/Test", WindowKind::Popup, vec!["no root".into()]);
    assert_eq!((window.kind(), window.components().len()), (WindowKind::Popup, 2));
    assert_eq!(window.problems(), ["no root"]);
    assert_eq!(&**window.path(), "Main/Test");
}
