//! A gateway seen from outside: its HTTP interface, a session's socket, and the password of a log-in.

mod api;
mod link;
mod password;
mod socket;

pub use api::{Api, Refused, session_request};
pub use link::Link;
pub use password::{new_password, password};
