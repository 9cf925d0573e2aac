//! The schema of a socket's frames: the kept file agrees with the types, and the frames that are accepted are those
//! that the schema allows.

use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use rollcall_dataset::{Column, Dataset, Values};
use rollcall_window::{Color, Value as PropertyValue};
use rollcall_wire::schema;
use rollcall_wire::socket::{ClientFrame, GatewayFrame};
use serde_json::{Value, json};

#[test]
fn the_kept_file_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/frames.schema.json");
    let kept = std::fs::read_to_string(file).expect("docs/frames.schema.json is there");
    assert!(
        kept == schema::json(),
        "docs/frames.schema.json is not what the Rust types say. If the change is meant, run\n    \
         cargo run -p rollcall-wire --example frames > docs/frames.schema.json"
    );
}

/// A part of the schema, by its name.
struct Part(Schemas, SchemaIndex);

impl Part {
    fn of(name: &str) -> Self {
        const PLACE: &str = "https://rollcall.example/frames.schema.json";
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource(PLACE, schema::frames()).expect("the schema is a document");
        let index = compiler.compile(&format!("{PLACE}#/$defs/{name}"), &mut schemas).expect("the part is a schema");
        Part(schemas, index)
    }

    fn allows(&self, json: &Value) -> bool {
        self.0.validate(json, self.1).is_ok()
    }
}

/// Messages of a client, and whether each is a frame.
fn client_frames() -> Vec<(Value, bool)> {
    let call = |family: &str, call: Value| json!({"type": "call", "id": 1, "call": {"family": family, "call": call}});
    vec![
        (json!({"type": "keepAlive"}), true),
        (json!({"type": "activity"}), true),
        (json!({"type": "welcome"}), false),
        (json!({"id": 1}), false),
        (json!("keepAlive"), false),
        (call("session", json!({"method": "getSessionInfo", "usernameFilter": "bi.*"})), true),
        (call("session", json!({"method": "getSessionInfo", "usernameFilter": null, "projectFilter": "plant"})), true),
        (call("session", json!({"method": "getSessionInfo", "usernameFilter": 7})), false),
        (call("session", json!({"method": "getSessionInfo", "username": "admin"})), false),
        (call("session", json!({"method": "exec"})), false),
        (call("session", json!({})), false),
        (call("shell", json!({"method": "exec"})), false),
        (call("module", json!({"method": "findModule", "name": "reports.daily"})), true),
        (call("module", json!({"method": "findModule"})), false),
        (call("log", json!({"logger": "plant", "level": "warn", "message": "hot"})), true),
        (call("log", json!({"logger": "plant", "level": "loud", "message": "hot"})), false),
        (call("dialog", json!({"ask": "confirm", "message": "m", "title": "t", "allowCancel": true})), true),
        (call("dialog", json!({"ask": "confirm", "message": "m", "title": "t"})), false),
        (call("client", json!({"method": "logOut"})), true),
        (
            call(
                "window",
                json!({
                    "method": "setProperty", "component": {"window": 1, "component": 2}, "property": "text",
                    "value": {"type": "text", "value": "new"},
                }),
            ),
            true,
        ),
        (
            call(
                "window",
                json!({
                    "method": "openWindow", "path": "Main/Line", "swap": false,
                    "parameters": [["line", {"type": "integer", "value": 7}]],
                }),
            ),
            true,
        ),
        (json!({"type": "call", "id": -1, "call": {"family": "client", "call": {"method": "exit"}}}), false),
        (json!({"type": "taken", "bytes": 1024}), true),
        (json!({"type": "taken"}), false),
        (json!({"type": "desktop", "request": {"type": "console", "open": true}}), true),
    ]
}

