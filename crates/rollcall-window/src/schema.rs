//! The JSON Schema of windows' files, for editors: they complete names, show their purpose and mark mistakes.
//!
//! It is made from the catalogue, and reading a file does not use it: a schema cannot express that a name stands twice
//! in a container or that a script is missing.

use rollcall_dataset::ColumnType;
use serde_json::{Map, Value, json};

use crate::build::{MAX_COMPONENTS, MAX_NAME_CHARS};
use crate::columns::ATTRIBUTES;
use crate::file::{COLUMN_TYPES, NAMED_TYPES};
use crate::{Kind, Property, Type, Writer};

/// Names of components' own properties, nearly: classes of Unicode are not known to every validator, so that all beyond
/// ASCII is taken for letters.
const CUSTOM_NAME: &str = r"^[^\s0-9!-/:-@\[-^`{-~][^\s!-/:-@\[-^`{-~]*$";

/// The schema, in draft 2020-12.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Window) {
        definitions.insert(kind.name().to_owned(), component(kind));
    }
    definitions.extend(shared());
    definitions.insert("RootContainer".into(), root_container());
    definitions.insert("component".into(), any_component());
    definitions.insert("layout".into(), layout());
    definitions.insert("script".into(), script());
    definitions.insert("dataset".into(), dataset());
    definitions.insert("columns".into(), columns());
    definitions.insert("custom".into(), custom());
    let mut window = object(Kind::Window);
    window.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    window.insert("$defs".into(), Value::Object(definitions));
    window.insert("title".into(), json!("A window"));
    window.insert("required".into(), json!(["root"]));
    let members = [
        ("$schema", json!({ "type": "string" })),
        (
            "kind",
            json!({ "enum": ["main", "popup"], "description": "Whether it fills the client or floats above it." }),
        ),
        ("root", json!({ "$ref": "#/$defs/RootContainer" })),
    ];
    with_members(&mut window, members);
    Value::Object(window)
}

/// The schema as it is published.
pub fn schema_text() -> String {
    // Every value in it is made here, so that it can be written.
    let text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text + "\n"
}

fn component(kind: Kind) -> Value {
    let mut component = object(kind);
    component.insert("required".into(), json!(["kind", "name"]));
    let name = json!({ "type": "string", "minLength": 1, "maxLength": MAX_NAME_CHARS,
        "description": "By which scripts find it in its container." });
    let members = [
        ("kind", json!({ "const": kind.name(), "description": kind.documentation() })),
        ("name", name),
        ("layout", json!({ "$ref": "#/$defs/layout" })),
    ];
    with_members(&mut component, members);
    if kind.is_container() {
        with_members(&mut component, [("components", components())]);
    }
    Value::Object(component)
}

fn root_container() -> Value {
    let mut root = object(Kind::Container);
    root.insert("description".into(), json!("What fills the window. Its name is Root Container."));
    with_members(&mut root, [("components", components())]);
    Value::Object(root)
}

fn components() -> Value {
    json!({ "type": "array", "maxItems": MAX_COMPONENTS, "items": { "$ref": "#/$defs/component" },
        "description": "What is in it, the first behind." })
}

/// A component of the kind that it states. One condition for each kind, since editors then judge it by that kind alone.
fn any_component() -> Value {
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Window);
    let names: Vec<&str> = kinds.clone().map(Kind::name).collect();
    let conditions = kinds.map(|kind| {
        json!({ "if": { "properties": { "kind": { "const": kind.name() } } },
            "then": { "$ref": format!("#/$defs/{}", kind.name()) } })
    });
    json!({ "type": "object", "required": ["kind", "name"], "properties": { "kind": { "enum": names } },
        "allOf": conditions.collect::<Vec<_>>() })
}

/// The content of a kind by the catalogue: its properties and events, and properties of its own.
fn object(kind: Kind) -> Map<String, Value> {
    let settable = kind.properties().filter(|property| property.writer != Writer::Nobody);
    let mut properties: Map<String, Value> =
        settable.map(|known| (known.name.to_owned(), property(kind, known))).collect();
    let events = kind.events().map(|event| (event.name.to_owned(), json!({ "$ref": event_reference(event.name) })));
    let events = json!({ "type": "object", "additionalProperties": false, "properties": events.collect::<Map<_, _>>(),
        "description": "For each event the script that it runs, a file beside this one." });
    properties.insert("events".into(), events);
    properties.insert("custom".into(), json!({ "$ref": "#/$defs/custom" }));
    let mut object = Map::new();
    object.insert("type".into(), json!("object"));
    object.insert("additionalProperties".into(), json!(false));
    object.insert("properties".into(), Value::Object(properties));
    object
}

fn with_members<const N: usize>(object: &mut Map<String, Value>, members: [(&str, Value); N]) {
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        properties.extend(members.map(|(name, member)| (name.to_owned(), member)));
    }
}

