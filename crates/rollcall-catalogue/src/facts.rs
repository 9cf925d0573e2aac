//! `docs/functions.json`: the catalogue for programs, such as editors.
//!
//! An object with these members; every array is in a stable order, every text is plain text with `code` between backticks.
//!
//! - `generated`: the command that wrote the file.
//! - `namespaces`: each with `name`, `about` and `functions`; each of these with
//!   - `name`, `about`, `example` (lines of Python 2), `since` (the first version that has it);
//!   - `forms`, the ways of calling it: `signature` as Python writes it, and `parameters` with `name`, `type` (for people),
//!     `required`, `default` (a literal of Python's, null where it must be given) and `about`;
//!   - `result` with `type` and `about`, or null where it answers None;
//!   - `raises`, the exceptions of its own: `class` and `when`;
//!   - `scopes`, of `gateway`, `client` and `designer`; `answeredBy`, of `worker`, `session`, `window`, `dialog`, `script`;
//!   - `differs`, what differs from Ignition 7.9, or null.
//! - `notProvided`: functions of 7.9 that are not there: `namespace`, `functions`, `planned`, `reason`.

use crate::function::{Form, Function, Namespace, Parameter, Scopes, parameters};
use crate::generated::COMMAND;
use crate::json::Json;
use crate::original::{self, Missing};
use crate::system::NAMESPACES;
use crate::value::Type;

/// The text of the file.
#[must_use]
pub fn facts() -> String {
    let members = vec![
        ("generated", format!("by `{COMMAND}`; changes belong into the catalogue").into()),
        ("namespaces", Json::Array(NAMESPACES.iter().map(namespace).collect())),
        ("notProvided", not_provided()),
    ];
    format!("{}\n", Json::Object(members))
}

fn namespace(namespace: &Namespace) -> Json {
    Json::Object(vec![
        ("name", namespace.name.into()),
        ("about", namespace.about.into()),
        ("functions", Json::Array(namespace.functions.iter().map(function).collect())),
    ])
}

fn function(function: &Function) -> Json {
    let raises =
        |(class, when): &(&str, &str)| Json::Object(vec![("class", (*class).into()), ("when", (*when).into())]);
    Json::Object(vec![
        ("name", function.name.into()),
        ("about", function.about.into()),
        ("forms", forms(function.name, function.forms())),
        ("result", result(function.result, function.result_about)),
        ("raises", Json::Array(function.raises.iter().map(raises).collect())),
        ("scopes", scopes(function.scopes)),
        ("answeredBy", function.asks.to_string().into()),
        ("differs", Json::text_or_null(function.differs)),
        ("since", function.since.into()),
        ("example", function.example.into()),
    ])
}

fn forms(name: &str, forms: &[Form]) -> Json {
    let one = |form: &Form| {
        Json::Object(vec![
            ("signature", format!("{name}({})", parameters(form)).into()),
            ("parameters", Json::Array(form.iter().map(parameter).collect())),
        ])
    };
    Json::Array(forms.iter().map(one).collect())
}

fn parameter(parameter: &Parameter) -> Json {
    Json::Object(vec![
        ("name", parameter.name.into()),
        ("type", parameter.takes.to_string().into()),
        ("required", parameter.is_required().into()),
        ("default", parameter.default.map_or(Json::Null, |default| default.to_string().into())),
        ("about", parameter.about.into()),
    ])
}

fn result(result: Type, about: &str) -> Json {
    match result {
        Type::Nothing => Json::Null,
        result => Json::Object(vec![("type", result.to_string().into()), ("about", about.into())]),
    }
}

fn scopes(scopes: Scopes) -> Json {
    Json::texts(
        match scopes {
            Scopes::All => ["gateway", "client", "designer"].as_slice(),
            Scopes::Client => &["client", "designer"],
        }
        .iter()
        .copied(),
    )
}

fn not_provided() -> Json {
    let entries = original::not_provided().into_iter().flat_map(|(namespace, reasons)| {
        reasons.into_iter().map(move |(why, functions)| {
            Json::Object(vec![
                ("namespace", namespace.into()),
                ("functions", Json::texts(functions)),
                ("planned", matches!(why, Missing::NotYet(_)).into()),
                ("reason", why.to_string().into()),
            ])
        })
    });
    Json::Array(entries.collect())
}
