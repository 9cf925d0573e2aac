//! The wire form.

use proptest::prelude::*;
use rollcall_dataset::{Column, Dataset};
use serde_json::json;

use crate::any;

fn all_types() -> Dataset {
    let columns = vec![
        Column::booleans("b", [Some(true), None]),
        Column::integers("i", [Some(-1), None]),
        Column::longs("l", [Some(i64::MAX), None]),
        Column::doubles("d", [Some(1.0), None]),
        Column::dates("t", [Some(1_500_000_000_000), None]),
        Column::strings("s", [Some("x\n\u{1F600}"), None]),
    ];
    Dataset::new(columns).expect("the columns are of one length")
}

/// Text, not a tree: the order of the keys is visible to other programs.
#[test]
fn exactly_this() {
    let expected = concat!(
        r#"{"columns":["#,
        r#"{"name":"b","type":"boolean","values":[true,null]},"#,
        r#"{"name":"i","type":"integer","values":[-1,null]},"#,
        r#"{"name":"l","type":"long","values":[9223372036854775807,null]},"#,
        r#"{"name":"d","type":"double","values":[1.0,null]},"#,
        r#"{"name":"t","type":"date","values":[1500000000000,null]},"#,
        r#"{"name":"s","type":"string","values":["x\n😀",null]}"#,
        "]}"
    );
    assert_eq!(serde_json::to_string(&all_types()).unwrap(), expected);
    assert_eq!(serde_json::from_str::<Dataset>(expected).unwrap(), all_types());
    assert_eq!(serde_json::to_string(&Dataset::default()).unwrap(), r#"{"columns":[]}"#);
}

#[test]
fn doubles_that_are_no_numbers() {
    let cells = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324, f64::MAX].map(Some);
    let dataset = Dataset::new(vec![Column::doubles("d", cells)]).unwrap();
    let json = serde_json::to_string(&dataset).unwrap();
    assert!(json.contains(r#"["NaN","Infinity","-Infinity",-0.0,5e-324,1.7976931348623157e+308]"#), "{json}");
    assert_eq!(serde_json::from_str::<Dataset>(&json).unwrap(), dataset);
    let whole = json!({"columns": [{"name": "d", "type": "double", "values": [3, -3]}]});
    let expected = Dataset::new(vec![Column::doubles("d", [Some(3.0), Some(-3.0)])]).unwrap();
    assert_eq!(serde_json::from_value::<Dataset>(whole).unwrap(), expected, "a writer may leave \".0\" out");
}

#[test]
fn what_is_refused() {
    let column = |kind: &str, values: serde_json::Value| json!({"name": "c", "type": kind, "values": values});
    for (columns, part) in [
        (json!([column("integer", json!([1])), column("integer", json!([]))]), "column \"c\" has 0 rows"),
        (json!([column("integer", json!([2_147_483_648_i64]))]), "expected i32"),
        (json!([column("long", json!([0.5]))]), "expected i64"),
        (json!([column("double", json!(["nan"]))]), "expected a number, \"NaN\", \"Infinity\" or \"-Infinity\""),
        (json!([column("string", json!([1]))]), "expected a string"),
        (json!([column("object", json!([1]))]), "unknown variant `object`"),
        (json!([{"name": "c", "type": "long"}]), "missing field `values`"),
        (json!([{"type": "long", "values": []}]), "missing field `name`"),
    ] {
        let error = serde_json::from_value::<Dataset>(json!({ "columns": columns })).unwrap_err().to_string();
        assert!(error.contains(part), "{columns}: {error}");
    }
}

proptest! {
    #[test]
    fn every_dataset_comes_back_as_it_went(dataset in any::dataset()) {
        let json = serde_json::to_string(&dataset).unwrap();
        prop_assert_eq!(serde_json::from_str::<Dataset>(&json).unwrap(), dataset);
    }
}
