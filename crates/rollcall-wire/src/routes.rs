//! Every route that the gateway serves, with its rule of access.
//!
//! The gateway builds its router from this list and refuses every other one, the OpenAPI document is made from it, and
//! a test walks it anonymously: a new route cannot be open by mistake.

/// The callers that may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without a log-in.
    Public,
    /// A caller with a live credential: a session's or a person's log-in.
    LoggedIn,
    /// A caller that is in a session, or could open one in some project.
    SessionList,
    /// The holder of a session's credential.
    Session,
    /// The holder of a person's log-in.
    Person,
    /// A person with the role `Administrator`.
    Administrator,
}

/// The methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
}

impl Method {
    /// As HTTP writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

/// The name of a route, to which a handler is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// Is the gateway alive?
    Health,
    /// The OpenAPI document.
    OpenApi,
    /// Log in.
    Login,
    /// Log out.
    Logout,
    /// A page is left.
    LeaveTab,
    /// The caller's own identity.
    Me,
    /// The WebSocket of a session.
    Connect,
    /// The list of sessions.
    Sessions,
    /// End a session.
    EndSession,
    /// The nodes of the cluster.
    Nodes,
    /// Whether clients are sent away.
    DrainState,
    /// Send clients away.
    Drain,
    /// Send no more clients away.
    EndDrain,
    /// Open a session under a person's log-in.
    OpenSession,
    /// The projects that the caller can open.
    Projects,
    /// The page of the client: log-in and launcher.
    Home,
    /// The page of the client, in a project.
    Client,
    /// The same page, at the address of a window.
    Window,
    /// A script, style sheet or picture of the client.
    Asset,
    /// A picture of a project.
    Image,
    /// The JSON Schema of window files.
    WindowSchema,
    /// The list of users.
    Users,
    /// Add a user.
    AddUser,
    /// Change a user.
    ChangeUser,
    /// Remove a user.
    RemoveUser,
    /// The gateway's scripts.
    Scripts,
}

/// One route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// The name to which its handler is bound.
    pub name: Name,
    /// The method.
    pub method: Method,
    /// The path; a parameter in braces.
    pub path: &'static str,
    /// The callers that may use it.
    pub access: Access,
    /// One sentence for the document.
    pub summary: &'static str,
}

const fn route(name: Name, method: Method, path: &'static str, access: Access, summary: &'static str) -> Route {
    Route { name, method, path, access, summary }
}

/// All routes.
pub const ROUTES: &[Route] = &[
    route(Name::Health, Method::Get, "/healthz", Access::Public, "Whether the gateway is alive."),
    route(Name::OpenApi, Method::Get, "/api/v1/openapi.json", Access::Public, "This document."),
    route(
        Name::Login,
        Method::Post,
        "/api/v1/login",
        Access::Public,
        "Logs in: with a project opens a session, without one a person's log-in for administration.",
    ),
    route(Name::Logout, Method::Post, "/api/v1/logout", Access::LoggedIn, "Ends the session or log-in of the caller."),
    route(
        Name::LeaveTab,
        Method::Post,
        "/api/v1/leave",
        Access::Session,
        "Tells that the caller's page is left. Unless its socket opens again in a moment, the session ends.",
    ),
    route(Name::Me, Method::Get, "/api/v1/me", Access::LoggedIn, "Who the caller is."),
    route(
        Name::Connect,
        Method::Get,
        "/api/v1/connect",
        Access::Session,
        "Opens the WebSocket of the caller's session.",
    ),
    route(
        Name::Sessions,
        Method::Get,
        "/api/v1/sessions",
        Access::SessionList,
        "The sessions of this gateway or of its cluster, in order of creation, filtered by Java regular expressions.",
    ),
    route(
        Name::EndSession,
        Method::Delete,
        "/api/v1/sessions/{clientId}",
        Access::Administrator,
        "Ends a session, whichever gateway of the cluster has it.",
    ),
    route(Name::Nodes, Method::Get, "/api/v1/nodes", Access::Administrator, "The gateways of the cluster."),
    route(
        Name::DrainState,
        Method::Get,
        "/api/v1/drain",
        Access::Administrator,
        "Whether this gateway sends its clients to the others of its cluster.",
    ),
    route(
        Name::Drain,
        Method::Post,
        "/api/v1/drain",
        Access::Administrator,
        "Sends the clients of this gateway to the others of its cluster, and admits no new ones: before it is stopped.",
    ),
    route(Name::EndDrain, Method::Delete, "/api/v1/drain", Access::Administrator, "Admits clients again."),
    route(
        Name::OpenSession,
        Method::Post,
        "/api/v1/sessions",
        Access::Person,
        "Opens a session under the caller's log-in: what each tab of a browser does.",
    ),
    route(
        Name::Projects,
        Method::Get,
        "/api/v1/projects",
        Access::LoggedIn,
        "The projects that the caller can open in a client, in order of name.",
    ),
    route(Name::Home, Method::Get, "/", Access::Public, "The client's page: log-in and choice of a project."),
    route(Name::Client, Method::Get, "/client/{project}", Access::Public, "The client's page, in a project."),
    route(
        Name::Window,
        Method::Get,
        "/client/{project}/{*window}",
        Access::Public,
        "The client's page, at the address of a window.",
    ),
    route(Name::Asset, Method::Get, "/assets/{*path}", Access::Public, "A script, style sheet or font of the client."),
    route(
        Name::Image,
        Method::Get,
        "/client/{project}/images/{*path}",
        Access::LoggedIn,
        "A picture of a project, for whom the project admits.",
    ),
    route(
        Name::WindowSchema,
        Method::Get,
        "/api/v1/window.schema.json",
        Access::Public,
        "The JSON Schema of window files, for editors.",
    ),
    route(Name::Users, Method::Get, "/api/v1/users", Access::Administrator, "The users, in order of name."),
    route(Name::AddUser, Method::Post, "/api/v1/users", Access::Administrator, "Adds a user."),
    route(
        Name::ChangeUser,
        Method::Patch,
        "/api/v1/users/{username}",
        Access::Administrator,
        "Changes a user's password, roles or whether it is disabled.",
    ),
    route(
        Name::RemoveUser,
        Method::Delete,
        "/api/v1/users/{username}",
        Access::Administrator,
        "Removes a user and ends its sessions.",
    ),
    route(
        Name::Scripts,
        Method::Get,
        "/api/v1/scripts",
        Access::Administrator,
        "The gateway's own scripts and how they fare.",
    ),
];
