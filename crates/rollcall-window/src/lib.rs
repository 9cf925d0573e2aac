//! Windows: what a person looks at in a client, as data.
//!
//! | module | owns |
//! |---|---|
//! | [`value`] | the value of a component's property |
//!
//! A window is a tree of components. Nothing here draws one, runs its scripts or knows who looks at it: browsers,
//! interpreters and sockets are elsewhere.

mod value;

pub use value::{Color, ColorError, Value};
