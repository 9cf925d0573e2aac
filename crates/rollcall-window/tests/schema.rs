//! The JSON Schema and the page about components: kept current in the repository, and equal to the catalogue.

use std::path::Path;

use rollcall_window::{Kind, Writer, reference, schema, schema_text};

#[test]
fn the_files_are_current() {
    let made =
        [("window.schema.json", "window_schema", schema_text()), ("components.md", "component_reference", reference())];
    for (name, example, text) in made {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept == text,
            "docs/{name} is not what the catalogue says. If the change is meant, run\n    \
             cargo run -p rollcall-window --example {example} > docs/{name}\n\
             and commit it with the change."
        );
    }
}

#[test]
fn every_kind_is_there_with_what_a_file_may_say() {
    let schema = schema();
    for kind in Kind::ALL {
        let definition = if kind == Kind::Window { &schema } else { &schema["$defs"][kind.name()] };
        let properties = definition["properties"].as_object().unwrap_or_else(|| panic!("{kind:?} is missing"));
        for property in kind.properties().filter(|property| property.name != "name") {
            let settable = property.writer != Writer::Nobody;
            assert_eq!(properties.contains_key(property.name), settable, "{kind:?}.{}", property.name);
        }
        let events = properties["events"]["properties"].as_object().unwrap();
        assert!(kind.events().all(|event| events.contains_key(event.name)), "{kind:?}");
        assert_eq!(events.len(), kind.events().count(), "{kind:?}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let schema = schema();
    let mut left = vec![&schema];
    let mut references = 0;
    while let Some(value) = left.pop() {
        if let Some(target) = value.get("$ref").and_then(|target| target.as_str()) {
            references += 1;
            assert!(schema.pointer(target.trim_start_matches('#')).is_some(), "{target}");
        }
        left.extend(value.as_array().into_iter().flatten());
        left.extend(value.as_object().into_iter().flat_map(|object| object.values()));
    }
    assert!(references > 50, "{references}");
}
