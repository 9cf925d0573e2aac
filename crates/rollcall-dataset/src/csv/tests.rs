//! The CSV that spreadsheets get.

use super::*;
use crate::Column;

fn check(columns: Vec<Column>, expected: &str) {
    let mut written = Vec::new();
    Dataset::new(columns).expect("the columns are of one length").write_csv(&mut written).expect("a Vec takes all");
    assert_eq!(String::from_utf8(written).expect("CSV is text"), expected);
}

#[test]
fn cells_of_every_type() {
    check(
        vec![
            Column::booleans("b", [Some(true), Some(false), None]),
            Column::integers("i", [Some(-1), None, Some(i32::MAX)]),
            Column::longs("l", [Some(i64::MIN), None, Some(0)]),
            Column::doubles("d", [Some(1.0), Some(f64::NAN), Some(f64::NEG_INFINITY)]),
            Column::dates("t", [Some(1_500_000_000_000), None, Some(-1)]),
            Column::strings("s", [Some("x"), Some(""), None]),
        ],
        "b,i,l,d,t,s\r\n\
         true,-1,-9223372036854775808,1.0,2017-07-14T02:40:00.000Z,x\r\n\
         false,,,NaN,,\r\n\
         ,2147483647,0,-Infinity,1969-12-31T23:59:59.999Z,\r\n",
    );
}

#[test]
fn cells_that_need_quotes() {
    let cells = ["a,b", "say \"hi\"", "two\nlines", "two\r\nlines", " kept ", "\u{202E}yllib"].map(Some);
    check(
        vec![Column::strings("na,me", cells)],
        "\"na,me\"\r\n\"a,b\"\r\n\"say \"\"hi\"\"\"\r\n\"two\nlines\"\r\n\"two\r\nlines\"\r\n kept \r\n\u{202E}yllib\r\n",
    );
}

/// An only cell that is empty is quoted: an empty line would be no row to most readers.
#[test]
fn empty_datasets_and_empty_rows() {
    check(vec![], "");
    check(vec![Column::strings("s", [None::<&str>; 0])], "s\r\n");
    check(vec![Column::strings("s", [None::<&str>])], "s\r\n\"\"\r\n");
}

#[test]
fn dates_as_the_caller_has_them() {
    let dataset = Dataset::new(vec![Column::dates("t", [Some(7), None])]).unwrap();
    let mut written = Vec::new();
    dataset.write_csv_with(&mut written, |millis| format!("day {millis}, noon")).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), "t\r\n\"day 7, noon\"\r\n\"\"\r\n");
}

#[test]
fn instants() {
    for (millis, expected) in [
        (0, "1970-01-01T00:00:00.000Z"),
        (951_782_399_999, "2000-02-28T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (951_868_800_000, "2000-03-01T00:00:00.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (253_402_300_800_000, "+10000-01-01T00:00:00.000Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
        (i64::MAX, "+292278994-08-17T07:12:55.807Z"),
        (i64::MIN, "-292275055-05-16T16:47:04.192Z"),
    ] {
        assert_eq!(rfc3339(millis), expected, "{millis}");
    }
}

/// A writer with no room left.
struct Full;

impl io::Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_is_an_error() {
    let dataset = Dataset::new(vec![Column::strings("s", [Some("x".repeat(1 << 16))])]).unwrap();
    let error = dataset.write_csv(Full).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Write);
    assert!(error.to_string().starts_with("cannot write CSV: "), "{error}");
}
