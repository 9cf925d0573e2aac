//! A selection stays with its rows or goes, under any sequence of new data, late reports of a person and scripts: nothing
//! is ever selected, and no event of a person is ever taken, for a row that the person did not choose.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use rollcall_dataset::{Column, Dataset};
use rollcall_window::{Builder, Kind, OpenWindow, Value, WindowKind};

const TABLE: u32 = 2;
const DROPDOWN: u32 = 3;

/// A row: its key, and a cell that may be equal in many.
type Row = (i32, u8);

fn dataset(rows: &[Row]) -> Arc<Dataset> {
    let ids = Column::integers("id", rows.iter().map(|row| Some(row.0)));
    let states = Column::strings("state", rows.iter().map(|row| Some(format!("state {}", row.1))));
    Arc::new(Dataset::new(vec![ids, states]).unwrap())
}

fn window(key: &str, mode: i32, rows: &[Row]) -> OpenWindow {
    let mut builder = Builder::new("Main/Test", WindowKind::Main);
    assert_eq!(builder.add(1, Kind::Table, "Table").unwrap(), TABLE);
    assert_eq!(builder.add(1, Kind::Dropdown, "Dropdown").unwrap(), DROPDOWN);
    for component in [TABLE, DROPDOWN] {
        builder.set(component, "data", Value::Dataset(dataset(rows))).unwrap();
    }
    builder.set(TABLE, "keyColumn", Value::Text(key.into())).unwrap();
    builder.set(TABLE, "selectionMode", Value::Integer(mode)).unwrap();
    OpenWindow::new(Arc::new(builder.finish()))
}

fn data(window: &OpenWindow, component: u32) -> Arc<Dataset> {
    match window.get(component, "data").unwrap() {
        Value::Dataset(data) => data,
        other => panic!("{other:?}"),
    }
}

fn selected(window: &OpenWindow) -> Vec<usize> {
    match window.get(TABLE, "selectedRows").unwrap() {
        Value::List(rows) => {
            rows.iter().map(|row| if let Value::Integer(row) = row { *row as usize } else { 0 }).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// The identity of rows, by their key or by all their cells.
fn are(data: &Dataset, rows: &[usize], key: &str) -> BTreeSet<String> {
    let columns = if key.is_empty() { 0..2 } else { 0..1 };
    rows.iter()
        .map(|row| format!("{:?}", columns.clone().map(|c| data.value(*row, c).unwrap()).collect::<Vec<_>>()))
        .collect()
}

#[derive(Clone, Debug)]
enum Step {
    /// A script gives the table these rows.
    Data(Vec<Row>),
    /// The browser receives all changes.
    Hears,
    /// The person selects rows that the browser shows.
    Selects(Vec<usize>),
    /// The person acts on the rows that are shown as selected.
    Acts,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..6i32, 0..3u8), 0..6)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        rows().prop_map(Step::Data),
        Just(Step::Hears),
        prop::collection::vec(0..6usize, 0..4).prop_map(Step::Selects),
        Just(Step::Acts),
    ]
}

/// The state that a browser shows.
struct Shown {
    data: Arc<Dataset>,
    selected: Vec<usize>,
}

fn check(key: &str, mode: i32, first: &[Row], steps: Vec<Step>) {
    let mut window = window(key, mode, first);
    let mut shown = Shown { data: data(&window, TABLE), selected: Vec::new() };
    let mut chosen: BTreeSet<String> = BTreeSet::new();
    for step in steps {
        match step {
            Step::Data(rows) => {
                window.set(TABLE, "data", Value::Dataset(dataset(&rows))).unwrap();
            }
            Step::Hears => shown = Shown { data: data(&window, TABLE), selected: selected(&window) },
            Step::Selects(rows) => {
                let rows: BTreeSet<usize> = rows.into_iter().filter(|row| *row < shown.data.row_count()).collect();
                shown.selected = rows.into_iter().collect();
                chosen = are(&shown.data, &shown.selected, key);
                let list = shown.selected.iter().map(|row| Value::Integer(*row as i32)).collect();
                let seen = Some(shown.data.fingerprint());
                window.set_by_person(TABLE, "selectedRows", Value::List(list), seen).unwrap();
            }
            Step::Acts => {
                if window.is_about_its_rows(TABLE, Some(shown.data.fingerprint())) {
                    let acted = are(&data(&window, TABLE), &selected(&window), key);
                    assert!(acted.is_subset(&are(&shown.data, &shown.selected, key)), "{acted:?}");
                }
            }
        }
        let now = are(&data(&window, TABLE), &selected(&window), key);
        assert!(now.is_subset(&chosen), "{now:?} is selected, and {chosen:?} was chosen");
    }
}

