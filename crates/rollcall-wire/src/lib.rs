//! Messages: all data that crosses a process boundary, defined once.
//!
//! | module | between |
//! |---|---|
//! | [`component`] | all of them: components and their events |
//! | [`desktop`] | a browser and the gateway: the windows of a client, on the session's WebSocket |
//! | [`host`] | a script and the side that runs it: host calls and their answers |
//! | [`worker`] | a script worker and its supervisor, over a pipe |
//! | [`socket`] | a client and the gateway, over a WebSocket |
//! | [`pieces`] | how messages that are too large for one frame, and the rows of datasets, cross that WebSocket |
//! | [`rest`] | anybody and the gateway, over HTTP; [`routes`] lists every route with its access |
//! | [`dialect`] | the Python that a script is written in, as messages, settings and scripts name it |
//! | [`openapi`] | the OpenAPI document, made from `rest` and `routes` |
//! | [`typescript`] | the browser's side of `desktop`, `socket` and `rest`, as TypeScript |
//!
//! The crate knows no handler and no engine. Every instant is a count of milliseconds since 1970-01-01T00:00:00Z, or of
//! a clock of its own where that is stated; a length of time has its unit in its name (`keepAliveMs`).

pub mod component;
mod described;
pub mod desktop;
pub mod dialect;
pub mod end_reason;
pub mod frame;
pub mod host;
pub mod openapi;
pub mod pieces;
pub mod rest;
pub mod routes;
pub mod schema;
pub mod socket;
pub mod typescript;
pub mod worker;
