//! The catalogue: every function of `system` and every class of Java's that scripts can reach, as plain data.
//!
//! It knows no engine and runs nothing. The functions that scripts call are bound to their entries in
//! `rollcall-script`, which takes names, parameters and defaults from here; the reference page, the files for editors and
//! the checks of `rollcall check` are made of the same entries.
//!
//! | module | owns |
//! |---|---|
//! | [`system`] | the functions, a file for each namespace |
//! | [`function`] | the entry for a function |
//! | [`java`] | the classes, a file for each family |
//! | [`class`] | the entry for a class |
//! | [`value`] | kinds of values and literals |
//! | [`fit`] | whether the arguments of a call fit |
//! | [`documentation()`] | an entry as text, for `help` |
//! | [`original`] | the functions of 7.9: which are provided, which are not and why |
//! | [`generated`] | the files that are made of the catalogue: [`mod@reference`], [`facts`], [`proof`], [`stubs`] |

pub mod class;
mod documentation;
pub mod facts;
pub mod file;
pub mod fit;
pub mod function;
pub mod generated;
pub mod grants;
pub mod java;
pub mod original;
pub mod permission;
pub mod proof;
pub mod reference;
pub mod stubs;
pub mod system;
pub mod value;

pub use class::{Class, Member, Sort};
pub use documentation::documentation;
pub use function::{ErrorClass, Form, Function, Namespace, Parameter, Scopes};
pub use permission::{Family, Permission};
pub use system::NAMESPACES;
pub use value::{Literal, Type};
