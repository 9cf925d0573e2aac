//! The binary form: the bytes of known datasets, the return of any dataset, and the bytes of hostile writers.
//!
//! The cases are in `conformance/dataset/`, where readers in other languages find them too. After a change of the form,
//! `cargo test -p rollcall-dataset binary` prints the new bytes of each case.

use std::fmt::Write as _;

use proptest::prelude::*;
use rollcall_dataset::{Column, Dataset, ErrorKind};
use serde::Deserialize;

use crate::any;

/// A dataset and its bytes.
#[derive(Deserialize)]
struct Encoding {
    name: String,
    dataset: Dataset,
    /// Eight bytes a line.
    bytes: Vec<String>,
}

/// Bytes that are not a dataset.
#[derive(Deserialize)]
struct Refusal {
    name: String,
    bytes: Vec<String>,
    /// Where that shows.
    at: usize,
    /// How the message goes on after that.
    message: String,
}

fn cases<T: for<'a> Deserialize<'a>>(file: &str) -> Vec<T> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../conformance/dataset/");
    let text = std::fs::read_to_string(format!("{folder}{file}")).expect("the cases can be read");
    serde_json::from_str(&text).expect("they are cases")
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let hex = |line: &[u8]| {
        line.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a string takes everything");
            text
        })
    };
    bytes.chunks(8).map(hex).collect()
}

fn bytes(lines: &[String]) -> Vec<u8> {
    let digits = lines.concat();
    assert!(digits.len().is_multiple_of(2), "{digits}");
    let byte = |place| u8::from_str_radix(&digits[place..place + 2], 16).expect("the digits are hexadecimal");
    (0..digits.len()).step_by(2).map(byte).collect()
}

#[test]
fn datasets_have_the_bytes_of_the_cases() {
    let cases: Vec<Encoding> = cases("encoding.json");
    assert!(cases.len() >= 8);
    for Encoding { name, dataset, bytes: expected } in cases {
        let encoded = dataset.encode().unwrap();
        assert_eq!(lines(&encoded), expected, "{name}: {}", serde_json::to_string(&lines(&encoded)).unwrap());
        assert_eq!(Dataset::decode(&encoded).unwrap(), dataset, "{name}");
    }
}

#[test]
fn what_is_no_dataset_is_refused_with_the_place() {
    let cases: Vec<Refusal> = cases("refused.json");
    assert!(cases.len() >= 20);
    for Refusal { name, bytes: given, at, message } in cases {
        let error = Dataset::decode(&bytes(&given)).expect_err(&name);
        assert_eq!(error.kind(), ErrorKind::Malformed { at }, "{name}: {error}");
        let expected = format!("not a dataset's binary form: at byte {at}: {message}");
        assert_eq!(error.to_string(), expected, "{name}");
    }
}

/// More distinct texts than one byte, and than two bytes, can count.
#[test]
fn indexes_grow_with_the_texts() {
    for (distinct, width) in [(256, 1), (257, 2), (65_536, 2), (65_537, 4)] {
        let rows = 0..distinct * 3;
        let cells = rows.map(|row| Some(format!("a text that is long enough {:06}", row % distinct)));
        let dataset = Dataset::new(vec![Column::strings("s", cells)]).unwrap();
        let encoded = dataset.encode().unwrap();
        assert_eq!(encoded[22], width, "{distinct} texts");
        assert_eq!(Dataset::decode(&encoded).unwrap(), dataset);
    }
}

proptest! {
    #[test]
    fn every_dataset_comes_back_as_it_went(dataset in any::dataset()) {
        let encoded = dataset.encode().unwrap();
        prop_assert!(encoded.len().is_multiple_of(8));
        let decoded = Dataset::decode(&encoded).unwrap();
        prop_assert_eq!(decoded.encode().unwrap(), encoded);
        prop_assert_eq!(decoded, dataset);
    }

    /// Bytes that are cut off or changed are refused, or are another dataset: they never cause a panic.
    #[test]
    fn damaged_bytes_are_no_harm(dataset in any::dataset(), cut in any::<prop::sample::Index>(),
                                 changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut encoded = dataset.encode().unwrap();
        let end = cut.index(encoded.len());
        prop_assert!(Dataset::decode(&encoded[..end]).is_err());
        for (place, byte) in changes {
            let place = place.index(encoded.len());
            encoded[place] = byte;
        }
        if let Ok(other) = Dataset::decode(&encoded) {
            prop_assert_eq!(Dataset::decode(&other.encode().unwrap()).unwrap(), other);
        }
    }

    #[test]
    fn any_bytes_are_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut headed = b"RCDS\x01\0\0\0".to_vec();
        headed.extend(&bytes);
        let _ = Dataset::decode(&bytes);
        let _ = Dataset::decode(&headed);
    }
}
