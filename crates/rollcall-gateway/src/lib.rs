//! The server: HTTP and WebSocket, authentication, live sessions, and the supervision of script workers.
//!
//! | module | what |
//! |---|---|
//! | [`config`], [`data_folder`], [`machine`] | what a gateway is started with |
//! | [`account`], [`call_size`] | what it holds for others, and how much of it may be |
//! | [`server`] | listening, and stopping in order |
//! | [`gateway`] | what all parts share |
//! | [`listen`] | connections, from their acceptance to their end |
//! | [`live`] | the registry of sessions, its store and its sockets |
//! | [`filter_cache`] | filters asked for before |
//! | [`who_is_on`] | filters and lists |
//! | [`assets`] | the files of the browser's client |
//! | [`http`] | routes, credentials, the WebSocket |
//! | [`permission`], [`host`] | who may make which host call, and the answers |
//! | [`log_line`], [`printed`] | what scripts write into a log |
//! | [`client`] | clients with windows, in a browser |
//! | [`library`] | the modules of a project, as scripts import them |
//! | [`worker`] | processes that run scripts |
//! | [`scripts`] | scripts in the gateway's scope |
//! | [`shares`] | who is next where many want something at once, and how much one may have |
//! | [`password`], [`credential`], [`throttle`] | log-ins |
//! | [`user_name`] | which names new users may have |
//! | `certificate` | how long the gateway's own holds |
//!
//! It does not know how a script is executed or a filter is matched: the first is behind a pipe, the second behind
//! `rollcall-regex`.

pub mod account;
pub mod assets;
pub mod call_size;
mod certificate;
pub mod client;
pub mod clock;
pub mod config;
pub mod credential;
pub mod data_folder;
pub mod filter_cache;
pub mod gateway;
pub mod host;
pub mod http;
pub mod library;
pub mod listen;
pub mod live;
pub mod log_line;
pub mod machine;
pub mod password;
pub mod permission;
pub mod printed;
pub mod projects;
pub mod scripts;
pub mod server;
pub mod shares;
mod suspension;
pub mod throttle;
pub mod user_name;
pub mod who_is_on;
mod wire_form;
pub mod worker;
