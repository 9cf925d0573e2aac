//! The contract: frames, messages, the OpenAPI document.

mod frame;
mod messages;
mod openapi;
mod schema;
mod typescript;
