//! Windows: what a person looks at in a client, as data.
//!
//! | module | owns |
//! |---|---|
//! | [`catalogue`] | the kinds of components, their properties and events |
//! | `value` | the value of a component's property |
//! | `weight` | the memory that a value takes |
//! | `columns`, `pattern` | the attributes of a table's columns |
//! | `convert` | which values of scripts and people a property accepts |
//! | [`definition`] | a window as its file describes it, shared by all clients that have it open |
//! | `build` | building one, component by component |
//! | `open` | a window that a client has open: the differences |
//! | [`file`](mod@file) | a window's file |
//! | `schema` | the JSON Schema of such files |
//! | `reference` | the page about components |
//! | `follow` | the properties that follow from others |
//!
//! A window is a tree of components. Nothing here draws one, runs its scripts or knows its viewers: browsers,
//! interpreters and sockets are elsewhere. Nothing here knows files either: a window's file is a text, and its reader
//! supplies the texts of its scripts.

mod build;
pub mod catalogue;
mod columns;
mod convert;
pub mod definition;
pub mod did_you_mean;
mod error;
pub mod file;
mod follow;
mod open;
mod pattern;
mod reference;
mod schema;
mod value;
mod weight;
mod wording;

pub use build::{Builder, MAX_COMPONENTS, MAX_CUSTOM_PROPERTIES, MAX_NAME_CHARS};
pub use catalogue::{Kind, Property, Type, Writer};
pub use definition::{
    ComponentDef, CustomProperty, Edges, EventScript, Layout, ROOT_CONTAINER, WINDOW, WindowDef, WindowKind,
};
pub use error::{PropertyError, PropertyErrorKind};
pub use open::{Change, MAX_ENTERED_CHARS, OpenWindow};
pub use reference::reference;
pub use schema::{schema, schema_text};
pub use value::{Color, ColorError, Value};
