//! REST types: the bodies of `/api/v1`. Field names are those of the function's columns where there is one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::{IntoParams, ToSchema};

use crate::end_reason::EndReason;

/// The kind of client that a person logs in with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum SessionKind {
    /// A running application.
    #[default]
    Client,
    /// A project opened for editing.
    Designer,
}

/// Whether a session's client is connected at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum SessionState {
    /// Its socket is open.
    Active,
    /// Its socket is closed and it may still come back.
    Disconnected,
}

/// One session, in the form for all who may see the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Public id, hexadecimal: a handle, never a credential.
    pub client_id: String,
    /// The user who is logged in.
    pub username: String,
    /// The project.
    pub project: String,
    /// The host name that the configuration gives to its IP address, else the one that the client claims, else the IP
    /// address. A client's claim may be untrue.
    pub address: String,
    /// The IP address that the gateway saw.
    pub ip: String,
    /// The host name in `address`, if it is one.
    pub hostname: Option<String>,
    /// Whether it is a designer.
    pub is_designer: bool,
    /// When the person logged in, in milliseconds since 1970 UTC.
    pub creation_time: i64,
    /// The last input or script call, in milliseconds since 1970 UTC.
    pub last_activity: i64,
    /// Whether the client is connected.
    pub state: SessionState,
    /// The node of the cluster that has it, in a list of all nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(skip)]
    pub node: Option<String>,
}

/// A page of the list of sessions, in order of creation: by `creationTime`, and within a millisecond by `clientId`.
/// `getSessionInfo` has the same order.
///
/// A reader that follows `nextCursor` to the last page sees each session that is listed throughout exactly once, and no
/// session twice, whatever log-ins and log-outs there are meanwhile and whether or not the gateway restarts. A session
/// that becomes listed meanwhile is seen if it comes after the last one that was read. It may come before: one of the
/// same millisecond whose `clientId` is smaller, one whose log-in took unusually long, or any after the gateway's clock
/// was set back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionPage {
    /// The sessions.
    pub sessions: Vec<Session>,
    /// How many match the filters in all.
    pub total: usize,
    /// Give this as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// With `scope=cluster`: whether every node answered. A session that lived through the whole question is on some page
    /// then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
    /// With `scope=cluster`: what each node did, in order of their names. A node that is away is named as long as its
    /// sessions may come back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<NodeAnswer>,
}

/// What one node of the cluster did with a question to all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NodeAnswer {
    /// The node's name.
    pub node: String,
    /// `ok`, or in a word why it did not answer: `timeout`, `unreachable`, `incompatible`, `fenced`, `busy`, `late`,
    /// `failed`.
    pub status: String,
    /// How many rows it sent.
    pub rows: usize,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Why it did not answer, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// The nodes of the cluster, as the one that is asked sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NodeList {
    /// The cluster's name; absent where the gateway is alone, which has no nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// The nodes, in order of their names.
    pub nodes: Vec<ClusterNode>,
}

/// A gateway of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClusterNode {
    /// Its name.
    pub name: String,
    /// `here`; `draining`, its clients are sent away since it is about to stop; `suspect`, silent for a while; `away`; `fenced`, it serves no sessions since it
    /// cannot renew its lease; `incompatible`, its messages have another version.
    pub state: String,
    /// Whether it is the node that is asked.
    pub is_asked: bool,
    /// How long ago it was heard, in milliseconds; absent for the node itself, and for one that was never heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_ms: Option<u64>,
    /// How many sessions it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<u64>,
    /// The release that it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// Where clients reach it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The projects that differ from those of the node that is asked, or are on one of both only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differing_projects: Vec<String>,
}

/// How clients are sent away from a gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrainRequest {
    /// Over how long, in milliseconds; the configuration's time when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_ms: Option<u64>,
}

/// Whether clients are sent away from a gateway to the others of its cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrainState {
    /// Whether they are, and no new ones are admitted.
    pub draining: bool,
    /// How many clients are connected.
    pub clients: usize,
}

/// What to tell the person whose session is ended: the query of the request's URL.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SessionEndQuery {
    /// A text for the person.
    pub message: Option<String>,
}

/// A session was ended by an administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionEnded {
    /// In a cluster: whether each of the other nodes has carried it out. It holds on all of them, and those that did not
    /// answer learn it from the database.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<NodeAnswer>,
}

/// The filters of the list of sessions: the query of its URL.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SessionQuery {
    /// A Java regular expression that the whole username must match.
    pub username: Option<String>,
    /// A Java regular expression that the whole project name must match.
    pub project: Option<String>,
    /// At most this many, 1 to 1,000; 100 by default.
    #[param(minimum = 1, maximum = 1_000, default = 100)]
    pub limit: Option<usize>,
    /// `nextCursor` of the page before, unchanged; its content is the gateway's affair. It stays valid across a restart
    /// of the gateway. A cursor that is not from a page, or that an earlier version gave, is refused with `badRequest`.
    pub cursor: Option<String>,
    /// `cluster` for the sessions of all nodes; those of the gateway that is asked by default.
    #[param(inline)]
    pub scope: Option<Scope>,
    /// With `scope=cluster`: `all` to have the answer 503, with the same body, where a node did not answer.
    #[param(inline)]
    pub require: Option<Require>,
}

/// The gateways whose sessions are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Scope {
    /// The one that is asked.
    #[default]
    Node,
    /// All of the cluster.
    Cluster,
}

/// What a list needs to be answered with success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Require {
    /// The answers of all nodes.
    All,
}

