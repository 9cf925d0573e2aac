//! A window's file: JSON, read with the place of everything in it, so that every mistake is reported with its line.
//!
//! ```json
//! {
//!   "title": "Sessions",
//!   "root": {
//!     "components": [
//!       {
//!         "kind": "Button", "name": "Who is on?", "text": "Who is on?",
//!         "x": 16, "y": 16, "width": 120, "height": 32, "layout": ["top", "left"],
//!         "events": { "actionPerformed": "who_is_on.py" }
//!       },
//!       { "kind": "Table", "name": "Table", "x": 16, "y": 64, "width": 992, "height": 600 }
//!     ]
//!   }
//! }
//! ```
//!
//! [`crate::schema`] states the same for editors. Strict JSON only: no comments, no superfluous commas, since every
//! tool should be able to read and write these files.
//!
//! A file with a mistake in it makes a window that consists of its problems only: half a window could hide the button
//! that stops a press.

mod literal;
mod reader;
mod rows;
mod scalar;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, ast, parse_to_ast};

use crate::{WindowDef, WindowKind};
pub(crate) use literal::NAMED_TYPES;
use reader::Reader;
pub(crate) use rows::COLUMN_TYPES;

/// How deep containers may lie in each other, the Root Container being the first.
pub const MAX_NESTING: usize = 32;

/// A window's file, with the names that it may refer to.
#[derive(Clone, Copy, Debug)]
pub struct WindowFile<'a> {
    /// The window's path in the project, as in `Main/Sessions`.
    pub path: &'a str,
    /// The folder that it and its scripts lie in, relative to the project's, as in `windows/Main/Sessions`.
    pub folder: &'a str,
    /// The text.
    pub text: &'a str,
    /// The scripts in the folder, by the names of their files. An unreadable one is None: it counts as present, since
    /// its mistake has been reported already.
    pub scripts: &'a BTreeMap<String, Option<Arc<str>>>,
    /// The project's pictures, relative to its folder `images`.
    pub images: &'a BTreeSet<String>,
}

/// The result of reading a file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The window; where something is wrong that it cannot do without, only its kind, as far as that is known.
    pub window: Result<WindowDef, WindowKind>,
    /// All that is wrong, in order of place.
    pub findings: Vec<Finding>,
    /// The scripts that events name.
    pub used: BTreeSet<String>,
}

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where, in bytes from the beginning of the text.
    pub offset: usize,
    /// The mistake, with the path of its component. One line.
    pub message: String,
}

impl WindowFile<'_> {
    /// Reads the window.
    pub fn read(&self) -> Reading {
        let mut reader = Reader::new(self);
        match parse(self.text) {
            Ok(tree) => reader.window(&tree),
            Err(finding) => reader.fail_unread(finding),
        }
        reader.finish()
    }
}

/// The tree of a text.
fn parse(text: &str) -> Result<ast::Value<'_>, Finding> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &strict);
    let parsed = parsed.map_err(|error| Finding {
        offset: error.range().start(),
        message: format!("this is not JSON: {}", lower_first(&error.kind().to_string())),
    })?;
    parsed.value.ok_or_else(|| Finding { offset: 0, message: "this file is empty: a window is a JSON object".into() })
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
