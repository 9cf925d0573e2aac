//! `docs/functions.json`: the catalogue for programs, such as editors.
//!
//! An object with these members; every array is in a stable order, every text is plain text with `code` between backticks.
//!
//! - `generated`: the command that wrote the file.
//! - `namespaces`: each with `name`, `about` and `functions`; each of these with
//!   - `name`, `about`, `example` (lines of Python 2), `since` (the first version that has it);
//!   - `forms`, the ways of calling it: `signature` as Python writes it, and `parameters` with `name`, `type` (for people),
//!     `required`, `default` (a literal of Python's, null where it must be given) and `about`;
//!   - `result` with `type` and `about`, or null where it returns None;
//!   - `raises`, the exceptions of its own: `class` and `when`;
//!   - `scopes`, of `gateway`, `client` and `designer`; `answeredBy`, of `worker`, `session`, `window`, `dialog`, `script`;
//!   - `differs`, the differences from Ignition 7.9, or null.
//! - `classes`, of Java and of the original, a base before what is below it: `name` (in full), `about`, `base` (or null), `import`
//!   (whether scripts import it by this name) and `metAs` (else an expression that leads to an object of it, or null), `differs`,
//!   `since`, and
//!   - `constructors`, forms as those of functions; empty where a script makes none, or as the base does;
//!   - `members`: `name`, `kind` (`method`, `property`, `constant` or `operation`), `about`, `ofClass`; of a property
//!     `getter` and `setter`, which are methods, or null, and `typeOfClass`, where the class has the name for another
//!     value, or null; `type`, that of its value or result; of a method and an operation `forms`;
//!   - `numbers`, names of whole numbers that the class has, each with its `value`;
//!   - `moreAttributes`, whether objects have more than these.
//! - `notProvided`: functions of 7.9 that are not there: `namespace`, `functions`, `planned`, `reason`.

use serde::Serialize;

use crate::class::{Class, Member, Sort};
use crate::file::COMMAND;
use crate::function::{ErrorClass, Form, Function, Namespace, Parameter, Scopes, parameters};
use crate::java::classes;
use crate::original::{self, Missing};
use crate::permission::Family;
use crate::system::NAMESPACES;
use crate::value::Type;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    generated: String,
    namespaces: Vec<NamespaceFacts>,
    classes: Vec<ClassFacts>,
    not_provided: Vec<NotProvidedFacts>,
}

#[derive(Serialize)]
struct NamespaceFacts {
    name: &'static str,
    about: &'static str,
    functions: Vec<FunctionFacts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorFacts>,
}

#[derive(Serialize)]
struct ErrorFacts {
    name: &'static str,
    about: &'static str,
    attributes: Vec<AttributeFacts>,
}

#[derive(Serialize)]
struct AttributeFacts {
    name: &'static str,
    r#type: String,
    about: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FunctionFacts {
    name: &'static str,
    about: &'static str,
    forms: Vec<FormFacts>,
    result: Option<ResultFacts>,
    raises: Vec<RaisedFacts>,
    scopes: &'static [&'static str],
    answered_by: String,
    permission: Option<String>,
    differs: Option<&'static str>,
    since: &'static str,
    example: &'static str,
}

#[derive(Serialize)]
struct FormFacts {
    signature: String,
    parameters: Vec<ParameterFacts>,
}

#[derive(Serialize)]
struct ParameterFacts {
    name: &'static str,
    r#type: String,
    required: bool,
    default: Option<String>,
    about: &'static str,
}

#[derive(Serialize)]
struct ResultFacts {
    r#type: String,
    about: &'static str,
}

