//! The frames of a client's socket as a JSON Schema: `docs/frames.schema.json`, for clients that are not ours.
//!
//! It is made of the types of [`socket`](crate::socket), so it cannot say something else than they do; a test of this
//! crate fails when the file is not current, and holds frames as they are written against it. Values and datasets are
//! defined in crates that know nothing of schemas, so their form in JSON is described here.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json, json};

use crate::socket::{ClientFrame, GatewayFrame};

const ABOUT: &str = "JSON text messages on `GET /api/v1/connect`. A client sends what `clientFrame` is, and gets what \
                     `gatewayFrame` is; a frame of the gateway's that is large comes in binary pieces instead. A call is \
                     answered by a reply with its number. What is not described may come in a later version of the \
                     gateway's frames, and is refused in a client's.";

/// The schema (draft 2020-12), with the types of both directions.
#[must_use]
pub fn frames() -> Json {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let client = generator.subschema_for::<ClientFrame>();
    let gateway = generator.subschema_for::<GatewayFrame>();
    let definitions: Map<String, Json> = generator.take_definitions(true);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frames of a Rollcall session's socket",
        "description": ABOUT,
        "anyOf": [client, gateway],
        "$defs": definitions,
    })
}

/// The schema as a file.
#[must_use]
pub fn json() -> String {
    format!("{:#}\n", frames())
}

/// A dataset in JSON: its columns.
#[derive(JsonSchema)]
#[schemars(rename = "Dataset")]
pub(crate) struct DatasetForm {
    /// The columns, all of the same length.
    #[expect(dead_code, reason = "it is only described")]
    columns: Vec<ColumnForm>,
}

/// A column of a dataset.
#[derive(JsonSchema)]
#[schemars(rename = "Column")]
#[expect(dead_code, reason = "it is only described")]
pub(crate) struct ColumnForm {
    /// The name, as the header shows it.
    name: String,
    /// The type of its values.
    r#type: ColumnTypeForm,
    /// A value for each row; null where there is none.
    values: Vec<Option<CellForm>>,
}

/// The type of a column.
#[derive(JsonSchema)]
#[schemars(rename = "ColumnType", rename_all = "camelCase")]
#[expect(dead_code, reason = "it is only described")]
pub(crate) enum ColumnTypeForm {
    /// True or false.
    Boolean,
    /// A 32-bit number.
    Integer,
    /// A 64-bit number.
    Long,
    /// A floating-point number, or one of the texts `NaN`, `Infinity` and `-Infinity`.
    Double,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Date,
    /// A text.
    String,
}

/// A cell of a dataset.
#[derive(JsonSchema)]
#[schemars(rename = "Cell", untagged)]
#[expect(dead_code, reason = "it is only described")]
pub(crate) enum CellForm {
    Boolean(bool),
    Number(f64),
    Text(String),
}

/// The value of a component's property.
#[derive(JsonSchema)]
#[schemars(rename = "PropertyValue", tag = "type", content = "value", rename_all = "camelCase")]
#[expect(dead_code, reason = "it is only described")]
pub(crate) enum ValueForm {
    /// Nothing.
    Nothing,
    /// Yes or no.
    Boolean(bool),
    /// A 32-bit number.
    Integer(i32),
    /// A 64-bit number.
    Long(i64),
    /// A floating-point number, or one of the texts `NaN`, `Infinity` and `-Infinity`.
    Double(CellForm),
    /// A text.
    Text(String),
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Date(i64),
    /// A colour: `#rrggbb`, or `#rrggbbaa` when it is not opaque.
    Color(String),
    /// A table of values.
    Dataset(DatasetForm),
    /// Several values.
    List(Vec<ValueForm>),
}
