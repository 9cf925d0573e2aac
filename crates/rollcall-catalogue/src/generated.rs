//! Every file of the repository that is generated from the catalogue, so that both have the same content.

use crate::facts::facts;
use crate::file::File;
use crate::{proof, reference, stubs};

/// All files.
#[must_use]
pub fn files() -> Vec<File> {
    let single = [
        ("docs/functions.md", reference::functions()),
        ("docs/functions.json", facts()),
        ("docs/java.md", reference::java()),
        ("conformance/script/catalogue/examples.py", proof::examples()),
        ("conformance/script/catalogue/examples.out", proof::examples_printed()),
        ("conformance/script/catalogue/names.py", proof::names()),
        ("conformance/script/catalogue/names.out", proof::names_printed()),
    ]
    .map(|(path, text)| File { path: path.to_owned(), text });
    single.into_iter().chain(stubs::stubs()).collect()
}

/// Folders that hold such files and nothing else.
#[must_use]
pub fn folders() -> &'static [&'static str] {
    &["conformance/script/catalogue", stubs::FOLDERS[0], stubs::FOLDERS[1]]
}
