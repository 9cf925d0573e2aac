//! The messages that a browser sends and gets, as TypeScript types: the text of `web/src/wire/messages.ts`.
//!
//! A type is in the file when one of [`text`]'s roots mentions it. Types that a browser never meets, such as host calls,
//! are left out where they are defined, with `#[ts(skip)]`. A test compares the file with this text, so the two sides
//! cannot drift apart.

use std::any::TypeId;
use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

use crate::rest::{ApiError, LoginRequest, LoginResponse, Me, ProjectList, SessionRequest};
use crate::socket::{ClientFrame, GatewayFrame};

const HEAD: &str = "\
// @generated from the Rust types of rollcall-wire by `cargo run -p rollcall-wire --example typescript`; a test keeps it
// current. Do not edit.
";

/// The whole file, types in order of name: a pure function of the types.
pub fn text() -> String {
    let mut declarations = Declarations {
        // Numbers of dialogs, keep-alives and instants fit in 2^53; a `bigint` cannot come out of JSON.
        config: Config::new().with_large_int("number"),
        ..Declarations::default()
    };
    declarations.visit::<ClientFrame>();
    declarations.visit::<GatewayFrame>();
    declarations.visit::<LoginRequest>();
    declarations.visit::<LoginResponse>();
    declarations.visit::<Me>();
    declarations.visit::<ProjectList>();
    declarations.visit::<SessionRequest>();
    declarations.visit::<ApiError>();
    let mut text = HEAD.to_owned();
    for declaration in declarations.by_name.values() {
        for line in std::iter::once("").chain(declaration.lines()) {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// The declarations of all types that were visited, each once.
#[derive(Default)]
struct Declarations {
    config: Config,
    seen: Vec<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.seen.contains(&TypeId::of::<T>()) {
            return;
        }
        self.seen.push(TypeId::of::<T>());
        // Only our own types have a file to go to; numbers and lists are written where they are used.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let declaration = format!("{docs}export {}", T::decl(&self.config));
            self.by_name.insert(T::ident(&self.config), declaration);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}
