//! Rows, columns, slices, equality.

use std::sync::Arc;

use rollcall_dataset::{Cells, Column, ColumnType, Dataset, ErrorKind, Value, Values};

fn table() -> Dataset {
    let columns = vec![
        Column::strings("Name", [Some("billy"), Some("anna"), None]),
        Column::integers("count", [Some(1), None, Some(3)]),
        Column::strings("name", [Some("second"), None, None]),
    ];
    Dataset::new(columns).expect("the columns are of one length")
}

fn text(text: &str) -> Value {
    Value::String(text.into())
}

#[test]
fn cells_by_place_and_name() {
    let table = table();
    assert_eq!((table.row_count(), table.column_count()), (3, 3));
    for (name, index) in [("name", Some(0)), ("NAME", Some(0)), ("Count", Some(1)), ("nam", None), ("", None)] {
        assert_eq!(table.column_index(name), index, "{name:?}");
    }
    assert_eq!(table.value(1, 0), Some(text("anna")));
    assert_eq!(table.value(1, 1), Some(Value::Null));
    assert_eq!((table.value(3, 0), table.value(0, 3)), (None, None));
}

#[test]
fn rows() {
    let table = table();
    let rows: Vec<Vec<Value>> = table.rows().map(|row| row.iter().collect()).collect();
    let expected = [
        [text("billy"), Value::Integer(1), text("second")],
        [text("anna"), Value::Null, Value::Null],
        [Value::Null, Value::Integer(3), Value::Null],
    ];
    assert_eq!(rows, expected);
    let row = table.row(2).expect("it is the last");
    assert_eq!((row.index(), row.len(), row.is_empty()), (2, 3, false));
    assert_eq!((row.get(1), row.by_name("COUNT")), (Some(Value::Integer(3)), Some(Value::Integer(3))));
    assert_eq!((row.get(3), row.by_name("none")), (None, None));
    assert!(table.row(3).is_none());
    assert_eq!(Dataset::default().rows().len(), 0);
}

#[test]
fn columns_of_unequal_length_are_refused() {
    let columns = vec![Column::integers("a", [Some(1)]), Column::integers("b", [Some(1), None])];
    let error = Dataset::new(columns).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Shape);
    assert_eq!(error.to_string(), "column \"b\" has 2 rows, column \"a\" has 1");
}

#[test]
fn slices() {
    let table = table();
    assert_eq!(table.slice(0..3).unwrap(), table);
    let middle = table.slice(1..2).unwrap();
    assert_eq!(middle.rows().map(|row| row.get(0)).collect::<Vec<_>>(), [Some(text("anna"))]);
    let none = table.slice(3..3).unwrap();
    assert_eq!((none.row_count(), none.column_count()), (0, 3));
    assert_eq!(none.columns()[1].values.column_type(), ColumnType::Integer);
    for rows in [2..4, 4..4, std::ops::Range { start: 2, end: 1 }] {
        assert_eq!(table.slice(rows).unwrap_err().kind(), ErrorKind::OutOfRange);
    }
}

#[test]
fn every_type_can_be_sliced() {
    let both = |value: Value| Dataset::from_rows(vec!["c".into()], vec![vec![value.clone()], vec![value]]).unwrap();
    for value in
        [Value::Boolean(true), Value::Integer(1), Value::Long(1), Value::Double(f64::NAN), Value::Date(1), text("x")]
    {
        let slice = both(value.clone()).slice(1..2).unwrap();
        assert_eq!((slice.row_count(), slice.value(0, 0)), (1, Some(value)));
    }
}

#[test]
fn equal_is_what_java_calls_equal() {
    let doubles = |cells: &[Option<f64>]| Column::doubles("d", cells.iter().copied());
    let other_nan = f64::from_bits(f64::NAN.to_bits() ^ 1);
    for (a, b, equal) in [
        (doubles(&[Some(f64::NAN)]), doubles(&[Some(other_nan)]), true),
        (doubles(&[Some(0.0)]), doubles(&[Some(-0.0)]), false),
        (doubles(&[None]), doubles(&[Some(0.0)]), false),
        (doubles(&[None]), doubles(&[None, None]), false),
        (Column::longs("d", [Some(1)]), Column::dates("d", [Some(1)]), false),
        (Column::longs("d", [Some(1)]), Column::longs("D", [Some(1)]), false),
    ] {
        assert_eq!(a == b, equal, "{a:?} {b:?}");
        let cells = |column: &Column| (0..column.values.len()).map(|row| column.values.get(row)).collect::<Vec<_>>();
        let same_head = a.name == b.name && a.values.column_type() == b.values.column_type();
        assert_eq!(same_head && cells(&a) == cells(&b), equal, "cell by cell: {a:?} {b:?}");
    }
}

#[test]
fn cloning_shares_the_cells() {
    let (table, mut copies) = (table(), Vec::new());
    for _ in 0..2 {
        copies.push(table.clone());
    }
    let cells = |dataset: &Dataset| match &dataset.columns()[0].values {
        Values::String(cells) => Arc::as_ptr(cells),
        other => panic!("{other:?}"),
    };
    assert!(copies.iter().all(|copy| std::ptr::eq(cells(copy), cells(&table))));
}

#[test]
fn tabulated_rows() {
    let rows = [(1, "x"), (2, "y")];
    let columns: [(&str, Cells<'_, (i32, &str)>); 6] = [
        ("boolean", Cells::Boolean(&|row| Some(row.0 == 1))),
        ("integer", Cells::Integer(&|row| Some(row.0))),
        ("long", Cells::Long(&|row| Some(row.0.into()))),
        ("double", Cells::Double(&|row| Some(row.0.into()))),
        ("date", Cells::Date(&|row| (row.0 == 1).then_some(7))),
        ("string", Cells::String(&|row| Some(row.1.into()))),
    ];
    let expected = Dataset::new(vec![
        Column::booleans("boolean", [Some(true), Some(false)]),
        Column::integers("integer", [Some(1), Some(2)]),
        Column::longs("long", [Some(1), Some(2)]),
        Column::doubles("double", [Some(1.0), Some(2.0)]),
        Column::dates("date", [Some(7), None]),
        Column::strings("string", [Some("x"), Some("y")]),
    ]);
    assert_eq!(Dataset::tabulate(&rows, &columns), expected.unwrap());
    assert_eq!(Dataset::tabulate(&rows[..0], &columns).column_count(), 6);
}
