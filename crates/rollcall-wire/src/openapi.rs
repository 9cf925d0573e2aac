//! The OpenAPI document (version 3.1), made from [`routes`](crate::routes) and the types of [`rest`](crate::rest).
//!
//! Paths, methods, access and summaries come from the list that the gateway builds its router from, schemas from the
//! types that its handlers take and return. Besides, there is one table here, `contract`: for each name of a route its
//! bodies and its own errors. It has no default arm, so that a new route cannot be left out of it.
//!
//! The project keeps the document as `docs/openapi.json`; a test of this crate fails when that file is not current.

mod contract;

use utoipa::ToSchema;
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    Components, Content, ContentBuilder, Info, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, PathItem,
    PathsBuilder, Ref, RefOr, Required, Response, ResponseBuilder, ResponsesBuilder,
};

use crate::rest::ApiError;
use crate::routes::{Access, Method, ROUTES, Route};
use contract::{Body, Contract, TypeSchema};

/// The document.
pub fn document() -> OpenApi {
    let mut paths = PathsBuilder::new();
    for route in ROUTES {
        let item = PathItem::new(http_method(route.method), operation(route));
        paths = paths.path(route.path.replace("{*", "{"), item);
    }
    OpenApiBuilder::new().info(info()).paths(paths).components(Some(components())).build()
}

/// The document as a file: JSON, indented, with a newline at its end, the same bytes whenever it is made.
pub fn json() -> String {
    let mut text = document().to_pretty_json().expect("a document of strings, numbers and lists is JSON");
    text.push('\n');
    text
}

fn info() -> Info {
    let license = LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build();
    InfoBuilder::new()
        .title("Rollcall gateway")
        .version(env!("CARGO_PKG_VERSION"))
        .license(Some(license))
        .description(Some(
            "Who is on: log-ins, sessions and administration of one gateway. Every instant is a count of milliseconds \
             since 1970-01-01T00:00:00Z. Every answer that is not a success has an ApiError as its body. \
             Every answer has the id of its request in the header X-Request-Id: the one that a proxy gave it there, \
             if that is at most 80 ASCII letters, digits, dots, underscores and hyphens, else a new one.",
        ))
        .build()
}

fn operation(route: &Route) -> Operation {
    let contract = Contract::of(route.name);
    let mut operation = OperationBuilder::new()
        .operation_id(Some(contract.operation_id))
        .summary(Some(route.summary))
        .description(Some(format!("Access: {}.", access(route.access))))
        .securities(Some(securities(route.access)))
        .parameters(Some(contract.query))
        .parameters(Some(path_parameters(route.path)))
        .responses(responses(route, &contract.success, contract.errors));
    if let Some(body) = contract.request {
        let body = RequestBodyBuilder::new().content(JSON, content(body.reference())).required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    operation.build()
}

const JSON: &str = "application/json";

fn responses(route: &Route, success: &contract::Success, own: &[contract::Failure]) -> ResponsesBuilder {
    let mut body = ResponseBuilder::new().description(success.description);
    body = match &success.body {
        Body::None => body,
        Body::Type(answer) => body.content(JSON, content(answer.reference())),
        Body::Media(media) => body.content(*media, ContentBuilder::new().build()),
        Body::AnyObject => body.content(JSON, content(ObjectBuilder::new().schema_type(Type::Object).build())),
    };
    let mut responses = ResponsesBuilder::new().response(success.status.to_string(), body.build());
    if route.access != Access::Public {
        responses = responses.response("401", failure("No credential, or one that is worth nothing any more."));
        responses =
            responses.response("403", failure("The caller may not do this, or the request comes from elsewhere."));
    }
    for (status, description) in own {
        responses = responses.response(status.to_string(), failure(description));
    }
    responses.response("default", failure("Any other failure; the body says which."))
}

fn failure(description: &str) -> Response {
    let error = Ref::from_schema_name(ApiError::name());
    ResponseBuilder::new().description(description).content(JSON, content(error)).build()
}

fn content(schema: impl Into<RefOr<Schema>>) -> Content {
    ContentBuilder::new().schema(Some(schema)).build()
}

/// The parameters in the braces of a path; all are strings.
fn path_parameters(path: &str) -> Vec<utoipa::openapi::path::Parameter> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    // A parameter that goes to the end of the path has a star in the router's form of it.
    let names = names.map(|name| name.trim_start_matches('*'));
    let parameter = |name| {
        let schema = ObjectBuilder::new().schema_type(Type::String).build();
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(schema))
            .build()
    };
    names.map(parameter).collect()
}

fn http_method(method: Method) -> HttpMethod {
    match method {
        Method::Get => HttpMethod::Get,
        Method::Post => HttpMethod::Post,
        Method::Patch => HttpMethod::Patch,
        Method::Delete => HttpMethod::Delete,
    }
}

fn access(access: Access) -> &'static str {
    match access {
        Access::Public => "anybody, without a log-in",
        Access::LoggedIn => "everybody with a live credential, a session's or a person's log-in",
        Access::SessionList => {
            "every session, and every person's log-in whose roles admit it to some project or to administration"
        }
        Access::Session => "the holder of a session's credential",
        Access::Person => "the holder of a person's log-in, a session's is not enough",
        Access::Administrator => "a person's log-in (without a project) with the role Administrator",
    }
}

const BEARER: &str = "bearer";
const COOKIE: &str = "cookie";

/// The credentials that prove a caller's access: any one of these. A cookie carries a person's log-in, never a session.
fn securities(access: Access) -> Vec<SecurityRequirement> {
    let one = |scheme| SecurityRequirement::new(scheme, [""; 0]);
    match access {
        Access::Public => Vec::new(),
        Access::Session => vec![one(BEARER)],
        Access::LoggedIn | Access::SessionList | Access::Person | Access::Administrator => {
            vec![one(BEARER), one(COOKIE)]
        }
    }
}

fn components() -> Components {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The token of a log-in: `Authorization: Bearer …`. Never part of a URL."))
        .build();
    let cookie = ApiKeyValue::with_description(
        "rollcall",
        "Set by a log-in without a project; under TLS its name is `__Host-rollcall`.",
    );
    let types = ROUTES.iter().flat_map(|route| Contract::of(route.name).into_types());
    let schemas = types.chain([TypeSchema::of::<ApiError>()]).flat_map(TypeSchema::into_parts);
    ComponentsBuilder::new()
        .security_scheme(BEARER, SecurityScheme::Http(bearer))
        .security_scheme(COOKIE, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)))
        .schemas_from_iter(schemas)
        .build()
}
