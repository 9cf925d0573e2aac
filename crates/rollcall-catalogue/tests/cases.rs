//! Every function has a conformance case: a script under `conformance/script/` that calls it.

use std::fs;
use std::path::{Path, PathBuf};

use rollcall_catalogue::system::functions;

#[test]
fn every_function_is_called_by_a_case() {
    let scripts: Vec<String> = scripts().iter().map(|path| fs::read_to_string(path).unwrap_or_default()).collect();
    let uncalled: Vec<_> = functions()
        .map(|(namespace, function)| format!("{}.{}", namespace.name, function.name))
        .filter(|name| !scripts.iter().any(|script| names(script, name)))
        .collect();
    assert!(uncalled.is_empty(), "no case under conformance/script calls {uncalled:?}");
}

/// Whether a script names a function, whole or by the last two parts of its name.
fn names(script: &str, function: &str) -> bool {
    let short = function.trim_start_matches("system.");
    script.match_indices(short).any(|(at, _)| {
        let next = script[at + short.len()..].chars().next();
        next.is_none_or(|next| !next.is_alphanumeric())
    })
}

fn scripts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/script");
    let mut folders = vec![root];
    let mut scripts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the cases can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                // A generated case names every function, and tests none of them.
                if !path.ends_with("script/catalogue") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "py") {
                scripts.push(path);
            }
        }
    }
    scripts
}
