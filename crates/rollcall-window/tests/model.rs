//! An open window against a plain map, under any sequence of writes: an accepted value is read back, a refused one
//! changes nothing, the reported changes are all that happened, and derived properties agree with the others.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use rollcall_dataset::{Column, Dataset};
use rollcall_window::{Builder, Kind, OpenWindow, Type, Value, WindowDef, WindowKind, Writer};

/// The properties that others follow from, or that follow: the map knows nothing of these.
const TIED: &[(Kind, &[&str])] = &[
    (Kind::Table, &["data", "selectionMode", "keyColumn", "selectedRows", "selectedRow", "selectedColumn"]),
    (Kind::Dropdown, &["data", "selectedIndex", "selectedValue", "selectedStringValue", "selectedLabel"]),
    (Kind::NumericTextField, &["mode", "intValue", "longValue", "floatValue", "doubleValue"]),
];

fn is_tied(kind: Kind, property: &str) -> bool {
    TIED.iter().any(|(tied, properties)| *tied == kind && properties.contains(&property))
}

#[derive(Clone, Debug)]
struct Write {
    component: u32,
    property: String,
    value: Value,
    by_person: bool,
}

/// One component of each kind, from number 2 on, each with two properties of its own.
fn window(kinds: &[Kind]) -> Arc<WindowDef> {
    let mut builder = Builder::new("Main/Model", WindowKind::Main);
    for kind in kinds {
        let number = builder.add(1, *kind, kind.name()).unwrap();
        builder.add_custom(number, "own", Type::Text, Value::Text("mine".into())).unwrap();
        builder.add_custom(number, "limit", Type::Double, Value::Integer(5)).unwrap();
    }
    Arc::new(builder.finish())
}

fn all_kinds() -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|kind| *kind != Kind::Window).collect()
}

fn dataset() -> impl Strategy<Value = Value> {
    let numbers = prop::collection::vec((-3..40i32, "[a-c]{1,2}"), 0..5);
    let numbers = numbers.prop_map(|rows| {
        let values = Column::integers("value", rows.iter().map(|(value, _)| Some(*value)));
        let labels = Column::strings("label", rows.iter().map(|(_, label)| Some(label.as_str())));
        Dataset::new(vec![values, labels]).unwrap()
    });
    let labels = prop::collection::vec(prop::option::of("[a-c]{1,2}"), 0..5)
        .prop_map(|labels| Dataset::new(vec![Column::strings("label", labels)]).unwrap());
    prop_oneof![numbers, labels, Just(Dataset::default())].prop_map(|dataset| Value::Dataset(Arc::new(dataset)))
}

fn value() -> impl Strategy<Value = Value> {
    let rows = prop::collection::vec(-1..6i32, 0..5);
    prop_oneof![
        Just(Value::Nothing),
        any::<bool>().prop_map(Value::Boolean),
        prop_oneof![-3..40i32, any::<i32>()].prop_map(Value::Integer),
        any::<i64>().prop_map(Value::Long),
        prop_oneof![any::<f64>(), (-3..40i32).prop_map(f64::from), Just(f64::NAN), Just(-0.0)].prop_map(Value::Double),
        prop_oneof!["[a-c]{0,2}", "#[0-9a-f]{6}", "\\PC{0,8}", Just("bar".into()), Just("line".into())]
            .prop_map(|text: String| Value::Text(text.into())),
        any::<i64>().prop_map(Value::Date),
        rows.prop_map(|rows| Value::List(rows.into_iter().map(Value::Integer).collect())),
        dataset(),
    ]
}

fn write() -> impl Strategy<Value = Write> {
    let last = all_kinds().len() as u32 + 2;
    let place = (0..=last).prop_flat_map(|component| {
        let own = ["own", "limit", "nothing"].map(str::to_owned).into_iter();
        let names: Vec<String> = match component.checked_sub(2).and_then(|at| all_kinds().get(at as usize).copied()) {
            Some(kind) => kind.properties().map(|property| property.name.to_owned()).chain(own).collect(),
            None => own.collect(),
        };
        // Tied properties are written more often: a kind has many properties, and few of them are interesting.
        (Just(component), prop::sample::select(names))
    });
    (place, value(), any::<bool>()).prop_map(|((component, property), value, by_person)| Write {
        component,
        property,
        value,
        by_person,
    })
}

