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
//! - `classes`, of Java and of the original, a base before what is below it: `name` (in full), `about`, `base` (or null), `import`
//!   (whether scripts import it by this name) and `metAs` (else an expression that leads to an object of it, or null), `differs`,
//!   `since`, and
//!   - `constructors`, forms as those of functions; empty where a script makes none, or as the base does;
//!   - `members`: `name`, `kind` (`method`, `property`, `constant` or `operation`), `about`, `ofClass`; of a property `getter` and
//!     `setter`, which are methods, or null, and
//!     `typeOfClass`, where the class has the name for another value, or null; `type`, that of its value or of what it answers with; of a method and an operation
//!     `forms`;
//!   - `numbers`, names of whole numbers that the class has, each with its `value`;
//!   - `moreAttributes`, whether objects have more than these.
//! - `notProvided`: functions of 7.9 that are not there: `namespace`, `functions`, `planned`, `reason`.

use crate::class::{Class, Member, Sort};
use crate::function::{Form, Function, Namespace, Parameter, Scopes, parameters};
use crate::generated::COMMAND;
use crate::java::classes;
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
        ("classes", Json::Array(classes().map(class).collect())),
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

fn class(class: &Class) -> Json {
    let number = |(name, value): (&str, i64)| Json::Object(vec![("name", name.into()), ("value", value.into())]);
    Json::Object(vec![
        ("name", class.name.into()),
        ("about", class.about.into()),
        ("base", Json::text_or_null(class.base)),
        ("import", class.is_imported().into()),
        ("metAs", Json::text_or_null(class.met_as)),
        ("differs", Json::text_or_null(class.differs)),
        ("since", class.since.into()),
        ("constructors", forms(class.short_name(), class.makes())),
        ("members", Json::Array(class.members.iter().map(member).collect())),
        ("numbers", Json::Array(class.numbers().map(number).collect())),
        ("moreAttributes", class.is_open.into()),
    ])
}

fn member(member: &Member) -> Json {
    let mut facts = vec![
        ("name", member.name.into()),
        ("kind", member.sort.to_string().into()),
        ("about", member.about.into()),
        ("ofClass", member.is_static.into()),
        ("type", member.result.to_string().into()),
    ];
    match member.sort {
        Sort::Property { getter, setter } => {
            let on_class = member.on_class.map_or(Json::Null, |kind| kind.to_string().into());
            facts.push(("typeOfClass", on_class));
            facts.extend([("getter", Json::text_or_null(getter)), ("setter", Json::text_or_null(setter))]);
        }
        Sort::Method | Sort::Operation => facts.push(("forms", forms(member.name, member.forms()))),
        Sort::Constant => {}
    }
    Json::Object(facts)
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
