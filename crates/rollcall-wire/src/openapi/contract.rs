//! The bodies and results of each route: the part of the document that no type expresses.

use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{Ref, RefOr};
use utoipa::{IntoParams, ToSchema};

use crate::rest;
use crate::routes::Name;

/// The bodies and results of a route.
pub(super) struct Contract {
    pub(super) operation_id: &'static str,
    /// The schema of the request's body.
    pub(super) request: Option<TypeSchema>,
    pub(super) query: Vec<Parameter>,
    pub(super) success: Success,
    /// Beyond those that every route of its access has.
    pub(super) errors: &'static [Failure],
}

/// The answer when all is well.
pub(super) struct Success {
    pub(super) status: u16,
    pub(super) description: &'static str,
    pub(super) body: Body,
}

pub(super) enum Body {
    None,
    Type(TypeSchema),
    /// A body of this media type that is not our JSON.
    Media(&'static str),
    /// A JSON object that this document does not describe further.
    AnyObject,
}

/// The schema of a type, and of every type within it.
pub(super) struct TypeSchema {
    name: String,
    parts: Vec<(String, RefOr<Schema>)>,
}

impl TypeSchema {
    pub(super) fn of<T: ToSchema>() -> Self {
        let name = T::name().into_owned();
        let mut parts = vec![(name.clone(), T::schema())];
        T::schemas(&mut parts);
        TypeSchema { name, parts }
    }

    pub(super) fn reference(&self) -> Ref {
        Ref::from_schema_name(self.name.as_str())
    }

    /// The schemas that the document must hold for the reference to have a meaning.
    pub(super) fn into_parts(self) -> Vec<(String, RefOr<Schema>)> {
        self.parts
    }
}

/// A status and when it is the answer.
pub(super) type Failure = (u16, &'static str);

const BAD_REQUEST: Failure = (400, "The request cannot be understood.");
const BAD_QUERY: Failure = (400, "The query cannot be understood, or a filter is not a pattern of the dialect.");
const NO_USER: Failure = (404, "There is no such user.");
const NO_PROJECT: Failure = (404, "There is no such project.");
const NO_FILE: Failure = (404, "There is no such file.");

impl Contract {
    fn gives(operation_id: &'static str, status: u16, description: &'static str, body: Body) -> Self {
        let success = Success { status, description, body };
        Contract { operation_id, request: None, query: Vec::new(), success, errors: &[] }
    }

    fn takes<T: ToSchema>(self) -> Self {
        Contract { request: Some(TypeSchema::of::<T>()), ..self }
    }

    fn fails(self, errors: &'static [Failure]) -> Self {
        Contract { errors, ..self }
    }

    /// The types of its bodies.
    pub(super) fn into_types(self) -> impl Iterator<Item = TypeSchema> {
        let answer = if let Body::Type(answer) = self.success.body { Some(answer) } else { None };
        self.request.into_iter().chain(answer)
    }

    pub(super) fn of(name: Name) -> Self {
        match name {
            Name::Health => Self::gives("health", 200, "It is alive.", schema::<rest::Health>()),
            Name::OpenApi => Self::gives("openApi", 200, "This document.", Body::AnyObject),
            Name::Login => Self::log_in(),
            Name::Logout => Self::gives("logout", 204, "The credential is worth nothing any more.", Body::None),
            Name::LeaveTab => Self::gives("leaveTab", 204, "It is noted.", Body::None),
            Name::Me => Self::gives("me", 200, "The caller.", schema::<rest::Me>()),
            Name::Connect => Self::gives(
                "connect",
                101,
                "The connection becomes a WebSocket of JSON text messages. A newer one replaces an older.",
                Body::None,
            )
            .fails(&[(400, "The request is not the handshake of a WebSocket.")]),
            Name::Sessions => Contract {
                query: rest::SessionQuery::into_params(|| None),
                ..Self::gives("sessions", 200, "A page of the list.", schema::<rest::SessionPage>())
                    .fails(&[BAD_QUERY, (503, "With `require=all`: a node did not answer. The body is that of 200.")])
            },
            Name::EndSession => Contract {
                query: rest::SessionEndQuery::into_params(|| None),
                ..Self::gives("endSession", 200, "It is over.", schema::<rest::SessionEnded>())
                    .fails(&[BAD_REQUEST, (404, "There is no such session.")])
            },
            Name::Nodes => Self::gives("nodes", 200, "The nodes.", schema::<rest::NodeList>()),
            Name::DrainState => Self::gives("drainState", 200, "The state.", schema::<rest::DrainState>()),
            Name::Drain => Self::gives("drain", 200, "It has begun.", schema::<rest::DrainState>())
                .takes::<rest::DrainRequest>()
                .fails(&[BAD_REQUEST, (409, "No other node is here.")]),
            Name::EndDrain => Self::gives("endDrain", 200, "It is over.", schema::<rest::DrainState>()),
            Name::OpenSession => Self::gives("openSession", 200, "The session.", schema::<rest::LoginResponse>())
                .takes::<rest::SessionRequest>()
                .fails(&[BAD_REQUEST, NO_PROJECT]),
            Name::Projects => Self::gives("projects", 200, "The projects.", schema::<rest::ProjectList>()),
            Name::Home => Self::gives("home", 200, "The page.", Body::Media("text/html")),
            Name::Client => Self::gives("client", 200, "The page.", Body::Media("text/html")),
            Name::Window => Self::gives("window", 200, "The page.", Body::Media("text/html")),
            Name::Asset => Self::gives("asset", 200, "The file.", Body::Media("*/*")).fails(&[NO_FILE]),
            Name::Image => Self::gives("image", 200, "The picture.", Body::Media("image/*")).fails(&[NO_FILE]),
            Name::WindowSchema => Self::gives("windowSchema", 200, "The schema.", Body::AnyObject),
            Name::Users => Self::gives("users", 200, "The users.", schema::<rest::UserList>()),
            Name::AddUser => Self::gives("addUser", 201, "The user as added.", schema::<rest::User>())
                .takes::<rest::NewUser>()
                .fails(&[BAD_REQUEST, (409, "A user of this name exists.")]),
            Name::ChangeUser => Self::gives("changeUser", 200, "The user as changed.", schema::<rest::User>())
                .takes::<rest::UserChange>()
                .fails(&[BAD_REQUEST, NO_USER]),
            Name::RemoveUser => Self::gives("removeUser", 204, "The user is gone.", Body::None).fails(&[NO_USER]),
            Name::Scripts => Self::gives("scripts", 200, "The scripts.", schema::<rest::ScriptList>()),
        }
    }

    fn log_in() -> Self {
        Self::gives("login", 200, "The person is logged in.", schema::<rest::LoginResponse>())
            .takes::<rest::LoginRequest>()
            .fails(&[
                BAD_REQUEST,
                (401, "No such user, wrong password, or the user is disabled."),
                (403, "The project does not admit the user, or the limit of sessions is reached."),
                (404, "There is no such project."),
                (429, "Too many wrong passwords; try again later."),
            ])
    }
}

fn schema<T: ToSchema>() -> Body {
    Body::Type(TypeSchema::of::<T>())
}