/// Writes to the kinds whose properties are tied, more of them than chance would give.
fn tied_write() -> impl Strategy<Value = Write> {
    let tied = TIED.iter().flat_map(|(kind, properties)| {
        let component = all_kinds().iter().position(|known| known == kind).unwrap() as u32 + 2;
        properties.iter().map(move |property| (component, (*property).to_owned()))
    });
    (prop::sample::select(tied.collect::<Vec<_>>()), value(), any::<bool>())
        .prop_map(|((component, property), value, by_person)| Write { component, property, value, by_person })
}

/// The fingerprint that a person sees whose browser shows the current data.
fn seen(window: &OpenWindow, component: u32) -> Option<u64> {
    match window.get(component, "data") {
        Ok(Value::Dataset(data)) => Some(data.fingerprint()),
        _ => None,
    }
}

type State = BTreeMap<(u32, String), String>;

/// Every value of every component, as a text: unlike values, texts of NaN are equal.
fn state(window: &OpenWindow) -> State {
    let components = 0..window.definition().components().len() as u32;
    let of = |component| {
        let properties = window.properties(component);
        properties.map(|(name, value)| ((component, name.to_owned()), format!("{value:?}"))).collect::<Vec<_>>()
    };
    components.flat_map(of).collect()
}

fn check_write(window: &mut OpenWindow, write: &Write) {
    let before = state(window);
    let Write { component, property, value, by_person } = write.clone();
    let result = match by_person {
        true => window.set_by_person(component, &property, value, seen(window, component)),
        false => window.set(component, &property, value),
    };
    let after = state(window);
    let Ok(changes) = result else {
        assert_eq!(before, after, "{write:?} was refused and changed something");
        return;
    };
    let mut told = before;
    for change in &changes {
        let known = told.insert((change.component, change.property.clone()), format!("{:?}", change.new));
        assert_eq!(known, Some(format!("{:?}", change.old)), "{write:?} told of {change:?}");
        assert_ne!(format!("{:?}", change.old), format!("{:?}", change.new), "{write:?}");
    }
    assert_eq!(told, after, "{write:?} told of {changes:?}");
    let kind = window.definition().component(component).unwrap().kind();
    if !is_tied(kind, &property) {
        assert!(changes.iter().all(|change| change.property == property), "{write:?}: {changes:?}");
    }
}

/// The ties that hold for every component, whatever was written.
fn check_ties(window: &OpenWindow) {
    for (number, component) in window.definition().components().iter().enumerate() {
        let get = |property: &str| window.get(number as u32, property).unwrap();
        match component.kind() {
            Kind::Table => check_table(&get),
            Kind::Dropdown => check_dropdown(&get),
            Kind::NumericTextField => check_number(&get),
            _ => {}
        }
    }
}

fn rows_of(value: Value) -> Arc<Dataset> {
    if let Value::Dataset(data) = value { data } else { Arc::default() }
}

fn check_table(get: &dyn Fn(&str) -> Value) {
    let data = rows_of(get("data"));
    let Value::List(selected) = get("selectedRows") else { panic!("no list") };
    let whole = |value: &Value| if let Value::Integer(number) = value { *number } else { panic!("{value:?}") };
    let selected: Vec<i32> = selected.iter().map(whole).collect();
    assert!(
        selected.is_sorted_by(|a, b| a < b) && selected.iter().all(|row| (0..data.row_count() as i32).contains(row))
    );
    assert_eq!(whole(&get("selectedRow")), selected.first().copied().unwrap_or(-1));
    assert!((-1..data.column_count() as i32).contains(&whole(&get("selectedColumn"))));
    match whole(&get("selectionMode")) {
        0 => assert!(selected.len() <= 1),
        1 => assert!(selected.windows(2).all(|pair| pair[0] + 1 == pair[1])),
        mode => assert_eq!(mode, 2),
    }
}

fn check_dropdown(get: &dyn Fn(&str) -> Value) {
    use rollcall_dataset::Value as Cell;
    let data = rows_of(get("data"));
    let Value::Integer(index) = get("selectedIndex") else { panic!("no index") };
    let chosen = ["selectedValue", "selectedStringValue", "selectedLabel"].map(get);
    let Ok(row) = usize::try_from(index) else {
        let none = Value::Text("".into());
        assert_eq!((index, chosen), (-1, [Value::Integer(-1), none.clone(), none]));
        return;
    };
    assert!(row < data.row_count());
    let text = |column| match data.value(row, column) {
        Some(Cell::String(text)) => Value::Text(text),
        _ => Value::Text("".into()),
    };
    let value = match data.value(row, 0) {
        Some(Cell::Integer(number)) => Value::Integer(number),
        _ => Value::Integer(-1),
    };
    let label = text(data.column_count() - 1);
    assert_eq!(chosen, [value, label.clone(), label]);
}

