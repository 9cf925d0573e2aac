//! The frames of a client's socket as a JSON Schema: `docs/frames.schema.json`, for clients that are not ours.
//!
//! It is made of the types of [`socket`](crate::socket), so it cannot differ from them; a test of this crate fails when
//! the file is not current, and validates written frames against it. Values and datasets are described in
//! `described`.

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