proptest! {
    #[test]
    fn nothing_is_acted_on_that_was_not_chosen(
        key in prop_oneof![Just(""), Just("id")],
        mode in 0..3i32,
        first in rows(),
        steps in prop::collection::vec(step(), 0..30),
    ) {
        check(key, mode, &first, steps);
    }

    /// A chosen row that still exists exactly once stays selected.
    #[test]
    fn a_selection_is_not_lost_without_need(first in rows(), second in rows(), at in 0..6usize) {
        prop_assume!(at < first.len());
        for (key, same) in [("", (|a: &Row, b: &Row| a == b) as fn(&Row, &Row) -> bool), ("id", |a, b| a.0 == b.0)] {
            let mut window = window(key, 2, &first);
            window.set(TABLE, "selectedRow", Value::Integer(at as i32)).unwrap();
            window.set(TABLE, "data", Value::Dataset(dataset(&second))).unwrap();
            let found: Vec<usize> = (0..second.len()).filter(|row| same(&second[*row], &first[at])).collect();
            let is_a_key = key.is_empty() || first.iter().filter(|row| same(row, &first[at])).count() == 1;
            let expected = if found.len() == 1 && is_a_key { found } else { Vec::new() };
            // Equal data is not new data.
            let expected = if first == second { vec![at] } else { expected };
            prop_assert_eq!(selected(&window), expected);
        }
    }

    /// A dropdown's choice keeps its value and, where that is not unique, its label.
    #[test]
    fn a_choice_keeps_its_value(first in rows(), second in rows(), at in 0..6usize) {
        prop_assume!(at < first.len());
        let mut window = window("", 2, &first);
        let seen = Some(data(&window, DROPDOWN).fingerprint());
        window.set_by_person(DROPDOWN, "selectedIndex", Value::Double(at as f64), seen).unwrap();
        window.set(DROPDOWN, "data", Value::Dataset(dataset(&second))).unwrap();
        let index = match window.get(DROPDOWN, "selectedIndex").unwrap() {
            Value::Integer(index) => usize::try_from(index).ok(),
            other => panic!("{other:?}"),
        };
        let alike = second.iter().filter(|row| row.0 == first[at].0).count();
        match index {
            Some(index) => prop_assert!(second[index].0 == first[at].0 && (alike == 1 || second[index] == first[at])),
            None => prop_assert!(alike == 0 || (alike > 1 && !second.contains(&first[at]))),
        }
        if first != second {
            let late = window.set_by_person(DROPDOWN, "selectedIndex", Value::Double(0.0), seen);
            prop_assert!(late.is_ok());
            prop_assert_eq!(window.get(DROPDOWN, "selectedIndex").unwrap(), Value::Integer(-1));
        }
    }
}

#[test]
fn bixly_is_not_bob() {
    let names = |names: &[&str]| {
        let column = Column::strings("username", names.iter().map(|name| Some(*name)));
        Value::Dataset(Arc::new(Dataset::new(vec![column]).unwrap()))
    };
    let mut window = window("", 2, &[]);
    let row = |window: &OpenWindow| window.get(TABLE, "selectedRow").unwrap();
    window.set(TABLE, "data", names(&["anna", "bob", "bixly"])).unwrap();
    let seen = Some(data(&window, TABLE).fingerprint());
    window.set_by_person(TABLE, "selectedRows", Value::List(vec![Value::Integer(1)]), seen).unwrap();
    window.set(TABLE, "data", names(&["anna", "bixly", "bob"])).unwrap();
    assert_eq!(row(&window), Value::Integer(2), "bob stands there now");
    assert!(window.is_about_its_rows(TABLE, seen), "who saw bob selected still does");
    // The person clicks the second row of what they still see, which is bob again.
    window.set_by_person(TABLE, "selectedRows", Value::List(vec![Value::Integer(1)]), seen).unwrap();
    assert_eq!(row(&window), Value::Integer(-1), "neither bixly, nor who was selected before");
    assert!(!window.is_about_its_rows(TABLE, seen));
    let now = Some(data(&window, TABLE).fingerprint());
    window.set_by_person(TABLE, "selectedRows", Value::List(vec![Value::Integer(2)]), now).unwrap();
    window.set(TABLE, "data", names(&["anna", "bixly"])).unwrap();
    assert_eq!(row(&window), Value::Integer(-1), "bob is gone");
}
