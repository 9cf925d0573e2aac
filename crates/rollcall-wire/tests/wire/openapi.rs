//! The OpenAPI document: whole, consistent in itself, and kept current in the repository.

use std::collections::BTreeSet;
use std::path::Path;

use rollcall_wire::openapi;
use rollcall_wire::routes::{Access, Method, ROUTES, Route};
use serde_json::Value;

fn document() -> Value {
    serde_json::from_str(&openapi::json()).expect("the document is JSON")
}

fn operation<'a>(document: &'a Value, route: &Route) -> &'a Value {
    // A parameter that goes to the end of the path has a star in the router's form of it only.
    let path = route.path.replace("{*", "{");
    let method = match route.method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Patch => "patch",
        Method::Delete => "delete",
    };
    &document["paths"][path.as_str()][method]
}

#[test]
fn the_file_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == openapi::json(),
        "docs/openapi.json is not what routes and types say. If the change is meant, run\n    \
         cargo run -p rollcall-wire --example openapi > docs/openapi.json\n\
         and commit it with the change."
    );
}

#[test]
fn it_is_the_same_whenever_it_is_made() {
    let json = openapi::json();
    assert_eq!(json, openapi::json());
    assert!(json.ends_with("}\n") && !json.ends_with("\n\n"));
    assert_eq!(document()["openapi"], "3.1.0");
}

#[test]
fn every_route_has_its_operation_and_no_operation_is_without_a_route() {
    let document = document();
    for route in ROUTES {
        let operation = operation(&document, route);
        assert_eq!(operation["summary"], route.summary, "{route:?}");
        assert!(operation["description"].as_str().is_some_and(|text| text.starts_with("Access: ")), "{route:?}");
        let responses = operation["responses"].as_object().expect("an operation has responses");
        assert!(responses.keys().any(|status| status.starts_with(['1', '2'])), "{route:?}: a success");
        assert!(responses.contains_key("default"), "{route:?}: a failure");
    }
    let paths = document["paths"].as_object().expect("there are paths");
    let operations: usize = paths.values().map(|item| item.as_object().map_or(0, |item| item.len())).sum();
    assert_eq!(operations, ROUTES.len());
}

#[test]
fn operation_ids_are_unique() {
    let document = document();
    let ids: BTreeSet<_> = ROUTES.iter().map(|route| operation(&document, route)["operationId"].as_str()).collect();
    assert_eq!(ids.len(), ROUTES.len());
    assert!(!ids.contains(&None));
}

#[test]
fn only_public_routes_ask_for_no_credential() {
    let document = document();
    for route in ROUTES {
        let operation = operation(&document, route);
        let securities = operation["security"].as_array().map_or(0, |schemes| schemes.len());
        let expected = match route.access {
            Access::Public => 0,
            Access::Session => 1,
            Access::LoggedIn | Access::SessionList | Access::Person | Access::Administrator => 2,
        };
        assert_eq!(securities, expected, "{route:?}");
        let refused = operation["responses"]["401"].is_object() && operation["responses"]["403"].is_object();
        assert!(refused || route.access == Access::Public, "{route:?}");
    }
}

#[test]
fn parameters_are_described() {
    let document = document();
    let parameters = |path: &str, method: &str| -> Vec<(String, String)> {
        let parameters = document["paths"][path][method]["parameters"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        parameters.iter().map(|parameter| (text(&parameter["in"]), text(&parameter["name"]))).collect()
    };
    let query = ["username", "project", "limit", "cursor", "scope", "require"]
        .map(|name| ("query".to_owned(), name.to_owned()));
    assert_eq!(parameters("/api/v1/sessions", "get"), query);
    let end = [("query".to_owned(), "message".to_owned()), ("path".to_owned(), "clientId".to_owned())];
    assert_eq!(parameters("/api/v1/sessions/{clientId}", "delete"), end);
    let path = [("path".to_owned(), "username".to_owned())];
    assert_eq!(parameters("/api/v1/users/{username}", "patch"), path);
    assert_eq!(parameters("/api/v1/users/{username}", "delete"), path);
    let image = ["project", "path"].map(|name| ("path".to_owned(), name.to_owned()));
    assert_eq!(parameters("/client/{project}/images/{path}", "get"), image);
}

/// Whatever a part of the document refers to is in it.
#[test]
fn no_reference_is_dangling() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.contains("#/components/schemas/ApiError"), "{found:?}");
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("a reference within the document");
        assert!(document.pointer(pointer).is_some_and(Value::is_object), "{reference}");
    }
}