/// The properties of every kind, and every event: stated once, and referred to.
fn shared() -> impl Iterator<Item = (String, Value)> {
    let properties = Kind::Container.properties().map(|known| (shared_name(known.name), described(known)));
    let events = Kind::ALL.into_iter().flat_map(Kind::events).map(|event| {
        let name = event_reference(event.name).trim_start_matches("#/$defs/").to_owned();
        (name, json!({ "$ref": "#/$defs/script", "description": event.documentation }))
    });
    properties.filter(|(name, _)| *name != shared_name("name")).chain(events)
}

fn shared_name(property: &str) -> String {
    format!("property.{property}")
}

fn event_reference(event: &str) -> String {
    format!("#/$defs/event.{event}")
}

fn property(kind: Kind, property: &Property) -> Value {
    // A container has only the properties of all components; the window has some of them in its own way.
    match Kind::Container.property(property.name) {
        Some(shared) if kind != Kind::Window => json!({ "$ref": format!("#/$defs/{}", shared_name(shared.name)) }),
        _ => described(property),
    }
}

fn described(property: &Property) -> Value {
    let mut schema = of_type(property.value_type);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".into(), json!(property.documentation));
        if let Some(default) = default(&property.default()) {
            schema.insert("default".into(), default);
        }
    }
    schema
}

fn default(value: &crate::Value) -> Option<Value> {
    Some(match value {
        crate::Value::Boolean(yes) => json!(yes),
        crate::Value::Integer(number) => json!(number),
        crate::Value::Long(number) => json!(number),
        crate::Value::Double(number) => json!(number),
        crate::Value::Text(text) => json!(text),
        crate::Value::Color(color) => json!(color.to_string()),
        _ => return None,
    })
}

fn of_type(value_type: Type) -> Value {
    match value_type {
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Integer => json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX }),
        Type::Named(names) => {
            let (numbers, names): (Vec<i32>, Vec<&str>) = names.iter().copied().unzip();
            json!({ "enum": names.iter().map(|name| json!(name)).chain(numbers.iter().map(|number| json!(number)))
                .collect::<Vec<_>>() })
        }
        Type::Long => json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX }),
        Type::Double => json!({ "type": "number" }),
        Type::Text => json!({ "type": ["string", "null"] }),
        Type::Choice(texts) => json!({ "enum": texts }),
        Type::Date => json!({ "type": ["string", "null"], "format": "date-time" }),
        Type::Color => json!({ "type": ["string", "null"], "pattern": "^#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$" }),
        Type::Dataset => json!({ "anyOf": [{ "$ref": "#/$defs/dataset" }, { "type": "null" }] }),
        Type::Columns => json!({ "anyOf": [{ "$ref": "#/$defs/columns" }, { "type": "null" }] }),
        Type::Rows => json!({ "type": "array", "items": { "type": "integer", "minimum": 0, "maximum": i32::MAX } }),
    }
}

fn layout() -> Value {
    json!({
        "description": "How it follows the size of its container: position and size grow with it, or the distance to \
            these edges stays.",
        "default": "relative",
        "anyOf": [
            { "const": "relative" },
            { "type": "array", "uniqueItems": true, "items": { "enum": ["top", "left", "bottom", "right"] } },
        ],
    })
}

fn script() -> Value {
    json!({ "type": "string", "pattern": "^[^/]+\\.py$" })
}

fn dataset() -> Value {
    let types: Vec<&str> = COLUMN_TYPES.iter().map(|(name, _)| *name).collect();
    let column = json!({ "type": "object", "additionalProperties": false, "required": ["name", "type"],
        "properties": { "name": { "type": "string" }, "type": { "enum": types } } });
    json!({
        "description": "A table of values, row by row.",
        "type": "object", "additionalProperties": false, "required": ["columns"],
        "properties": {
            "columns": { "type": "array", "items": column },
            "rows": { "type": "array", "items": {
                "type": "array", "items": { "type": ["boolean", "number", "string", "null"] } } },
        },
    })
}

/// The attributes of a table's columns, one after the other.
fn columns() -> Value {
    let attributes = ATTRIBUTES.iter().map(|known| {
        let mut schema = match known.cell_type {
            ColumnType::Boolean => json!({ "type": "boolean" }),
            ColumnType::Integer => json!({ "type": "integer" }),
            _ => json!({ "type": "string" }),
        };
        schema["description"] = json!(known.documentation);
        (known.name.to_owned(), schema)
    });
    json!({ "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": attributes.collect::<Map<_, _>>() } })
}

fn custom() -> Value {
    let stated = NAMED_TYPES.iter().map(|(name, value_type)| {
        json!({ "type": "object", "additionalProperties": false, "required": ["type"],
            "properties": { "type": { "const": name }, "value": of_type(*value_type) } })
    });
    let bare = [json!({ "type": ["boolean", "number", "string"] }), json!({ "$ref": "#/$defs/dataset" })];
    json!({
        "description": "Properties of its own, with their values; {\"type\": ..., \"value\": ...} where the type \
            cannot be seen. Those of the Root Container are the window's parameters.",
        "type": "object",
        "propertyNames": { "pattern": CUSTOM_NAME },
        "additionalProperties": { "anyOf": bare.into_iter().chain(stated).collect::<Vec<_>>() },
    })
}