fn check_number(get: &dyn Fn(&str) -> Value) {
    let (Value::Integer(int), Value::Long(long)) = (get("intValue"), get("longValue")) else { panic!("no numbers") };
    let (Value::Double(float), Value::Double(double)) = (get("floatValue"), get("doubleValue")) else { panic!() };
    assert_eq!(int, long.clamp(i32::MIN.into(), i32::MAX.into()) as i32);
    assert!(float == f64::from(double as f32) || double.is_nan());
    match get("mode") {
        Value::Integer(0) => assert_eq!((i64::from(int), long as f64), (long, double)),
        Value::Integer(1) => assert_eq!(long as f64, double),
        _ => assert_eq!(long, double as i64),
    }
}

proptest! {
    #[test]
    fn any_writes_keep_it_true(writes in prop::collection::vec(prop_oneof![write(), tied_write()], 0..40)) {
        let mut window = OpenWindow::new(window(&all_kinds()));
        for write in &writes {
            check_write(&mut window, write);
            check_ties(&window);
        }
    }

    #[test]
    fn a_plain_property_is_what_was_last_taken(writes in prop::collection::vec(write(), 0..60)) {
        let mut window = OpenWindow::new(window(&all_kinds()));
        let mut map: BTreeMap<(u32, String), Value> = BTreeMap::new();
        for Write { component, property, value, .. } in writes {
            let kind = window.definition().component(component).map(|component| component.kind());
            if kind.is_none_or(|kind| is_tied(kind, &property)) {
                continue;
            }
            // Whatever a property takes, it takes again in the form in which it is kept.
            if window.set(component, &property, value).is_ok() {
                let kept = window.get(component, &property).unwrap();
                prop_assert_eq!(window.set(component, &property, kept.clone()), Ok(vec![]));
                map.insert((component, property), kept);
            }
        }
        for ((component, property), value) in map {
            prop_assert_eq!(format!("{:?}", window.get(component, &property).unwrap()), format!("{value:?}"));
        }
    }

    #[test]
    fn only_what_is_a_persons_is_changed_by_a_person(write in write()) {
        let mut window = OpenWindow::new(window(&all_kinds()));
        let seen = seen(&window, write.component);
        if window.set_by_person(write.component, &write.property, write.value.clone(), seen).is_ok() {
            let kind = window.definition().component(write.component).unwrap().kind();
            prop_assert_eq!(kind.property(&write.property).unwrap().writer, Writer::Person);
        }
    }

    #[test]
    fn the_same_file_again_changes_nothing(writes in prop::collection::vec(prop_oneof![write(), tied_write()], 0..40)) {
        let mut window = OpenWindow::new(window(&all_kinds()));
        for Write { component, property, value, .. } in writes {
            let _ = window.set(component, &property, value);
        }
        let before = state(&window);
        window.replace(self::window(&all_kinds()));
        prop_assert_eq!(before, state(&window));
    }

    #[test]
    fn another_file_keeps_what_fits(
        writes in prop::collection::vec(prop_oneof![write(), tied_write()], 0..40),
        kinds in Just(all_kinds()).prop_shuffle(),
        kept in 0..15usize,
    ) {
        let mut window = OpenWindow::new(window(&all_kinds()));
        for Write { component, property, value, .. } in writes {
            let _ = window.set(component, &property, value);
        }
        let values = |window: &OpenWindow, kind: Kind| {
            let number = window.definition().find(&format!("Root Container.{}", kind.name())).unwrap();
            window.properties(number).map(|(name, value)| format!("{name} {value:?}")).collect::<Vec<_>>()
        };
        let before: Vec<_> = kinds[..kept].iter().map(|kind| values(&window, *kind)).collect();
        window.replace(self::window(&kinds[..kept]));
        check_ties(&window);
        let after: Vec<_> = kinds[..kept].iter().map(|kind| values(&window, *kind)).collect();
        prop_assert_eq!(before, after);
        prop_assert_eq!(window.definition().components().len(), kept + 2);
    }
}