/// A log-in. With a project it opens a session; without one it is a person's, for administration.
#[derive(Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LoginRequest {
    /// The user.
    pub username: String,
    /// The password.
    pub password: String,
    /// The project to log in to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// The kind of client; only with a project.
    #[serde(default)]
    pub kind: SessionKind,
    /// The client's own host name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// From a page in a browser: the log-in is kept in the cookie alone, and the answer's token is empty, so that no
    /// script of a page ever holds it. Only without a project.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cookie: bool,
}

/// Written by hand so that no log ever holds a password.
impl std::fmt::Debug for LoginRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LoginRequest")
            .field("username", &self.username)
            .field("project", &self.project)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// The answer to a log-in.
#[derive(Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct LoginResponse {
    /// The credential: send it as `Authorization: Bearer …`. It is shown this once.
    pub token: String,
    /// The session that was opened, where a project was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// The person's roles.
    pub roles: Vec<String>,
}

/// Written by hand so that no log ever holds a token.
impl std::fmt::Debug for LoginResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LoginResponse").field("session", &self.session).finish_non_exhaustive()
    }
}

/// The identity of the caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// The user.
    pub username: String,
    /// The person's roles.
    pub roles: Vec<String>,
    /// The session, where the credential is a session's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
}

/// The projects that a person can open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectList {
    /// In order of name.
    pub projects: Vec<ProjectEntry>,
}

/// A project that a person can open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectEntry {
    /// The name, as in the URL of its client.
    pub name: String,
    /// The title that people see.
    pub title: String,
    /// A description, or nothing.
    pub description: String,
    /// Whether it has windows to show.
    pub has_windows: bool,
}

/// Opens a session under a person's log-in, as each tab of a browser does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionRequest {
    /// The project.
    pub project: String,
    /// The client's own host name, where it knows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
}

/// A user, as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The name to log in with.
    pub username: String,
    /// The roles.
    pub roles: Vec<String>,
    /// Those of the roles that no project of the gateway names: a warning, since they give nothing today.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown_roles: Vec<String>,
    /// A disabled user cannot log in and has no session.
    pub disabled: bool,
}

/// All users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserList {
    /// In order of name.
    pub users: Vec<User>,
}

/// A user to add.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewUser {
    /// The name to log in with.
    pub username: String,
    /// The first password.
    pub password: String,
    /// The roles.
    #[serde(default)]
    pub roles: Vec<String>,
}

/// The changes to a user; an absent field keeps its value.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserChange {
    /// A new password. Ends the user's log-ins and sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Disable or enable. Disabling ends the user's log-ins and sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
    /// All the roles. Sessions that rested on a role taken away end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
}

/// Written by hand so that no log ever holds a password.
impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("username", &self.username).field("roles", &self.roles).finish_non_exhaustive()
    }
}

/// Written by hand so that no log ever holds a password.
impl std::fmt::Debug for UserChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserChange")
            .field("disabled", &self.disabled)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}

/// The gateway's own scripts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScriptList {
    /// In order of project and name.
    pub scripts: Vec<ScriptStatus>,
}

/// One of the gateway's scripts and how it fares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScriptStatus {
    /// The project.
    pub project: String,
    /// The file, relative to the project's folder.
    pub file: String,
    /// Its current state.
    pub state: ScriptState,
    /// How often it ran to its end.
    pub runs: u64,
    /// How often it raised.
    pub failures: u64,
    /// How often it hit its deadline, its memory limit or crashed.
    pub limit_hits: u64,
    /// The last error, of one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// When a suspended script runs again, in milliseconds since 1970 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended_until: Option<i64>,
}

/// The current state of a gateway script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ScriptState {
    /// Waiting for its time.
    Idle,
    /// Running.
    Running,
    /// Waiting for a free worker.
    Waiting,
    /// It hit its limits too often and is left alone for a while.
    Suspended,
}

/// The answer of `/healthz`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// `ok`; with the status 503 `draining`, or `fenced`: clients are to be sent to another gateway of the cluster.
    pub status: String,
}

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// For programs: a word that stays.
    pub code: ErrorCode,
    /// For people: the mistake and its remedy.
    pub message: String,
    /// Which request it was, as in the header `X-Request-Id` of the answer: the log has the gateway's own faults under it.
    #[serde(default)]
    #[schema(required = true)]
    pub request_id: String,
    /// With `notLoggedIn`: why the session of this token has ended, for as long as the gateway remembers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<SessionEnd>,
}

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionEnd {
    /// Why.
    pub reason: EndReason,
    /// For the person, if there is a message.
    pub message: Option<String>,
}

/// The errors, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// 400: the request cannot be understood.
    BadRequest,
    /// 400: a filter is not a pattern of the dialect.
    BadPattern,
    /// 401: no credential, or one that is worth nothing (any more).
    NotLoggedIn,
    /// 401: no such user, wrong password, or the user is disabled.
    WrongPassword,
    /// 403: the person may not do this.
    Forbidden,
    /// 403: the user has as many sessions of this project as are allowed.
    SessionLimit,
    /// 404: there is no such project.
    UnknownProject,
    /// 404: there is no such thing.
    NotFound,
    /// 405: there is something here, but not for this method.
    WrongMethod,
    /// 408: the request did not arrive in time.
    Late,
    /// 413, 414 and 431: the request, its address or its headers are longer than anything that is asked here.
    TooLarge,
    /// 415: the body is not declared as JSON.
    NotJson,
    /// 409: a user of this name exists.
    Conflict,
    /// 429 and 503: too much at once; try again.
    Busy,
    /// 500: it is the gateway's fault; the log has the details, under the answer's `requestId`.
    Internal,
}