#[derive(Serialize)]
struct RaisedFacts {
    class: &'static str,
    when: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClassFacts {
    name: &'static str,
    about: &'static str,
    base: Option<&'static str>,
    import: bool,
    met_as: Option<&'static str>,
    differs: Option<&'static str>,
    since: &'static str,
    constructors: Vec<FormFacts>,
    members: Vec<MemberFacts>,
    numbers: Vec<NumberFacts>,
    more_attributes: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MemberFacts {
    name: &'static str,
    kind: String,
    about: &'static str,
    of_class: bool,
    r#type: String,
    #[serde(flatten)]
    more: MoreFacts,
}

/// The fields that only some kinds of members have.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum MoreFacts {
    Property { type_of_class: Option<String>, getter: Option<&'static str>, setter: Option<&'static str> },
    Callable { forms: Vec<FormFacts> },
    Constant {},
}

#[derive(Serialize)]
struct NumberFacts {
    name: &'static str,
    value: i64,
}

#[derive(Serialize)]
struct NotProvidedFacts {
    namespace: &'static str,
    functions: Vec<&'static str>,
    planned: bool,
    reason: String,
}

/// The text of the file.
///
/// # Panics
/// Never: all of it can be written as JSON.
#[must_use]
pub fn facts() -> String {
    let facts = Facts {
        generated: format!("by `{COMMAND}`; changes belong into the catalogue"),
        namespaces: NAMESPACES.iter().map(namespace).collect(),
        classes: classes().map(class).collect(),
        not_provided: not_provided(),
    };
    let text = serde_json::to_string_pretty(&facts).expect("facts are texts, numbers and lists of them");
    format!("{text}\n")
}

fn namespace(namespace: &'static Namespace) -> NamespaceFacts {
    let functions = namespace.functions.iter().map(function).collect();
    let errors = namespace.errors.iter().map(error).collect();
    NamespaceFacts { name: namespace.name, about: namespace.about, functions, errors }
}

fn error(error: &'static ErrorClass) -> ErrorFacts {
    let attributes = error.attributes.iter();
    let attributes = attributes.map(|(name, kind, about)| AttributeFacts { name, r#type: kind.to_string(), about });
    ErrorFacts { name: error.name, about: error.about, attributes: attributes.collect() }
}

fn function(function: &'static Function) -> FunctionFacts {
    FunctionFacts {
        name: function.name,
        about: function.about,
        forms: forms(function.name, function.forms()),
        result: result(function.result, function.result_about),
        raises: function.raises.iter().map(|(class, when)| RaisedFacts { class, when }).collect(),
        scopes: match function.scopes {
            Scopes::All => &["gateway", "client", "designer"],
            Scopes::Client => &["client", "designer"],
        },
        answered_by: function.asks.to_string(),
        permission: (function.asks != Family::Worker).then(|| function.permission.to_string()),
        differs: text(function.differs),
        since: function.since,
        example: function.example,
    }
}

fn forms(name: &str, forms: &[Form]) -> Vec<FormFacts> {
    let one = |form: &Form| FormFacts {
        signature: format!("{name}({})", parameters(form)),
        parameters: form.iter().map(parameter).collect(),
    };
    forms.iter().map(one).collect()
}

fn parameter(parameter: &'static Parameter) -> ParameterFacts {
    ParameterFacts {
        name: parameter.name,
        r#type: parameter.takes.to_string(),
        required: parameter.is_required(),
        default: parameter.default.map(|default| default.to_string()),
        about: parameter.about,
    }
}

fn result(result: Type, about: &'static str) -> Option<ResultFacts> {
    (result != Type::Nothing).then(|| ResultFacts { r#type: result.to_string(), about })
}

fn class(class: &'static Class) -> ClassFacts {
    ClassFacts {
        name: class.name,
        about: class.about,
        base: text(class.base),
        import: class.is_imported(),
        met_as: text(class.met_as),
        differs: text(class.differs),
        since: class.since,
        constructors: forms(class.short_name(), class.makes()),
        members: class.members.iter().map(member).collect(),
        numbers: class.numbers().map(|(name, value)| NumberFacts { name, value }).collect(),
        more_attributes: class.is_open,
    }
}

fn member(member: &'static Member) -> MemberFacts {
    let more = match member.sort {
        Sort::Property { getter, setter } => MoreFacts::Property {
            type_of_class: member.on_class.map(|kind| kind.to_string()),
            getter: text(getter),
            setter: text(setter),
        },
        Sort::Method | Sort::Operation => MoreFacts::Callable { forms: forms(member.name, member.forms()) },
        Sort::Constant => MoreFacts::Constant {},
    };
    MemberFacts {
        name: member.name,
        kind: member.sort.to_string(),
        about: member.about,
        of_class: member.is_static,
        r#type: member.result.to_string(),
        more,
    }
}

fn not_provided() -> Vec<NotProvidedFacts> {
    let entries = original::not_provided().into_iter().flat_map(|(namespace, reasons)| {
        reasons.into_iter().map(move |(why, functions)| NotProvidedFacts {
            namespace,
            functions,
            planned: matches!(why, Missing::NotYet(_)),
            reason: why.to_string(),
        })
    });
    entries.collect()
}

/// A text, or null for an empty one.
fn text(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}
