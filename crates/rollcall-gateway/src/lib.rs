//! The server: HTTP and WebSocket, authentication, live sessions, clients with windows, and scripts of its own.
//!
//! | module | content |
//! |---|---|
//! | [`config`], [`data_folder`], [`machine`] | the configuration, folder and machine that a gateway starts with |
//! | `account`, `call_size` | the memory that it holds for others, and its limits |
//! | [`server`] | listening, and stopping in order |
//! | `gateway`, `services` | the parts that all share; of those, the ones that clients and scripts use |
//! | `listen` | connections, from their acceptance to their end |
//! | [`live`] | the registry of sessions, its store and its sockets |
//! | `filter_cache` | filters asked for before |
//! | `who_is_on` | filters and lists |
//! | `assets` | the files of the browser's client |
//! | `http` | routes, credentials, the WebSocket |
//! | `permission`, `host` | the callers that may make each host call, and the answers |
//! | [`log_line`], `printed` | the log lines of scripts |
//! | `client` | clients with windows, in a browser |
//! | `messages` | the receivers of messages that scripts send |
//! | `library` | the modules of a project, as scripts import them |
//! | `scripts` | scripts in the gateway's scope |
//! | [`password`], [`credential`], `throttle` | log-ins |
//! | [`user_name`] | which names new users may have |
//! | `cluster` | the other gateways on the same database |
//! | `certificate` | how long the gateway's own holds |
//!
//! It does not know how a script is executed or a filter is matched: the first is behind
//! `rollcall-supervisor`, the second behind `rollcall-regex`.

mod account;
mod assets;
mod call_size;
mod certificate;
mod client;
pub mod clock;
mod cluster;
pub mod config;
pub mod credential;
pub mod data_folder;
mod filter_cache;
mod gateway;
mod hex;
mod host;
mod http;
mod library;
mod listen;
// Public for its events, which a history, a feed and figures will follow from outside.
pub mod live;
pub mod log_line;
pub mod machine;
mod messages;
pub mod password;
mod patience;
mod permission;
mod printed;
mod projects;
mod scripts;
pub mod server;
mod services;
mod suspension;
mod throttle;
mod to_wire;
pub mod user_name;
mod who_is_on;
