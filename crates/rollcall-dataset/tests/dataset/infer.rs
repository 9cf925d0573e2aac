//! Column types that follow from cells.

use rollcall_dataset::{Column, Dataset, ErrorKind, Value};

const EXACT: i64 = 1 << 53;

/// One column of these cells becomes `expected`, or an error.
fn check(cells: &[Value], expected: Result<Column, (ErrorKind, &str)>) {
    let rows = cells.iter().map(|cell| vec![Value::Integer(0), cell.clone()]).collect();
    let dataset = Dataset::from_rows(vec!["n".into(), "c".into()], rows);
    match (dataset, expected) {
        (Ok(dataset), Ok(column)) => assert_eq!(dataset.columns()[1], column, "{cells:?}"),
        (Err(error), Err((kind, message))) => {
            assert_eq!((error.kind(), error.to_string().as_str()), (kind, message), "{cells:?}");
        }
        (dataset, expected) => panic!("{cells:?}: {dataset:?} instead of {expected:?}"),
    }
}

#[test]
fn one_type_and_nulls() {
    use Value::{Boolean, Date, Double, Integer, Long, Null};
    let text = || Value::String("x".into());
    check(&[], Ok(Column::strings("c", [None::<&str>; 0])));
    check(&[Null, Null], Ok(Column::strings("c", [None::<&str>; 2])));
    check(&[Null, Boolean(true)], Ok(Column::booleans("c", [None, Some(true)])));
    check(&[Integer(7), Null], Ok(Column::integers("c", [Some(7), None])));
    check(&[Null, Long(7), Null], Ok(Column::longs("c", [None, Some(7), None])));
    check(&[Double(f64::NAN)], Ok(Column::doubles("c", [Some(f64::NAN)])));
    check(&[Date(-1)], Ok(Column::dates("c", [Some(-1)])));
    check(&[text(), Null], Ok(Column::strings("c", [Some("x"), None])));
}

#[test]
fn numbers_widen() {
    use Value::{Double, Integer, Long, Null};
    check(&[Integer(1), Long(2)], Ok(Column::longs("c", [Some(1), Some(2)])));
    check(&[Long(1), Null, Integer(2)], Ok(Column::longs("c", [Some(1), None, Some(2)])));
    check(&[Integer(1), Double(0.5)], Ok(Column::doubles("c", [Some(1.0), Some(0.5)])));
    let three = [Some(EXACT as f64), Some(0.5), Some(-3.0)];
    check(&[Long(EXACT), Double(0.5), Integer(-3)], Ok(Column::doubles("c", three)));
    check(&[Long(i64::MIN), Double(0.5)], Ok(Column::doubles("c", [Some(-9_223_372_036_854_775_808.0), Some(0.5)])));
}

#[test]
fn what_does_not_go_together() {
    use Value::{Boolean, Date, Double, Integer, Long, Null};
    let text = || Value::String("x".into());
    let at = |row| ErrorKind::MixedColumn { column: 1, row };
    for (cells, row, message) in [
        (
            vec![Integer(1), text()],
            1,
            "column \"c\" holds Integer cells, and row 1 has one of type String; make them one type",
        ),
        (
            vec![text(), Null, Long(1)],
            2,
            "column \"c\" holds String cells, and row 2 has one of type Long; make them one type",
        ),
        (
            vec![Integer(1), Double(0.5), Date(0), text()],
            2,
            "column \"c\" holds Double cells, and row 2 has one of type Date; make them one type",
        ),
        (
            vec![Boolean(true), Integer(1)],
            1,
            "column \"c\" holds Boolean cells, and row 1 has one of type Integer; make them one type",
        ),
        (
            vec![Double(0.5), Long(EXACT + 1)],
            1,
            "column \"c\" holds Double cells, and the Long in row 1 is too large to be one exactly",
        ),
        (
            vec![Long(i64::MAX), Double(0.5)],
            0,
            "column \"c\" holds Double cells, and the Long in row 0 is too large to be one exactly",
        ),
    ] {
        check(&cells, Err((at(row), message)));
    }
}

/// The message is 7.9's, to the letter: scripts have seen it.
#[test]
fn ragged_rows() {
    let row = |cells: usize| vec![Value::Null; cells];
    for (rows, odd) in [(vec![row(1)], 0), (vec![row(2), row(3)], 1), (vec![row(2), row(2), row(0)], 2)] {
        let error = Dataset::from_rows(vec!["a".into(), "b".into()], rows).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RaggedRow { row: odd });
        let message = format!("Row {odd} doesn't have the same number of columns as header list.");
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn no_rows_and_no_headers() {
    let dataset = Dataset::from_rows(vec!["a".into(), "a".into()], vec![]).unwrap();
    assert_eq!((dataset.row_count(), dataset.column_count()), (0, 2));
    assert_eq!(Dataset::from_rows(vec![], vec![]).unwrap(), Dataset::default());
    assert_eq!(Dataset::from_rows(vec![], vec![vec![]]).unwrap().row_count(), 0);
}