/// Messages of a gateway, and whether each is a frame.
fn gateway_frames() -> Vec<(Value, bool)> {
    let reply = |result: Value| json!({"type": "reply", "id": 7, "result": result});
    let dataset = |values: Value| json!({"columns": [{"name": "load", "type": "double", "values": values}]});
    let of_sessions = |answer: Value| reply(json!({"Ok": {"family": "session", "answer": answer}}));
    let info = |dataset: Value| of_sessions(json!({"kind": "info", "value": dataset}));
    let all = |value: Value| of_sessions(json!({"kind": "all", "value": value}));
    vec![
        (json!({"type": "keepAlive", "clock": {"clock": 4, "now": 1_001}}), true),
        (json!({"type": "keepAlive"}), false),
        (info(dataset(json!([1.5, null, "NaN"]))), true),
        (info(json!({"rows": []})), false),
        (of_sessions(dataset(json!([]))), false),
        (all(json!({"sessions": dataset(json!([1.5])), "nodes": dataset(json!([]))})), true),
        (all(json!({"sessions": dataset(json!([1.5]))})), false),
        (reply(json!({"Ok": {"family": "log"}})), true),
        (reply(json!({"Ok": {"family": "module", "answer": null}})), true),
        (
            reply(json!({"Ok": {"family": "window", "answer": {"kind": "property", "value": {"type": "nothing"}}}})),
            true,
        ),
        (reply(json!({"Ok": {"family": "message", "answer": ["a", "b"]}})), true),
        (reply(json!({"Err": {"error": "refused", "message": "m"}})), true),
        (reply(json!({"Err": {"error": "refused"}})), false),
        (reply(json!({"Neither": 1})), false),
        (json!({"type": "ended", "reason": "passwordChanged", "message": null}), true),
        (json!({"type": "ended", "reason": "boredom", "message": null}), false),
        (json!({"type": "invalid", "message": "m"}), true),
    ]
}

/// Values and datasets have no schema of their own: their description is compared with the form in which they are
/// written.
#[test]
fn values_and_datasets_are_as_described() {
    let columns = [
        Values::Boolean([Some(true), None].into()),
        Values::Integer([Some(1), None].into()),
        Values::Long([Some(i64::MAX), None].into()),
        Values::Double([Some(f64::NAN), None].into()),
        Values::Date([Some(-1), None].into()),
        Values::String([Some("a".into()), None].into()),
    ];
    let columns = columns.into_iter().zip('a'..).map(|(values, name)| Column::new(name.to_string(), values));
    let dataset = Dataset::new(columns.collect()).expect("the columns are equally long");
    let described = Part::of("Dataset");
    assert!(described.allows(&serde_json::to_value(&dataset).expect("it is JSON")));
    let color = Color { red: 1, green: 2, blue: 3, alpha: 4 };
    let values = [
        PropertyValue::Nothing,
        PropertyValue::Boolean(true),
        PropertyValue::Integer(-1),
        PropertyValue::Long(i64::MIN),
        PropertyValue::Double(f64::INFINITY),
        PropertyValue::Double(0.5),
        PropertyValue::Text("a".into()),
        PropertyValue::Date(0),
        PropertyValue::Color(color),
        PropertyValue::Dataset(dataset.into()),
        PropertyValue::List(vec![PropertyValue::Integer(7)]),
    ];
    let described = Part::of("PropertyValue");
    for value in values {
        assert!(described.allows(&serde_json::to_value(&value).expect("it is JSON")), "{value:?}");
    }
    assert!(!described.allows(&json!({"type": "integer", "value": "one"})));
    assert!(!described.allows(&json!({"type": "colour", "value": "#000000"})));
}

#[test]
fn what_is_a_frame_is_in_the_schema_and_nothing_else() {
    let client = Part::of("ClientFrame");
    for (frame, is_one) in client_frames() {
        assert_eq!(serde_json::from_value::<ClientFrame>(frame.clone()).is_ok(), is_one, "as a type: {frame}");
        assert_eq!(client.allows(&frame), is_one, "by the schema: {frame}");
    }
    let gateway = Part::of("GatewayFrame");
    for (frame, is_one) in gateway_frames() {
        assert_eq!(serde_json::from_value::<GatewayFrame>(frame.clone()).is_ok(), is_one, "as a type: {frame}");
        assert_eq!(gateway.allows(&frame), is_one, "by the schema: {frame}");
    }
}
